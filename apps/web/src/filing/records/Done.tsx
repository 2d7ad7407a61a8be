import { useAnswer } from '../../client/answers.js';
import { day } from '../../words/dates.js';
import { grouped, unitBehind } from '../../words/figures.js';
import { named } from '../../words/named.js';
import { Shown } from '../sheet/ColumnInput.js';
import { isFigure, textOf } from '../sheet/row-text.js';
import type { WorkDoneFragment } from './generated/book.js';
import { WorkKinds } from './generated/kinds.js';
import './records.css';
import { useWords } from './words.js';
import type { KindColumn } from './work.js';

/** The kinds of work that are kept in books; none while they are not known. */
export const useKinds = () => useAnswer(WorkKinds, {}).data?.workKinds ?? [];

/** A record of the book to be read: when, what, and its figures. */
export function Done({ record }: { record: WorkDoneFragment }) {
  const say = useWords();
  const kind = useKinds().find(({ code }) => code === record.kind);
  const filled = kind?.columns.filter(({ code }) => record.values[code] !== undefined) ?? [];
  return (
    <>
      <p className="work-head">
        <span>{day(record.day)}</span> <strong>{record.name}</strong>{' '}
        <span className="hint">{kind ? named(kind) : record.kind}</span>{' '}
        {!record.counted && <span className="tag">{say('notCounted')}</span>}
      </p>
      {(filled.length > 0 || record.heldBy !== null) && (
        <p className="work-facts">
          {filled.map((column) => (
            <Fact key={column.code} column={column} value={record.values[column.code]} />
          ))}
          {record.heldBy !== null && <span>{say('heldByOther', { heldBy: record.heldBy })}</span>}
        </p>
      )}
    </>
  );
}

/** A value with its column's name and unit: a figure grouped and with its mark, a day as people write it. */
function Fact({ column, value }: { column: KindColumn; value: unknown }) {
  const text = textOf(value);
  const [digits = ''] = /[\d.]+/.exec(text) ?? [];
  return (
    <span>
      <span className="hint">{named(column)}</span>{' '}
      {isFigure(column) && text.replace(digits, grouped(digits)) + unitBehind(column.unit ?? '')}
      {column.type === 'date' && day(text)}
      {!isFigure(column) && column.type !== 'date' && <Shown column={column} text={text} />}
    </span>
  );
}
