import { isDay } from './day.js';
import {
  type Entry,
  formatFigure,
  halfWidth,
  missing,
  readFigure,
  scaledOf,
  shortened,
  sumOf,
  weakest,
} from './figure.js';
import type { Column, ComputedCell, Form } from './form.js';
import { type Problem, type ProblemPlace, problem } from './problem-found.js';

/** A count or an amount in a row: a canonical Decimal string, or that with its mark when it is not exact. */
export type RowFigure = string | { value: string; mark: 'AT_LEAST' | 'ABOUT' };

/** A row by column code. Blank columns are left out; dates are YYYY-MM-DD. */
export type Row = Readonly<Record<string, RowFigure | boolean>>;

/** The rows of a submission by the code of their repeating table (附表). An absent table says nothing; [] says none. */
export type Rows = Readonly<Record<string, readonly Row[]>>;

const maxText = 200;
/** How many unknown columns of a row are told of: a request of 1 MB has room for a hundred thousand, each told in two languages. */
const mostUnknown = 20;
/** So that 500 rows still sum to at most 13 digits. */
const maxInteger = 999_999_999n;
/** Of an amount, in 元 with two decimals. */
const amountDecimals = 2;

/** A column of a repeating table, or of another list that is read like one, which may also hold amounts of money. */
export type RowColumn = Omit<Column, 'type'> & { type: Column['type'] | 'amount' };

/**
 * Reads the rows that a person sent: `{ [table]: [{ [column]: value }] }`, with counts as strings or `{ value, mark }`,
 * booleans as booleans, all else as strings; null and blank text are blank. Gives the rows in canonical form (reading
 * them again changes nothing) and ALL problems (of unknown columns the first 20 of a row), each with its table, row and column (`field`): REQUEST_INVALID,
 * ROW_TABLE_UNKNOWN, ROWS_TOO_MANY, ROW_COLUMN_UNKNOWN, ROW_VALUE, FIELD_REQUIRED, FIELD_TOO_LONG, DATE_INVALID and
 * those of parseFigure. With a problem the rows are not to be used.
 */
