import type { Form } from '@huiji/domain/form';
import type { Total } from '@huiji/domain/rollup';
import type { Cell, Sheet } from '../workbook.js';
import { figureCell, head, heading, label, legend } from './figures.js';

/** What one union itself contributes. */
export interface GridRow {
  code: string;
  name: string;
  own: Total;
}

const before = 3;

/** 审核总表: unions down, the cells of a form across, with the body's total below the headings: the sum of the rows. */
export function gridSheet(
  form: Form,
  { title, notes }: { title: string; notes: readonly string[] },
  sum: Total,
  rows: readonly GridRow[],
): Sheet {
  const cells = form.tables.flatMap((table) => table.cells);
  const width = before + cells.length;
  const figures = (total: Total, style: 'figure' | 'sum'): Cell[] =>
    cells.map((cell) => figureCell(cell, total, style));
  const above = [
    ...head(title, [...notes, legend], width),
    [
      ...[heading('', before), null, null],
      ...form.tables.flatMap((table) => [
        heading(table.zh, table.cells.length),
        ...table.cells.slice(1).map(() => null),
      ]),
    ],
    [...['编码', '单位', '状态'].map((text) => heading(text)), ...cells.map(({ zh }) => heading(zh))],
    [label(''), label(''), label(''), ...cells.map(({ unit }) => label(unit))],
    [label(''), label(''), label(''), ...cells.map(({ code }) => label(code, 'code'))],
  ];
  return {
    ...{ name: '审核总表', landscape: true, locked: false },
    widths: [16, 30, 10, ...cells.map(() => 14)],
    frozen: { rows: above.length, columns: before },
    rows: [
      ...above,
      [label(''), label('合计'), label(''), ...figures(sum, 'sum')],
      ...rows.map(({ code, name, own }) => [
        ...[label(code, 'code'), label(name), label(stateOf(own))],
        ...figures(own, 'figure'),
      ]),
    ],
  };
}

const stateOf = (own: Total): string => {
  if (own.reportsExpected === 0) return '';
  return own.reportsAccepted > 0 ? '已审核' : '未审核';
};
