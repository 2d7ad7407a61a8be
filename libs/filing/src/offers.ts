import type { Form } from '@huiji/domain/form';
import { type Offer, type Offered, offersOf } from '@huiji/domain/offer';
import { countedLife, filesFor } from '@huiji/domain/organisation';
import { parsePeriod } from '@huiji/domain/period';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { lookupsOf } from '@huiji/store/entry';
import type { Scope } from '@huiji/store/scope';
import { bookOfPeriod } from '@huiji/store/work-record';

const made = new Set(['lastAccepted', 'quarters'] as const);

/** Tells for which periods a union was to file. */
export const dueOf = (union: TradeUnion): ((period: string) => boolean) => {
  const life = countedLife(union);
  return (period) => filesFor(life, parsePeriod(period));
};

/** What is offered to a union for the cells that it types. */
export const offersTo = (union: TradeUnion, form: Form, known: Omit<Offered, 'due'>): Map<string, Offer> =>
  offersOf(form, union.level, { ...known, due: dueOf(union) });

/** What is offered to a union for a scope now. */
export async function presentOffers(
  tx: Tx,
  scope: Scope,
  union: TradeUnion,
  form: Form,
): Promise<Map<string, Offer>> {
  const looked = await lookupsOf(tx, scope, { unionId: union.id, form }, made);
  const book = await bookOfPeriod(tx, scope.tenantId, union.id, parsePeriod(scope.period));
  return offersTo(union, form, { ...looked, book });
}
