import { type Mark, marks } from '@huiji/domain/figure';
import { type CoverItem, coverItems } from '@huiji/domain/form';
import { type Problem, problem } from '@huiji/domain/problem-found';
import { visit } from 'jsonc-parser';
import { z } from 'zod';
import { tooLarge } from './apart.js';
import { decimalText } from './parse.js';
import type { ReadLimits } from './workbook.js';

/** A figure of a line: a Decimal string, a number, or either with its mark; null is blank. */
const amount = z.union([z.string(), z.number(), z.null()]);
const figure = z.union([
  amount,
  z.strictObject({ value: amount.optional(), mark: z.enum(marks as [Mark, ...Mark[]]).optional() }),
]);

/** A line of a file for integrators (JSON Lines): what a return says, or one part of it. */
const returnLine = z.strictObject({
  /** 工会统计编码 */
  union: z.string(),
  form: z.string().optional(),
  period: z.string().optional(),
  cells: z.record(z.string(), figure).default({}),
  /** Rows of repeating tables (附表), as `saveDraft` takes them. */
  rows: z.record(z.string(), z.array(z.record(z.string(), z.union([figure, z.boolean()])))).default({}),
  cover: z
    .partialRecord(z.enum(coverItems as unknown as [CoverItem, ...CoverItem[]]), z.string())
    .default({}),
  /** What an export tells besides; an import does not look at it. */
  union_name: z.string().optional(),
  union_level: z.string().optional(),
  accepted: z.boolean().optional(),
});

/** A figure of a line as text; `column` is where its name begins. */
export interface LineFigure {
  code: string;
  column: number;
  /** Null is blank. */
  text: string | null;
  mark: Mark | null;
}

/** A line that names a return. */
export interface ReturnLine extends Pick<
  z.output<typeof returnLine>,
  'union' | 'form' | 'period' | 'rows' | 'cover'
> {
  cells: LineFigure[];
  /** The columns in which names begin, by where they stand: `rows/table/0/column`, `cover/phone`. */
  columns: ReadonlyMap<string, number>;
}

/** A line of a file, from 1: what it says, or what is wrong with it and in which column that begins. */
export type ReadLine = { line: number } & (
  { said: ReturnLine } | { column: number; text: string; wrong: Problem }
);

/**
 * Reads JSON Lines (one return or part of one a line, UTF-8; blank lines are passed over) in this process: for the child that `readLines`
 * starts. A line that cannot be read is LINE_UNREADABLE, and so is one in which a name stands twice, since one of the two would be lost.
 */
export function parseLines(bytes: Uint8Array, limits: ReadLimits): ReadLine[] | Problem {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    return problem('WORKBOOK_UNREADABLE');
  }
  const lines = text
    .split(/\r?\n/)
    .flatMap((one, at) => (one.trim() === '' ? [] : [{ line: at + 1, text: one }]));
  if (lines.length > limits.rows) return tooLarge('行 rows', limits.rows);
  return lines.map(({ line, text: one }) => ({ line, ...readLine(one) }));
}

type Read = { said: ReturnLine } | { column: number; text: string; wrong: Problem };

function readLine(text: string): Read {
  const unreadable = (what: string, column = 1): Read => ({
    ...{ column, text: text.slice(0, 200) },
    wrong: problem('LINE_UNREADABLE', { what: what.slice(0, 80) }),
  });
  const value = parsed(text);
  if (value === undefined) return unreadable('JSON');
  const read = returnLine.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    const named =
      issue?.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue?.path;
    return unreadable(named?.join('.') || 'JSON');
  }
  const { columns, lost } = namesIn(text);
  if (lost) return unreadable(lost.name, lost.column);
  const { cells, ...said } = read.data;
  const figures = Object.entries(cells).map(([code, given]): LineFigure => {
    const { value: amountGiven = null, mark = null } =
      typeof given === 'object' && given !== null ? given : { value: given };
    return { code, column: columns.get(`cells/${code}`) ?? 1, text: amountText(amountGiven), mark };
  });
  return { said: { ...said, cells: figures, columns } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

/** A number as it was meant; one with more digits than it can hold stays what no cell takes for a figure. */
export const amountText = (value: string | number | null): string | null =>
  typeof value === 'number' ? decimalText(value) : value === '' ? null : value;

/** In which column each name of a line begins, and the first one that reading would lose: a second of its name, or `__proto__`. */
function namesIn(text: string): { columns: Map<string, number>; lost?: { name: string; column: number } } {
  const columns = new Map<string, number>();
  let lost: { name: string; column: number } | undefined;
  visit(text, {
    onObjectProperty: (...[name, offset, , , , pathSupplier]) => {
      const path = [...pathSupplier(), name].join('/');
      if (columns.has(path) || name === '__proto__') lost ??= { name, column: offset + 1 };
      columns.set(path, offset + 1);
    },
  });
  return lost ? { columns, lost } : { columns };
}
