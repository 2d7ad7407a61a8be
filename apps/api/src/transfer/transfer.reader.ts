import { parsePeriod } from '@huiji/domain/period';
import { refuse } from '@huiji/domain/problem';
import {
  stepsOpen,
  type TransferDirection,
  type TransferState,
  type TransferStep,
  unionsOf,
} from '@huiji/domain/transfer';
import type { Actor } from '@huiji/filing/actor';
import { requireId } from '@huiji/filing/ids';
import {
  mayDo,
  requireMay,
  requireMayBelow,
  unionIdOf,
  type UnionNamed,
  visibleInTree,
} from '@huiji/filing/visible';
import type { Tx } from '@huiji/store/data-source';
import { treeOn } from '@huiji/store/organisation';
import {
  type Destination,
  transferById,
  transferDestinations,
  type TransferShown,
  transfersOf,
  transfersWaiting,
  type TransferView,
  type Waiting,
} from '@huiji/store/transfer';
import { type Ask, requireFirst } from '../graphql/ask.js';
import { connection, type Connection, type PageAsked } from '../graphql/connection.js';
import { requireText } from '../graphql/text.js';

export interface TransfersAsked extends UnionNamed, PageAsked {
  states?: TransferState[] | null;
  direction?: TransferDirection | null;
  period?: string | null;
}

/** An order, with what the actor may do with it. */
export type Shown = TransferShown & { steps: TransferStep[] };

const noSuchOrder = (): never =>
  refuse('NOT_FOUND', { what: '接转单 transfer order' }, { field: 'transferId' });

/** An order of a union that the actor sees, on either side; else NOT_FOUND, the same answer as for an id that does not exist. */
export async function transferSeen(tx: Tx, actor: Actor, id: string): Promise<TransferShown> {
  const order = (await transferById(tx, actor.tenantId, id)) ?? noSuchOrder();
  const seen = await visibleInTree(tx, actor, unionsOf(order), treeOn(actor.today));
  return [...seen.values()].some((union) => mayDo('READ_FIGURES', union)) ? order : noSuchOrder();
}

/** An order by its id, as the actor sees it. */
export async function transferShown(ask: Ask, id: string): Promise<Shown> {
  const tx = await ask.read();
  const order = await transferSeen(tx, ask.actor, requireId(id, '接转单 transfer order', 'transferId'));
  const [shown] = await withSteps(tx, ask.actor, [order]);
  return shown ?? noSuchOrder();
}

/** Orders of a union, or of a body's subtree. */
export async function transfers(ask: Ask, asked: TransfersAsked): Promise<Connection<Shown>> {
  const tx = await ask.read();
  const { states = null, direction = null } = asked;
  const counted = asked.period ? parsePeriod(asked.period) : null;
  const view = await viewOf(tx, ask.actor, asked);
  const page = await connection(
    asked,
    ({ first, after }) =>
      transfersOf(
        tx,
        { ...view, states, direction, counted },
        { first, after: after === null ? null : requireId(after, '页 page', 'after') },
      ),
    (order) => order.id,
  );
  return { ...page, nodes: await withSteps(tx, ask.actor, page.nodes) };
}

/** What waits for an answer. */
export async function waiting(ask: Ask, named: UnionNamed): Promise<Waiting> {
  const tx = await ask.read();
  return transfersWaiting(tx, await viewOf(tx, ask.actor, named));
}

/** Where members of a union can be sent to. */
export async function destinations(
  ask: Ask,
  { unionId, search, first }: { unionId: string; search: string; first: number },
): Promise<Destination[]> {
  const text = requireText('search', search, 100);
  const limit = requireFirst(first);
  const tx = await ask.read();
  const { union } = await requireMay(tx, ask.actor, 'FILE', unionId);
  const { tenantId, today } = ask.actor;
  return transferDestinations(tx, { tenantId, unionId: union.id, today }, text, limit);
}

async function viewOf(tx: Tx, actor: Actor, named: UnionNamed): Promise<TransferView> {
  const { tenantId, today } = actor;
  const unionId = await unionIdOf(tx, actor, named);
  const { union } = await requireMayBelow(tx, actor, 'READ_FIGURES', unionId, treeOn(today));
  const tree = { ...treeOn(today), throughSuccessors: true };
  return { tenantId, tree, unionId: union.id, everywhere: union.level === 'FEDERATION' };
}

/** Orders with what the actor may do with each, in a bounded number of statements. */
async function withSteps(tx: Tx, actor: Actor, orders: readonly TransferShown[]): Promise<Shown[]> {
  const seen = await visibleInTree(tx, actor, [...new Set(orders.flatMap(unionsOf))], treeOn(actor.today));
  const filesFor = (unionId: string): boolean => {
    const union = seen.get(unionId);
    return union !== undefined && mayDo('FILE', union);
  };
  return orders.map((order) => ({ ...order, steps: stepsOpen(order, { filesFor, final: order.final }) }));
}
