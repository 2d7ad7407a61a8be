import { refuse } from '@huiji/domain/problem';
import { barTo, type Reviewers } from '@huiji/domain/submission';
import type { Seen } from '@huiji/filing/visible';
import type { Tx } from '@huiji/store/data-source';
import { tradeUnions } from '@huiji/store/organisation';
import { reviewersAt } from '@huiji/store/person';
import type { Ask } from '../graphql/ask.js';

/** The unions whose reviewers may accept what a union files, nearest first: its superiors, for the root the root. */
export function chainOf(
  { union, ancestors }: Seen,
  reviewers: ReadonlyMap<string, readonly string[]>,
): [Reviewers, ...Reviewers[]] {
  const at = (unionId: string): Reviewers => ({ unionId, personIds: reviewers.get(unionId) ?? [] });
  const [nearest = union.id, ...above] = ancestors;
  return [at(nearest), ...above.map(at)];
}

/**
 * The actor reviews at the union whose turn it is to accept what `filers` have filed or signed, and is none of them:
 * FILER_MAY_NOT_ACCEPT, NOT_THE_ACCEPTING_UNION.
 */
export async function requireAccepting(
  tx: Tx,
  ask: Ask,
  seen: Seen,
  filers: readonly string[],
): Promise<void> {
  const { tenantId, personId, today } = ask.actor;
  const reviewers = await reviewersAt(tx, tenantId, [seen.union.id, ...seen.ancestors], today);
  const bar = barTo(personId, filers, chainOf(seen, reviewers));
  if (!bar) return;
  if (bar === 'FILED_IT') refuse('FILER_MAY_NOT_ACCEPT');
  const { name } = await tradeUnions(tx).findOneByOrFail({ tenantId, id: bar.acceptingUnion });
  refuse('NOT_THE_ACCEPTING_UNION', { union: name });
}
