import { formatFigure } from '@huiji/domain/figure';
import { type Cell, type Form, layoutOf, type Position } from '@huiji/domain/form';
import { refuse } from '@huiji/domain/problem';
import { markOf, missingIn, ratioOf, type Total } from '@huiji/domain/rollup';

/** All positions of a form in the order in which figures travel. */
export const travelOrder = (form: Form) => layoutOf(form).parts.flatMap((part) => part.positions);

/** A figure as it travels; null where there is none. */
export const decimal = (scaled: bigint | null, cell: Cell): string | null =>
  scaled === null ? null : formatFigure(scaled, cell.decimals);

/** A total's figures in the order of the layout. */
export const figuresOf = (form: Form, total: Total): Array<string | null> =>
  travelOrder(form).map((cell) => decimal(total.cell(cell.code).total, cell));

/** Where the cells named stand: CELL_UNKNOWN. */
export const placesOf = (form: Form, codes: readonly string[]): Position[] =>
  codes.map(
    (code) =>
      layoutOf(form).cell(code) ?? refuse('CELL_UNKNOWN', { cell: code.slice(0, 80) }, { cell: code }),
  );

/** The cells of a total, all or those named: CELL_UNKNOWN. */
export function cellTotals(form: Form, total: Total, codes: readonly string[] | null): unknown[] {
  const cells = codes ? placesOf(form, codes).map((place) => place.cell) : travelOrder(form);
  return cells.map((cell) => cellTotal(total, cell));
}

function cellTotal(total: Total, cell: Cell): unknown {
  const sum = total.cell(cell.code);
  return {
    cell: cell.code,
    value: decimal(sum.total, cell),
    mark: markOf(sum),
    filled: sum.filled,
    notApplicable: sum.notApplicable,
    expected: total.expected(cell),
    missing: missingIn(total, cell),
  };
}

/** The ratios of a form, divided from a total's sums. */
export const ratiosOf = (form: Form, total: Total): unknown[] =>
  form.ratios.map((ratio) => ({
    indicator: ratio.code,
    value: ratioOf(total, ratio),
    unit: ratio.unit,
  }));
