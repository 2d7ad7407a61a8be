import { may } from '@huiji/domain/access';
import type { FiledCover } from '@huiji/domain/cover';
import { visibleInTree } from '@huiji/filing/visible';
import { unionContact, type UnionContact } from '@huiji/store/contact';
import { openCover } from '@huiji/store/cover';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { treeOn } from '@huiji/store/organisation';
import type { Submission } from '@huiji/store/submission';
import type { Actor, Ask } from '../graphql/ask.js';

/** Those of some unions whose contacts the actor may read (READ_CONTACTS), in the tree of today. */
export async function readableContacts(
  tx: Tx,
  actor: Actor,
  unionIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (unionIds.length === 0) return new Set();
  const seen = await visibleInTree(tx, actor, [...new Set(unionIds)], treeOn(actor.today));
  const readable = [...seen].filter(([id, { appointments, ancestors }]) =>
    may('READ_CONTACTS', appointments, id, ancestors),
  );
  return new Set(readable.map(([id]) => id));
}

/** A cover as it is shown: without the phone where the contacts of its union are not the reader's. */
export const shownCover = ({ phone, ...rest }: FiledCover, readable: boolean): FiledCover =>
  readable && phone !== undefined ? { ...rest, phone } : rest;

/** `TradeUnion.contact` or `.phone` for all unions of an answer by one statement (a Mercurius loader); null where it may not be read. */
export const unionContactLoader = (field: keyof UnionContact) => ({
  async loader(queries: ReadonlyArray<{ obj: TradeUnion }>, { ask }: { ask: Ask }) {
    const filled = queries.filter(({ obj }) => obj[field] !== null);
    const tx = await ask.read();
    const ids = filled.map(({ obj }) => obj.id);
    const readable = await readableContacts(tx, ask.actor, ids);
    return queries.map(({ obj }) => (readable.has(obj.id) ? unionContact(tx, obj)[field] : null));
  },
  opts: { cache: false },
});

/** `Submission.cover` for all submissions of an answer by one statement (a Mercurius loader). */
export const coverLoader = {
  async loader(queries: ReadonlyArray<{ obj: Submission }>, { ask }: { ask: Ask }): Promise<FiledCover[]> {
    const tx = await ask.read();
    const covers = queries.map(({ obj }) => openCover(tx, obj));
    const reached = queries.flatMap(({ obj }, i) => (covers[i]?.phone === undefined ? [] : [obj.unionId]));
    const readable = await readableContacts(tx, ask.actor, reached);
    return queries.map(({ obj }, i) => shownCover(covers[i] ?? {}, readable.has(obj.unionId)));
  },
  opts: { cache: false },
};
