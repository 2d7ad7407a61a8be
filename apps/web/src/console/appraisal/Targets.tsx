import { named } from '../../words/named.js';
import { Figure } from '../targets/shown.js';
import { Wide } from '../Wide.js';
import { useWords as useOneWords } from './one-words.js';
import { pointsOfTargets } from './scores.js';
import type { Appraised } from './seen.js';
import { points } from './shown.js';

/** What each target gave when the union was appraised, and what it gives now where it never was or that differs. */
export function Targets({ one: { result, targetsNow, differs } }: { one: Appraised }) {
  return (
    <>
      {result && <Table as="targetsThen" targets={result.targets} />}
      {(result === null || differs) && <Table as="targetsNow" targets={targetsNow} />}
    </>
  );
}

function Table({ as, targets }: { as: 'targetsThen' | 'targetsNow'; targets: Appraised['targetsNow'] }) {
  const say = useOneWords();
  return (
    <section aria-labelledby={as}>
      <h2 id={as}>{say(as)}</h2>
      {targets.length === 0 && <p className="dim">{say('noTargets')}</p>}
      {targets.length > 0 && (
        <Wide label={say(as)}>
          <table className="figures">
            <thead>
              <tr>
                <th scope="col">{say('target')}</th>
                {(['value', 'actual', 'completion', 'weight', 'points'] as const).map((column) => (
                  <th key={column} scope="col" className="number">
                    {say(column)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {targets.map(({ measure, ...target }) => (
                <tr key={measure.cell}>
                  <th scope="row">{named(measure)}</th>
                  <Figure value={target.value} unit={measure.unit} />
                  <Figure value={target.actual} unit={measure.unit} mark={target.mark} />
                  <Figure value={target.completion} unit="%" />
                  <Figure value={target.weight} />
                  <Figure value={target.points} />
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row" colSpan={5}>
                  {say('sum')}
                </th>
                <td className="number">{points(pointsOfTargets(targets))}</td>
              </tr>
            </tfoot>
          </table>
        </Wide>
      )}
    </section>
  );
}
