import {
  type Entry,
  type Mark,
  markCodes,
  missing,
  readFigure,
  shortened,
  type Entries,
  marks,
} from './figure.js';
import { type Cell, type Form, layoutOf } from './form.js';
import type { Level } from './organisation.js';
import { type Origin, sameEntry, saidOf } from './offer.js';
import { problem, type Problem } from './problem.js';
import { cellsFromRows, parseRows, type Rows } from './rows.js';

/** What a person fills into one cell. A null value clears it: missing, not 0. */
export interface CellInput {
  cell: string;
  value: string | null;
  mark: Mark;
  /** Taken over and not typed; TYPED when absent. `takeOver` holds it against what is offered. */
  origin?: Origin;
  /** What the person saw in the cell before, for saving cell by cell. */
  seen?: { value: string | null; mark: Mark } | null;
}

/**
 * What a submission stores: figures (0 where nothing adds) and states in the order of the layout's filed cells, and
 * apart from them, by cell code, the values that are kept but never added: planned ones, and those of cells that are
 * not added up across unions.
 */
export interface Stored {
  figures: readonly string[];
  states: readonly number[];
  held: Record<string, { figure: string; mark: string }>;
}

/** The form as it is stored. */
export function store(form: Form, entries: Entries): Stored {
  const filed = layoutOf(form).filed;
  const held: Stored['held'] = {};
  const figures: string[] = [];
  const states: number[] = [];
  for (const cell of filed) {
    const { figure, mark } = entries.get(cell.code) ?? missing;
    const keeps = figure !== null && (mark === 'PLANNED' || !cell.adds);
    if (keeps) held[cell.code] = { figure: String(figure), mark };
    figures.push(keeps || figure === null ? '0' : String(figure));
    states.push(keeps ? markCodes.PLANNED : markCodes[mark]);
  }
  return { figures, states, held };
}

/** What is filled in, read from how it is stored. An array shorter than the layout reads as missing. */
export function restore(form: Form, stored: Stored): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  layoutOf(form).filed.forEach((cell, i) => {
    const mark = marks[stored.states[i] ?? 0] ?? 'MISSING';
    const held = stored.held[cell.code];
    if (held) entries.set(cell.code, { figure: BigInt(held.figure), mark: held.mark as Mark });
    else if (mark === 'NOT_APPLICABLE') entries.set(cell.code, { figure: null, mark });
    else if (mark !== 'MISSING') entries.set(cell.code, { figure: BigInt(stored.figures[i] ?? '0'), mark });
  });
  return entries;
}

const filers = { GRASSROOTS: '基层工会', INTERMEDIATE: '中间层级本级', FEDERATION: '总工会本级' } as const;

/** Why a code is not a cell that may be typed in this form at this level, or null when it is. */
function wrongCell(form: Form, level: Level, code: string, others: readonly Form[]): Problem | null {
  const at = { cell: code.slice(0, 80) };
  const cell = layoutOf(form).cell(code)?.cell;
  if (cell && form.retired?.includes(cell)) return problem('CELL_RETIRED', at, at);
  if (!cell) {
    const ratio = form.ratios.find((one) => one.code === code);
    if (ratio) {
      const counts = (list: readonly string[] | undefined): string => list?.join(' + ') ?? '';
      return problem(
        'RATIO_TYPED',
        { ...at, numerator: counts(ratio.numerator), denominator: counts(ratio.denominator) },
        at,
      );
    }
    const other = others.find((each) => each.code !== form.code && layoutOf(each).cell(code));
    return other
      ? problem('CELL_OF_ANOTHER_FORM', { ...at, other: other.code }, at)
      : problem('CELL_UNKNOWN', at, at);
  }
  if (cell.source !== 'TYPED') {
    return problem('CELL_COMPUTED', { ...at, source: cell.source === 'ROWS' ? '附表' : '台账' }, at);
  }
  if (!cell.filedBy.includes(level)) {
    return problem(
      'CELL_NOT_FILED_HERE',
      { ...at, filedBy: cell.filedBy.map((l) => filers[l]).join('、') },
      at,
    );
  }
  return null;
}

/** What one input makes of a cell, or what is wrong with it. */
function readCell(cell: Cell, input: Pick<CellInput, 'value' | 'mark'>): Entry | Problem {
  const blank = input.value === null || input.value.trim() === '';
  if (input.mark === 'NOT_APPLICABLE' || input.mark === 'MISSING') {
    if (blank) return { figure: null, mark: input.mark };
    const details = { cell: cell.code, value: shortened(input.value ?? '') };
    return problem('VALUE_UNWANTED', details, { cell: cell.code });
  }
  if (input.value === null || blank) return missing;
  const { code, decimals, unit } = cell;
  const figure = readFigure(input.value, { cell: code, decimals, unit }, { cell: code });
  return typeof figure === 'bigint' ? { figure, mark: input.mark } : figure;
}

