import { usePages } from '../../client/paged.js';
import { Answered } from '../states.js';
import { useWords as usePageWords } from '../words.js';
import { day, moment } from '../../words/dates.js';
import { ImportedReturns, type OneImportFragment } from './generated/import.js';
import type { Importing } from './useImport.js';
import { useWords } from './words.js';

/** What became of each return; the import can be taken back. */
export function Taken({ of, importing }: { of: OneImportFragment; importing: Importing }) {
  const say = useWords();
  const page = usePageWords();
  const { id, fileName, history, appliedAt, undoneAt } = of;
  const answer = usePages(
    ImportedReturns,
    { importId: id, first: 50 },
    ({ importReturns }) => importReturns?.pageInfo,
  );
  return (
    <section aria-label={say('result')}>
      <h2>{fileName}</h2>
      {history && <p>{say('from', { source: history.source, day: day(history.sourceDate) })}</p>}
      <p>
        {undoneAt
          ? say('undone', { at: moment(undoneAt) })
          : appliedAt && say('applied', { at: moment(appliedAt) })}
      </p>
      {!undoneAt && (
        <p>
          <button type="button" disabled={importing.busy} onClick={() => importing.act({ does: 'UNDO' })}>
            {say('undo')}
          </button>{' '}
          <span className="hint">{say(history ? 'undoPastHint' : 'undoHint')}</span>
        </p>
      )}
      <Answered answer={answer}>
        {({ pages }) => (
          <div className="wide" tabIndex={0} role="region" aria-label={say('result')}>
            <table>
              <thead>
                <tr>
                  {history && <th scope="col">{say('period')}</th>}
                  <th scope="col">{say('union')}</th>
                  <th scope="col">{say('outcome')}</th>
                  <th scope="col">{say('kept')}</th>
                </tr>
              </thead>
              <tbody>
                {pages
                  .flatMap(({ importReturns }) => importReturns?.nodes ?? [])
                  .map(({ unionCode, unionName, period, outcome, kept }) => (
                    <tr key={`${period} ${unionCode}`}>
                      {history && <td>{period}</td>}
                      <td>
                        {unionName} <small>{unionCode}</small>
                      </td>
                      <td>{outcome && say(`outcome.${outcome}`)}</td>
                      <td>
                        {(kept ?? []).map((code) => (code === 'BEGUN' ? say('begunStill') : code)).join('、')}
                      </td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </div>
        )}
      </Answered>
      {answer.hasNextPage && (
        <button type="button" onClick={() => void answer.fetchNextPage()}>
          {page('more')}
        </button>
      )}
    </section>
  );
}
