import { type Entries, type Entry, missing } from '@huiji/domain/figure';
import {
  type Cell as FormCell,
  type Column,
  coverItems,
  type Form,
  type RepeatingTable,
} from '@huiji/domain/form';
import type { Level } from '@huiji/domain/organisation';
import { type Row, rowEntry, type Rows } from '@huiji/domain/rows';
import type { Cell, Sheet } from '../workbook.js';
import { coverWords, entryCell, head, heading, howToType, label } from './figures.js';
import { unionCode } from './named.js';

/** A return as its form is printed for one union: what is filled in so far, and what stands beside it. */
export interface ReturnToFill {
  form: Form;
  period: string;
  union: { code: string; name: string; level: Level };
  /** What is filled in, and what the registers know. */
  entries: Entries;
  rows: Rows;
  previous: { period: string; entries: Entries };
  lastYear: { period: string; entries: Entries };
}

/** How many blank rows a repeating table has below those that are filled in. */
const spare = 30;

/**
 * A workbook to fill a return in: its cover, then each table as a sheet, with last period and last year beside. Only what the union types
 * can be typed into; codes stand beside the words, so that what comes back is known by them, wherever it was moved to.
 */
export const templateSheets = (filled: ReturnToFill): Sheet[] => [
  coverSheet(filled),
  ...filled.form.tables.flatMap((table) => {
    const cells = table.cells.filter(
      ({ source, filedBy }) => source === 'REGISTRY' || filedBy.includes(filled.union.level),
    );
    return cells.length > 0 ? [tableSheet(filled, table.zh, cells)] : [];
  }),
  ...filled.form.repeatingTables.map((table) => rowsSheet(filled, table)),
];

const howToFill = `${howToType}请勿改动代码列。`;

function coverSheet({ form, period, union }: ReturnToFill): Sheet {
  const { formNo, issuedBy, approvalNo, validUntil, required } = form.cover;
  const fact = (zh: string, text: string, code = ''): Cell[] => [label(zh), label(text), label(code, 'code')];
  return {
    ...{ name: '封面', landscape: false, locked: true, widths: [20, 44, 22] },
    frozen: { rows: 0, columns: 0 },
    rows: [
      ...head(form.zh, [howToFill], 3),
      fact('表号', formNo),
      fact('制定机关', issuedBy),
      fact('批准文号', approvalNo ?? ''),
      fact('有效期至', validUntil ?? ''),
      fact('报表', `${form.code} 第 ${form.version} 版`, 'form'),
      fact('报告期', period, 'period'),
      fact('单位名称', union.name),
      fact('单位编码', union.code, unionCode),
      ...coverItems.map((item): Cell[] => [
        label(`${coverWords[item]}${required.includes(item) ? '(必填)' : ''}`),
        { style: 'input' },
        label(item, 'code'),
      ]),
    ],
  };
}

const notes: Readonly<Record<FormCell['source'], string>> = {
  ...{ TYPED: '', COUNTER: '' },
  ...{ ROWS: '由附表自动计算,不填', REGISTRY: '由登记信息自动生成,不填' },
};

function tableSheet(filled: ReturnToFill, name: string, cells: readonly FormCell[]): Sheet {
  const { form, period, union, entries, previous, lastYear } = filled;
  const above = [
    ...head(`${form.zh} ${name}`, [`${union.name}(${union.code}) ${period}`, howToFill], 7),
    [
      '指标',
      '代码',
      '单位',
      `本期 ${period}`,
      `上期 ${previous.period}`,
      `去年同期 ${lastYear.period}`,
      '说明',
    ].map((text) => heading(text)),
  ];
  return {
    ...{ name, landscape: true, locked: true, widths: [36, 28, 8, 16, 16, 16, 26] },
    frozen: { rows: above.length, columns: 1 },
    rows: [
      ...above,
      ...cells.map((cell) => {
        const of = (from: Entries): Entry => from.get(cell.code) ?? missing;
        const typed = cell.source === 'TYPED';
        return [
          ...[label(cell.zh), label(cell.code, 'code'), label(cell.unit)],
          entryCell(typed ? 'input' : 'figure', of(entries), cell.decimals),
          entryCell('figure', of(previous.entries), cell.decimals),
          entryCell('figure', of(lastYear.entries), cell.decimals),
          label(notes[cell.source]),
        ];
      }),
    ],
  };
}

/** What may stand in a column, as the template says it below its code. */
export const columnNote = ({ type, required, choices }: Column): string => {
  const what = {
    text: '文字',
    integer: '整数',
    date: '日期,如 2026-03-01',
    boolean: '是/否',
    choice: '请选择',
  }[type];
  return `${what}${required ? ',必填' : ''}${choices ? `:${choices.join('、')}` : ''}`;
};

const yesNo = ['是', '否'];

function rowsSheet({ form, period, union, rows }: ReturnToFill, table: RepeatingTable): Sheet {
  const { columns, limit } = table;
  const above = [
    ...head(
      `${form.zh} ${table.zh}`,
      [`${union.name}(${union.code}) ${period};附表代码 ${table.code},最多 ${limit} 行`],
      columns.length,
    ),
    columns.map(({ zh }) => heading(zh)),
    columns.map(({ code }) => label(code, 'code')),
    columns.map((column): Cell => ({ style: 'note', text: columnNote(column) })),
  ];
  const given = rows[table.code] ?? [];
  const count = Math.min(limit, given.length + spare);
  return {
    ...{ name: table.zh, landscape: true, locked: true, widths: columns.map(() => 20) },
    frozen: { rows: above.length, columns: 0 },
    rows: [
      ...above,
      ...Array.from({ length: count }, (_, i) => columns.map((column) => rowCell(column, given[i] ?? {}))),
    ],
  };
}

function rowCell(column: Column, row: Row): Cell {
  const value = row[column.code];
  const choices = column.type === 'boolean' ? yesNo : column.choices;
  const text = typeof value === 'boolean' ? (value ? '是' : '否') : value;
  if (choices) return { style: 'choice', choices, text: typeof text === 'string' ? text : undefined };
  if (column.type === 'integer') return entryCell('input', rowEntry(row, column.code), 0);
  return { style: 'input', text: typeof text === 'string' ? text : undefined };
}
