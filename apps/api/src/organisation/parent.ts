import { visibleInTree } from '@huiji/filing/visible';
import type { TradeUnion } from '@huiji/store/entities';
import { treeOn, unionsInTree } from '@huiji/store/organisation';
import type { Ask } from '../graphql/ask.js';

interface Query {
  obj: TradeUnion;
  params: { on?: string | null };
}

/** `TradeUnion.parent` for all unions of an answer, by two statements for each day that is asked of (a Mercurius loader). */
export const parentLoader = {
  async loader(queries: readonly Query[], { ask }: { ask: Ask }): Promise<Array<TradeUnion | null>> {
    const dayOf = ({ params }: Query): string => params.on ?? ask.actor.today;
    const days = new Map<string, Map<string, TradeUnion>>();
    for (const day of new Set(queries.map(dayOf))) {
      const unions = queries.filter((query) => dayOf(query) === day).map(({ obj }) => obj);
      days.set(day, await parentsOf(ask, unions, day));
    }
    return queries.map((query) => days.get(dayOf(query))?.get(query.obj.id) ?? null);
  },
  opts: { cache: false },
};

/** The parents of unions on a day, by the id of the union: those that the actor may see. */
async function parentsOf(
  ask: Ask,
  unions: readonly TradeUnion[],
  day: string,
): Promise<Map<string, TradeUnion>> {
  const tx = await ask.read();
  const ids = [...new Set(unions.map(({ id }) => id))];
  const placed = await unionsInTree(tx, ask.actor.tenantId, ids, treeOn(day));
  const parentOf = new Map([...placed].map(([id, { ancestors }]) => [id, ancestors[0] ?? '']));
  const above = [...new Set(parentOf.values())].filter(Boolean);
  const seen = await visibleInTree(tx, ask.actor, above, treeOn(day));
  return new Map(
    ids.flatMap((id) => {
      const parent = seen.get(parentOf.get(id) ?? '');
      return parent ? [[id, parent.union] as const] : [];
    }),
  );
}
