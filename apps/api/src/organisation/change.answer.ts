import { type ListedChange, listedChanges } from '@huiji/filing/listed-changes';
import type { TradeUnion } from '@huiji/store/entities';
import { tradeUnions } from '@huiji/store/organisation';
import { changeById } from '@huiji/store/organisation-change';
import type { Ask } from '../graphql/ask.js';
import type { Outcome } from './change.service.js';
import type { Effect } from './effects.js';

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
  const [change = null] = found ? await listedChanges(tx, ask.actor, [found]) : [];
  return { union, change, effects: outcome.effects };
}
