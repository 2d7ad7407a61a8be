import { transferPlaces } from '@huiji/domain/form';
import { parsePeriod } from '@huiji/domain/period';
import { type TransferSides, unionsOf } from '@huiji/domain/transfer';
import type { Tx } from './data-source.js';
import { formOf } from './form.js';
import { lockTree, lockUnions } from './organisation.js';
import { changeableScopes, post } from './registry.js';
import type { Change } from './rollup.js';
import type { Scope } from './scope.js';
import { apexOf } from './transfer-netting.js';

/** What an order comes to in figures: `members` (人) more, or less, from a day on. */
export interface Booking {
  members: bigint;
  countedOn: string;
}

/**
 * Changes an order of 会籍接转: locks its two unions, and the bodies at which they meet, runs `change`, and posts what that says to both
 * and to the lowest common ancestor, in every period that counts its day; nothing where it says nothing. Answers the scopes to ring for.
 */
export async function bookTransfer(
  tx: Tx,
  tenantId: string,
  between: TransferSides,
  change: () => Promise<Booking | null>,
): Promise<Change[]> {
  await lockTree(tx, tenantId, 'SHARED');
  const scopes = await changeableScopes(tx, tenantId);
  const days = new Set(scopes.map(({ period }) => parsePeriod(period).endsOn));
  const apexes = new Map<string, string>();
  const sides = unionsOf(between);
  const [one, other] = sides;
  if (one && other)
    for (const day of days) {
      const apex = await apexOf(tx, tenantId, [one, other], day);
      if (apex) apexes.set(day, apex);
    }
  await lockUnions(tx, tenantId, [...sides, ...apexes.values()]);
  const booking = await change();
  const moved: Change[] = [];
  for (const scope of booking ? scopes : []) {
    const { startsOn, endsOn } = parsePeriod(scope.period);
    const counts = booking !== null && booking.countedOn >= startsOn && booking.countedOn <= endsOn;
    if (!counts || !(await computesTransfers(tx, scope))) continue;
    await post(tx, scope, sides);
    const apex = apexes.get(endsOn);
    if (apex) await post(tx, scope, [apex], { netting: (_, standing) => standing + booking.members });
    moved.push({ ...scope, unions: [] });
  }
  return moved;
}

const computesTransfers = async (tx: Tx, scope: Scope): Promise<boolean> =>
  transferPlaces(await formOf(tx, scope)).length > 0;
