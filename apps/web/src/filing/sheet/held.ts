import type { Entry } from '@huiji/domain/figure';
import type { Origin } from '@huiji/domain/offer';
import type { FoundFragment } from './generated/sheet.js';
import type { Offered } from './cell-state.js';
import { type EntrySheet, entryOf, heldIn } from './line.js';

/** What the server holds of a draft. */
export interface Held {
  submissionId: string | null;
  revision: number;
  version: number;
  state: 'DRAFT' | 'SUBMITTED' | 'RETURNED' | 'ACCEPTED' | null;
  cells: ReadonlyMap<string, { entry: Entry; origin: Origin }>;
  /** What is offered, by cell; null where that was not asked for. */
  offers: ReadonlyMap<string, Offered> | null;
  /** What the checks found in it. */
  hits: readonly FoundFragment[];
}

/** The same, as a sheet that was read says. */
export function heldOf({ submissionId, revision, version, state, tables, hits }: EntrySheet): Held {
  const cells = tables.flatMap((table) => table.cells);
  const offers = cells.flatMap(({ cell, offer }) =>
    offer ? [[cell, { ...entryOf(offer), origin: offer.origin }] as const] : [],
  );
  const held = { submissionId, revision, version, state, hits };
  return { ...held, cells: heldIn(cells), offers: new Map(offers) };
}
