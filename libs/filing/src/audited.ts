import { may } from '@huiji/domain/access';
import type { AuditSearch, ReadEvent } from '@huiji/store/audit-search';
import type { Tx } from '@huiji/store/data-source';
import type { Actor } from './actor.js';
import { requireAtRoot, requireMay } from './visible.js';

/**
 * Where events are looked for: about a union and those below it, or (null) everything, also what is about no union, as accounts and settings
 * are. FORBIDDEN, NOT_FOUND.
 */
export async function auditedBelow(
  tx: Tx,
  actor: Actor,
  unionId: string | null,
): Promise<Pick<AuditSearch, 'below'>> {
  if (unionId === null) {
    await requireAtRoot(tx, actor, 'READ_TENANT_AUDIT');
    return {};
  }
  const { union } = await requireMay(tx, actor, 'READ_AUDIT', unionId);
  return { below: { unionIds: [union.id], day: actor.today } };
}

/** What a row of these says was before and after are figures of totals: for whoever may read figures. */
const withFigures: readonly string[] = ['REBUILD_TOTALS', 'ACKNOWLEDGE_BREACH'];

/** Events as the actor may read them. */
export const eventsFor = (actor: Actor, events: readonly ReadEvent[]): ReadEvent[] =>
  readsFigures(actor)
    ? [...events]
    : events.map((event) =>
        withFigures.includes(event.action) ? { ...event, before: null, after: null } : event,
      );

/** Whether any of the actor's appointments lets them read figures at all: where they may read of a union, they may read its figures. */
const readsFigures = ({ appointments }: Actor): boolean =>
  appointments.some((held) => may('READ_FIGURES', [held], held.unionId, []));
