import { formatFigure, type Mark, sumOf } from '@huiji/domain/figure';
import type { ParameterValues } from '@huiji/domain/parameter';
import { isMuch } from '@huiji/domain/risk';
import { scaledOf } from '../../words/figures.js';
import type { GridFormQuery, GridQuery } from './generated/grid.js';

export type Column = NonNullable<GridFormQuery['form']>['tables'][number]['cells'][number];
type Total = NonNullable<GridQuery['rollup']>;
type Child = Total['children']['nodes'][number];
export type Cell = Child['cells'][number];

/** One figure of the grid. */
export interface Shown {
  value: string | null;
  mark: Mark;
  /** It is filed and not accepted yet, so it is in no sum. */
  waits: boolean;
  /** Last period's figure, where this one has moved so much that it is asked about; else null. */
  muchSince: string | null;
}

export interface Row {
  id: string;
  code: string;
  name: string;
  /** Whether there is a grid of its own below it. */
  body: boolean;
  reports: string;
  cells: ReadonlyMap<string, Shown>;
}

const byCell = (cells: readonly Cell[]): Map<string, Cell> => new Map(cells.map((cell) => [cell.cell, cell]));

const complete = (side: { reportsAccepted: number; reportsExpected: number }): boolean =>
  side.reportsAccepted > 0 && side.reportsAccepted === side.reportsExpected;

/** Last period's figure of a stock that moved so much since that it is asked about, by the same rule as in a return. */
function muchSince(
  { kind, decimals, code }: Column,
  now: string | null,
  then: string | null,
  parameters: ParameterValues,
): string | null {
  if (kind !== 'STOCK' || then === null) return null;
  const change = {
    ...{ cell: code, then: String(scaledOf(then, decimals)) },
    now: now === null ? null : String(scaledOf(now, decimals)),
  };
  return isMuch(change, decimals, parameters) ? then : null;
}

/** The unions of the pages, one row each. Where nothing of a union is accepted, what waits of it is shown instead. */
export function rowsOf(
  pages: readonly GridQuery[],
  columns: readonly Column[],
  parameters: ParameterValues,
): Row[] {
  const before = new Map(
    pages.flatMap((page) => page.before?.children.nodes ?? []).map((one) => [one.union.id, one]),
  );
  const waiting = new Map(
    pages.flatMap((page) => page.submissions?.nodes ?? []).map((one) => [one.union.id, byCell(one.cells)]),
  );
  return pages
    .flatMap(({ rollup }) => rollup?.children.nodes ?? [])
    .map((child) => {
      const { id, code, level } = child.union;
      const [now, then] = [byCell(child.cells), before.get(id)];
      const known = then && byCell(then.cells);
      const waits = child.reportsAccepted === 0 ? waiting.get(id) : undefined;
      const compared = then !== undefined && complete(child) && complete(then);
      const cells = columns.map((column): [string, Shown] => {
        const accepted = now.get(column.code);
        const filed = waits?.get(column.code);
        const { value, mark } = filed ?? accepted ?? { value: null, mark: 'MISSING' as const };
        const former = known?.get(column.code)?.value ?? null;
        return [
          column.code,
          {
            ...{ value, mark, waits: filed !== undefined },
            muchSince: compared ? muchSince(column, value, former, parameters) : null,
          },
        ];
      });
      return {
        ...{ id, code, name: child.name, body: level !== 'GRASSROOTS' },
        reports: `${child.reportsAccepted}/${child.reportsExpected}`,
        cells: new Map(cells),
      };
    });
}

/** The sums of the body's own figures and all rows below it, what waits left out; null where nothing is filled. */
export function sumsOf(
  own: readonly Cell[],
  rows: readonly Row[],
  columns: readonly Column[],
): Map<string, string | null> {
  const ownCells = byCell(own);
  return new Map(
    columns.map(({ code, decimals }) => {
      const parts = [
        ownCells.get(code),
        ...rows.map(({ cells }) => cells.get(code)).filter((cell) => !cell?.waits),
      ];
      const { figure } = sumOf(
        parts.flatMap((part) =>
          part
            ? [{ figure: part.value === null ? null : scaledOf(part.value, decimals), mark: part.mark }]
            : [],
        ),
      );
      return [code, figure === null ? null : formatFigure(figure, decimals)];
    }),
  );
}

/** Of the cells that are added up, those whose sum is not the body's total. */
export const differing = (
  sums: ReadonlyMap<string, string | null>,
  totals: readonly Cell[],
  columns: readonly Column[],
): string[] => {
  const known = byCell(totals);
  return columns
    .filter(({ adds, code }) => adds && (known.get(code)?.value ?? null) !== (sums.get(code) ?? null))
    .map(({ code }) => code);
};

/** The rows by a cell, the largest first or last; those without a figure at the end. By code where no cell is named. */
export function sorted(rows: readonly Row[], column: Column | undefined, descending: boolean): Row[] {
  if (!column) return [...rows];
  const figure = ({ cells }: Row): bigint | null => {
    const value = cells.get(column.code)?.value ?? null;
    return value === null ? null : scaledOf(value, column.decimals);
  };
  return rows.toSorted((a, b) => {
    const [one, other] = [figure(a), figure(b)];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return (one < other ? -1 : one > other ? 1 : 0) * (descending ? -1 : 1);
  });
}
