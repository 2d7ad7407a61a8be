import { appointing, isSeparate, type Role } from '@huiji/domain/access';
import { problem, Refusal, refuse } from '@huiji/domain/problem';
import { requireId } from '@huiji/filing/ids';
import { requireMay } from '@huiji/filing/visible';
import { everyAppointmentOf } from '@huiji/store/appointment';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { persons } from '@huiji/store/person';
import { IsNull } from 'typeorm';
import type { Ask } from '../graphql/ask.js';

const what = '人员 person';

/** A role at a union. */
export interface Post {
  role: Role;
  unionId: string;
}

/** The union of a post to which the actor may appoint: NOT_FOUND, FORBIDDEN, APPOINTMENT_AT_FEDERATION. */
export async function requireAppointing(
  tx: Tx,
  { actor }: Ask,
  { role, unionId }: Post,
): Promise<TradeUnion> {
  const { union } = await requireMay(tx, actor, appointing(role), unionId);
  if (isSeparate(role) && union.level !== 'FEDERATION')
    refuse('APPOINTMENT_AT_FEDERATION', { role }, { field: 'unionId' });
  return union;
}

/**
 * The id of a person whom the actor administers: somebody else, who holds or held an appointment that the actor may give. Oneself is
 * NOT_ONESELF, anybody else NOT_FOUND, and so is who was erased (注销).
 */
export async function requireAdministered(tx: Tx, ask: Ask, personId: string): Promise<string> {
  const id = requireId(personId, what, 'personId');
  const { tenantId, personId: self } = ask.actor;
  if (await persons(tx).existsBy({ tenantId, id, erasedAt: IsNull() })) {
    for (const post of await everyAppointmentOf(tx, tenantId, id)) {
      if (await administers(tx, ask, post)) return id === self ? refuse('NOT_ONESELF') : id;
    }
  }
  throw new Refusal([problem('NOT_FOUND', { what }, { field: 'personId' })]);
}

/**
 * Like requireAdministered, for what would let the actor become that person: the actor must administer all that the person holds or
 * will hold, else FORBIDDEN.
 */
export async function requireFullyAdministered(tx: Tx, ask: Ask, personId: string): Promise<string> {
  const id = await requireAdministered(tx, ask, personId);
  const { tenantId, today } = ask.actor;
  for (const post of await everyAppointmentOf(tx, tenantId, id)) {
    const over = post.until !== null && post.until <= today;
    if (!over && !(await administers(tx, ask, post))) refuse('FORBIDDEN', { action: appointing(post.role) });
  }
  return id;
}

/** Whether the actor may appoint to a post. */
export async function administers(tx: Tx, ask: Ask, post: Post): Promise<boolean> {
  try {
    await requireAppointing(tx, ask, post);
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return false;
  }
}
