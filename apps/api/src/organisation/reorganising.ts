import { refuse } from '@huiji/domain/problem';
import { requireVersion } from '@huiji/domain/submission';
import { inField, requireMay } from '@huiji/filing/visible';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { filedAfter, type Change, reparent, standsAboveItself } from '@huiji/store/reorganise';
import type { Ask } from '../graphql/ask.js';
import type { ChangeInput } from './change.service.js';

/** A change of one union, as it was seen. */
export interface OfUnion extends ChangeInput {
  unionId: string;
  expectedVersion: number;
}

/** The union that a change is about: reorganised by a body above it, as it was seen. */
export async function subject(tx: Tx, ask: Ask, input: OfUnion): Promise<TradeUnion> {
  const { union } = await requireMay(tx, ask.actor, 'REORGANISE', input.unionId);
  requireVersion(union.version, input.expectedVersion);
  return union;
}

/** Another union of the change: the actor keeps its registers too. */
export async function maintained(tx: Tx, ask: Ask, field: string, unionId: string): Promise<TradeUnion> {
  return (await inField(field, requireMay(tx, ask.actor, 'MAINTAIN_REGISTERS', unionId))).union;
}

/** Puts unions under a parent. MOVE_INTO_OWN_SUBTREE where one of them would come to stand above itself, on any day. */
export async function put(
  tx: Tx,
  change: Change,
  unionIds: readonly string[],
  parent: Pick<TradeUnion, 'id' | 'level'>,
): Promise<void> {
  if (unionIds.length === 0) return;
  const circle = (): never => refuse('MOVE_INTO_OWN_SUBTREE', {}, { field: 'parentId' });
  if (unionIds.includes(parent.id)) circle();
  await reparent(tx, change, unionIds, parent);
  if (await standsAboveItself(tx, change.tenantId, unionIds, change.on)) circle();
}

/** A union that has filed for a later period cannot have ended before it. */
export async function requireNotFiledAfter(tx: Tx, union: TradeUnion, on: string): Promise<void> {
  const period = await filedAfter(tx, union.tenantId, union.id, on);
  if (period) refuse('UNION_HAS_FILED_AFTER', { union: union.name, period }, { field: 'on' });
}
