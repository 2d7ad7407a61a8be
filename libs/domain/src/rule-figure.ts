import Fraction from 'fraction.js';
import type { Entry } from './figure.js';

/**
 * Thrown where the figures do not decide: a blank against a number, “at least 5” against 7, a division by 0, a period
 * that nobody has filed. `&&` and `||` absorb it when their other side decides (Kleene's three-valued logic). One
 * instance: it is thrown often, and a stack would cost more than the rule.
 */
export class Undecidable extends Error {
  override readonly name = 'Undecidable';
}
export const undecidable = new Undecidable('the figures do not decide');

/** An end of an interval: an exact rational, or ±Infinity. */
export type Bound = Fraction | number;

const zero = new Fraction(0);

const signOf = (bound: Bound): number =>
  typeof bound === 'number' ? Math.sign(bound) : bound.n === 0n ? 0 : Number(bound.s);

function compare(one: Bound, other: Bound): number {
  if (typeof one === 'number') return one === other ? 0 : Math.sign(one);
  return typeof other === 'number' ? -Math.sign(other) : one.compare(other);
}

const lesser = (one: Bound, other: Bound) => (compare(one, other) <= 0 ? one : other);
const greater = (one: Bound, other: Bound) => (compare(one, other) >= 0 ? one : other);
const negative = (bound: Bound): Bound => (typeof bound === 'number' ? -bound : bound.neg());

const sum = (one: Bound, other: Bound): Bound =>
  typeof one === 'number' ? one : typeof other === 'number' ? other : one.add(other);

function product(one: Bound, other: Bound): Bound {
  if (typeof one !== 'number' && typeof other !== 'number') return one.mul(other);
  const sign = signOf(one) * signOf(other);
  return sign === 0 ? zero : sign * Infinity;
}

/** How a figure came about, so that a sentence can show it. */
export type Origin =
  | { of: 'CELL'; entry: Entry; decimals: number }
  | { of: 'LITERAL' }
  | { of: '+' | '-' | '*' | '/' | 'CHOICE'; left: Figure; right: Figure };

/**
 * A figure of the rule language: everything that the true number may be, from `low` to `high`. EXACT n is [n, n],
 * AT_LEAST n is [n, ∞); what is blank, about or planned is [0, ∞), for a count is never negative. What is not applicable
 * says nothing: it is neutral in sums, stays so in products, and no comparison with it decides.
 */
export class Figure {
  constructor(
    readonly low: Bound,
    readonly high: Bound,
    readonly origin: Origin,
    readonly applies = true,
  ) {}
}

/** The figure of a cell; its integer is scaled by the cell's decimals. */
export function figureOf(entry: Entry, decimals = 0): Figure {
  const origin: Origin = { of: 'CELL', entry, decimals };
  if (entry.mark === 'NOT_APPLICABLE') return new Figure(zero, zero, origin, false);
  if (entry.figure === null || (entry.mark !== 'EXACT' && entry.mark !== 'AT_LEAST'))
    return new Figure(zero, Infinity, origin);
  const low =
    decimals === 0 ? new Fraction(entry.figure) : new Fraction(entry.figure, 10n ** BigInt(decimals));
  return new Figure(low, entry.mark === 'EXACT' ? low : Infinity, origin);
}

/** A literal. A number means exactly the decimal it is written as: 0.1 is one tenth. */
export function literal(value: bigint | number): Figure {
  if (typeof value === 'number' && !Number.isFinite(value)) throw undecidable;
  const exact = typeof value === 'bigint' ? new Fraction(value) : decimal(value);
  return new Figure(exact, exact, { of: 'LITERAL' });
}

function decimal(value: number): Fraction {
  // A small number is written with an exponent, 1e-7, which Fraction does not read.
  const [digits = '', exponent] = String(value).split('e');
  const exact = new Fraction(digits);
  return exponent === undefined ? exact : exact.mul(new Fraction(10).pow(Number(exponent)));
}

/** Adds; what is not applicable adds nothing. */
export function add(left: Figure, right: Figure): Figure {
  const origin: Origin = { of: '+', left, right };
  if (!left.applies && !right.applies) return new Figure(zero, zero, origin, false);
  return new Figure(sum(left.low, right.low), sum(left.high, right.high), origin);
}

/** Subtracts; what is not applicable takes nothing away. */
export function subtract(left: Figure, right: Figure): Figure {
  const origin: Origin = { of: '-', left, right };
  if (!left.applies && !right.applies) return new Figure(zero, zero, origin, false);
  return new Figure(sum(left.low, negative(right.high)), sum(left.high, negative(right.low)), origin);
}

function spanned(left: Figure, right: readonly [Bound, Bound], origin: Origin): Figure {
  const ends = [left.low, left.high].flatMap((one) => right.map((other) => product(one, other)));
  return new Figure(ends.reduce(lesser), ends.reduce(greater), origin);
}

/** Multiplies. */
export function multiply(left: Figure, right: Figure): Figure {
  const origin: Origin = { of: '*', left, right };
  if (!left.applies || !right.applies) return new Figure(zero, zero, origin, false);
  return spanned(left, [right.low, right.high], origin);
}

/** Divides; a divisor that may be 0 makes it undecidable. */
export function divideBy(left: Figure, right: Figure): Figure {
  const origin: Origin = { of: '/', left, right };
  if (!left.applies || !right.applies) return new Figure(zero, zero, origin, false);
  if (signOf(right.low) <= 0 && signOf(right.high) >= 0) throw undecidable;
  const inverse = (bound: Bound): Bound => (typeof bound === 'number' ? zero : bound.inverse());
  return spanned(left, [inverse(right.low), inverse(right.high)], origin);
}

/** The distance from 0. */
export function absolute(of: Figure): Figure {
  if (!of.applies || signOf(of.low) >= 0) return of;
  const origin: Origin = { of: 'CHOICE', left: of, right: of };
  if (signOf(of.high) <= 0) return new Figure(negative(of.high), negative(of.low), origin);
  return new Figure(zero, greater(negative(of.low), of.high), origin);
}

const choose =
  (pick: (one: Bound, other: Bound) => Bound) =>
  (left: Figure, right: Figure): Figure => {
    if (!left.applies) return right;
    if (!right.applies) return left;
    return new Figure(pick(left.low, right.low), pick(left.high, right.high), { of: 'CHOICE', left, right });
  };

/** The smaller and the larger of two; what is not applicable is left out. */
export const minimum = choose(lesser);
export const maximum = choose(greater);

function applicable(left: Figure, right: Figure): void {
  if (!left.applies || !right.applies) throw undecidable;
}

/** Whether left < right for all that both may be; throws undecidable when it holds for some only. */
export function isLess(left: Figure, right: Figure): boolean {
  applicable(left, right);
  if (compare(left.high, right.low) < 0) return true;
  if (compare(left.low, right.high) >= 0) return false;
  throw undecidable;
}

/** Whether left <= right, likewise. */
export function isAtMost(left: Figure, right: Figure): boolean {
  return !isLess(right, left);
}

/** Whether both are one number: false when they cannot meet, true only of two exact figures. */
export function isEqual(left: Figure, right: Figure): boolean {
  applicable(left, right);
  if (compare(left.high, right.low) < 0 || compare(right.high, left.low) < 0) return false;
  if (compare(left.low, left.high) === 0 && compare(right.low, right.high) === 0) return true;
  throw undecidable;
}
