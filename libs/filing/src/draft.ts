import { fillCover, type CoverInput } from '@huiji/domain/cover';
import { blank, type CellInput, changedCells, type Content, fillForm, store } from '@huiji/domain/draft';
import { missing } from '@huiji/domain/figure';
import { layoutOf } from '@huiji/domain/form';
import { type Offer, takeOver } from '@huiji/domain/offer';
import { refuse, refuseAny } from '@huiji/domain/problem';
import { nextState, requireVersion } from '@huiji/domain/submission';
import { auditAll, type AuditEvent } from '@huiji/store/audit';
import { postProgress } from '@huiji/store/contribution';
import { openCover } from '@huiji/store/cover';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { newestForms } from '@huiji/store/form';
import type { Scope } from '@huiji/store/scope';
import { lockNewest, type Submission } from '@huiji/store/submission';
import { type FilledIn, insertDrafts, saveContents } from '@huiji/store/submission-content';
import type { Filer } from './actor.js';
import { contentOf } from './content.js';
import { presentOffers } from './offers.js';
import { type Opened, under } from './open.js';

/** What is to be saved into a draft, from whatever was sent. */
export interface Saving {
  cells: CellInput[];
  tables: Array<{ table: string; rows: unknown[] | null }>;
  cover: CoverInput;
}

/** A draft that the actor may write, in a transaction that holds its union and period. */
export interface Desk extends Opened {
  tx: Tx;
  filer: Filer;
  scope: Scope;
  newest: Submission | null;
}

/** Whether each cell says what was seen in it, so that the draft may have moved on elsewhere. */
const cellByCell = ({ cells, tables, cover }: Saving, expectedVersion: number | null | undefined): boolean =>
  typeof expectedVersion !== 'number' &&
  cells.length > 0 &&
  cells.every((cell) => cell.seen) &&
  tables.length === 0 &&
  Object.keys(cover).length === 0;

/**
 * Saves into the union's draft, opening one when there is none, and answers its id. Nothing is saved when anything is wrong. Without
 * `offers`, what is offered now is read where a cell says that it was taken over.
 */
export async function saveAt(
  desk: Desk,
  saving: Saving,
  expectedVersion: number | null | undefined,
  offers?: ReadonlyMap<string, Offer>,
): Promise<string> {
  const ids = await writeDrafts(desk, [await draftOf(desk, saving, expectedVersion, offers)]);
  const id = ids.get(desk.union.id);
  if (id) return id;
  if (!cellByCell(saving, expectedVersion)) refuseOpened();
  // Another clerk opened the draft meanwhile. It has committed, or its insert had not been in our way.
  const newest = await lockNewest(desk.tx, desk.scope, desk.union.id);
  return saveAt({ ...desk, newest }, saving, expectedVersion, offers);
}

/** Refuses a draft that somebody else has opened meanwhile. */
export const refuseOpened = (): never =>
  refuse('STALE_REVISION', { expected: 0, actual: 1 }, { field: 'expectedVersion' });

/** A draft as it is to be written. `id`: of the one that is there already, null where it is a new one. */
export interface Draft extends FilledIn {
  id: string | null;
  unionId: string;
  /** What its audit row says of it. */
  trace: object;
}

/**
 * Writes drafts of one scope, with what follows of them, in a bounded number of statements however many; answers their ids by union:
 * none where somebody else has opened one meanwhile, which then is as it was.
 */
export async function writeDrafts(
  { tx, filer, scope }: Pick<Desk, 'tx' | 'filer' | 'scope'>,
  drafts: readonly Draft[],
): Promise<Map<string, string>> {
  const there = drafts.flatMap(({ id, ...draft }) => (id === null ? [] : [{ ...draft, id }]));
  const first = { revision: 1, restatementReason: null };
  const begun = await insertDrafts(
    tx,
    scope,
    drafts.filter(({ id }) => id === null).map((draft) => ({ ...draft, ...first })),
  );
  await saveContents(tx, scope.tenantId, there);
  await postProgress(tx, scope, [...begun.keys()]);
  const ids = new Map([...begun, ...there.map(({ unionId, id }) => [unionId, id] as const)]);
  const events = drafts.flatMap(({ unionId, trace }): AuditEvent[] => {
    const objectId = ids.get(unionId);
    return objectId
      ? [{ action: 'SAVE_DRAFT', objectType: 'submission', objectId, unionId, after: trace }]
      : [];
  });
  if (events.length > 0) await auditAll(tx, filer.origin, events);
  return ids;
}

/** Refuses to write to what is submitted or accepted: WRONG_STATE, ALREADY_FILED. */
export function requireWritable({ name }: TradeUnion, newest: Submission | null): void {
  if (newest?.state === 'ACCEPTED') refuse('ALREADY_FILED', { union: name }, { field: 'unionId' });
  if (newest) nextState(newest.state, 'SAVE');
}

/** The union's draft with what is to be saved into it, as `writeDrafts` writes it. Refuses whatever is wrong. */
export async function draftOf(
  desk: Desk,
  saving: Saving,
  expectedVersion: number | null | undefined,
  offers?: ReadonlyMap<string, Offer>,
): Promise<Draft> {
  const { filer, union, form, entrustmentId, newest } = desk;
  requireWritable(union, newest);
  const before = newest ? contentOf(form, newest) : blank;
  if (cellByCell(saving, expectedVersion)) refuseAny(changedCells(form, before.entries, saving.cells));
  else requireVersion(newest?.version ?? 0, expectedVersion ?? 0);
  return {
    ...(await contentAfter(desk, before, saving, offers)),
    ...{ by: filer.actor.personId, entrustmentId, id: newest?.id ?? null, unionId: union.id },
    trace: { ...traceOf(saving, (newest?.version ?? 0) + 1), ...under(entrustmentId) },
  };
}

/** Which items were saved, and which of them were taken over; no values. */
function traceOf({ cells, tables, cover }: Saving, version: number): object {
  const takenOver = cells.filter(({ origin }) => origin !== 'TYPED').map(({ cell }) => cell);
  return {
    version,
    cells: cells.map(({ cell }) => cell),
    tables: tables.map(({ table }) => table),
    ...(takenOver.length > 0 ? { takenOver } : {}),
    ...(Object.keys(cover).length > 0 ? { cover: Object.keys(cover) } : {}),
  };
}

/** The draft as it is stored after saving; whatever is wrong is refused together. */
async function contentAfter(
  { tx, scope, union, form, newest }: Desk,
  before: Content,
  saving: Saving,
  known?: ReadonlyMap<string, Offer>,
) {
  const { cells, tables } = saving;
  const elsewhere = cells.some(({ cell }) => !layoutOf(form).cell(cell));
  const others = elsewhere ? await newestForms(tx, scope.tenantId) : [];
  const { content, problems } = fillForm(form, union.level, before, { cells, tables }, others);
  const cover = fillCover(newest ? openCover(tx, newest) : {}, saving.cover);
  refuseAny([...problems, ...cover.problems]);
  const takesOver = cells.some(({ origin }) => origin !== undefined && origin !== 'TYPED');
  const offers =
    known ?? (takesOver ? await presentOffers(tx, scope, union, form) : new Map<string, Offer>());
  const taken = takeOver(
    form,
    newest?.origins ?? {},
    cells.map(({ cell, origin = 'TYPED' }) => ({
      ...{ cell, origin },
      entry: content.entries.get(cell) ?? missing,
    })),
    offers,
  );
  refuseAny(taken.problems);
  return {
    ...store(form, content.entries),
    ...{ rows: content.rows, origins: taken.origins, cover: cover.cover },
  };
}
