import type { FiledCover } from './cover.js';
import { type Entry, type Mark, marks, missing, sumOf, type Entries } from './figure.js';
import { type Form, layoutOf } from './form.js';

/** What a union was accepted with in one period of a form, what the registers knew then included. */
export interface Past {
  form: string;
  period: string;
  /** The accepted revision; null when the period holds none: then only what the registers know is among the entries. */
  submissionId: string | null;
  entries: Entries;
}

/** The flows of a year before a period: added up, and the periods they were added from, oldest first. */
export interface YearSoFar {
  entries: Entries;
  periods: readonly Past[];
}

/**
 * What a page looks up beside the figures of one union's form and period. A lookup that nothing is known of is
 * empty, never 0.
 */
export interface Lookups {
  /** The period before (上期), as accepted. */
  previous: Past;
  /** The same period of the year before (去年同期), as accepted. */
  lastYear: Past;
  /** The last period before this one that was accepted at all; null before the first. */
  lastAccepted: (Past & { cover: FiledCover }) | null;
  /** The flows of the calendar year before this period (今年累计 without 本期). */
  yearToDate: YearSoFar;
  /** The quarters of this period in the tenant's quarterly forms, oldest first: for a half-yearly or yearly form. */
  quarters: readonly Past[];
}
export type LookupName = keyof Lookups;

/** One stored part of a contribution: positions in the layout's order. */
export interface StoredFigures {
  part: number;
  figures: readonly string[];
  states: readonly number[];
}

/**
 * Contributions of one union read by cell code, counters left out; `held` are the values that its submission keeps but never adds.
 */
export function entriesOf(
  form: Form,
  stored: readonly StoredFigures[],
  held: Readonly<Record<string, { figure: string; mark: string }>> = {},
): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  const layout = layoutOf(form);
  for (const { part, positions } of layout.parts) {
    const at = stored.find((one) => one.part === part);
    positions.forEach(({ code, source }, i) => {
      const mark = marks[at?.states[i] ?? 0] ?? 'MISSING';
      if (mark === 'MISSING' || source === 'COUNTER') return;
      // What was filed where the registers compute it now counts only where these said nothing yet.
      if (entries.has(code) && layout.cell(code)?.part !== part) return;
      const kept = held[code];
      if (kept) entries.set(code, { figure: BigInt(kept.figure), mark: kept.mark as Mark });
      else if (mark === 'NOT_APPLICABLE') entries.set(code, { figure: null, mark });
      else if (mark !== 'PLANNED') entries.set(code, { figure: BigInt(at?.figures[i] ?? '0'), mark });
    });
  }
  return entries;
}

/** Adds up the flows of periods, cell by cell, with the weakest of their marks. */
export function flowsOf(form: Form, periods: readonly Past[]): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const { positions } of layoutOf(form).parts) {
    for (const { code, kind, adds, source } of positions) {
      if (kind !== 'FLOW' || !adds || source === 'COUNTER') continue;
      const { figure, mark } = sumOf(periods.map((past) => past.entries.get(code) ?? missing));
      if (mark !== 'MISSING') entries.set(code, { figure, mark });
    }
  }
  return entries;
}

/** A flow in the year up to and with a period, and in how many of the periods due nothing was filled in. */
export interface YearToDate extends Entry {
  missing: number;
}

/**
 * 今年累计 of a flow: what the period itself says and the accepted earlier periods of the year. `due` tells which of the earlier
 * periods the union was to file; not applicable is not missing.
 */
export function yearToDateOfCell(
  code: string,
  now: Entry,
  { periods }: YearSoFar,
  due: (period: string) => boolean,
): YearToDate {
  const earlier = periods.map((past) => ({ period: past.period, entry: past.entries.get(code) ?? missing }));
  const blank = ({ mark }: Entry): boolean => mark === 'MISSING' || mark === 'PLANNED';
  const { figure, mark } = sumOf([...earlier.map(({ entry }) => entry), now]);
  const lacking = earlier.filter(({ period, entry }) => blank(entry) && due(period)).length;
  return { figure, mark, missing: lacking + (blank(now) ? 1 : 0) };
}
