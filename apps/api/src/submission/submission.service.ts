import { Refusal, refuse } from '@huiji/domain/problem';
import { requireVersion } from '@huiji/domain/submission';
import { requireId } from '@huiji/filing/ids';
import { type OpenedSubmission, requireOpen, under } from '@huiji/filing/open';
import { submitAt } from '@huiji/filing/submit';
import { withdrawAll } from '@huiji/filing/withdraw';
import { audit } from '@huiji/store/audit';
import { openCover } from '@huiji/store/cover';
import type { Tx } from '@huiji/store/data-source';
import { lockNewest, lockWithContent, submissionHead } from '@huiji/store/submission';
import { insertDraft } from '@huiji/store/submission-content';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Ask } from '../graphql/ask.js';
import { onceIn } from '../graphql/once-in.js';
import { optionalText, requireText } from '../graphql/text.js';

export interface SubmitInput {
  submissionId: string;
  expectedVersion: number;
  explanation?: string | null;
  idempotencyKey: string;
}

export interface RestateInput {
  submissionId: string;
  reason: string;
  idempotencyKey: string;
}

export interface WithdrawInput {
  submissionId: string;
  expectedVersion: number;
  idempotencyKey: string;
}

const most = { explanation: 2_000, reason: 1_000 };

/** Filing (填报): submission, withdrawal and restatement. Drafts are entry/draft.service.ts, reviewing is review.service.ts. */
@Injectable()
export class SubmissionService {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  /** 上报. Arithmetic hits refuse it, plausibility hits ask for an explanation, law hits only flag. */
  submit(ask: Ask, input: SubmitInput): Promise<string> {
    const explanation = optionalText('explanation', input.explanation, most.explanation);
    return onceIn(this.source, ask, input.idempotencyKey, { submit: input }, async (tx) => {
      const opened = await this.lockOwn(tx, ask, input.submissionId);
      requireVersion(opened.submission.version, input.expectedVersion);
      return submitAt(tx, ask, opened, explanation);
    });
  }

  /**
   * 撤回上报: the filers take a submission back to correct it, before anybody has reviewed it and while it can still be filed again. It is a
   * draft then, as if it had not been submitted: it may be late the next time.
   */
  withdraw(ask: Ask, input: WithdrawInput): Promise<string> {
    return onceIn(this.source, ask, input.idempotencyKey, { withdraw: input }, async (tx) => {
      const opened = await this.lockOwn(tx, ask, input.submissionId);
      requireVersion(opened.submission.version, input.expectedVersion);
      const { id, form, period } = opened.submission;
      await withdrawAll(tx, ask, { tenantId: ask.actor.tenantId, form, period }, [opened]);
      return id;
    });
  }

  /** 更正: a new draft revision of an accepted submission, filled as the accepted one is. */
  restate(ask: Ask, input: RestateInput): Promise<string> {
    const reason = requireText('reason', input.reason, most.reason);
    return onceIn(this.source, ask, input.idempotencyKey, { restate: input }, async (tx) => {
      const { tenantId, personId } = ask.actor;
      const { submission, entrustmentId } = await this.lockOwn(tx, ask, input.submissionId);
      if (submission.state !== 'ACCEPTED')
        refuse('WRONG_STATE', { state: submission.state, action: 'RESTATE' });
      const scope = { tenantId, form: submission.form, period: submission.period };
      const newest = await lockNewest(tx, scope, submission.unionId);
      if (newest?.state === 'ACCEPTED' && newest.id !== submission.id) {
        const seen = { expected: submission.revision, actual: newest.revision };
        refuse('STALE_REVISION', seen, { field: 'submissionId' });
      }
      const id = await insertDraft(tx, scope, {
        ...submission,
        cover: openCover(tx, submission),
        revision: submission.revision + 1,
        by: personId,
        entrustmentId,
        restatementReason: reason,
      });
      if (!id) return refuse('RESTATEMENT_EXISTS', { revision: submission.revision + 1 });
      await audit(tx, ask.origin, {
        action: 'RESTATE',
        objectType: 'submission',
        objectId: id,
        unionId: submission.unionId,
        after: {
          ...{ replaces: submission.id, revision: submission.revision + 1, reason },
          ...under(entrustmentId),
        },
      });
      return id;
    });
  }

  /** Locks the period, then a submission that the actor may file, in that order. */
  private async lockOwn(tx: Tx, ask: Ask, submissionId: string): Promise<OpenedSubmission> {
    const { tenantId } = ask.actor;
    const id = requireId(submissionId, '填报 submission', 'submissionId');
    const unknown = (): never => refuse('NOT_FOUND', { what: '填报 submission' }, { field: 'submissionId' });
    const found = (await submissionHead(tx, tenantId, id)) ?? unknown();
    const opened = await hideUnion(requireOpen(tx, ask, found), unknown);
    return { submission: (await lockWithContent(tx, tenantId, id)) ?? unknown(), ...opened };
  }
}

/** Whoever may not see the union must not learn that its submission exists: the same NOT_FOUND as for any id. */
export async function hideUnion<T>(found: Promise<T>, unknown: () => never): Promise<T> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof Refusal && error.problems[0].code === 'NOT_FOUND') return unknown();
    throw error;
  }
}
