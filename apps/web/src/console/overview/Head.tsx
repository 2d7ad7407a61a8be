import { moment } from '../../words/dates.js';
import type { Scope } from '../scope/scope.js';
import { ToOverview, ToProgress } from './links.js';
import type { OverviewQuery } from './generated/overview.js';
import { useWords } from './words.js';

/** Whose whole it is, and how much of it is in. */
export function Head({ scope, rollup }: { scope: Scope; rollup: NonNullable<OverviewQuery['rollup']> }) {
  const say = useWords();
  const { reportsAccepted: accepted, reportsExpected: expected, completeness, union, pending } = rollup;
  return (
    <>
      <h1>{say('titleOf', { name: rollup.name })}</h1>
      {union.parent && (
        <p>
          <ToOverview {...scope} unionCode={union.parent.code}>
            {say('up', { name: union.parent.name })}
          </ToOverview>
        </p>
      )}
      {accepted === 0 && <p className="overview-note">{say('nothingAccepted')}</p>}
      <div className="overview-head">
        <ToProgress {...scope} className="overview-coverage">
          {say('coverage', { accepted, expected })}
        </ToProgress>
        <progress aria-label={say('coverageLabel')} value={accepted} max={Math.max(expected, 1)} />
        {completeness.rate !== null && <span>{say('rate', { rate: completeness.rate })}</span>}
        {completeness.late > 0 && <span>{say('late', { count: completeness.late })}</span>}
        <span className="overview-quiet">
          {say(`status.${rollup.status}`)} · {say('upTo', { at: moment(rollup.upTo) })}
          {pending > 0 && ` · ${say('pending', { count: pending })}`}
        </span>
      </div>
    </>
  );
}
