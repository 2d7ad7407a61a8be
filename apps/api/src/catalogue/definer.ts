import { may } from '@huiji/domain/access';
import { refuse } from '@huiji/domain/problem';
import type { Tx } from '@huiji/store/data-source';
import { tradeUnions } from '@huiji/store/organisation';
import type { Ask } from '../graphql/ask.js';

/** FORBIDDEN unless the actor defines what is asked, indicators and forms, for the whole federation. */
export async function requireDefiner(tx: Tx, { actor }: Ask): Promise<void> {
  const root = await tradeUnions(tx).findOneByOrFail({ tenantId: actor.tenantId, level: 'FEDERATION' });
  if (!may('DEFINE_FORMS', actor.appointments, root.id, [])) refuse('FORBIDDEN', { action: 'DEFINE_FORMS' });
}
