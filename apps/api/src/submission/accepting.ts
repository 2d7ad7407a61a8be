import { refuse } from '@huiji/domain/problem';
import { acceptingUnion } from '@huiji/domain/submission';
import type { Tx } from '@huiji/store/data-source';
import { tradeUnions } from '@huiji/store/organisation';
import { reviewersAt } from '@huiji/store/person';
import type { Ask } from '../graphql/ask.js';
import type { Seen } from '../organisation/visible.js';

/** The actor reviews at the union whose turn it is to accept what `filers` have filed: NOT_THE_ACCEPTING_UNION. */
export async function requireAccepting(
  tx: Tx,
  ask: Ask,
  { union, ancestors }: Seen,
  filers: readonly string[],
): Promise<void> {
  const { tenantId, personId, today } = ask.actor;
  const above = ancestors.length > 0 ? ancestors : [union.id];
  const reviewers = await reviewersAt(tx, tenantId, above, today);
  const chain = above.map((unionId) => ({ unionId, personIds: reviewers.get(unionId) ?? [] }));
  const accepting = acceptingUnion(chain, filers);
  if (accepting && reviewers.get(accepting)?.includes(personId)) return;
  const { name } = await tradeUnions(tx).findOneByOrFail({
    tenantId,
    id: accepting ?? above[0] ?? union.id,
  });
  refuse('NOT_THE_ACCEPTING_UNION', { union: name });
}
