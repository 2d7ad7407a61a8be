import { named } from '../../words/named.js';
import { Figure } from '../targets/shown.js';
import { Wide } from '../Wide.js';
import { useWords as useOneWords } from './one-words.js';
import { pointsOfTargets } from './scores.js';
import type { Appraised } from './seen.js';
import { points } from './shown.js';

/** What each target gave, as it stood when the union was appraised; nothing before it was. */
export function Targets({ result }: Pick<Appraised, 'result'>) {
  const say = useOneWords();
  if (result === null) return null;
  const { targets } = result;
  return (
    <section aria-labelledby="targets">
      <h2 id="targets">{say('targets')}</h2>
      <p className="dim">{say(targets.length === 0 ? 'noTargets' : 'asAppraised')}</p>
      {targets.length > 0 && (
        <Wide label={say('targets')}>
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
