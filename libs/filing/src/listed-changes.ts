import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { type ChangeRole, type OrganisationChange, unionsOf } from '@huiji/store/organisation-change';
import type { Actor } from './actor.js';
import { visibleAmong } from './visible.js';

/** How many of the unions that a change concerns are shown with it. */
const mostShown = 50;

/** A change with those of the unions concerned that the actor may see. */
export type ListedChange = OrganisationChange & {
  unions: ReadonlyArray<{ role: ChangeRole; union: TradeUnion }>;
};

/** Changes with the unions that they concern, however many changes in three queries. */
export async function listedChanges(
  tx: Tx,
  actor: Actor,
  changes: readonly OrganisationChange[],
): Promise<ListedChange[]> {
  const concerned = await unionsOf(
    tx,
    actor.tenantId,
    changes.map((change) => change.id),
  );
  const shown = new Map([...concerned].map(([id, unions]) => [id, unions.slice(0, mostShown)]));
  const ids = [...shown.values()].flat().map(({ unionId }) => unionId);
  const visible = await visibleAmong(tx, actor, [...new Set(ids)]);
  return changes.map((change) => ({
    ...change,
    unions: (shown.get(change.id) ?? []).flatMap(({ unionId, role }) => {
      const union = visible.get(unionId);
      return union ? [{ role, union }] : [];
    }),
  }));
}
