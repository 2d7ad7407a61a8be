import { divide, type Mark, weakest } from './figure.js';
import { type Cell, type Form, layoutOf } from './form.js';
import type { Indicator } from './indicator.js';
import type { Level } from './organisation.js';
import { type Period, periodsWithin, yearToDateOf } from './period.js';
import { refuse } from './problem.js';

/** One stored part of a total: positions in the layout's order. Shorter arrays read as missing. */
export interface PartTotal {
  totals: readonly string[];
  filled: readonly number[];
  notApplicable: readonly number[];
  atLeast: readonly number[];
  about: readonly number[];
  /** Of one union's own figures: values of cells that do not add up across unions, by code. */
  held?: Readonly<Record<string, { figure: string; mark: string }>>;
}

/** The parts of one union's total for one period; a part that nothing has reached is absent. */
export type StoredTotal = Readonly<Partial<Record<number, PartTotal>>>;

/** The total of one cell: `total` (scaled) is null if and only if `filled` is 0. Counts are numbers of reports. */
export interface CellTotal {
  total: bigint | null;
  filled: number;
  notApplicable: number;
  atLeast: number;
  about: number;
}

const nothing: CellTotal = { total: null, filled: 0, notApplicable: 0, atLeast: 0, about: 0 };

const position = (stored: StoredTotal | undefined, part: number, i: number): CellTotal => {
  const at = stored?.[part];
  const filled = at?.filled[i] ?? 0;
  if (!at) return nothing;
  return {
    total: filled > 0 ? BigInt(at.totals[i] ?? '0') : null,
    filled,
    notApplicable: at.notApplicable[i] ?? 0,
    atLeast: at.atLeast[i] ?? 0,
    about: at.about[i] ?? 0,
  };
};

/** One union's own value of a cell that does not add up across unions, such as a rank. */
const ownValue = (stored: StoredTotal | undefined, part: number, code: string): CellTotal => {
  const own = stored?.[part]?.held?.[code];
  if (!own || own.mark === 'PLANNED') return nothing;
  const [atLeast, about] = [own.mark === 'AT_LEAST' ? 1 : 0, own.mark === 'ABOUT' ? 1 : 0];
  return { total: BigInt(own.figure), filled: 1, notApplicable: 0, atLeast, about };
};

const add = (a: CellTotal, b: CellTotal): CellTotal => ({
  total: a.total === null ? b.total : a.total + (b.total ?? 0n),
  filled: a.filled + b.filled,
  notApplicable: a.notApplicable + b.notApplicable,
  atLeast: a.atLeast + b.atLeast,
  about: a.about + b.about,
});

/** A total read over one or more periods: every cell of the layout, counters included, by code. */
export interface Total {
  cell(code: string): CellTotal;
  /** How many reports should have filled a cell: of grassroots unions and of bodies, as far as they file it. */
  expected(cell: Cell): number;
  reportsExpected: number;
  reportsAccepted: number;
  /** How far the reports expected have come; see completeness.ts. */
  steps: Steps;
}

/** Numbers of reports, by the first revision of each. */
export type Steps = Readonly<Record<'started' | 'submitted' | 'returned' | 'onTime' | 'late', number>>;

/**
 * Reads a union's total over periods, oldest first. Flows add up, stocks count as they stand at the end of the last
 * one (domain rule 3); so do the counts that say how many reports each holds.
 */
