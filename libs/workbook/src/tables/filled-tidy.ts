import { type Mark, marks } from '@huiji/domain/figure';
import { type Problem, problem } from '@huiji/domain/problem-found';
import { markedText } from '@huiji/domain/typed';
import type { ReadCell } from '../workbook.js';
import type { RowsOf } from './filled-rows.js';
import { shownText, textOf } from './verdict.js';

/** A figure of a row: whose it is, and where it stands. */
export interface Figure {
  column: number;
  code: string;
  cell: ReadCell;
  /** What is wrong before it is read. */
  wrong?: Problem;
}

/** Where unions, periods (-1: nowhere) and figures stand below a row of headings. */
export interface Columns {
  union: number;
  period: number;
  /** Whether the headings are the codes of cells. */
  wide: boolean;
  figures: (row: readonly ReadCell[]) => Figure[];
  /** Where they are the columns of a repeating table (附表), whose rows stand below. */
  rows?: RowsOf;
}

/** The columns of a table with one row a figure, as `tidyRows` writes it (明细数据); undefined for any other row of headings. */
export function tidyColumnsOf(
  row: readonly ReadCell[],
  at: Pick<Columns, 'union' | 'period'>,
): Columns | undefined {
  const find = (...names: string[]): number => row.findIndex((cell) => names.includes(textOf(cell)));
  const [code, value, mark] = [find('cell', '指标代码'), find('value', '数值'), find('mark', '标注')];
  if (code === -1 || value === -1) return undefined;
  const figures = (below: readonly ReadCell[]): Figure[] => [
    { column: value, code: textOf(below[code]), ...marked(below[value] ?? null, textOf(below[mark])) },
  ];
  return { ...at, wide: false, figures };
}

/** A figure with the mark beside it as one text, as a person would type it. */
export function marked(cell: ReadCell, mark: string): Pick<Figure, 'cell' | 'wrong'> {
  if (mark === '') return { cell };
  const text = shownText(cell);
  const none = !marks.some((one) => one === mark) || (mark === 'MISSING' && text !== '');
  if (none) return { cell, wrong: problem('WORKBOOK_MARK_UNKNOWN', { mark: mark.slice(0, 40) }) };
  const says = text !== '' || mark === 'NOT_APPLICABLE';
  return { cell: says ? { text: markedText(text, mark as Mark), kind: cell?.kind ?? 'TEXT' } : cell };
}
