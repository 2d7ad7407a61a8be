import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Annexes, AnnexState } from './annex.js';
import type { CellState } from './cell-state.js';
import type { Desk } from './desk.js';
import type { Sender } from './sender.js';
import type { FoundFragment } from './generated/sheet.js';

/** What every part of an open sheet works on. */
export interface Work {
  desk: Desk;
  annexes: Annexes;
  sender: Sender;
  /** Whether the person may fill it in as it stands. */
  writable: boolean;
  /** Comments of reviewers, by cell; those on the whole return under ''. */
  comments: ReadonlyMap<string, readonly string[]>;
}

export const Working = createContext<Work | null>(null);

/** The sheet that is open; for its parts only. */
export function useWork(): Work {
  const work = useContext(Working);
  if (!work) throw new Error('outside of an open sheet');
  return work;
}

/** A cell, drawn anew when it changes. */
export function useCell(cell: string): CellState {
  const { desk } = useWork();
  return useSyncExternalStore(
    (listener) => desk.told.listen(cell, listener),
    () => desk.at(cell),
  );
}

export function useAnnex(name: string): AnnexState {
  const { annexes } = useWork();
  return useSyncExternalStore(
    (listener) => annexes.told.listen(name, listener),
    () => annexes.at(name),
  );
}

/** What the checks find in the sheet as it stands. */
export function useHits(): readonly FoundFragment[] {
  const { desk } = useWork();
  return useSyncExternalStore(
    (listener) => desk.told.listen('hits', listener),
    () => desk.hits,
  );
}
