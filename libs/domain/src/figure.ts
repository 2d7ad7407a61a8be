import { Refusal } from './problem.js';
import { type Problem, problem, type ProblemPlace } from './problem-found.js';

/** The most digits a figure has after scaling, so that no sum over a tenant overflows PostgreSQL's bigint. */
const maxDigits = 13;

/**
 * How a cell is filled (domain rules 2 and 15). MISSING is blank, which is neither 0 nor NOT_APPLICABLE. AT_LEAST is
 * 以上; ABOUT is known only roughly; a PLANNED figure is kept but never added.
 */
export type Mark = 'MISSING' | 'NOT_APPLICABLE' | 'EXACT' | 'AT_LEAST' | 'ABOUT' | 'PLANNED';

/** The number that stands for a mark in `states smallint[]`. Stored: never renumber. */
export const markCodes: Readonly<Record<Mark, number>> = {
  MISSING: 0,
  NOT_APPLICABLE: 1,
  EXACT: 2,
  AT_LEAST: 3,
  ABOUT: 4,
  PLANNED: 5,
};

/** The marks by their code in `states`. */
export const marks = Object.keys(markCodes) as readonly Mark[];

/** A figure as an integer scaled by its cell's decimals (元 with 2 decimals is 分); null when there is none. */
export interface Entry {
  figure: bigint | null;
  mark: Mark;
}

/** Figures by cell code, scaled by their cells' decimals; a cell that is not here is missing. */
export type Entries = ReadonlyMap<string, Entry>;

/** The entry of a cell that nobody has filled. */
export const missing: Entry = { figure: null, mark: 'MISSING' };

/**
 * Text from a Chinese keyboard with full-width letters, digits and signs (U+FF01..FF5E, all at one distance from their
 * ASCII twins), ideographic spaces or a mathematical minus, made half-width and trimmed.
 */
export function halfWidth(text: string): string {
  // Most texts are; and a file has hundreds of thousands.
  if (/^[!-~]*$/.test(text)) return text;
  return text
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replaceAll('\u2212', '-')
    .replaceAll('\u3000', ' ')
    .trim();
}

/**
 * The multipliers a person may write, and the units whose figures may be written with one. 1.5万元 is an exact amount;
 * 1.2万人 is a rounded count, whose digits nobody can give back.
 */
const multipliers: Readonly<Record<string, number>> = { 万: 4, 亿: 8 };
const measures: ReadonlySet<string> = new Set(['元', '平方米']);

/** The cell a figure is read for: how a sentence names it, its decimals, and its unit ('' where it has none). */
export interface FigureOf {
  cell: string;
  decimals: number;
  unit: string;
}

/** A full stop of a Chinese keyboard between digits is a decimal point; a space within a number may be two numbers. */
const number = /^([+-]?)(\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:[.\u3002](\d+))?(?:[ \u00a0]*([万亿]))?$/;

/** The text without the cell's own unit behind it; any other unit stays, and makes the text no number. */
function withoutUnit(text: string, unit: string): string {
  const [narrow, own] = [halfWidth(text), halfWidth(unit)];
  return own !== '' && narrow.endsWith(own) ? narrow.slice(0, -own.length).trimEnd() : narrow;
}

/**
 * Reads what a person typed into a cell: digits, at most `decimals` of them after the point (further zeros are exact
 * and accepted), thousands separators only in groups of three, 万 or 亿 only in an amount of money or an area, and the
 * cell's own unit behind all that. The result is scaled by `decimals`; it is exactly what stands there or refused.
 * Throws a Refusal with NOT_A_NUMBER (also for empty text: leave a blank cell out), NEGATIVE, MULTIPLIER_NOT_ALLOWED,
 * FRACTION or TOO_MANY_DIGITS.
 */
export function parseFigure(text: string, of: FigureOf): bigint {
  const read = readFigure(text, of, { cell: of.cell });
  if (typeof read !== 'bigint') throw new Refusal([read]);
  return read;
}

