import {
  type Entry,
  type FigureOf,
  formatFigure,
  halfWidth,
  type Mark,
  missing,
  readFigure,
} from './figure.js';
import type { Problem, ProblemPlace } from './problem-found.js';

/** The words that a person writes before or behind a figure to mark it, as they stand on paper. */
const before: Readonly<Record<string, Mark>> = { 约: 'ABOUT', 计划: 'PLANNED', '~': 'ABOUT' };
const behind: Readonly<Record<string, Mark>> = { 以上: 'AT_LEAST', '+': 'AT_LEAST' };
const notApplicable: ReadonlySet<string> = new Set(['不适用', '/', 'n/a', 'N/A']);

/**
 * Reads what a person typed into a cell where a figure and its mark are one text: `300以上` (or `300+`), `约300` (`~300`), `计划300`,
 * and 不适用 (`/`, `n/a`). Blank is missing. All else is a figure as `readFigure` reads it, or its problem.
 */
export function readTyped(text: string, of: FigureOf, place: ProblemPlace): Entry | Problem {
  const narrow = halfWidth(text);
  if (narrow === '') return missing;
  if (notApplicable.has(narrow)) return { figure: null, mark: 'NOT_APPLICABLE' };
  const opening = Object.keys(before).find((word) => narrow.startsWith(word)) ?? '';
  const closing = Object.keys(behind).find((word) => narrow.endsWith(word)) ?? '';
  const marked = opening !== '' || closing !== '';
  const bare =
    marked && !(opening && closing) ? narrow.slice(opening.length, narrow.length - closing.length) : text;
  const figure = readFigure(bare, of, place);
  if (typeof figure !== 'bigint') return figure;
  return { figure, mark: before[opening] ?? behind[closing] ?? 'EXACT' };
}

const around: Readonly<Record<Mark, readonly [string, string]>> = {
  ...{ MISSING: ['', ''], NOT_APPLICABLE: ['不适用', ''], EXACT: ['', ''] },
  ...{ AT_LEAST: ['', '以上'], ABOUT: ['约', ''], PLANNED: ['计划', ''] },
};

/** A figure's text with its mark, as a person would type it. */
export function markedText(text: string, mark: Mark): string {
  const [first, last] = around[mark];
  return `${first}${text}${last}`;
}

/** An entry as a person would type it: `readTyped` reads the same entry from it. With its unit, as a sentence has it: 300人以上. */
export const typedText = ({ figure, mark }: Entry, decimals: number, unit = ''): string =>
  markedText(figure === null ? '' : `${formatFigure(figure, decimals)}${unit}`, mark);