/**
 * Fills cells into what a union of a level has filled in so far. All problems are answered together, each with its
 * cell: CELL_UNKNOWN, CELL_RETIRED, MULTIPLIER_NOT_ALLOWED, CELL_TWICE, CELL_OF_ANOTHER_FORM, CELL_COMPUTED, CELL_NOT_FILED_HERE, RATIO_TYPED,
 * VALUE_UNWANTED, NOT_A_NUMBER, NEGATIVE, FRACTION, TOO_MANY_DIGITS. `others` are the tenant's other forms, where a cell unknown
 * here may stand.
 */
export function fill(
  form: Form,
  level: Level,
  before: Entries,
  inputs: readonly CellInput[],
  others: readonly Form[] = [],
): { entries: Map<string, Entry>; problems: Problem[] } {
  const entries = new Map(before);
  const problems: Problem[] = [];
  const named = new Set<string>();
  for (const input of inputs) {
    const at = { cell: input.cell.slice(0, 80) };
    const wrong = named.has(input.cell)
      ? problem('CELL_TWICE', at, at)
      : wrongCell(form, level, input.cell, others);
    named.add(input.cell);
    const cell = layoutOf(form).cell(input.cell)?.cell;
    const read = wrong ?? (cell ? readCell(cell, input) : missing);
    if ('code' in read) problems.push(read);
    else if (read.mark === 'MISSING') entries.delete(input.cell);
    else entries.set(input.cell, read);
  }
  return { entries, problems };
}

/**
 * Which cells no longer hold what the person saw in them, when cells are saved one by one: CELL_CHANGED says what they hold now.
 * A cell that already holds what is being saved is no conflict.
 */
export function changedCells(form: Form, before: Entries, inputs: readonly CellInput[]): Problem[] {
  return inputs.flatMap((input) => {
    const cell = layoutOf(form).cell(input.cell)?.cell;
    if (!cell || !input.seen) return [];
    const [seen, wanted] = [readCell(cell, input.seen), readCell(cell, input)];
    if ('code' in seen) return [seen];
    const now = before.get(cell.code) ?? missing;
    if (sameEntry(now, seen) || ('mark' in wanted && sameEntry(now, wanted))) return [];
    return [
      problem('CELL_CHANGED', { cell: cell.code, now: saidOf(now, cell.decimals) }, { cell: cell.code }),
    ];
  });
}

/** What a submission says: cells and the rows of its repeating tables. */
export interface Content {
  entries: Entries;
  rows: Rows;
}

export const blank: Content = { entries: new Map(), rows: {} };

/** What a person sends to a draft. Of a table all rows are replaced; null clears it, [] says that there were none. */
export interface Input {
  cells: readonly CellInput[];
  tables: ReadonlyArray<{ table: string; rows: readonly unknown[] | null }>;
}

/** Which tables a level may not fill: none of the cells computed from them is filed there. */
function wrongTables(form: Form, level: Level, input: Input): Problem[] {
  return input.tables.flatMap(({ table }) => {
    const cells = form.computed
      .filter((each) => each.table === table)
      .map((each) => layoutOf(form).cell(each.cell)?.cell);
    if (cells.length === 0 || cells.some((cell) => cell?.filedBy.includes(level))) return [];
    const filedBy = [...new Set(cells.flatMap((cell) => cell?.filedBy ?? []))]
      .map((each) => filers[each])
      .join('、');
    return [problem('CELL_NOT_FILED_HERE', { cell: table, filedBy }, { table })];
  });
}

/**
 * Fills cells and tables into a draft; the cells computed from rows follow. All problems of both are answered
 * together (the codes of `fill` and `parseRows`); with a problem nothing may be stored.
 */
export function fillForm(
  form: Form,
  level: Level,
  before: Content,
  input: Input,
  others: readonly Form[] = [],
): { content: Content; problems: Problem[] } {
  const filled = fill(form, level, before.entries, input.cells, others);
  const sent: Record<string, unknown> = { ...before.rows };
  for (const { table, rows } of input.tables) {
    if (rows === null) delete sent[table];
    else sent[table] = rows;
  }
  const parsed = parseRows(form, sent);
  const problems = [...filled.problems, ...wrongTables(form, level, input), ...parsed.problems];
  if (problems.length === 0) {
    for (const [code, entry] of cellsFromRows(form, parsed.rows)) {
      if (entry.mark === 'MISSING') filled.entries.delete(code);
      else filled.entries.set(code, entry);
    }
  }
  return { content: { entries: filled.entries, rows: parsed.rows }, problems };
}
