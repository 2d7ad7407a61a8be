import { nextState } from '@huiji/domain/submission';
import { audit } from '@huiji/store/audit';
import { postProgress } from '@huiji/store/contribution';
import type { Tx } from '@huiji/store/data-source';
import { markWithdrawn } from '@huiji/store/submission-steps';
import type { Filer } from './actor.js';
import { type OpenedSubmission, under } from './open.js';

/**
 * 撤回上报, in the transaction that has opened (`requireOpen`) and locked the return; the version that a client has seen is checked by
 * then. It is a draft again, as if it had not been submitted: it may be late the next time. WRONG_STATE once anybody has reviewed it.
 * Answers its id.
 */
export async function withdrawAt(
  tx: Tx,
  { actor, origin }: Filer,
  { submission, entrustmentId }: Pick<OpenedSubmission, 'submission' | 'entrustmentId'>,
): Promise<string> {
  const { tenantId } = actor;
  const state = nextState(submission.state, 'WITHDRAW');
  await markWithdrawn(tx, tenantId, submission.id, state);
  if (submission.revision === 1) {
    const scope = { tenantId, form: submission.form, period: submission.period };
    await postProgress(tx, scope, [submission.unionId]);
  }
  await audit(tx, origin, {
    action: 'WITHDRAW',
    objectType: 'submission',
    objectId: submission.id,
    unionId: submission.unionId,
    before: { state: submission.state, filedBy: submission.filedBy, filedAt: submission.filedAt },
    after: { state, revision: submission.revision, ...under(entrustmentId) },
  });
  return submission.id;
}
