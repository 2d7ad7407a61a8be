import { divide, type Entry } from './figure.js';
import type { Cell, Form } from './form.js';
import { type Period, periodAYearBefore, periodBefore } from './period.js';
import { periodsRead } from './rollup.js';

/** What a total is compared with: the period before (上期), or the same one of the year before (去年同期). */
export type ComparedWith = 'PREVIOUS' | 'LAST_YEAR';

/** The period that another is compared with. */
export const comparedPeriod = (period: Period, compared: ComparedWith): Period =>
  compared === 'PREVIOUS' ? periodBefore(period) : periodAYearBefore(period);

/** How two figures of one scale differ. Null where either is missing. */
export interface Change {
  /** Exact, scaled as the two figures are. */
  change: bigint | null;
  /** In percent of the former, with one decimal; null also where the former is 0. */
  percent: string | null;
}

export function changeOf(now: bigint | null, then: bigint | null): Change {
  if (now === null || then === null) return { change: null, percent: null };
  const change = now - then;
  return { change, percent: divide(change, then, 1, { percent: true }) };
}

/** The difference of two entries of one cell; null unless both are facts. */
export function differenceOf(now: Entry, then: Entry): bigint | null {
  if (now.mark === 'PLANNED' || then.mark === 'PLANNED') return null;
  return changeOf(now.figure, then.figure).change;
}

/** Whether the stock of a union that has not reported may be taken from its last accepted period (未报沿用上期): never a flow. */
export const carriesForward = ({ kind, source, adds }: Cell): boolean =>
  kind === 'STOCK' && adds && (source === 'TYPED' || source === 'ROWS');

/** The filed periods of both sides of a comparison, oldest first. */
export interface Sides {
  now: readonly string[];
  then: readonly string[];
}

/**
 * What two periods of a form are read from. Null where the form cannot be read for the other one, or not from as many filed
 * periods: a year begun is not compared with a whole one.
 */
export function sidesOf(
  form: Form,
  now: readonly string[],
  other: Period,
  yearToDate: boolean,
): Sides | null {
  const then = periodsRead(form, other, yearToDate);
  return then.length === now.length ? { now, then } : null;
}
