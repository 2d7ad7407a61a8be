import { problem, Refusal, refuse } from '@huiji/domain/problem';
import type { Tx } from '@huiji/store/data-source';
import { persons, unionsAppointedAt, unionsHeldFrom } from '@huiji/store/person';
import { IsNull } from 'typeorm';
import { type Ask, requireId } from '../graphql/ask.js';
import { requireMay } from '../organisation/visible.js';

const what = '人员 person';

/**
 * The id of a person whom the actor administers: APPOINT at a union where that person is or was appointed. Anybody else is
 * NOT_FOUND, and so is who was erased (注销).
 */
export async function requireAdministered(tx: Tx, ask: Ask, personId: string): Promise<string> {
  const id = requireId(personId, what, 'personId');
  const unknown = problem('NOT_FOUND', { what }, { field: 'personId' });
  const { tenantId } = ask.actor;
  if (!(await persons(tx).existsBy({ tenantId, id, erasedAt: IsNull() }))) throw new Refusal([unknown]);
  for (const unionId of await unionsAppointedAt(tx, tenantId, id)) {
    if (await administers(tx, ask, unionId)) return id;
  }
  throw new Refusal([unknown]);
}

/**
 * Like requireAdministered, for what would let the actor become that person: APPOINT at every union where that person is
 * appointed, else FORBIDDEN; and it is nobody's for oneself.
 */
export async function requireFullyAdministered(tx: Tx, ask: Ask, personId: string): Promise<string> {
  const id = await requireAdministered(tx, ask, personId);
  const { tenantId, today, personId: self } = ask.actor;
  if (id === self) refuse('FORBIDDEN', { action: 'APPOINT' });
  for (const unionId of await unionsHeldFrom(tx, tenantId, id, today)) {
    if (!(await administers(tx, ask, unionId))) refuse('FORBIDDEN', { action: 'APPOINT' });
  }
  return id;
}

/** Whether the actor may appoint at a union. */
async function administers(tx: Tx, ask: Ask, unionId: string): Promise<boolean> {
  try {
    await requireMay(tx, ask.actor, 'APPOINT', unionId);
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return false;
  }
}
