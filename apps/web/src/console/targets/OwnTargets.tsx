import { named } from '../../words/named.js';
import { Wide } from '../Wide.js';
import { Completion, Figure } from './shown.js';
import type { Book, Measure } from './plan.js';
import { useWords } from './words.js';

/** The targets of a body itself, each with how far it has come. */
export function OwnTargets({
  book,
  chosen,
  choose,
  look,
}: {
  book: Book;
  chosen: string | undefined;
  choose: (cell: string) => void;
  look: (measure: Measure) => void;
}) {
  const say = useWords();
  if (book.targets.length === 0)
    return <p className="state">{say(book.union.level === 'FEDERATION' ? 'noneTop' : 'none')}</p>;
  return (
    <section aria-labelledby="own">
      <h2 id="own">{say('own')}</h2>
      <Wide label={say('own')}>
        <table className="figures targets">
          <thead>
            <tr>
              <th scope="col">{say('indicator')}</th>
              {(['value', 'completion', 'actual', 'handedOn', 'reserve', 'weight'] as const).map((column) => (
                <th key={column} scope="col" className="number">
                  {say(column)}
                </th>
              ))}
              <th scope="col">{say('history')}</th>
            </tr>
          </thead>
          <tbody>
            {book.targets.map(({ measure, ...target }) => (
              <tr key={measure.cell}>
                <th scope="row">
                  <button
                    type="button"
                    className="link-button"
                    aria-pressed={measure.cell === chosen}
                    onClick={() => choose(measure.cell)}
                  >
                    {named(measure)}
                  </button>
                </th>
                <Figure value={target.value} unit={measure.unit} />
                <Completion target={target} />
                <Figure value={target.actual} unit={measure.unit} mark={target.mark} />
                <Figure value={target.handedOn} />
                <Figure value={target.reserve} />
                <Figure value={target.weight} />
                <td>
                  <button type="button" className="link-button" onClick={() => look(measure)}>
                    {say('history')}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  );
}
