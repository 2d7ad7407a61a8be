import { coverLacks, type FiledCover } from '@huiji/domain/cover';
import type { Form } from '@huiji/domain/form';
import { problem, type Problem, refuse, refuseAny } from '@huiji/domain/problem';
import type { Submission } from '@huiji/store/submission';
import { contentOf } from './content.js';

/** Refuses a submission that is empty, lacks what its cover must say, is arithmetically wrong, or implausible without a word of explanation. */
export function requireSound(
  form: Form,
  submission: Submission,
  cover: FiledCover,
  hits: readonly Problem[],
  explanation: string | null,
): void {
  const content = contentOf(form, submission);
  if (content.entries.size === 0) refuse('SUBMISSION_EMPTY');
  const lacking = coverLacks(form, cover);
  const of = (severity: Problem['severity']): Problem[] => hits.filter((hit) => hit.severity === severity);
  refuseAny([...(lacking ? [lacking] : []), ...of('ARITHMETIC')]);
  const doubtful = of('PLAUSIBILITY');
  if (doubtful.length > 0 && !explanation) {
    refuseAny([
      problem('EXPLANATION_REQUIRED', { count: doubtful.length }, { field: 'explanation' }),
      ...doubtful,
    ]);
  }
}
