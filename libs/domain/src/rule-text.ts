import Fraction from 'fraction.js';
import { divide, formatFigure, adds } from './figure.js';
import type { Figure, Origin } from './rule-figure.js';

/** A number as people have stated it, apart from what it may truly be. */
interface Stated {
  value: Fraction;
  decimals: number;
  sign: '' | '≥' | '≈';
}

/** The most decimals that a quotient is shown with. */
const quotientDecimals = 2;

const signs = { AT_LEAST: '≥', ABOUT: '≈' } as const;

function statedOf(figure: Figure): Stated | null {
  const { origin } = figure;
  if (origin.of === 'CELL') return statedInCell(origin);
  if (origin.of === 'LITERAL') {
    const value = figure.low as Fraction;
    return { value, decimals: (value.toString().split('.')[1] ?? '').length, sign: '' };
  }
  if (origin.of === 'CHOICE') return shownExactly(figure);
  const [left, right] = [statedOf(origin.left), statedOf(origin.right)];
  if (origin.of === '+' || origin.of === '-') {
    const [one, other] = [left ?? neutral(origin.left), right ?? neutral(origin.right)];
    if (!one || !other) return null;
    return combined(origin.of, one, other);
  }
  return left && right ? combined(origin.of, left, right) : null;
}

const nothing: Stated = { value: new Fraction(0), decimals: 0, sign: '' };

const neutral = (figure: Figure): Stated | null => (figure.applies ? null : nothing);

function statedInCell({ entry, decimals }: Extract<Origin, { of: 'CELL' }>): Stated | null {
  if (entry.figure === null) return null;
  const value = new Fraction(entry.figure, 10n ** BigInt(decimals));
  return { value, decimals, sign: signs[entry.mark as keyof typeof signs] ?? '' };
}

function shownExactly({ low, high, origin }: Figure): Stated | null {
  if (typeof low === 'number' || typeof high === 'number' || !low.equals(high)) return null;
  const decimals = origin.of === 'CHOICE' ? (statedOf(origin.left)?.decimals ?? 0) : 0;
  return { value: low, decimals, sign: '' };
}

function combined(operator: '+' | '-' | '*' | '/', left: Stated, right: Stated): Stated {
  const exact = left.sign === '' && right.sign === '';
  const sum = left.sign !== '≈' && right.sign !== '≈' && operator === '+';
  const sign = exact ? '' : sum ? '≥' : '≈';
  const most = Math.max(left.decimals, right.decimals);
  switch (operator) {
    case '+':
      return { value: left.value.add(right.value), decimals: most, sign };
    case '-':
      return { value: left.value.sub(right.value), decimals: most, sign };
    case '*':
      return { value: left.value.mul(right.value), decimals: left.decimals + right.decimals, sign };
    case '/':
      return { value: left.value.div(right.value), decimals: quotientDecimals, sign };
  }
}

const written = ({ value, decimals }: Stated): string =>
  divide(value.s * value.n, value.d, decimals) ?? formatFigure(0n, decimals);

/** A figure for a sentence: with its decimals, and ≥ or ≈ before one that is not exact; “–” when nothing is stated. */
export function textOf(figure: Figure): string {
  const stated = statedOf(figure);
  return stated ? stated.sign + written(stated) : '–';
}

const isAdded = ({ origin }: Figure): boolean => origin.of !== 'CELL' || adds(origin.entry.mark);

function termsOf(figure: Figure): Figure[] {
  const { origin } = figure;
  if (origin.of === '+') return [...termsOf(origin.left), ...termsOf(origin.right)];
  return isAdded(figure) ? [figure] : [];
}

/** A sum as its terms and what they make: `33 + 10 = 43`. What is blank, planned or not applicable is left out. */
export function addedText(figure: Figure): string {
  const terms = termsOf(figure).flatMap((term) => statedOf(term) ?? []);
  const total = terms.reduce<Stated>((sum, term) => combined('+', sum, term), nothing);
  return `${terms.map((term) => term.sign + written(term)).join(' + ')} = ${written(total)}`;
}
