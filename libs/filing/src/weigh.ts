import type { Form } from '@huiji/domain/form';
import { carriedCells } from '@huiji/domain/offer';
import type { ParameterValues } from '@huiji/domain/parameter';
import type { Problem } from '@huiji/domain/problem';
import { type Risk, riskOf } from '@huiji/domain/risk';
import type { Tx } from '@huiji/store/data-source';
import { lookupsOf } from '@huiji/store/entry';
import type { Scope } from '@huiji/store/scope';
import type { Submission } from '@huiji/store/submission';
import { contentOf } from './content.js';

/** A return that is being submitted, with what its checks found and when it comes. */
interface Filed {
  form: Form;
  submission: Submission;
  hits: readonly Problem[];
  late: boolean;
  parameters: ParameterValues;
}

/** Weighs a return that is being submitted: once, so that the queue need not. */
export async function weigh(
  tx: Tx,
  scope: Scope,
  { form, submission, hits, late, parameters }: Filed,
): Promise<Risk> {
  const about = { unionId: submission.unionId, form };
  const { lastAccepted } = await lookupsOf(tx, scope, about, new Set(['lastAccepted'] as const));
  return riskOf({
    ...{ form, hits, late, last: lastAccepted, entries: contentOf(form, submission).entries },
    parameters,
    carriedCells: carriedCells(submission.origins),
  });
}
