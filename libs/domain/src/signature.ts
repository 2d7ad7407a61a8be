import type { Cell, Form } from './forms/cell.js';
import { layoutOf } from './form.js';
import { refuse } from './problem.js';
import { type CellTotal, markOf, type Total } from './rollup.js';

/** 汇总上报: SIGNED by a body, then ACCEPTED (or RETURNED with a reason) by the one above it. */
export type SignatureState = 'SIGNED' | 'ACCEPTED' | 'RETURNED';

/** The state after a signature is accepted or returned; SIGNATURE_DECIDED when it was already. */
export function decideSignature<To extends 'ACCEPTED' | 'RETURNED'>(state: SignatureState, to: To): To {
  return state === 'SIGNED' ? to : refuse('SIGNATURE_DECIDED', { state });
}

/** A cell that stands otherwise than it was signed. `delta` is now − signed, where nothing filled counts as nothing. */
export interface SignedChange {
  cell: Cell;
  signed: CellTotal;
  now: CellTotal;
  delta: bigint;
}

/**
 * What has changed in a total since it was signed: every cell whose figure or mark differs, in the layout's order, and how many
 * reports are expected and accepted. How far reports have come is no part of what was signed.
 */
export function changesSince(form: Form, signed: Total, now: Total): SignedChange[] {
  return layoutOf(form)
    .parts.filter(({ kind }) => kind !== 'PROGRESS')
    .flatMap(({ positions }) => positions)
    .map((cell) => ({ cell, signed: signed.cell(cell.code), now: now.cell(cell.code) }))
    .filter(
      (change) => change.signed.total !== change.now.total || markOf(change.signed) !== markOf(change.now),
    )
    .map((change) => ({ ...change, delta: (change.now.total ?? 0n) - (change.signed.total ?? 0n) }));
}

/** Whether a total is signed with gaps, which the one who signs explains: a report is missing. */
export const hasGaps = ({ reportsExpected, reportsAccepted }: Total): boolean =>
  reportsAccepted < reportsExpected;
