import { formatFigure } from '../figure.js';
import { catalogued } from '../forms/cell.js';
import type { Check, CheckHit, CheckInput } from './port.js';

/** What a figure may truly be: “at least 8500” has no upper end, “about” neither end. */
interface Bounds {
  low: bigint;
  high: bigint | null;
}

/** The bounds of a cell, or null when it says nothing: blank, planned or not applicable. */
export function boundsOf(input: CheckInput, cell: string): Bounds | null {
  const figure = input.figure(cell);
  const mark = input.mark(cell);
  if (figure === null || mark === 'MISSING' || mark === 'PLANNED' || mark === 'NOT_APPLICABLE') return null;
  if (mark === 'EXACT') return { low: figure, high: figure };
  return { low: mark === 'AT_LEAST' ? figure : 0n, high: null };
}

/** Writes the figure of a cell for a sentence, with ≥ or ≈ before one that is not exact. */
export type Show = (cell: string) => string;

export function showing(input: CheckInput): Show {
  return (cell) => {
    const figure = input.figure(cell);
    if (figure === null) return '–';
    const sign = { AT_LEAST: '≥', ABOUT: '≈' }[input.mark(cell) as string] ?? '';
    return sign + formatFigure(figure, catalogued(cell).decimals);
  };
}

/** What every check declares; ARITHMETIC on what is filed unless it says otherwise. */
export interface Declared
  extends Pick<Check, 'code' | 'source'>, Partial<Pick<Check, 'severity' | 'scope'>> {}

/** A cell, or a multiple of one. */
type Term = string | readonly [times: bigint, cell: string];

const timesOf = (term: Term) => (typeof term === 'string' ? 1n : term[0]);
const cellOf = (term: Term) => (typeof term === 'string' ? term : term[1]);

/** The bounds of a sum of terms, or null when one of them says nothing. */
function sumBounds(input: CheckInput, terms: readonly Term[]): Bounds | null {
  let sum: Bounds = { low: 0n, high: 0n };
  for (const term of terms) {
    const one = boundsOf(input, cellOf(term));
    if (!one) return null;
    const times = timesOf(term);
    const high = sum.high === null || one.high === null ? null : sum.high + times * one.high;
    sum = { low: sum.low + times * one.low, high };
  }
  return sum;
}

/** A check that the left sum is at most the right one. `onlyIf` names a cell that must be above 0 for it to speak. */
export function atMost(
  of: Declared & {
    left: readonly Term[];
    right: readonly Term[];
    onlyIf?: string;
    say: (show: Show, input: CheckInput) => CheckHit;
  },
): Check {
  const { left, right, onlyIf, say, ...declared } = of;
  return {
    severity: 'ARITHMETIC',
    scope: 'FILED',
    ...declared,
    cells: [...left, ...right].map(cellOf),
    evaluate: (input) => {
      const [smaller, larger] = [sumBounds(input, left), sumBounds(input, right)];
      if (!smaller || !larger || larger.high === null || smaller.low <= larger.high) return [];
      if (onlyIf !== undefined && (boundsOf(input, onlyIf)?.low ?? 0n) <= 0n) return [];
      return [say(showing(input), input)];
    },
  };
}

/** A check that one cell is not larger than another: a part and its whole (其中). */
export function partWithin(part: string, whole: string, declared: Declared): Check {
  const [a, b] = [catalogued(part), catalogued(whole)];
  const asks = declared.severity === 'PLAUSIBILITY';
  return atMost({
    ...declared,
    left: [part],
    right: [whole],
    say: (show) => ({
      zh: `“${a.zh}”${show(part)} 大于“${b.zh}”${show(whole)},请核对这两个数${asks ? ',无误的请说明' : ''}。`,
      en: `${a.en} (${show(part)}) exceeds ${b.en} (${show(whole)}). Check both${asks ? ', or explain' : ''}.`,
    }),
  });
}

/**
 * Two checks that a whole is the sum of its parts. Whatever is blank, the parts given may not exceed the whole
 * (ARITHMETIC). Only when every part is given must they also reach it: `rest: 'NONE'` when nothing lies outside the parts
 * (ARITHMETIC), `'EXPLAINED'` when something may (PLAUSIBILITY). A part that is not applicable counts as given.
 */
export function sumOfParts(
  whole: string,
  parts: readonly string[],
  { code, rest, ...declared }: Declared & { rest: 'NONE' | 'EXPLAINED' },
): Check[] {
  const name = catalogued(whole);
  const givenParts = (input: CheckInput) => parts.filter((part) => boundsOf(input, part) !== null);
  const complete = (input: CheckInput) =>
    parts.every((part) => boundsOf(input, part) !== null || input.mark(part) === 'NOT_APPLICABLE');
  const sentence = (input: CheckInput, zh: string, en: string): CheckHit => {
    const show = showing(input);
    const given = givenParts(input);
    const total = given.reduce((sum, part) => sum + (input.figure(part) ?? 0n), 0n);
    const added = `${given.map(show).join(' + ')} = ${formatFigure(total, name.decimals)}`;
    return {
      zh: `“${name.zh}”各分项合计 ${added},${zh} ${show(whole)},请核对。`,
      en: `The parts of ${name.en} are ${added}, which ${en} ${show(whole)}. Check them.`,
    };
  };
  const common = { scope: 'FILED' as const, ...declared, cells: [whole, ...parts] };
  return [
    {
      ...common,
      code: `${code}-exceed`,
      severity: 'ARITHMETIC',
      evaluate: (input) => {
        const [sum, all] = [sumBounds(input, givenParts(input)), boundsOf(input, whole)];
        if (!sum || !all || all.high === null || sum.low <= all.high) return [];
        return [sentence(input, '大于合计', 'exceeds the whole,')];
      },
    },
    {
      ...common,
      code: `${code}-short`,
      severity: rest === 'NONE' ? 'ARITHMETIC' : 'PLAUSIBILITY',
      evaluate: (input) => {
        if (!complete(input) || givenParts(input).length === 0) return [];
        const [sum, all] = [sumBounds(input, givenParts(input)), boundsOf(input, whole)];
        if (!sum || !all || sum.high === null || sum.high >= all.low) return [];
        return [sentence(input, '小于合计', 'falls short of the whole,')];
      },
    },
  ];
}
