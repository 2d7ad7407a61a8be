import { appraisalSentences } from './sentences/appraisal.js';
import { attachmentSentences } from './sentences/attachment.js';
import { catalogueSentences } from './sentences/catalogue.js';
import { entrySentences } from './sentences/entry.js';
import { entrustmentSentences } from './sentences/entrustment.js';
import { filingSentences } from './sentences/filing.js';
import { formSentences } from './sentences/form.js';
import { foundingSentences } from './sentences/founding.js';
import { generalSentences } from './sentences/general.js';
import { identitySentences } from './sentences/identity.js';
import { loadSentences } from './sentences/load.js';
import { noticeSentences } from './sentences/notice.js';
import { organisationSentences } from './sentences/organisation.js';
import { periodSentences } from './sentences/period.js';
import { homeSentences } from './sentences/home.js';
import { registersSentences } from './sentences/registers.js';
import { reportTemplateSentences } from './sentences/report-template.js';
import { rulesSentences } from './sentences/rules.js';
import { signatureSentences } from './sentences/signature.js';
import { targetSentences } from './sentences/target.js';
import { reminderSentences } from './sentences/reminder.js';
import { transferSentences } from './sentences/transfer.js';
import { workRecordSentences } from './sentences/work-record.js';
import { workbookSentences } from './sentences/workbook.js';

/**
 * The catalogue of problems: every way a person can be wrong, with a code, a sentence in Chinese and one in
 * English that says what is wrong, where, and what to do. `docs/problems.md` lists the same codes; a test
 * compares the two. `{name}` is filled from the problem's details.
 */
export const sentences = {
  ...generalSentences,
  ...identitySentences,
  ...entrustmentSentences,
  ...filingSentences,
  ...attachmentSentences,
  ...signatureSentences,
  ...periodSentences,
  ...entrySentences,
  ...organisationSentences,
  ...foundingSentences,
  ...homeSentences,
  ...registersSentences,
  ...loadSentences,
  ...rulesSentences,
  ...catalogueSentences,
  ...formSentences,
  ...reminderSentences,
  ...workbookSentences,
  ...reportTemplateSentences,
  ...targetSentences,
  ...appraisalSentences,
  ...noticeSentences,
  ...workRecordSentences,
  ...transferSentences,
} as const;
