import type { Form } from '@huiji/domain/form';
import type { Problem } from '@huiji/domain/problem';
import { ruleInput, runRules } from '@huiji/domain/rule-run';
import type { Submission } from '@huiji/store/submission';
import { contentOf } from './content.js';

/** What the rules of a form find in what one union has filled in. */
export function hitsOf(form: Form, submission: Submission): Problem[] {
  const { entries, rows } = contentOf(form, submission);
  return runRules(form, ruleInput(entries, rows, { handover: submission.handover }), 'FILED');
}
