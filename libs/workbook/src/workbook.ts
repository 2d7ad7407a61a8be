import type { ApartLimits } from './apart.js';

/** How a cell looks; write.ts says how that is. A `choice` is an input that takes one of some texts, a `line` one to write on with a pen. */
export type StyleName =
  | 'title'
  | 'note'
  | 'heading'
  | 'label'
  | 'code'
  | 'figure'
  | 'sum'
  | 'missing'
  | 'wrong'
  | 'input'
  | 'choice'
  | 'line';

/**
 * A cell that is written: a text, or a figure as a Decimal string; blank with neither. One without a style is bare, which costs a third
 * of the time and memory.
 */
export interface Cell {
  style?: StyleName;
  text?: string;
  figure?: string;
  /** What may be chosen, for a `choice`. */
  choices?: readonly string[];
  /** Over how many columns it reaches; 1 when absent. */
  span?: number;
}

/** A sheet that is written. */
export interface Sheet {
  name: string;
  /** The widths of its columns, in half-width characters. */
  widths: readonly number[];
  rows: ReadonlyArray<ReadonlyArray<Cell | null>>;
  /** How many rows and columns stay in sight; the rows are printed on each page. */
  frozen: { rows: number; columns: number };
  /** Whether only `input` and `choice` cells can be typed into. There is no password: it guards against slips. */
  locked: boolean;
  landscape: boolean;
}

/** What a cell of a file holds. DATE: a number shown as a day. FORMULA: one whose result is not in the file. */
export type CellKind = 'TEXT' | 'NUMBER' | 'DATE' | 'TRUTH' | 'ERROR' | 'FORMULA';

/** A cell that was read, as text; null is blank. */
export type ReadCell = { text: string; kind: CellKind } | null;

/** A sheet that was read. Rows end with their last cell that is not blank, and the sheet with its last such row. */
export interface ReadSheet {
  name: string;
  hidden: boolean;
  rows: ReadCell[][];
}

/** What a file may be at most; beyond that it is refused, whoever sent it. */
export interface ReadLimits extends ApartLimits {
  /** Of a sheet. */
  rows: number;
  columns: number;
  sheets: number;
}

/** Twice what 3,000 unions × 60 cells need. */
export const readLimits: ReadLimits = {
  ...{ bytes: 20 * 1024 * 1024, inflatedBytes: 160 * 1024 * 1024 },
  ...{ rows: 10_000, columns: 500, sheets: 50 },
  ...{ milliseconds: 15_000, heapMb: 256 },
};

/** Of past periods: a row a union for twenty periods of 3,000 unions, or a row a figure for one. Read well within an operation's minute. */
export const historyLimits: ReadLimits = {
  ...readLimits,
  rows: 250_000,
  milliseconds: 40_000,
  heapMb: 1_024,
};
