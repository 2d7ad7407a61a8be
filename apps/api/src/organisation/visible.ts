import { type Action, may, relationTo } from '@huiji/domain/access';
import { Refusal, refuse } from '@huiji/domain/problem';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { treeOn, type TreeAt, tradeUnions, unionInTree } from '@huiji/store/organisation';
import { type Actor, requireId } from '../graphql/ask.js';

/** A union that the actor may see, with its superiors in the tree asked for, nearest first. */
export interface Seen {
  union: TradeUnion;
  ancestors: readonly string[];
}

/** The union if it lies in the actor's subtrees; else NOT_FOUND, the same answer as for an id that does not exist. */
export async function visibleUnion(
  tx: Tx,
  actor: Actor,
  unionId: string,
  tree: TreeAt = treeOn(actor.today),
  hold = false,
): Promise<Seen> {
  const id = requireId(unionId, '工会 union', 'unionId');
  const found = await unionInTree(tx, actor.tenantId, id, tree, hold);
  const seen =
    found && actor.appointments.some((a) => relationTo(a.unionId, id, found.ancestors) !== 'OUTSIDE');
  return seen ? found : refuse('NOT_FOUND', { what: '工会 union' }, { field: 'unionId' });
}

/** Like requireMay, for what shows the union's whole subtree report by report: the action must reach below it too. */
export async function requireMayBelow(
  tx: Tx,
  actor: Actor,
  action: Action,
  unionId: string,
  tree: TreeAt,
): Promise<Seen> {
  const seen = await requireMay(tx, actor, action, unionId, tree);
  const { union, ancestors } = seen;
  const below = union.level === 'GRASSROOTS' || may(action, actor.appointments, '', [union.id, ...ancestors]);
  return below ? seen : refuse('FORBIDDEN', { action });
}

/** Names the field of the request that a union's id stood in, where it is not `unionId`. */
export async function inField<T>(field: string, found: Promise<T>): Promise<T> {
  try {
    return await found;
  } catch (error) {
    const [first] = error instanceof Refusal ? error.problems : [];
    throw first?.code === 'NOT_FOUND' ? new Refusal([{ ...first, field }]) : error;
  }
}

/** How a query names a union: by its id, or by its code (工会统计编码). */
export interface UnionNamed {
  unionId?: string | null;
  unionCode?: string | null;
}

/** The id of the union that a query names; a code that the tenant does not have is NOT_FOUND. */
export async function unionIdOf(tx: Tx, actor: Actor, { unionId, unionCode }: UnionNamed): Promise<string> {
  if (unionId) return unionId;
  const found = await tradeUnions(tx).findOneBy({ tenantId: actor.tenantId, code: unionCode ?? '' });
  return found?.id ?? refuse('NOT_FOUND', { what: '工会 union' }, { field: 'unionCode' });
}

/** Like requireMay, and the union can be neither dissolved nor changed until the transaction ends. */
export async function holdForFiling(tx: Tx, actor: Actor, unionId: string): Promise<Seen> {
  const seen = await visibleUnion(tx, actor, unionId, treeOn(actor.today), true);
  return allowed(actor, 'FILE', seen);
}

/** Like visibleUnion, and FORBIDDEN when none of the actor's appointments allows the action on it. */
export async function requireMay(
  tx: Tx,
  actor: Actor,
  action: Action,
  unionId: string,
  tree: TreeAt = treeOn(actor.today),
): Promise<Seen> {
  return allowed(actor, action, await visibleUnion(tx, actor, unionId, tree));
}

const allowed = (actor: Actor, action: Action, seen: Seen): Seen =>
  may(action, actor.appointments, seen.union.id, seen.ancestors) ? seen : refuse('FORBIDDEN', { action });
