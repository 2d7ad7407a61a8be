import { Button } from 'antd';
import { day, moment } from '../../words/dates.js';
import { grouped } from '../../words/figures.js';
import { language } from '../../words/i18n.js';
import { cellName } from './Hits.js';
import type { Return } from './waiting.js';
import type { OpenedReturnQuery } from './generated/review.js';
import { useWords } from './words.js';
import { useAddress } from '../address.js';
import { Wide } from '../Wide.js';

interface Shown {
  submission: Return;
  opened: OpenedReturnQuery;
}

/** What comes with the figures: rows, cover, attachments and the revisions before. */
export function Papers({ waitingId, ...shown }: Shown & { waitingId: string }) {
  return (
    <>
      <Rows {...shown} />
      <Cover submission={shown.submission} />
      <Attachments {...shown} />
      <Revisions {...shown} waitingId={waitingId} />
    </>
  );
}

/** A value of a row as the api sends it: a figure with its mark, or what stands there. */
type RowValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | { value: string | null; mark: 'AT_LEAST' | 'ABOUT' | 'EXACT' };

function shownValue(value: RowValue, say: ReturnType<typeof useWords>): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? '✓' : '';
  if (typeof value !== 'object') return String(value);
  const { value: figure, mark } = value;
  return mark === 'EXACT' ? grouped(figure) : `${grouped(figure)} ${say(mark)}`;
}

function Rows({ submission, opened }: Shown) {
  const say = useWords();
  const english = language() === 'en';
  if (submission.tables.length === 0) return null;
  return (
    <>
      <h3>{say('rows')}</h3>
      {submission.tables.map(({ table, rows }) => {
        const asked = opened.form?.repeatingTables.find(({ code }) => code === table);
        const name = (english ? asked?.en : asked?.zh) ?? table;
        return (
          <div key={table}>
            <h4>{name}</h4>
            {rows.length === 0 && <p className="quiet-text">{say('noRows')}</p>}
            {rows.length > 0 && (
              <Wide label={name}>
                <table className="figures">
                  <thead>
                    <tr>
                      {asked?.columns.map(({ code, zh, en }) => (
                        <th key={code} scope="col">
                          {english ? en : zh}
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {rows.map((row, index) => (
                      <tr key={index}>
                        {asked?.columns.map(({ code }) => (
                          <td key={code}>{shownValue(row[code] as RowValue, say)}</td>
                        ))}
                      </tr>
                    ))}
                  </tbody>
                </table>
              </Wide>
            )}
          </div>
        );
      })}
    </>
  );
}

const coverItems = ['unitHead', 'statisticsHead', 'filledInBy', 'phone', 'reportedOn'] as const;

function Cover({ submission: { cover } }: { submission: Return }) {
  const say = useWords();
  if (coverItems.every((item) => !cover[item])) return null;
  return (
    <>
      <h3>{say('cover')}</h3>
      <dl className="review-cover">
        {coverItems.flatMap((item) => {
          const value = cover[item];
          if (!value) return [];
          return [
            <dt key={`${item}-name`}>{say(item)}</dt>,
            <dd key={item}>{item === 'reportedOn' ? day(value) : value}</dd>,
          ];
        })}
      </dl>
    </>
  );
}

function Attachments({ submission, opened }: Shown) {
  const say = useWords();
  const { nodes } = submission.attachments;
  return (
    <>
      <h3>{say('attachments')}</h3>
      {nodes.length === 0 && <p className="quiet-text">{say('noAttachments')}</p>}
      <ul>
        {nodes.map(({ id, cell, fileName, url, size }) => (
          <li key={id}>
            {url ? (
              <a href={url} target="_blank" rel="noreferrer">
                {fileName}
              </a>
            ) : (
              say('unnamed')
            )}{' '}
            <span className="quiet-text">
              {cell && opened.entrySheet && `${cellName(opened.entrySheet, cell)} · `}
              {`${Math.ceil(size / 1024)} KB`}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Revisions({ submission, opened, waitingId }: Shown & { waitingId: string }) {
  const say = useWords();
  const [, go] = useAddress();
  const history = opened.submissionHistory;
  if (history.length < 2) return null;
  return (
    <>
      <h3>{say('history')}</h3>
      <ul>
        {history.map(({ id, revision, state, filedAt, returnReason, restatementReason }) => (
          <li key={id}>
            {say('revision', { count: revision })} · {say(state)}
            {filedAt && ` · ${moment(filedAt)}`}
            {(returnReason ?? restatementReason) && ` · ${returnReason ?? restatementReason}`}{' '}
            {id === submission.id ? (
              <span className="quiet-text">{say('current')}</span>
            ) : (
              <Button
                size="small"
                onClick={() => go({ open: waitingId, revision: id === waitingId ? undefined : id })}
              >
                {say('look', { count: revision })}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
