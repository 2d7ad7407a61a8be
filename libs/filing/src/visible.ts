import { type Action, type Appointment, may, relationTo } from '@huiji/domain/access';
import { Refusal, refuse } from '@huiji/domain/problem';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import {
  tradeUnions,
  treeOn,
  type TreeAt,
  unionByCode,
  unionInTree,
  unionsById,
  unionsInTree,
} from '@huiji/store/organisation';
import { thoseBelow } from '@huiji/store/tree';
import type { Actor } from './actor.js';
import { requireId } from './ids.js';

/**
 * A union that the actor may see, with its superiors in the tree asked for, nearest first, and the appointments that the
 * actor has towards it.
 */
export interface Seen {
  union: TradeUnion;
  ancestors: readonly string[];
  appointments: readonly Appointment[];
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
  const appointments = found ? await appointmentsTowards(tx, actor, found.union) : [];
  const seen = found && appointments.some((a) => relationTo(a.unionId, id, found.ancestors) !== 'OUTSIDE');
  return seen
    ? { ...found, appointments }
    : refuse('NOT_FOUND', { what: '工会 union' }, { field: 'unionId' });
}

/**
 * The actor's appointments, those at a successor standing for the union that went on in it: so whoever files for the
 * receiver of a merger finishes the drafts and the last return of the union that merged.
 */
async function appointmentsTowards(
  tx: Tx,
  { tenantId, appointments }: Actor,
  union: TradeUnion,
): Promise<readonly Appointment[]> {
  let all = appointments;
  for (let id = union.successorId; id;) {
    const inherited = appointments.filter((appointment) => appointment.unionId === id);
    all = [...all, ...inherited.map((appointment) => ({ ...appointment, unionId: union.id }))];
    id = (await unionsById(tx, tenantId, [id])).get(id)?.successorId ?? null;
  }
  return all;
}

/** Like `visibleUnion` for a list of unions, by id: those that the actor may not see, and those that do not exist, are left out. */
export async function visibleInTree(
  tx: Tx,
  actor: Actor,
  unionIds: readonly string[],
  tree: TreeAt,
): Promise<Map<string, Seen>> {
  const seen = new Map<string, Seen>();
  for (const [id, found] of await unionsInTree(tx, actor.tenantId, unionIds, tree)) {
    const appointments = await appointmentsTowards(tx, actor, found.union);
    if (appointments.some((a) => relationTo(a.unionId, id, found.ancestors) !== 'OUTSIDE'))
      seen.set(id, { ...found, appointments });
  }
  return seen;
}

/** Those of a list of unions that the actor may see today, by id. */
export async function visibleAmong(
  tx: Tx,
  { tenantId, appointments, today }: Actor,
  unionIds: readonly string[],
): Promise<Map<string, TradeUnion>> {
  const superiors = appointments.map((appointment) => appointment.unionId);
  return unionsById(tx, tenantId, await thoseBelow(tx, tenantId, unionIds, superiors, today));
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
  const { union, ancestors, appointments } = seen;
  const below = union.level === 'GRASSROOTS' || may(action, appointments, '', [union.id, ...ancestors]);
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
  const found = await unionByCode(tx, actor.tenantId, unionCode ?? '');
  return found?.id ?? refuse('NOT_FOUND', { what: '工会 union' }, { field: 'unionCode' });
}

/** The same where none need be named: null. */
export const namedIn = async (tx: Tx, actor: Actor, named: UnionNamed): Promise<string | null> =>
  named.unionId || named.unionCode ? unionIdOf(tx, actor, named) : null;

/** Whether any of the actor's appointments allows the action on a union. */
export const mayDo = (action: Action, { union, ancestors, appointments }: Seen): boolean =>
  may(action, appointments, union.id, ancestors);

/** Like requireMay, and the union can be neither dissolved nor changed until the transaction ends. */
export async function holdForFiling(tx: Tx, actor: Actor, unionId: string): Promise<Seen> {
  const seen = await visibleUnion(tx, actor, unionId, treeOn(actor.today), true);
  return allowed('FILE', seen);
}

/** Like visibleUnion, and FORBIDDEN when none of the actor's appointments allows the action on it. */
export async function requireMay(
  tx: Tx,
  actor: Actor,
  action: Action,
  unionId: string,
  tree: TreeAt = treeOn(actor.today),
): Promise<Seen> {
  return allowed(action, await visibleUnion(tx, actor, unionId, tree));
}

/** FORBIDDEN when none of the actor's appointments allows the action on a union that was seen. */
export const allowed = (action: Action, seen: Seen): Seen =>
  mayDo(action, seen) ? seen : refuse('FORBIDDEN', { action });

/** Whether the actor may act at the federation itself, for all of it. */
export async function mayAtRoot(
  tx: Tx,
  { tenantId, appointments }: Pick<Actor, 'tenantId' | 'appointments'>,
  action: Action,
): Promise<boolean> {
  const root = await tradeUnions(tx).findOneByOrFail({ tenantId, level: 'FEDERATION' });
  return may(action, appointments, root.id, []);
}

/** FORBIDDEN unless the actor may act at the federation itself, for all of it. */
export async function requireAtRoot(
  tx: Tx,
  actor: Pick<Actor, 'tenantId' | 'appointments'>,
  action: Action,
): Promise<void> {
  if (!(await mayAtRoot(tx, actor, action))) refuse('FORBIDDEN', { action });
}
