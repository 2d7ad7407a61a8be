import { useAnswer } from '../../client/answers.js';
import { useWords } from '../records/words.js';
import { rowsLacking } from './book-rows.js';
import { RecordRows } from './generated/records.js';
import type { TextRow } from './kept.js';
import type { AnnexTable } from './line.js';
import { useWork } from './watch.js';

/** 从台账带入: appends the rows of the book that a table (附表) does not have yet; nothing where it has them all. */
export function RowsFromBook({ table, rows }: { table: AnnexTable; rows: readonly TextRow[] }) {
  const say = useWords();
  const { annexes, desk } = useWork();
  const { unionCode, form, period } = desk.draft;
  const { data } = useAnswer(RecordRows, { unionCode, form, period });
  const recorded = data?.entrySheet?.recordRows.find((one) => one.table === table.code)?.rows ?? [];
  const lacking = rowsLacking(table, rows, recorded);
  if (lacking.length === 0) return null;
  return (
    <p>
      <button type="button" onClick={() => annexes.write(table.code, [...rows, ...lacking])}>
        {say('bringIn', { count: lacking.length })}
      </button>
    </p>
  );
}
