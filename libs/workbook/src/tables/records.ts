import { workKind, type WorkColumn } from '@huiji/domain/work-kinds';
import { isCounted, type WorkRecord } from '@huiji/domain/work-record';
import { type Row, rowEntry } from '@huiji/domain/rows';
import type { Cell, Sheet } from '../workbook.js';
import { entryCell, label } from './figures.js';
import { type About, listSheet } from './lists.js';

/** A record of a book; the moment as it is shown. */
export interface RecordLine extends WorkRecord {
  recordedByName: string;
  recordedAt: string;
}

/** 工作台账: the records of one kind with a column for each thing that the kind says, one a line; `kind` is '' for a book without any. */
export function recordsSheet({ title, notes }: About, kind: string, records: readonly RecordLine[]): Sheet {
  const { zh = '工作台账', held = false, columns = [] } = workKind(kind) ?? {};
  const sheet = listSheet(
    { title: `${title} ${zh}`, notes },
    [
      ['日期', 12],
      ['名称', 40],
      ...columns.map(({ zh: said, unit }) => [unit ? `${said}(${unit})` : said, 16] as const),
      ...(held ? [['主办单位', 24] as const, ['计入', 8] as const] : []),
      ['登记人', 12],
      ['登记时间', 18],
    ],
    records.map((record) => [
      ...[label(record.day), label(record.name)],
      ...columns.map((column) => valueCell(column, record.values)),
      ...(held ? [label(record.heldBy ?? ''), label(isCounted(record) ? '是' : '否')] : []),
      ...[label(record.recordedByName), label(record.recordedAt)],
    ]),
  );
  return { ...sheet, name: zh };
}

function valueCell({ code, type }: WorkColumn, values: Row): Cell {
  const value = values[code];
  if (type === 'integer' || type === 'amount')
    return entryCell('figure', rowEntry(values, code), type === 'amount' ? 2 : 0);
  if (typeof value === 'boolean') return label(value ? '是' : '否');
  return label(typeof value === 'string' ? value : '');
}
