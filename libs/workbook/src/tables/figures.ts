import { type Entry, formatFigure } from '@huiji/domain/figure';
import type { Cell as FormCell, CoverItem } from '@huiji/domain/form';
import { type CellTotal, markOf, missingIn, type Total } from '@huiji/domain/rollup';
import { typedText } from '@huiji/domain/typed';
import type { Cell, StyleName } from '../workbook.js';

export const label = (text: string, style: StyleName = 'label'): Cell => ({ style, text });
export const heading = (text: string, span = 1): Cell => ({ style: 'heading', text, span });

/** The rows above a table: its title, then what has to be known of it, each over all its columns. */
export const head = (title: string, notes: readonly string[], columns: number): Cell[][] => [
  [{ style: 'title', text: title, span: columns }],
  ...notes.map((text): Cell[] => [{ style: 'note', text, span: columns }]),
];

/** What a colour says in every table of figures. */
export const legend = '橙色底:应报的数尚有缺报,合计不含缺报;空白表示没有数,不等于 0;“以上”“约”按原报标注。';

/** A cell of a total: its figure with its mark in words, and a colour of its own where reports are missing. */
export function figureCell(cell: FormCell, total: Total, style: 'figure' | 'sum'): Cell {
  return sumCell(cell, total.cell(cell.code), missingIn(total, cell) === 0 ? style : 'missing');
}

/** A sum of a cell with its mark in words. */
export const sumCell = ({ decimals }: FormCell, sum: CellTotal, style: 'figure' | 'sum' | 'missing'): Cell =>
  entryCell(style, { figure: sum.total, mark: markOf(sum) }, decimals);

/** What stands in a return, as its clerk would type it. */
export const entryCell = (style: StyleName, { figure, mark }: Entry, decimals: number): Cell =>
  figure !== null && mark === 'EXACT'
    ? { style, figure: formatFigure(figure, decimals) }
    : { style, text: typedText({ figure, mark }, decimals) };

/** What a cover calls its items. */
export const coverWords: Readonly<Record<CoverItem, string>> = {
  ...{ unitHead: '单位负责人', statisticsHead: '统计负责人', filledInBy: '填表人' },
  ...{ phone: '联系电话', reportedOn: '报出日期' },
};

/** How the cells of a return are filled in. */
export const howToType = '只填黄色格。空白表示没有数,不等于 0;不适用填“不适用”;“300以上”“约300”照写。';
