import { isDay } from './day.js';
import { refuse } from './problem.js';

/** `QUARTER` is the base; `HALF_YEAR`, `YEAR` and `STATISTICAL_YEAR` derive from it where not filed themselves. */
export type PeriodKind = 'MONTH' | 'QUARTER' | 'HALF_YEAR' | 'YEAR' | 'STATISTICAL_YEAR';

/** A reporting period (报告期). Dates are ISO days, both inclusive. */
export interface Period {
  code: string;
  kind: PeriodKind;
  startsOn: string;
  endsOn: string;
}

export type PeriodStatus = 'OPEN' | 'FILING_CLOSED' | 'FINAL';

const pattern =
  /^(?:(?<s>S)?(?<y>[1-9]\d{3})|(?<q>[1-9]\d{3})Q(?<quarter>[1-4])|(?<h>[1-9]\d{3})H(?<half>[12])|(?<m>[1-9]\d{3})-(?<month>0[1-9]|1[0-2]))$/;

const day = (year: number, month: number, date: number): string =>
  new Date(Date.UTC(year, month - 1, date)).toISOString().slice(0, 10);

const span = (code: string, kind: PeriodKind, year: number, firstMonth: number, months: number): Period => ({
  code,
  kind,
  startsOn: day(year, firstMonth, 1),
  endsOn: day(year, firstMonth + months, 0),
});

/**
 * Reads a period's code: `2026-09`, `2026Q3`, `2026H1`, `2026`, or the statistical year `S2026` (1 Oct 2025 to
 * 30 Sep 2026). Refuses anything else with PERIOD_UNKNOWN.
 */
export function parsePeriod(code: string): Period {
  const g = pattern.exec(code)?.groups;
  if (!g) return refuse('PERIOD_UNKNOWN', { period: code.slice(0, 40) }, { field: 'period' });
  if (g['q']) return span(code, 'QUARTER', Number(g['q']), (Number(g['quarter']) - 1) * 3 + 1, 3);
  if (g['h']) return span(code, 'HALF_YEAR', Number(g['h']), (Number(g['half']) - 1) * 6 + 1, 6);
  if (g['m']) return span(code, 'MONTH', Number(g['m']), Number(g['month']), 1);
  if (g['s']) return span(code, 'STATISTICAL_YEAR', Number(g['y']) - 1, 10, 12);
  return span(code, 'YEAR', Number(g['y']), 1, 12);
}

/** Whether a code is that of a period. */
export const isPeriod = (code: string): boolean => pattern.test(code);

type Evenly = Exclude<PeriodKind, 'STATISTICAL_YEAR'>;
const monthsIn: Readonly<Record<Evenly, number>> = { MONTH: 1, QUARTER: 3, HALF_YEAR: 6, YEAR: 12 };

/** The period of a kind that begins `month` months after January of the year 0. */
function beginningAt(kind: Evenly, month: number): Period {
  const [year, nth] = [Math.floor(month / 12), Math.floor((month % 12) / monthsIn[kind]) + 1];
  const code = {
    MONTH: `${year}-${String(nth).padStart(2, '0')}`,
    QUARTER: `${year}Q${nth}`,
    HALF_YEAR: `${year}H${nth}`,
    YEAR: String(year),
  }[kind];
  return parsePeriod(code);
}

const monthOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;

/** The periods of a kind that lie wholly within a span of days, oldest first: the quarters of a year, a quarter itself. */
export function periodsWithin(kind: Evenly, span: Pick<Period, 'startsOn' | 'endsOn'>): Period[] {
  const step = monthsIn[kind];
  const found: Period[] = [];
  for (let month = Math.ceil(monthOf(span.startsOn) / step) * step; ; month += step) {
    const next = beginningAt(kind, month);
    if (next.endsOn > span.endsOn) return found;
    found.push(next);
  }
}

/** The calendar year up to and with a period (今年累计), as a span of days. */
export const yearToDateOf = ({ endsOn }: Pick<Period, 'endsOn'>): Pick<Period, 'startsOn' | 'endsOn'> => ({
  startsOn: `${endsOn.slice(0, 4)}-01-01`,
  endsOn,
});

/** The period of the same kind before this one (上期). */
export function periodBefore({ kind, startsOn, code }: Period): Period {
  if (kind === 'STATISTICAL_YEAR') return parsePeriod(`S${Number(code.slice(1)) - 1}`);
  return beginningAt(kind, monthOf(startsOn) - monthsIn[kind]);
}

/** The same period of the year before (去年同期). */
export const periodAYearBefore = ({ code }: Period): Period =>
  parsePeriod(code.replace(/\d{4}/, (year) => String(Number(year) - 1).padStart(4, '0')));

/** The ISO day some days after another, or before it. */
export const daysAfter = (text: string, days: number): string =>
  new Date(Date.parse(`${text}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The ISO day after another. */
export const dayAfter = (text: string): string => daysAfter(text, 1);

/** The ISO day before another. */
export const dayBefore = (text: string): string => daysAfter(text, -1);

/** A day in ISO form, checked; refuses with DATE_INVALID. */
export function parseDay(text: string, field: string): string {
  return isDay(text) ? text : refuse('DATE_INVALID', { field, value: text.slice(0, 40) }, { field });
}
