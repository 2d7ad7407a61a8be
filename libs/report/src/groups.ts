import type { Cell, Form } from '@huiji/domain/form';
import { type Indicator, indicators } from '@huiji/domain/indicator';

/** A form, and what the catalogue says of the indicators it asks. */
export interface Grouped {
  form: Form;
  indicatorOf: (code: string) => Indicator | undefined;
}

/** The cells and ratios of one group. */
export interface Group {
  name: string;
  cells: readonly Cell[];
  ratios: readonly Indicator[];
}

/** The groups of a form in the catalogue's order; a tenant's own follow as the form has them. */
export function groupsOf({ form, indicatorOf }: Grouped): Group[] {
  const groupOf = (cell: Cell): string => indicatorOf(cell.indicator)?.group ?? '其他工作';
  const cells = form.tables.flatMap((table) => table.cells);
  const names = new Set([
    ...indicators.map(({ group }) => group),
    ...cells.map(groupOf),
    ...form.ratios.map(({ group }) => group),
  ]);
  return [...names].map((name) => ({
    name,
    cells: cells.filter((cell) => groupOf(cell) === name),
    ratios: form.ratios.filter(({ group }) => group === name),
  }));
}