export function overPeriods(form: Form, stored: ReadonlyArray<StoredTotal | undefined>): Total {
  const layout = layoutOf(form);
  const last = stored.at(-1);
  const read = (code: string): CellTotal => {
    const place = layout.cell(code);
    if (!place) throw new Error(`form ${form.code} has no cell ${code}`);
    const { cell, part } = place;
    const former = layout.formerly(code);
    // A period that was filed by an older version has it where that one asked it.
    const at = (each: StoredTotal | undefined): CellTotal => {
      const { part, index } = former && (each?.[0]?.totals.length ?? 0) <= place.index ? former : place;
      return position(each, part, index);
    };
    if (!cell.adds) return ownValue(last, part, code);
    if (cell.kind !== 'FLOW') return at(last);
    return stored.reduce<CellTotal>((sum, each) => add(sum, at(each)), nothing);
  };
  const counted = (code: string, over: ReadonlyArray<StoredTotal | undefined>): number => {
    const place = layout.cell(code);
    if (!place) throw new Error(`form ${form.code} has no counter ${code}`);
    return over.reduce((sum, each) => sum + Number(position(each, place.part, place.index).total ?? 0n), 0);
  };
  const reports = (which: 'expected' | 'accepted', by: 'grassroots' | 'own', over = stored): number =>
    counted(`reports_${which}_${by}`, over);
  return {
    cell: read,
    expected(cell) {
      const over = cell.kind === 'FLOW' ? stored : [last];
      if (cell.source === 'REGISTRY') return read(cell.code).filled;
      const own = cell.filedBy.some((level) => level !== 'GRASSROOTS');
      return (
        (cell.filedBy.includes('GRASSROOTS') ? reports('expected', 'grassroots', over) : 0) +
        (own ? reports('expected', 'own', over) : 0)
      );
    },
    reportsExpected: reports('expected', 'grassroots') + reports('expected', 'own'),
    reportsAccepted: reports('accepted', 'grassroots') + reports('accepted', 'own'),
    steps: {
      started: counted('reports_started', stored),
      submitted: counted('reports_submitted', stored),
      returned: counted('reports_returned', stored),
      onTime: counted('reports_on_time', stored),
      late: counted('reports_late', stored),
    },
  };
}

/** How many reports that should hold a cell do not: they were not accepted, or left it blank. */
export function missingIn(total: Total, cell: Cell): number {
  const { filled, notApplicable } = total.cell(cell.code);
  return Math.max(0, total.expected(cell) - filled - notApplicable);
}

/** What stands before the figures of an accepted return: how many reports of grassroots unions, and of bodies, it makes accepted. */
export const acceptedCounters = (level: Level): readonly [number, number] =>
  level === 'GRASSROOTS' ? [1, 0] : [0, 1];

/** EXACT, AT_LEAST or ABOUT: the weakest mark of what was added (domain rule 15); MISSING when nothing was. */
export function markOf(total: CellTotal): Mark {
  if (total.filled === 0) return weakest(total.notApplicable > 0 ? ['NOT_APPLICABLE'] : []);
  return weakest([
    'EXACT',
    ...(total.atLeast > 0 ? ['AT_LEAST' as const] : []),
    ...(total.about > 0 ? ['ABOUT' as const] : []),
  ]);
}

/** A ratio from sums (domain rule 4): Σ numerator ÷ Σ denominator, or null when either is missing or the latter is 0. */
export function ratioOf(total: Total, ratio: Indicator): string | null {
  const sum = (codes: readonly string[]): bigint | null =>
    codes
      .map((code) => total.cell(code).total)
      .reduce<bigint | null>((s, t) => (s === null || t === null ? null : s + t), 0n);
  const numerator = sum(ratio.numerator ?? []);
  const denominator = sum(ratio.denominator ?? []);
  if (numerator === null || denominator === null) return null;
  return divide(numerator, denominator, ratio.decimals, { percent: ratio.unit === '%' });
}

/** Whether a form is filed for a period, rather than read for it from quarters. */
export function isFiledFor(form: Form, period: Period): boolean {
  return period.kind === form.frequency;
}

/**
 * The filed periods that a reading consists of, oldest first: half-years, years and statistical years derive from the quarters
 * of a quarterly form, quarters from the months of a monthly one. Refuses what the form cannot answer (a month of a quarterly
 * form): FORM_NOT_FOR_PERIOD.
 */
export function periodsRead(form: Form, period: Period, yearToDate: boolean): string[] {
  const span = yearToDate && form.frequency !== 'YEAR' ? yearToDateOf(period) : period;
  const codes = periodsWithin(form.frequency, span).map((one) => one.code);
  // A month to date would end before the quarter that it lies in.
  if (codes.length > 0 && periodsWithin(form.frequency, period).length > 0) return codes;
  return refuse('FORM_NOT_FOR_PERIOD', { form: form.code, period: period.code }, { field: 'period' });
}
