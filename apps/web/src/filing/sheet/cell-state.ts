import type { Entry } from '@huiji/domain/figure';
import type { Origin } from '@huiji/domain/offer';
import type { Said } from '../../client/ask.js';

/** What is offered for a cell, and what it was made of. */
export interface Offered extends Entry {
  origin: Origin;
}

/** How safe a cell is: the server has it, only this device has it, or a person must look at it. */
export type Phase = 'SAVED' | 'KEPT' | 'WRONG' | 'CHANGED_ELSEWHERE';

/** A cell as it stands on the page. */
export interface CellState {
  /** As it was typed: never altered but by a person. */
  text: string;
  origin: Origin;
  phase: Phase;
  /** What the text says; null where it cannot be read. */
  entry: Entry | null;
  /** What the server held when the person last saw it there. */
  held: Entry;
  heldOrigin: Origin;
  /** Why it is WRONG. */
  problem: Said | null;
  /** What somebody else has saved meanwhile. */
  theirs: Entry | null;
  /** What may be taken over. */
  offer: Offered | null;
}

/** How a cell that is changed is filled. */
export interface Filling {
  cell: string;
  text: string;
  origin?: Origin;
}
