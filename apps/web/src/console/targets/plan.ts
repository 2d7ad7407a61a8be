import { formatFigure, readFigure } from '@huiji/domain/figure';
import { scaledOf } from '../../words/figures.js';
import type { TargetsOfQuery } from './generated/targets.js';

export type Book = TargetsOfQuery['targetBook'];
export type Child = Book['children']['nodes'][number];
export type Measure = Book['measures'][number];
export type Target = Book['targets'][number];

/** Whose targets, of which form and year. */
export interface BookNamed {
  unionCode: string;
  form: string;
  period: string;
}

/** What was typed for a union and is not issued yet; undefined: as it is. */
export interface Typed {
  value?: string;
  weight?: string;
}
export type AllTyped = Readonly<Record<string, Typed>>;

/** The target of a union for a measure, if it has one. */
export const targetFor = (targets: readonly Target[], { cell }: Measure): Target | undefined =>
  targets.find(({ measure }) => measure.cell === cell);

/** One line as the api takes it. */
export interface PlannedLine {
  unionId: string;
  value: string | null;
  /** Left out where it stays, or goes with the target. */
  weight?: string | null;
}

/** What differs from what is issued: blank takes a target away. The top's own line comes with those of the unions below. */
export function changesOf(
  measure: Measure,
  unions: ReadonlyArray<{ id: string; targets: readonly Target[] }>,
  typed: AllTyped,
): PlannedLine[] {
  return unions.flatMap(({ id, targets }) => {
    const now = targetFor(targets, measure);
    const { value = now?.value ?? '', weight = now?.weight ?? '' } = typed[id] ?? {};
    const reweighed = weight.trim() !== (now?.weight ?? '');
    if (value.trim() === (now?.value ?? '') && !reweighed) return [];
    const line = { unionId: id, value: value.trim() || null };
    return [reweighed ? { ...line, weight: weight.trim() || null } : line];
  });
}

/** How the book of a body would stand, as figures; `unreadable`: what was typed and is no figure, which is left out. */
export interface Balance {
  value: string;
  handedOn: string;
  reserve: string;
  /** By how much what is handed on passes the body's own target; null where it does not. */
  over: string | null;
  unreadable: number;
}

/** The balance of a body while targets are typed: exact, of all unions below it, also of those not shown yet. */
export function balanceOf(
  measure: Measure,
  body: { id: string; targets: readonly Target[] },
  children: readonly Child[],
  typed: AllTyped,
): Balance {
  const { cell, decimals, unit } = measure;
  let unreadable = 0;
  const figure = (text: string, otherwise: bigint): bigint => {
    if (text.trim() === '') return 0n;
    const read = readFigure(text, { cell, decimals, unit }, { cell });
    if (typeof read === 'bigint') return read;
    unreadable += 1;
    return otherwise;
  };
  const scaled = (text: string | null | undefined): bigint => (text ? scaledOf(text, decimals) : 0n);
  const now = targetFor(body.targets, measure);
  const own = typed[body.id]?.value;
  const value = own === undefined ? scaled(now?.value) : figure(own, scaled(now?.value));
  let handedOn = scaled(now?.handedOn);
  for (const { union, targets } of children) {
    const text = typed[union.id]?.value;
    const before = scaled(targetFor(targets, measure)?.value);
    if (text !== undefined) handedOn += figure(text, before) - before;
  }
  const reserve = value - handedOn;
  const shown = (of: bigint): string => formatFigure(of, decimals);
  return {
    ...{ value: shown(value), handedOn: shown(handedOn), reserve: shown(reserve), unreadable },
    over: reserve < 0n ? shown(-reserve) : null,
  };
}
