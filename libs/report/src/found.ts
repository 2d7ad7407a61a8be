import type { Cell } from '@huiji/domain/form';
import { markOf, missingIn, type Total } from '@huiji/domain/rollup';

/** A cell of a total: its figure, the weakest mark of its parts, and how many reports that should hold it do not. */
export function found(total: Total, cell: Cell) {
  const sum = total.cell(cell.code);
  const held = sum.filled + sum.notApplicable;
  return { figure: sum.total, mark: markOf(sum), held, missing: missingIn(total, cell) };
}

/** How many reports a figure lacks. */
export const lacking = (missing: number): string => (missing > 0 ? `（尚缺${missing}份）` : '');
