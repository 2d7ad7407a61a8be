import type { Form } from '@huiji/domain/form';
import { ratioOf, type Total } from '@huiji/domain/rollup';
import type { Cell, Sheet } from '../workbook.js';
import { figureCell, head, heading, label, legend } from './figures.js';

/** A total as a column; `sum`: it is the sum of the others. */
export interface TotalColumn {
  code: string;
  name: string;
  total: Total;
  sum: boolean;
}

const before = 3;

/** 汇总表: the cells of a form down, totals across (of a body and the unions directly below it, or of its periods), with how many reports each holds. */
export function totalsSheet(
  form: Form,
  { title, notes }: { title: string; notes: readonly string[] },
  columns: readonly TotalColumn[],
  name = '汇总表',
): Sheet {
  const width = before + columns.length;
  const across = (work: (total: Total, style: 'figure' | 'sum') => Cell): Cell[] =>
    columns.map(({ total, sum }) => work(total, sum ? 'sum' : 'figure'));
  const counted = (zh: string, code: string, of: (total: Total) => number): Cell[] => [
    ...[label(zh), label('份'), label(code, 'code')],
    ...across((total, style) => ({ style, figure: String(of(total)) })),
  ];
  const above = [
    ...head(title, [...notes, legend], width),
    [heading('指标'), heading('单位'), heading('代码'), ...columns.map(({ name }) => heading(name))],
    [label(''), label(''), label(''), ...columns.map(({ code }) => label(code, 'code'))],
  ];
  return {
    ...{ name, landscape: columns.length > 4, locked: false },
    widths: [34, 8, 26, ...columns.map(() => 16)],
    frozen: { rows: above.length, columns: before },
    rows: [
      ...above,
      counted('应报', 'reports_expected', (total) => total.reportsExpected),
      counted('已审核', 'reports_accepted', (total) => total.reportsAccepted),
      ...form.tables.flatMap((table) => [
        [heading(table.zh, width)],
        ...table.cells.map((cell) => [
          ...[label(cell.zh), label(cell.unit), label(cell.code, 'code')],
          ...across((total, style) => figureCell(cell, total, style)),
        ]),
      ]),
      ...(form.ratios.length > 0 ? [[heading('由合计计算的比率', width)]] : []),
      ...form.ratios.map((ratio) => [
        ...[label(ratio.zh), label(ratio.unit), label(ratio.code, 'code')],
        ...across((total, style) => ({ style, figure: ratioOf(total, ratio) ?? undefined })),
      ]),
    ],
  };
}
