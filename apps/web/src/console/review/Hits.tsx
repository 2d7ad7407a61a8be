import { Tag } from 'antd';
import { sentence } from '../../words/sentence.js';
import type { Sheet } from './differences.js';
import type { Return } from './waiting.js';
import { useWords } from './words.js';
import { named } from '../../words/named.js';

/** The id of a cell's line on the page, to which a hit leads. */
export const lineId = (code: string): string => `line-${code}`;

/** The name of a cell of a sheet, or its code where the sheet has no such line. */
export function cellName(sheet: Sheet, code: string): string {
  const cell = sheet.tables.flatMap(({ cells }) => cells).find((one) => one.cell === code);
  return cell ? named(cell.definition) : code;
}

/** What the checks find in the return now; what sits at a cell leads there. */
export function Hits({ hits, sheet }: { hits: Return['hits']; sheet: Sheet }) {
  const say = useWords();
  return (
    <>
      <h3>{say('hits')}</h3>
      {hits.length === 0 ? (
        <p className="quiet-text">{say('noHits')}</p>
      ) : (
        <ul className="review-hits">
          {hits.map((hit, index) => (
            <li key={index}>
              <Tag>{say(hit.severity)}</Tag>
              {hit.cell && <a href={`#${lineId(hit.cell)}`}>{cellName(sheet, hit.cell)}</a>} {sentence(hit)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
