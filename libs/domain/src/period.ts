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

/** The quarters a period consists of, oldest first; a quarter is its own; a month has none. */
export function quartersOf(period: Period): string[] {
  const quarters: string[] = [];
  let year = Number(period.startsOn.slice(0, 4));
  let quarter = Math.ceil(Number(period.startsOn.slice(5, 7)) / 3);
  for (;;) {
    const next = parsePeriod(`${year}Q${quarter}`);
    if (next.endsOn > period.endsOn) return quarters;
    if (next.startsOn >= period.startsOn) quarters.push(next.code);
    quarter = (quarter % 4) + 1;
    if (quarter === 1) year += 1;
  }
}

/** The quarters of the calendar year up to and with `period` (今年累计), oldest first. */
export function quartersToDate(period: Period): string[] {
  const year = period.endsOn.slice(0, 4);
  return quartersOf({ ...period, startsOn: `${year}-01-01` });
}

const shifted = (text: string, days: number): string =>
  new Date(Date.parse(`${text}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The ISO day after another. */
export const dayAfter = (text: string): string => shifted(text, 1);

/** The ISO day before another. */
export const dayBefore = (text: string): string => shifted(text, -1);

/** The ISO day some days before another. */
export const daysBefore = (text: string, days: number): string => shifted(text, -days);

/** A day in ISO form, checked; refuses with DATE_INVALID. */
export function parseDay(text: string, field: string): string {
  const valid =
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(Date.parse(text)) &&
    new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
  return valid ? text : refuse('DATE_INVALID', { field, value: text.slice(0, 40) }, { field });
}
