import { isPeriod } from '@huiji/domain/period';
import type { Me } from '../../client/session.js';
import { useAddress } from '../address.js';
import type { FormsAndPeriodsQuery, TotalsQueryVariables, TreeReading } from './generated/totals.js';

export type Form = FormsAndPeriodsQuery['forms'][number];
export type Table = Form['tables'][number];
export type Cell = Table['cells'][number];
type Period = FormsAndPeriodsQuery['periods'][number];

/** What the page shows, as its address says it. */
export const useTotalsAddress = useAddress<
  | ('union' | 'form' | 'period' | 'table' | 'cells' | 'tree' | 'ytd')
  | ('asOf' | 'with' | 'carried' | 'open' | 'cell' | 'of' | 'part' | 'filer')
>;
export type Address = ReturnType<typeof useTotalsAddress>[0];

/** Which total is looked at, of which cells, and how. */
export interface Scope {
  unionId: string;
  form: Form;
  period: string;
  table: Table;
  cells: readonly Cell[];
  tree: TreeReading;
  yearToDate: boolean;
  asOf: string | null;
  compare: 'PREVIOUS' | 'LAST_YEAR' | null;
  carried: boolean;
}

/** The periods that a form is filed for, newest first, and those that derive from its quarters. */
export function periodsOf(form: Form, periods: readonly Period[]): { filed: Period[]; derived: string[] } {
  const filed = periods.filter(({ forms }) => forms.includes(form.code));
  const derived = filed.flatMap(({ code, kind }) => {
    if (kind !== 'QUARTER') return [];
    const [year, quarter] = [code.slice(0, 4), Number(code.slice(5))];
    return [`${year}H${quarter < 3 ? 1 : 2}`, year, `S${quarter === 4 ? Number(year) + 1 : year}`];
  });
  const known = new Set(filed.map(({ code }) => code));
  return { filed, derived: [...new Set(derived)].filter((code) => !known.has(code)) };
}

/** The scope that an address names; what it leaves out is the person's own union, the first form and its newest period. */
export function scopeOf(
  address: Address,
  me: Me,
  { forms, periods }: FormsAndPeriodsQuery,
): Scope | 'noForm' | 'noPeriod' {
  const adding = forms.filter(({ rollsUp }) => rollsUp);
  const form = adding.find(({ code }) => code === address.form) ?? adding[0];
  const table = form?.tables.find(({ code }) => code === address.table) ?? form?.tables[0];
  const unionId = address.union ?? me.appointments.find(({ role }) => role !== 'FILER')?.union.id;
  if (!form || !table || !unionId) return 'noForm';
  const period =
    address.period && isPeriod(address.period) ? address.period : periodsOf(form, periods).filed[0]?.code;
  if (!period) return 'noPeriod';
  const wanted = address.cells?.split(',') ?? [];
  const chosen = table.cells.filter(({ code }) => wanted.includes(code));
  const asOf = address.asOf ?? null;
  return {
    ...{ unionId, form, period, table, asOf },
    cells: chosen.length > 0 ? chosen : table.cells,
    tree: address.tree === 'CURRENT' ? 'CURRENT' : 'AS_FILED',
    yearToDate: address.ytd === '1',
    compare:
      asOf === null && (address.with === 'PREVIOUS' || address.with === 'LAST_YEAR') ? address.with : null,
    carried: asOf === null && address.carried === '1',
  };
}

/** What is asked for the total of a body in the scope, and a page of those below it. */
export const askedOf = (scope: Scope, unionId: string, after: string | null): TotalsQueryVariables => ({
  ...{ unionId, after, period: scope.period, tree: scope.tree, asOf: scope.asOf },
  ...{ form: scope.form.code, yearToDate: scope.yearToDate, carried: scope.carried },
  codes: scope.cells.map(({ code }) => code),
  compare: scope.compare !== null,
  with: scope.compare ?? 'PREVIOUS',
});
