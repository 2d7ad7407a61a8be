import type { Trial, Typed } from '../../rule-trial.js';

/** What a rule stops at, and the nearest that it lets pass. */
export type Case = readonly [failing: Trial, passing: Trial];
export type Cases = Readonly<Record<string, Case>>;

/** A case of figures alone, or with the same things around both. */
export const figures = (failing: Typed, passing: Typed, around: Trial = {}): Case => [
  { ...around, figures: failing },
  { ...around, figures: passing },
];

/** Breakdowns with their figures: parts('aid_amount', { 生活: '1' }). */
export const parts = (cell: string, typed: Typed): Typed =>
  Object.fromEntries(Object.entries(typed).map(([part, figure]) => [`${cell}[${part}]`, figure]));

/** Cases of figures alone, by the code of their rule. */
export const ofFigures = (all: Readonly<Record<string, readonly [Typed, Typed]>>): Cases =>
  Object.fromEntries(
    Object.entries(all).map(([code, [failing, passing]]) => [code, figures(failing, passing)]),
  );
