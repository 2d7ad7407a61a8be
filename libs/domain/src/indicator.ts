import { catalogue } from './generated/catalogue.js';
import type { Level } from './organisation.js';

/** STOCK: at the period's end. FLOW: within the period. RATIO: computed from sums, never typed or averaged. */
export type IndicatorKind = 'STOCK' | 'FLOW' | 'RATIO' | 'GRADE';

/** One entry of the indicator catalogue (指标库), generated from catalogue/indicators.csv. */
export interface Indicator {
  code: string;
  group: string;
  zh: string;
  en: string;
  unit: string;
  kind: IndicatorKind;
  /** How many decimals a figure has: yuan 2, percent 1, days per person-time 3, counts 0. */
  decimals: number;
  /** How the figures of several unions make one. NONE: they do not (a rank, the delegates of a session). */
  acrossUnions: 'SUM' | 'NONE' | 'RATIO' | 'DISTRIBUTION';
  /** How the figures of several periods make one (domain rule 3). */
  acrossPeriods: 'LAST' | 'SUM' | 'NONE' | 'RECOMPUTE';
  /** The levels whose unions type it; empty when it is computed from registers, rows or other figures. */
  filedBy: readonly Level[];
  /** Of a ratio: the cells to be summed above and below the line, as cell codes. */
  numerator?: readonly string[];
  denominator?: readonly string[];
  definition: string;
}

/** The whole catalogue, in the order in which it was published. */
export const indicators: readonly Indicator[] = catalogue;

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
