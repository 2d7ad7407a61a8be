import { daysLate } from '@huiji/domain/calendar';
import { type Occasion, occasionOf } from '@huiji/domain/organisation';
import { parsePeriod } from '@huiji/domain/period';
import type { Tx } from '@huiji/store/data-source';
import { type FilingAsked, type FilingFacts, filingFacts } from '@huiji/store/filing';

/** How a union's filing stands: what is known of it, for which occasion it is filed, and until when it is in time (its extension, where it has one). */
export type FilingView = FilingFacts & { occasion: Occasion; dueOn: string | null };

/** How the filings asked for stand, in their order. */
export async function filingViews(
  tx: Tx,
  tenantId: string,
  asked: readonly FilingAsked[],
): Promise<FilingView[]> {
  return (await filingFacts(tx, tenantId, asked)).map((facts) => ({
    ...facts,
    occasion: occasionOf(facts.life, parsePeriod(facts.period)),
    deadline: facts.deadline && { level: facts.level, ...facts.deadline },
    dueOn: facts.extension?.dueOn ?? facts.deadline?.dueOn ?? null,
  }));
}

/** What a union that has not filed is told: until when it is in time, and how late it is on a day. */
export const debtOf = ({ dueOn, extension, occasion }: FilingView, today: string) => ({
  ...{ dueOn, occasion },
  daysLate: daysLate(dueOn, today),
  extended: extension !== null,
});
