import { findBreakdown, type Indicator, type IndicatorKind, indicator, partsOf } from '../indicator.js';
import type { Assignment, Level } from '../organisation.js';
import type { PeriodKind } from '../period.js';
import type { Rule } from '../rule.js';

/** One line of a form: an indicator or a breakdown (其中) of it. Its code is unique across all forms. */
export interface Cell {
  /** The indicator's code, or `indicator[breakdown]`, as in `hon_advanced_person_cnt[先进个人]`. */
  code: string;
  indicator: string;
  breakdown?: string;
  zh: string;
  en: string;
  unit: string;
  decimals: number;
  kind: IndicatorKind;
  /** TYPED by a person; computed from the submission's ROWS or from the REGISTRY; COUNTER of reports in a total. */
  source: 'TYPED' | 'ROWS' | 'REGISTRY' | 'COUNTER';
  /** The levels whose submissions carry it; empty for REGISTRY and COUNTER. */
  filedBy: readonly Level[];
  /** Whether the figures of several unions add up. A rank does not. */
  adds: boolean;
  /** The version of the form that appended it; 1 when absent. It decides the cell's place in storage for ever. */
  since?: number;
}

/** A table of a form (表一…): cells in the order in which people read them. */
export interface Table {
  code: string;
  zh: string;
  en: string;
  cells: readonly Cell[];
}

/** A column of a repeating table. An integer column holds a count, or with `marked` a count that may be 以上 or 约. */
export interface Column {
  code: string;
  zh: string;
  en: string;
  type: 'text' | 'integer' | 'date' | 'boolean' | 'choice';
  required?: boolean;
  choices?: readonly string[];
  marked?: boolean;
  /** The least an integer may be; 0 when absent. */
  minimum?: number;
  /** The value must occur once in this column of another table of the form. */
  refersTo?: { table: string; column: string };
}

/** A repeating table (附表): any number of rows up to `limit`, with typed columns. */
export interface RepeatingTable {
  code: string;
  zh: string;
  en: string;
  limit: number;
  columns: readonly Column[];
}

/** How a ROWS cell follows from a repeating table: the number of its rows, or the sum of a column, over all or some of them. */
export interface ComputedCell {
  cell: string;
  table: string;
  /** The column to be summed; absent: the rows are counted. */
  sum?: string;
  /** Only rows where this column has this value. */
  where?: { column: string; is: string };
}

/** How often a form is filed; its periods are of this kind. */
export type Frequency = Extract<PeriodKind, 'MONTH' | 'QUARTER' | 'HALF_YEAR' | 'YEAR'>;

/** What a person fills in on the cover (封面), beside the figures. */
export const coverItems = ['unitHead', 'statisticsHead', 'filledInBy', 'phone', 'reportedOn'] as const;
export type CoverItem = (typeof coverItems)[number];

/** The cover of a form: what stands printed on it, and which of the items to be filled in may not stay blank. */
export interface Cover {
  /** 表号 */
  formNo: string;
  /** 制定机关 */
  issuedBy: string;
  /** 批准文号, and until when it holds (有效期至, an ISO day). */
  approvalNo: string | null;
  validUntil: string | null;
  required: readonly CoverItem[];
}

/**
 * A report form (报表) in one version. It holds all that is needed to read what was filed on it, also what it took from the
 * catalogue: a version that has been published never changes.
 */
export interface Form {
  code: string;
  zh: string;
  en: string;
  version: number;
  frequency: Frequency;
  /** False for a statement of a body about its own subtree, which is never added to a total. */
  rollsUp: boolean;
  /** Of a statement: the form whose totals it states. */
  statesTotalsOf?: string;
  assignment: Assignment;
  cover: Cover;
  tables: readonly Table[];
  repeatingTables: readonly RepeatingTable[];
  computed: readonly ComputedCell[];
  /**
   * Codes in the order of storage of the version before, whatever order the tables have now: what was stored stands where it stood.
   * Absent in what ships, where the versions that appended the cells decide.
   */
  order?: readonly string[];
  /** Cells that an older version asked: they keep their place, and what was filed in them can be read. */
  retired?: readonly Cell[];
  /** The ratios that are divided from its sums when a total is read. */
  ratios: readonly Indicator[];
  /** The logic checks (逻辑检查), as data. */
  rules: readonly Rule[];
}

/** What the catalogue says of a cell of an indicator; null when the indicator has no such breakdown. */
export function cellOf(of: Indicator, code: string): Omit<Cell, 'source' | 'since'> | null {
  const { breakdown } = partsOf(code) ?? {};
  const part = breakdown === undefined ? undefined : findBreakdown(of, breakdown);
  if (breakdown !== undefined && !part) return null;
  return {
    ...{ code, indicator: of.code, unit: of.unit, decimals: of.decimals, kind: of.kind, filedBy: of.filedBy },
    ...(breakdown === undefined ? {} : { breakdown }),
    zh: part ? `${of.zh}(${part.zh})` : of.zh,
    en: part ? `${of.en} (${part.en})` : of.en,
    adds: of.acrossUnions === 'SUM',
  };
}

/** What the shipped catalogue says of a cell. Throws when its indicator or breakdown is unknown. */
export function catalogued(code: string): Omit<Cell, 'source' | 'since'> {
  const cell = cellOf(indicator(partsOf(code)?.indicator ?? code), code);
  if (!cell) throw new Error(`the catalogue has no counted part ${code}`);
  return cell;
}

/**
 * The cells of an indicator: itself, then one for each breakdown named. All else about a cell comes from the catalogue.
 * `since` is the form version that appends them, from the second on.
 */
export function cells(
  source: Cell['source'],
  code: string,
  breakdowns: string[] = [],
  since?: number,
): Cell[] {
  return [code, ...breakdowns.map((part) => `${code}[${part}]`)].map((one) => ({
    ...catalogued(one),
    source,
    ...(source === 'REGISTRY' ? { filedBy: [] } : {}),
    ...(since === undefined ? {} : { since }),
  }));
}

/** A position that counts reports or unions beside the catalogue. It is posted with each contribution and adds like any figure; nobody types it. */
export function counter(code: string, zh: string, en: string, more: Partial<Cell> = {}): Cell {
  return {
    ...{ code, indicator: code, zh, en, unit: '份', decimals: 0, kind: 'STOCK' },
    ...{ source: 'COUNTER', filedBy: [], adds: true },
    ...more,
  };
}
