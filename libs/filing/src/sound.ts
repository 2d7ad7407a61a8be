import { coverLacks } from '@huiji/domain/cover';
import type { Form } from '@huiji/domain/form';
import type { Filled } from '@huiji/domain/import';
import { problem, type Problem, refuseAny } from '@huiji/domain/problem';

/** What stands against submitting a return: `unsound` whatever is said of it, `doubtful` without an explanation (上报说明). */
export interface Soundness {
  unsound: Problem[];
  doubtful: Problem[];
}

/** Whether a return can be submitted, with what its rules find: not when it is empty, lacks what its cover must say, or is arithmetically wrong. */
export function soundnessOf(
  form: Form,
  { entries, cover }: Pick<Filled, 'entries' | 'cover'>,
  hits: readonly Problem[],
): Soundness {
  const of = (severity: Problem['severity']): Problem[] => hits.filter((hit) => hit.severity === severity);
  const lacking = coverLacks(form, cover);
  const unsound =
    entries.size === 0 ? [problem('SUBMISSION_EMPTY')] : [...(lacking ? [lacking] : []), ...of('ARITHMETIC')];
  return { unsound, doubtful: of('PLAUSIBILITY') };
}

/** Refuses a submission that is unsound, or doubtful without a word of explanation: EXPLANATION_REQUIRED. */
export function requireSound({ unsound, doubtful }: Soundness, explanation: string | null): void {
  refuseAny(unsound);
  if (doubtful.length > 0 && !explanation) {
    refuseAny([
      problem('EXPLANATION_REQUIRED', { count: doubtful.length }, { field: 'explanation' }),
      ...doubtful,
    ]);
  }
}
