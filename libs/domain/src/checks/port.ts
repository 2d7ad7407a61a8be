import type { Mark } from '../figure.js';
import type { Form } from '../form.js';
import type { Severity } from '../problem.js';
import type { Rows } from '../rows.js';

/** What differs by city (domain rule 8). */
export interface CheckParameters {
  /** How many of ALL delegates due must be for an item: 过半数 (more than half) or 半数以上 (half and more). */
  passLine: 'MORE_THAN_HALF' | 'HALF_AND_MORE';
  /** The least number of delegates a worker congress has. */
  minimumDelegates: number;
}

/** What holds where a city has set nothing: 浙15 and 豫 (过半数), 沪21 and 浙10 (30 delegates). */
export const defaultParameters: CheckParameters = { passLine: 'MORE_THAN_HALF', minimumDelegates: 30 };

/** How many members came to a union and went from it by mergers and splits, as their documents say; 人. */
export interface Handover {
  in: number;
  out: number;
}

/** What a check may look at: the cells and rows of one submission, or of one total, in one period. */
export interface CheckInput {
  /** The figure scaled by its cell's decimals; null when there is none. */
  figure: (cell: string) => bigint | null;
  mark: (cell: string) => Mark;
  /** Canonical rows, as parseRows gives them; a total has none. */
  rows: Rows;
  handover: Handover;
  parameters: CheckParameters;
}

/** What a check has found, as a sentence with the figures in it; at a row where it is about one, else at a cell. */
export interface CheckHit {
  zh: string;
  en: string;
  table?: string;
  row?: number;
}

/**
 * A logic check (逻辑检查) within one period. It never speaks about what is blank, because blank is not 0, nor about
 * what an imprecise figure leaves open: a hit is certain.
 */
export interface Check {
  code: string;
  severity: Exclude<Severity, 'ERROR'>;
  /** FILED: on one submission. TOTAL: on a total, together with what the registers know. */
  scope: 'FILED' | 'TOTAL';
  /** The cells it reads; the first is where a hit without a row is shown. */
  cells: readonly string[];
  /** The law and article, or the entry of the indicator catalogue, that it comes from. */
  source: string;
  /** Only for forms of this frequency. */
  frequency?: Form['frequency'];
  evaluate: (input: CheckInput) => readonly CheckHit[];
}
