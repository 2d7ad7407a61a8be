import { formatFigure } from './figure.js';
import { type Cell, type Form, layoutOf } from './form.js';

/** Which number of a total differs: the sum itself, or how many reports filled it, said "not applicable", "at least" or "about". */
export type DifferenceKind = 'TOTAL' | 'FILLED' | 'NOT_APPLICABLE' | 'AT_LEAST' | 'ABOUT';

/** A number of a stored total that is not what the contributions add up to (汇总差异). */
export interface Difference {
  unionId: string;
  /** Where it is stored; positions count from 1. */
  part: number;
  position: number;
  kind: DifferenceKind;
  /** As it is stored, scaled; null where the total has no such position, or is missing altogether. */
  stored: string | null;
  /** What it should be, scaled. */
  recomputed: string;
}

/** The cell that is stored at a place of a form; null where none is. */
export const cellAt = (form: Form, { part, position }: Pick<Difference, 'part' | 'position'>): Cell | null =>
  layoutOf(form).parts.find((one) => one.part === part)?.positions[position - 1] ?? null;

/** The two figures of a difference as people read them: a total in its cell's decimals, a count as it is. */
export function figuresOf(form: Form, difference: Difference): { stored: string | null; recomputed: string } {
  const decimals = difference.kind === 'TOTAL' ? (cellAt(form, difference)?.decimals ?? 0) : 0;
  const read = (figure: string): string => formatFigure(BigInt(figure), decimals);
  const { stored, recomputed } = difference;
  return { stored: stored === null ? null : read(stored), recomputed: read(recomputed) };
}

/** A difference in one line of a log, without names. */
export function differenceLine(form: Form, difference: Difference): string {
  const { unionId, part, position, kind } = difference;
  const cell = cellAt(form, difference)?.code ?? `part ${part} position ${position}`;
  const { stored, recomputed } = figuresOf(form, difference);
  return `union ${unionId} ${cell} ${kind}: stored ${stored ?? 'nothing'}, recomputed ${recomputed}`;
}
