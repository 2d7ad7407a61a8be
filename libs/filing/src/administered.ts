import { appointing, may, roles } from '@huiji/domain/access';
import { refuse } from '@huiji/domain/problem';
import type { Tx } from '@huiji/store/data-source';
import { unionsById } from '@huiji/store/organisation';
import type { PersonsMeant } from '@huiji/store/person-search';
import type { Actor } from './actor.js';
import { visibleUnion } from './visible.js';

/**
 * The people whose accounts the actor administers, all of them or those at and below a union. FORBIDDEN for who administers nobody, NOT_FOUND
 * for a union that is not to be seen.
 */
export async function personsMeant(tx: Tx, actor: Actor, unionId: string | null): Promise<PersonsMeant> {
  const { tenantId, appointments, today: day } = actor;
  const administered = roles.filter((role) =>
    appointments.some((held) => may(appointing(role), [held], held.unionId, [])),
  );
  if (administered.length === 0) refuse('FORBIDDEN', { action: 'APPOINT' });
  if (unionId !== null) {
    const { union, ancestors } = await visibleUnion(tx, actor, unionId);
    const there = administered.filter((role) => may(appointing(role), appointments, union.id, ancestors));
    return { tenantId, roles: there, below: { unionIds: [union.id], day } };
  }
  const unionIds = appointments
    .filter((held) => administered.some((role) => may(appointing(role), [held], held.unionId, [])))
    .map((held) => held.unionId);
  const tops = await unionsById(tx, tenantId, unionIds);
  const everywhere = [...tops.values()].some(({ level }) => level === 'FEDERATION');
  return { tenantId, roles: administered, below: everywhere ? null : { unionIds, day } };
}
