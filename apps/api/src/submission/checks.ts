import { checkInput, runChecks } from '@huiji/domain/check';
import type { Form } from '@huiji/domain/form';
import type { Problem } from '@huiji/domain/problem';
import type { Submission } from '@huiji/store/submission';
import { contentOf } from './content.js';

/** What the checks of a form find in what one union has filled in. */
export function hitsOf(form: Form, submission: Submission): Problem[] {
  const { entries, rows } = contentOf(form, submission);
  return runChecks(form, checkInput(entries, rows, { handover: submission.handover }), 'FILED');
}
