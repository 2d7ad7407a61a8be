import { parsePeriod } from '@huiji/domain/period';
import { nextState } from '@huiji/domain/submission';
import { audit } from '@huiji/store/audit';
import { postProgress } from '@huiji/store/contribution';
import { openCover } from '@huiji/store/cover';
import type { Tx } from '@huiji/store/data-source';
import { parametersOn } from '@huiji/store/parameter';
import { keepRisk } from '@huiji/store/review';
import { markSubmitted } from '@huiji/store/submission-steps';
import type { Filer } from './actor.js';
import { hitsOf } from './checks.js';
import { contentOf } from './content.js';
import { type OpenedSubmission, under } from './open.js';
import { requireSound, soundnessOf } from './sound.js';
import { weigh } from './weigh.js';

/**
 * 上报, in the transaction that has opened (`requireOpen`) and locked the return; the version that a client has seen is checked by then.
 * Arithmetic hits refuse it, plausibility hits ask for an explanation, law hits only flag. Answers its id.
 */
export async function submitAt(
  tx: Tx,
  { actor, origin }: Filer,
  { submission, form, union, entrustmentId }: OpenedSubmission,
  explanation: string | null,
): Promise<string> {
  const { tenantId, personId } = actor;
  const state = nextState(submission.state, 'SUBMIT');
  const parameters = await parametersOn(tx, tenantId, parsePeriod(submission.period).endsOn);
  const hits = await hitsOf(tx, tenantId, { form, submission, level: union.level }, parameters);
  const cover = openCover(tx, submission);
  requireSound(soundnessOf(form, { ...contentOf(form, submission), cover }, hits), explanation);
  const scope = { tenantId, form: submission.form, period: submission.period };
  const move = { state, by: personId, entrustmentId, explanation };
  const { late } = await markSubmitted(tx, scope, submission.id, move);
  await keepRisk(
    tx,
    tenantId,
    submission.id,
    await weigh(tx, scope, { form, submission, hits, late, parameters }),
  );
  if (submission.revision === 1) await postProgress(tx, scope, [submission.unionId]);
  await audit(tx, origin, {
    action: 'SUBMIT',
    objectType: 'submission',
    objectId: submission.id,
    unionId: submission.unionId,
    before: { state: submission.state },
    after: { state, revision: submission.revision, ...under(entrustmentId) },
  });
  return submission.id;
}
