import { may } from '@huiji/domain/access';
import { refuse } from '@huiji/domain/problem';
import type { Tx } from '@huiji/store/data-source';
import { tradeUnions } from '@huiji/store/organisation';
import type { Ask } from '../graphql/ask.js';

/** FORBIDDEN for whoever does not manage periods at the federation itself. */
export async function requireManager(tx: Tx, { actor }: Ask): Promise<void> {
  const root = await tradeUnions(tx).findOneByOrFail({ tenantId: actor.tenantId, level: 'FEDERATION' });
  if (!may('MANAGE_PERIODS', actor.appointments, root.id, []))
    refuse('FORBIDDEN', { action: 'MANAGE_PERIODS' });
}