export function parseRows(form: Form, input: unknown): { rows: Rows; problems: Problem[] } {
  const problems: Problem[] = [];
  const rows: Record<string, readonly Row[]> = {};
  if (!isRecord(input))
    return {
      rows,
      problems: [problem('REQUEST_INVALID', { reason: 'rows = { table: [ { column: value } ] }' })],
    };
  for (const [code, list] of Object.entries(input)) {
    const table = form.repeatingTables.find((one) => one.code === code);
    if (!table) problems.push(problem('ROW_TABLE_UNKNOWN', { table: shortened(code) }, { table: code }));
    else if (!Array.isArray(list)) {
      problems.push(
        problem('REQUEST_INVALID', { reason: `rows.${code} = [ { column: value } ]` }, { table: code }),
      );
    } else if (list.length > table.limit) {
      problems.push(problem('ROWS_TOO_MANY', { table: code, limit: table.limit }, { table: code }));
    } else rows[code] = list.map((row: unknown, at) => parseRow(table, row, at + 1, problems));
  }
  if (problems.length === 0) problems.push(...danglingReferences(form, rows));
  return { rows, problems };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isBlank = (value: unknown) =>
  value === undefined || value === null || (typeof value === 'string' && halfWidth(value) === '');

/** Reads one row as `parseRows` does: canonical, as far as it goes, with what is wrong in it added to `problems`. `at`: its number, from 1. */
export function parseRow(
  table: { code: string; columns: readonly RowColumn[] },
  row: unknown,
  at: number,
  problems: Problem[],
): Row {
  const place = { table: table.code, row: at };
  if (!isRecord(row)) {
    problems.push(
      problem('REQUEST_INVALID', { reason: `rows.${table.code}[${at - 1}] = { column: value }` }, place),
    );
    return {};
  }
  const known = new Set(table.columns.map((column) => column.code));
  const unknown = Object.keys(row).filter((code) => !known.has(code));
  for (const column of unknown.slice(0, mostUnknown)) {
    const details = { table: table.code, column: shortened(column) };
    problems.push(problem('ROW_COLUMN_UNKNOWN', details, { ...place, field: column }));
  }
  const parsed: Record<string, RowFigure | boolean> = {};
  for (const column of table.columns) {
    const value = row[column.code];
    const where = { ...place, field: column.code };
    if (isBlank(value)) {
      if (column.required) problems.push(problem('FIELD_REQUIRED', { field: nameOf(where) }, where));
      continue;
    }
    const read = readers[column.type](column, value, where);
    if (isProblem(read)) problems.push(read);
    else parsed[column.code] = read;
  }
  return parsed;
}

interface Place extends ProblemPlace {
  table: string;
  row: number;
  field: string;
}

/** How a sentence names a place in a table: the same in both languages. */
const nameOf = (place: Place) => `${place.table}#${place.row}.${place.field}`;

const isProblem = (read: RowFigure | boolean | Problem): read is Problem =>
  typeof read === 'object' && 'severity' in read;

function wrong(value: unknown, expected: string, place: Place): Problem {
  const details = { table: place.table, row: place.row, column: place.field, value: said(value), expected };
  return problem('ROW_VALUE', details, place);
}

/** What stood there, for a sentence, whatever it was. */
const said = (value: unknown) => shortened(typeof value === 'string' ? value : JSON.stringify(value ?? null));

type Reader = (column: RowColumn, value: unknown, place: Place) => RowFigure | boolean | Problem;

const readers: Readonly<Record<RowColumn['type'], Reader>> = {
  text: (_, value, place) => {
    if (typeof value !== 'string') return wrong(value, '"…"', place);
    const text = value.trim();
    // PostgreSQL's jsonb takes neither U+0000 nor half a surrogate pair.
    if (/[\p{Cs}\p{Cc}]/u.test(text.replace(/[\t\r\n]/g, ' '))) return wrong(value, '"…"', place);
    if (text.length <= maxText) return text;
    return problem('FIELD_TOO_LONG', { field: nameOf(place), max: maxText }, place);
  },
  boolean: (_, value, place) => (typeof value === 'boolean' ? value : wrong(value, 'true | false', place)),
  choice: ({ choices = [] }, value, place) => {
    const chosen = typeof value === 'string' ? value.trim() : '';
    return choices.includes(chosen) ? chosen : wrong(value, choices.join(' | '), place);
  },
  date: (_, value, place) => {
    const text = typeof value === 'string' ? halfWidth(value) : '';
    const details = { field: nameOf(place), value: said(value) };
    return isDay(text) ? text : problem('DATE_INVALID', details, place);
  },
  integer: (column, value, place) => {
    if (!isRecord(value)) return readCount(column, value, place);
    const { value: count, mark, ...others } = value;
    const marks = column.marked ? ['EXACT', 'AT_LEAST', 'ABOUT'] : ['EXACT'];
    if (!marks.includes(mark as string) || Object.keys(others).length > 0) {
      return wrong(value, `{ value: "1234", mark: ${marks.join(' | ')} }`, place);
    }
    const read = readCount(column, count, place);
    return mark === 'EXACT' || typeof read !== 'string' ? read : { value: read, mark: mark as 'AT_LEAST' };
  },
  amount: (column, value, place) => readCount(column, value, place, { unit: '元', decimals: amountDecimals }),
};

/** A JSON number is refused: it has been through floating point, where 9007199254740993 becomes another figure. */
function readCount(
  { minimum = 0 }: RowColumn,
  value: unknown,
  place: Place,
  { unit, decimals } = { unit: '', decimals: 0 },
): string | Problem {
  if (typeof value !== 'string') return wrong(value, '"1234"', place);
  const read = readFigure(value, { cell: nameOf(place), decimals, unit }, place);
  if (typeof read !== 'bigint') return read;
  const one = 10n ** BigInt(decimals);
  if (read < BigInt(minimum) * one) return wrong(value, `>= ${minimum}`, place);
  return read > maxInteger * one ? wrong(value, `<= ${maxInteger}`, place) : formatFigure(read, decimals);
}

/** A ballot must belong to one session: a number that no session, or more than one, carries says nothing. */
function danglingReferences(form: Form, rows: Rows): Problem[] {
  return form.repeatingTables.flatMap((table) =>
    table.columns.flatMap(({ code, refersTo }) => {
      if (!refersTo) return [];
      const targets = (rows[refersTo.table] ?? []).map((row) => row[refersTo.column]);
      return (rows[table.code] ?? []).flatMap((row, at) => {
        if (targets.filter((target) => target === row[code]).length === 1) return [];
        const place = { table: table.code, row: at + 1, field: code };
        return [wrong(row[code], `${refersTo.table}.${refersTo.column} (1×)`, place)];
      });
    }),
  );
}

/** The count in a column of a row, or the amount in 分; missing when the column is blank. */
export function rowEntry(row: Row, column: string): Entry {
  const value = row[column];
  if (value === undefined || typeof value === 'boolean') return missing;
  // A canonical amount always has both of its decimals.
  if (typeof value === 'string') return { figure: scaledOf(value), mark: 'EXACT' };
  return { figure: scaledOf(value.value), mark: value.mark };
}

/**
 * The cells of a form that are computed from rows, by cell code: as `totalOfRows` adds them up, those MISSING that do not say of which
 * kind they are. Of an absent table they are MISSING.
 */
export function cellsFromRows(form: Form, rows: Rows): ReadonlyMap<string, Entry> {
  return new Map(form.computed.map((one) => [one.cell, compute(one, rows[one.table])]));
}

/** What a row is counted as. */
export const oneRow: Entry = { figure: 1n, mark: 'EXACT' };

/** Adds up what rows say: an exact 0 without rows. Where some leave it blank the sum of the others is AT_LEAST; where all do, MISSING. */
export function totalOfRows(entries: readonly Entry[]): Entry {
  if (entries.length === 0) return { figure: 0n, mark: 'EXACT' };
  const total = sumOf(entries);
  if (total.filled === 0) return missing;
  const mark = total.filled < entries.length ? weakest([total.mark, 'AT_LEAST']) : total.mark;
  return { figure: total.figure, mark };
}

function compute({ sum, where }: ComputedCell, rows: readonly Row[] | undefined): Entry {
  if (!rows) return missing;
  const entries = rows.flatMap((row) => {
    const kind = where && row[where.column];
    if (where && kind === undefined) return [missing];
    if (where && kind !== where.is) return [];
    return [sum === undefined ? oneRow : rowEntry(row, sum)];
  });
  return totalOfRows(entries);
}
