import type { Level } from '../organisation.js';

/** STOCK: at the period's end. FLOW: within the period. RATIO: computed from sums, never typed or averaged. */
export type IndicatorKind = 'STOCK' | 'FLOW' | 'RATIO' | 'GRADE';

/** How the figures of several unions make one. NONE: they do not (a rank, the delegates of a session). */
export type AcrossUnions = 'SUM' | 'NONE' | 'RATIO' | 'DISTRIBUTION';

/** How the figures of several periods make one (domain rule 3). */
export type AcrossPeriods = 'LAST' | 'SUM' | 'NONE' | 'RECOMPUTE';

/** How often it is asked. EVENT: with each event (a session, an award). STATISTICAL: for the year from 1 October. */
export type Frequency = 'QUARTER' | 'YEAR' | 'EVENT' | 'STATISTICAL';

/** By what an indicator is grouped from the registers and the rows of repeating tables. Nobody types such a part. */
export const attributes = [
  ...(['OWNERSHIP', 'UNIT_TYPE', 'INDUSTRY', 'REGION', 'SIZE', 'KIND', 'GRADE', 'AWARDING_LEVEL'] as const),
  ...(['REASON', 'LEVEL', 'TOPIC', 'TRADE', 'CONTEST', 'EDITION', 'FESTIVAL', 'RECIPIENT', 'ITEM'] as const),
] as const;
export type Attribute = (typeof attributes)[number];

/** A counted part (其中) with a cell of its own, `indicator[code]`. The parts of one dimension exclude each other. */
export interface Breakdown {
  dimension: string;
  code: string;
  zh: string;
  en: string;
}

/** One entry of the indicator catalogue (指标库). JSON: a tenant stores it as it is. */
export interface Indicator {
  code: string;
  group: string;
  zh: string;
  en: string;
  /** As it stands behind a figure: 人, 元, %. */
  unit: string;
  kind: IndicatorKind;
  /** How many decimals a figure has: yuan 2, percent 1, days per person-time 3, counts 0. */
  decimals: number;
  acrossUnions: AcrossUnions;
  acrossPeriods: AcrossPeriods;
  /** The levels whose unions type it; empty when it is computed from registers, rows or other figures. */
  filedBy: readonly Level[];
  frequencies: readonly Frequency[];
  /** Of a ratio: the cells to be summed above and below the line, as cell codes. */
  numerator?: readonly string[];
  denominator?: readonly string[];
  breakdowns: readonly Breakdown[];
  attributes: readonly Attribute[];
  definition: string;
  /** The law, table or decision it rests on; may be empty. */
  basis: string;
}

/** A catalogue as it ships, in one version. */
export interface Catalogue {
  version: number;
  indicators: readonly Indicator[];
}
