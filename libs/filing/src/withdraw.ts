import { nextState } from '@huiji/domain/submission';
import { auditAll } from '@huiji/store/audit';
import { postProgress } from '@huiji/store/contribution';
import type { Tx } from '@huiji/store/data-source';
import type { Scope } from '@huiji/store/scope';
import { markWithdrawn } from '@huiji/store/submission-steps';
import type { Filer } from './actor.js';
import { type OpenedSubmission, under } from './open.js';

/**
 * 撤回上报 of returns of one scope, in the transaction that has opened (`requireOpen`, `openMany`) and locked them; the versions that a
 * client has seen are checked by then. They are drafts again, as if they had not been submitted: they may be late the next time.
 * WRONG_STATE once anybody has reviewed one. A bounded number of statements, however many.
 */
export async function withdrawAll(
  tx: Tx,
  { origin }: Filer,
  scope: Scope,
  opened: ReadonlyArray<Pick<OpenedSubmission, 'submission' | 'entrustmentId'>>,
): Promise<void> {
  const returns = opened.map(({ submission }) => submission);
  const [state] = returns.map((submission) => nextState(submission.state, 'WITHDRAW'));
  if (!state) return;
  const ids = returns.map(({ id }) => id);
  await markWithdrawn(tx, scope.tenantId, ids, state);
  const first = returns.filter(({ revision }) => revision === 1).map(({ unionId }) => unionId);
  await postProgress(tx, scope, first);
  await auditAll(
    tx,
    origin,
    opened.map(({ submission, entrustmentId }) => ({
      action: 'WITHDRAW',
      objectType: 'submission',
      objectId: submission.id,
      unionId: submission.unionId,
      before: { state: submission.state, filedBy: submission.filedBy, filedAt: submission.filedAt },
      after: { state, revision: submission.revision, ...under(entrustmentId) },
    })),
  );
}
