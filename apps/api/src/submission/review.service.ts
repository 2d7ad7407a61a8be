import { refuse } from '@huiji/domain/problem';
import { acceptedCounters } from '@huiji/domain/rollup';
import { filersOf, nextState, requireVersion, type SubmissionAction } from '@huiji/domain/submission';
import { requireId } from '@huiji/filing/ids';
import { requireMay, type Seen } from '@huiji/filing/visible';
import { audit } from '@huiji/store/audit';
import { insertComments } from '@huiji/store/comment';
import { postProgress, postSubmission } from '@huiji/store/contribution';
import type { Tx } from '@huiji/store/data-source';
import { formAt } from '@huiji/store/form';
import { holdUnions, type TreeAt } from '@huiji/store/organisation';
import { lockPeriod } from '@huiji/store/period';
import { lockSubmission, submissionHead, type SubmissionHead } from '@huiji/store/submission';
import { markReviewed } from '@huiji/store/submission-steps';
import { markRevised } from '@huiji/store/rollup';
import { reviewableInFinal } from '@huiji/store/window';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Doorbell } from '../doorbell.js';
import type { Ask } from '../graphql/ask.js';
import { onceIn } from '../graphql/once-in.js';
import { requireText } from '../graphql/text.js';
import { ReconciliationService } from '../reconciliation/reconciliation.service.js';
import { requireAccepting } from './accepting.js';
import { type CellComment, readComments } from './comment.service.js';
import { hideUnion } from './submission.service.js';

export interface AcceptInput {
  submissionId: string;
  expectedVersion: number;
  idempotencyKey: string;
}

export interface ReturnInput extends AcceptInput {
  reason: string;
  comments?: CellComment[] | null;
}

/** Reviewing (审核): the direct parent accepts; higher bodies may only return; never the person who filed. */
@Injectable()
export class ReviewService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
    @Inject(ReconciliationService) private readonly reconciliation: ReconciliationService,
  ) {}

  /**
   * 审核通过. One transaction holds the submission, its contribution, the pointer in the outbox and the audit row;
   * the worker adds it to the totals above.
   */
  async accept(ask: Ask, input: AcceptInput): Promise<string> {
    const { tenantId, personId } = ask.actor;
    const { submissionId, ...scope } = await onceIn(
      this.source,
      ask,
      input.idempotencyKey,
      { accept: input },
      async (tx) => {
        const { submission, seen, final } = await this.lock(tx, ask, 'ACCEPT', input);
        const state = nextState(submission.state, 'ACCEPT');
        await requireAccepting(tx, ask, seen, filersOf(submission));
        const [differing] = (await this.reconciliation.unacknowledged(tx, [{ submission, seen }])).values();
        if (differing !== undefined) refuse('BREACH_UNACKNOWLEDGED', { count: differing });
        const form = await formAt(tx, tenantId, submission.form, submission.formVersion);
        const posted = { tenantId, form: submission.form, period: submission.period };
        await Promise.all([
          markReviewed(tx, tenantId, [submission.id], { state, by: personId }),
          postSubmission(tx, posted, form, {
            submissionId: submission.id,
            by: personId,
            counters: acceptedCounters(seen.union.level),
          }),
          final && markRevised(tx, posted, [seen.union.id, ...seen.ancestors]),
          this.leaveTrace(tx, ask, 'ACCEPT', submission, { state }),
        ]);
        return { ...posted, submissionId: submission.id };
      },
    );
    this.doorbell.ring([scope]);
    return submissionId;
  }

  /** 退回, with a reason and comments on cells; the figures stay as they were filed and the filer corrects them. */
  async return(ask: Ask, input: ReturnInput): Promise<string> {
    const { tenantId, personId } = ask.actor;
    const returnReason = requireText('reason', input.reason, 1_000);
    return onceIn(this.source, ask, input.idempotencyKey, { return: input }, async (tx) => {
      const { submission } = await this.lock(tx, ask, 'RETURN', input);
      const state = nextState(submission.state, 'RETURN');
      const form = await formAt(tx, tenantId, submission.form, submission.formVersion);
      const comments = readComments(form, input.comments ?? []);
      await markReviewed(tx, tenantId, [submission.id], { state, by: personId, returnReason });
      if (comments.length > 0)
        await insertComments(tx, tenantId, { submissionId: submission.id, by: personId }, comments);
      if (submission.revision === 1) {
        const scope = { tenantId, form: submission.form, period: submission.period };
        await postProgress(tx, scope, [submission.unionId]);
      }
      const commented = comments.length > 0 ? { commented: comments.map(({ cell }) => cell) } : {};
      await this.leaveTrace(tx, ask, 'RETURN', submission, { state, returnReason, ...commented });
      return submission.id;
    });
  }

  /** Locks the period, then the submission, that the actor may review. */
  private async lock(
    tx: Tx,
    ask: Ask,
    action: Extract<SubmissionAction, 'ACCEPT' | 'RETURN'>,
    input: AcceptInput,
  ): Promise<{ submission: SubmissionHead; seen: Seen; final: boolean }> {
    const { tenantId } = ask.actor;
    const id = requireId(input.submissionId, '填报 submission', 'submissionId');
    const unknown = (): never => refuse('NOT_FOUND', { what: '填报 submission' }, { field: 'submissionId' });
    const found = (await submissionHead(tx, tenantId, id)) ?? unknown();
    // What returning posts must not cross a change of the union's registers.
    if (action === 'RETURN') await holdUnions(tx, tenantId, [found.unionId]);
    const locked = await Promise.all([
      lockPeriod(tx, tenantId, found.period, 'SHARED'),
      lockSubmission(tx, tenantId, id),
    ]);
    const [period, submission] = [locked[0] ?? unknown(), locked[1] ?? unknown()];
    const tree: TreeAt = { day: period.endsOn, recorded: period.recorded };
    const seen = await hideUnion(requireMay(tx, ask.actor, action, found.unionId, tree), unknown);
    requireVersion(submission.version, input.expectedVersion);
    const final = period.status === 'FINAL';
    if (final && !(await reviewableInFinal(tx, tenantId, [id])).has(id))
      refuse('REVIEW_NEEDS_WINDOW', { period: found.period });
    return { submission, seen, final };
  }

  private leaveTrace(
    tx: Tx,
    ask: Ask,
    action: string,
    submission: SubmissionHead,
    after: object,
  ): Promise<void> {
    const { state, version } = submission;
    return audit(tx, ask.origin, {
      action,
      objectType: 'submission',
      objectId: submission.id,
      unionId: submission.unionId,
      before: { state, version },
      after,
    });
  }
}
