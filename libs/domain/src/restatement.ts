import { adds, type Entries, type Entry, missing } from './figure.js';
import { type Cell, type Form, layoutOf } from './form.js';
import { sameEntry } from './offer.js';

/** One cell that a revision (更正, 补报) says differently, or that is filled or blank now and was not. Scaled by the cell. */
export interface CellChange {
  cell: Cell;
  then: Entry;
  now: Entry;
  /** What every total above changes by; null for what adds to no total on either side. */
  delta: bigint | null;
}

/** What a revision changes against the accepted one that it replaces, in the layout's order; against nothing: all it fills. */
export const changesOf = (form: Form, then: Entries, now: Entries): CellChange[] =>
  layoutOf(form).filed.flatMap((cell) => {
    const [was, is] = [then.get(cell.code) ?? missing, now.get(cell.code) ?? missing];
    return sameEntry(was, is) ? [] : [{ cell, then: was, now: is, delta: deltaOf(cell, was, is) }];
  });

function deltaOf(cell: Cell, then: Entry, now: Entry): bigint | null {
  const added = ({ figure, mark }: Entry): bigint | null => (cell.adds && adds(mark) ? figure : null);
  const [was, is] = [added(then), added(now)];
  return was === null && is === null ? null : (is ?? 0n) - (was ?? 0n);
}
