import { visibleAmong } from '@huiji/filing/visible';
import type { TradeUnion } from '@huiji/store/entities';
import { tradeUnions } from '@huiji/store/organisation';
import {
  changeById,
  type ChangeRole,
  type OrganisationChange,
  unionsOf,
} from '@huiji/store/organisation-change';
import type { Ask } from '../graphql/ask.js';
import type { Outcome } from './change.service.js';
import type { Effect } from './effects.js';

/** How many of the unions that a change concerns are shown with it. */
const mostShown = 50;

/** A change with those of the unions concerned that the actor may see. */
export type ListedChange = OrganisationChange & {
  unions: ReadonlyArray<{ role: ChangeRole; union: TradeUnion }>;
};

/** What a mutation of the organisation answers. */
export interface ChangeAnswer {
  union: TradeUnion | null;
  change: ListedChange | null;
  effects: Effect[] | null;
}

/** Reads what came of a change, after its commit. */
export async function changeAnswer(ask: Ask, outcome: Outcome): Promise<ChangeAnswer> {
  const tx = await ask.read();
  const { tenantId } = ask.actor;
  const union = await tradeUnions(tx).findOneBy({ tenantId, id: outcome.unionId });
  const found = outcome.changeId ? await changeById(tx, tenantId, outcome.changeId) : null;
  const [change = null] = found ? await listed(ask, [found]) : [];
  return { union, change, effects: outcome.effects };
}

/** Changes with the unions that they concern, however many changes in three queries. */
export async function listed(ask: Ask, changes: readonly OrganisationChange[]): Promise<ListedChange[]> {
  const tx = await ask.read();
  const concerned = await unionsOf(
    tx,
    ask.actor.tenantId,
    changes.map((change) => change.id),
  );
  const shown = new Map([...concerned].map(([id, unions]) => [id, unions.slice(0, mostShown)]));
  const ids = [...shown.values()].flat().map(({ unionId }) => unionId);
  const visible = await visibleAmong(tx, ask.actor, [...new Set(ids)]);
  return changes.map((change) => ({
    ...change,
    unions: (shown.get(change.id) ?? []).flatMap(({ unionId, role }) => {
      const union = visible.get(unionId);
      return union ? [{ role, union }] : [];
    }),
  }));
}