/** Like parseFigure, but returns the problem, at the place given, so that a caller can collect all of them. */
export function readFigure(
  text: string,
  { cell, decimals, unit }: FigureOf,
  place: ProblemPlace,
): bigint | Problem {
  const details = { cell, value: shortened(text) };
  const [, sign, whole, fraction = '', multiplier] = number.exec(withoutUnit(text, unit)) ?? [];
  if (whole === undefined) return problem('NOT_A_NUMBER', details, place);
  if (sign === '-') return problem('NEGATIVE', details, place);
  if (multiplier && !measures.has(unit)) return problem('MULTIPLIER_NOT_ALLOWED', details, place);
  const places = decimals + (multipliers[multiplier ?? ''] ?? 0);
  if (/[1-9]/.test(fraction.slice(places))) return problem('FRACTION', { ...details, decimals }, place);
  const digits = (whole.replaceAll(',', '') + fraction.slice(0, places).padEnd(places, '0')).replace(
    /^0+(?=\d)/,
    '',
  );
  if (digits.length > maxDigits) return problem('TOO_MANY_DIGITS', details, place);
  return BigInt(digits);
}

/** What a person typed, short enough for a sentence. */
export function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** The canonical Decimal string of a scaled integer: `formatFigure(700000n, 2)` is "7000.00". */
export function formatFigure(scaled: bigint | string, decimals: number): string {
  const value = BigInt(scaled);
  const digits = String(value < 0n ? -value : value).padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  const sign = value < 0n ? '-' : '';
  return sign + digits.slice(0, point) + (decimals > 0 ? `.${digits.slice(point)}` : '');
}

/** The scaled figure that `formatFigure` made a decimal of: the digits of either are the same. */
export const scaledOf = (decimal: string): bigint => BigInt(decimal.replace('.', ''));

/** Hundredths of a decimal with two places at most, such as points. */
export const hundredths = (decimal: string): bigint =>
  parseFigure(decimal, { cell: '', decimals: 2, unit: '' });

/**
 * numerator ÷ denominator as a Decimal string with `decimals` places, or in percent; null when the denominator is 0.
 * Exact, rounded half up (away from zero below 0). Both must carry the same scale.
 */
export function divide(
  numerator: bigint,
  denominator: bigint,
  decimals: number,
  { percent = false } = {},
): string | null {
  if (denominator === 0n) return null;
  const [n, d] = denominator < 0n ? [-numerator, -denominator] : [numerator, denominator];
  const scaled = (n < 0n ? -n : n) * 10n ** BigInt(decimals) * (percent ? 100n : 1n);
  const rounded = (2n * scaled + d) / (2n * d);
  return formatFigure(n < 0n ? -rounded : rounded, decimals);
}

const fromStrongest: readonly Mark[] = ['EXACT', 'AT_LEAST', 'ABOUT'];

/** Whether a figure so marked adds to a sum. */
export const adds = (mark: Mark): boolean => fromStrongest.includes(mark);

/**
 * The mark of a sum of parts so marked: the weakest of those that add (ABOUT before AT_LEAST before EXACT). Parts that
 * are missing or planned leave it as it is. With none that adds it is MISSING, or NOT_APPLICABLE if every part is.
 */
export function weakest(marks: readonly Mark[]): Mark {
  const adding = marks.map((mark) => fromStrongest.indexOf(mark));
  const found = fromStrongest[Math.max(-1, ...adding)];
  if (found) return found;
  const notApplicable = marks.length > 0 && marks.every((mark) => mark === 'NOT_APPLICABLE');
  return notApplicable ? 'NOT_APPLICABLE' : 'MISSING';
}

/** A sum with what it holds: figure is null if and only if `filled` is 0. */
export interface Sum extends Entry {
  /** How many parts were added, how many do not apply, and how many of those added are at least or about. */
  filled: number;
  notApplicable: number;
  inexact: number;
}

/** Adds figures of one scale with their marks. A planned or missing part adds nothing. */
export function sumOf(entries: readonly Entry[]): Sum {
  let [figure, filled, inexact] = [0n, 0, 0];
  for (const entry of entries) {
    if (entry.figure === null || !fromStrongest.includes(entry.mark)) continue;
    figure += entry.figure;
    filled += 1;
    if (entry.mark !== 'EXACT') inexact += 1;
  }
  return {
    figure: filled === 0 ? null : figure,
    mark: weakest(entries.map((entry) => entry.mark)),
    filled,
    notApplicable: entries.filter((entry) => entry.mark === 'NOT_APPLICABLE').length,
    inexact,
  };
}

/** A figure without its sign. */
export const magnitude = (figure: bigint): bigint => (figure < 0n ? -figure : figure);
