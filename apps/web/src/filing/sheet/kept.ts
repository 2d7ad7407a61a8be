/**
 * What this device keeps of a draft because the server lacks it yet: every keystroke, at once. A tab that is killed, a browser
 * without a network and a reload lose nothing of it.
 */
import type { Entry } from '@huiji/domain/figure';
import type { Origin } from '@huiji/domain/offer';
import { createStore, del, get, update } from 'idb-keyval';
import { Told } from './told.js';

/** A cell as it was typed. */
export interface KeptCell {
  text: string;
  origin: Origin;
  /** What the server held when it was typed over. */
  seen: Entry;
  /** What was sent and not yet answered: the server may hold it. */
  sent: Entry | null;
}

/** A row of an annex as typed, by column. */
export type TextRow = Readonly<Record<string, string>>;

/** The rows of an annex as typed; [] says that there were none, and null says nothing. */
export type TextRows = readonly TextRow[] | null;

/** An annex, or the cover, as it was typed. */
export interface KeptAnnex {
  rows: TextRows;
  /** What the server held when it was typed over. */
  seen: TextRows;
}

export interface Kept {
  cells: Readonly<Record<string, KeptCell>>;
  annexes: Readonly<Record<string, KeptAnnex>>;
}

export const nothing: Kept = { cells: {}, annexes: {} };

/** A change of what is kept; null forgets one. */
export interface Keeping {
  cells?: Readonly<Record<string, KeptCell | null>>;
  annexes?: Readonly<Record<string, KeptAnnex | null>>;
}

/** Whose draft of what. People who share a device share no drafts. */
export interface DraftOf {
  personId: string;
  unionCode: string;
  form: string;
  period: string;
}

const store = createStore('huiji', 'drafts');
const keyOf = ({ personId, unionCode, form, period }: DraftOf): string =>
  [personId, unionCode, form, period].join(' ');

/** What is kept of a draft. A browser that keeps nothing (a private window) answers nothing. */
export const recall = async (draft: DraftOf): Promise<Kept> =>
  (await get<Kept>(keyOf(draft), store).catch(() => undefined)) ?? nothing;

function merged<One>(
  before: Readonly<Record<string, One>>,
  change: Readonly<Record<string, One | null>> = {},
): Record<string, One> {
  const after: Record<string, One | null> = { ...before, ...change };
  return Object.fromEntries(
    Object.entries(after).filter((entry): entry is [string, One] => entry[1] !== null),
  );
}

/** Whether this device keeps what is typed: the private window of some browsers does not. Whoever types is told then. */
export const device = { keeps: true, told: new Told() };

/** Keeps and forgets parts of a draft; what another tab has kept of it stays. */
export async function keep(draft: DraftOf, change: Keeping): Promise<void> {
  const kept = update<Kept>(
    keyOf(draft),
    (before = nothing) => ({
      cells: merged(before.cells, change.cells),
      annexes: merged(before.annexes, change.annexes),
    }),
    store,
  );
  device.keeps = await kept.then(
    () => true,
    () => false,
  );
  device.told.tell('keeps');
}

/** Forgets a draft, once it is submitted; a device that keeps nothing has nothing to forget. */
export const forget = (draft: DraftOf): Promise<void> => del(keyOf(draft), store).catch(() => undefined);
