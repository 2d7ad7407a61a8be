import type { Breakdown, Indicator } from './catalogue/entry.js';
import { newestCatalogue } from './shipped-catalogues.js';

export type { Breakdown, Indicator, IndicatorKind } from './catalogue/entry.js';

/** The newest shipped catalogue, in the order in which it was published. */
export const indicators: readonly Indicator[] = newestCatalogue.indicators;

const byCode = new Map(indicators.map((one) => [one.code, one]));

/** The indicator with this code, or undefined: for codes that a person has sent. */
export function findIndicator(code: string): Indicator | undefined {
  return byCode.get(code);
}

/** The indicator with this code. Throws when there is none: for codes written in this repository. */
export function indicator(code: string): Indicator {
  const found = byCode.get(code);
  if (!found) throw new Error(`no indicator ${code} in the catalogue`);
  return found;
}

/** The counted part of an indicator with this code, or undefined. */
export function findBreakdown(of: Indicator, code: string): Breakdown | undefined {
  return of.breakdowns.find((one) => one.code === code);
}

/** `mem_worker_cnt[women]` in its parts: the indicator’s code and, of a counted part, that part’s; null if it is neither. */
export function partsOf(cell: string): { indicator: string; breakdown?: string } | null {
  const [, indicator, breakdown] = /^([a-z][a-z0-9_]*)(?:\[([^[\]]+)\])?$/.exec(cell) ?? [];
  if (indicator === undefined) return null;
  return breakdown === undefined ? { indicator } : { indicator, breakdown };
}
