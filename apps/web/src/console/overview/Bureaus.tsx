import type { Scope } from '../scope/scope.js';
import { ToOverview, ToProgress } from './links.js';
import type { OverviewQuery } from './generated/overview.js';
import { useWords } from './words.js';

type Children = NonNullable<OverviewQuery['rollup']>['children'];
type Completeness = Children['nodes'][number]['completeness'];

const parts = ['accepted', 'waiting', 'returned', 'drafted', 'notStarted'] as const;

/** Each expected return is in one of the parts. */
const partsOf = ({ started, submitted, ...counts }: Completeness) => ({
  ...counts,
  drafted: started - submitted,
});

/** How far the returns of each body below have come; a bar leads to the body's own overview. */
export function Bureaus({ scope, bureaus }: { scope: Scope; bureaus: Children }) {
  const say = useWords();
  return (
    <section aria-labelledby="bureaus" className="overview-panel">
      <h2 id="bureaus">{say('bureaus')}</h2>
      {bureaus.nodes.length === 0 ? (
        <p>{say('noneBelow')}</p>
      ) : (
        <>
          <ul className="overview-legend" aria-hidden="true">
            {parts.map((part) => (
              <li key={part} className={`part-${part}`}>
                {say(part)}
              </li>
            ))}
          </ul>
          <ul className="overview-bureaus">
            {bureaus.nodes.map(({ union, name, completeness }) => {
              const To = union.level === 'GRASSROOTS' ? ToProgress : ToOverview;
              const counts = partsOf(completeness);
              const told = parts.filter((part) => counts[part] > 0);
              return (
                <li key={union.code}>
                  <To {...scope} unionCode={union.code}>
                    <span className="overview-bureau">
                      <span>{name}</span>
                      <span>
                        {counts.accepted} / {counts.expected}
                      </span>
                    </span>
                    <span className="overview-bar" aria-hidden="true">
                      {told.map((part) => (
                        <span key={part} className={`part-${part}`} style={{ flexGrow: counts[part] }}>
                          {counts[part]}
                        </span>
                      ))}
                    </span>
                    <span className="overview-hidden">
                      {told.map((part) => `${say(part)} ${counts[part]}`).join(', ')}
                    </span>
                  </To>
                </li>
              );
            })}
          </ul>
          {bureaus.pageInfo.hasNextPage && <p>{say('moreBelow')}</p>}
        </>
      )}
    </section>
  );
}
