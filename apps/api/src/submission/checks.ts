import { checkInput, runChecks } from '@huiji/domain/check';
import type { Content } from '@huiji/domain/draft';
import type { Form } from '@huiji/domain/form';
import type { Problem } from '@huiji/domain/problem';

/** What the checks of a form find in what one union has filled in. */
export const hitsOf = (form: Form, content: Content): Problem[] =>
  runChecks(form, checkInput(content.entries, content.rows), 'FILED');
