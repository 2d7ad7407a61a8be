import { parseDay } from '@huiji/domain/period';
import { refuse } from '@huiji/domain/problem';
import { type FilingView, filingViews } from '@huiji/filing/filings';
import type { TradeUnion } from '@huiji/store/entities';
import { type FilingFacts, filingFacts } from '@huiji/store/filing';
import type { Tx } from '@huiji/store/data-source';
import type { Scope } from '@huiji/store/scope';
import type { Submission } from '@huiji/store/submission';
import type { Ask } from '../graphql/ask.js';

/** A union, a form and a period, as a request names them. */
export interface UnionScope {
  unionId: string;
  form: string;
  period: string;
}

/** `Submission.filing` for all submissions of an answer by one statement (a Mercurius loader). */
export const filingLoader = {
  async loader(queries: ReadonlyArray<{ obj: Submission }>, { ask }: { ask: Ask }): Promise<FilingView[]> {
    const asked = queries.map(({ obj: { id, form, period, unionId } }) => ({
      form,
      period,
      unionId,
      submissionId: id,
    }));
    return filingViews(await ask.read(), ask.actor.tenantId, asked);
  },
  opts: { cache: false },
};

/** How a union's filing stands in a scope; NOT_EXPECTED where no report is expected of it. */
export async function requireExpected(
  tx: Tx,
  { tenantId, form, period }: Scope,
  union: TradeUnion,
): Promise<FilingFacts> {
  const [facts] = await filingFacts(tx, tenantId, [{ form, period, unionId: union.id, submissionId: null }]);
  return facts?.expected
    ? facts
    : refuse('NOT_EXPECTED', { union: union.name, period }, { field: 'unionId' });
}

/** A day between two others, both inclusive: DATE_INVALID, DATE_ORDER (naming the earlier field), DAY_TOO_FAR. */
export function requireDay(
  field: string,
  text: string,
  { earliest, latest }: { earliest?: readonly [field: string, day: string]; latest: string },
): string {
  const day = parseDay(text, field);
  if (earliest && day < earliest[1]) refuse('DATE_ORDER', { earlier: earliest[0], later: field }, { field });
  return day <= latest ? day : refuse('DAY_TOO_FAR', { field, value: day, latest }, { field });
}
