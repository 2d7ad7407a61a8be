import { refuse } from '@huiji/domain/problem';
import { type Seen, visibleUnion } from '@huiji/filing/visible';
import type { Tx } from '@huiji/store/data-source';
import type { TreeAt } from '@huiji/store/organisation';
import type { Actor } from '../graphql/ask.js';

/** The unions at which the actor reviews. */
export const unionsReviewed = ({ appointments }: Actor): string[] => [
  ...new Set(appointments.filter(({ role }) => role === 'REVIEWER').map(({ unionId }) => unionId)),
];

/** A union that is seen and at which the actor reviews; FORBIDDEN at any other. */
export async function requireReviewer(tx: Tx, actor: Actor, unionId: string, tree: TreeAt): Promise<Seen> {
  const seen = await visibleUnion(tx, actor, unionId, tree);
  return unionsReviewed(actor).includes(seen.union.id) ? seen : refuse('FORBIDDEN', { action: 'ACCEPT' });
}
