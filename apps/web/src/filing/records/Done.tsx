import { useAnswer } from '../../client/answers.js';
import { day } from '../../words/dates.js';
import { grouped, unitBehind } from '../../words/figures.js';
import { named } from '../../words/named.js';
import { Shown } from '../sheet/ColumnInput.js';
import { isFigure, type RowColumn, textOf } from '../sheet/row-text.js';
import type { WorkDoneFragment } from './generated/book.js';
import { WorkKinds } from './generated/kinds.js';
import './records.css';
import { useWords } from './words.js';

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
            <span key={column.code}>
              <span className="hint">{named(column)}</span>{' '}
              <Value column={column} text={textOf(record.values[column.code])} />
            </span>
          ))}
          {record.heldBy !== null && <span>{say('heldByOther', { heldBy: record.heldBy })}</span>}
        </p>
      )}
    </>
  );
}

/** A value as people read it: a figure grouped, with its mark and unit, a day as it is written. */
export function Value({ column, text }: { column: RowColumn & { unit: string | null }; text: string }) {
  const [digits = ''] = /[\d.]+/.exec(text) ?? [];
  if (isFigure(column) && digits !== '')
    return <>{text.replace(digits, grouped(digits)) + unitBehind(column.unit ?? '')}</>;
  return column.type === 'date' && text !== '' ? <>{day(text)}</> : <Shown column={column} text={text} />;
}
