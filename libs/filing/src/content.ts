import { restore } from '@huiji/domain/draft';
import type { Form } from '@huiji/domain/form';
import type { Rows } from '@huiji/domain/rows';
import type { Submission } from '@huiji/store/submission';

/** What a submission says, read from how it is stored. */
export const contentOf = (form: Form, submission: Submission) => ({
  entries: restore(form, submission),
  rows: submission.rows as Rows,
});
