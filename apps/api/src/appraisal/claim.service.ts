import { isUnsettled, mayAppeal } from '@huiji/domain/appraisal';
import { requireNotDissolved } from '@huiji/domain/election';
import { refuse } from '@huiji/domain/problem';
import { requireVersion } from '@huiji/domain/submission';
import { under } from '@huiji/filing/open';
import { claimsOf, insertClaim, resultsOf } from '@huiji/store/appraisal';
import { appealsOf, insertAppeal } from '@huiji/store/appraisal-publication';
import { audit } from '@huiji/store/audit';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { Ask } from '../graphql/ask.js';
import { onceIn } from '../graphql/once-in.js';
import { optionalText, requireText } from '../graphql/text.js';
import { type AppraisalYear, openForUnion, requirePublished, requireScheme } from './opening.js';
import { type ScoreInput, scoresSent } from './scores.js';

export interface ClaimInput extends AppraisalYear {
  unionId: string;
  scores: ScoreInput[];
  note?: string | null;
  expectedRevision: number;
  idempotencyKey: string;
}

export interface AppealInput extends AppraisalYear {
  unionId: string;
  reason: string;
  idempotencyKey: string;
}

/** 目标管理考核 on the side of the appraised union: what it says of itself, and that it does not agree. */
@Injectable()
export class ClaimService {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  /** 自评: writes the next revision. */
  async claim(ask: Ask, { idempotencyKey, ...input }: ClaimInput): Promise<void> {
    const note = optionalText('note', input.note, 1_000);
    await onceIn(this.source, ask, idempotencyKey, { claimAppraisal: input }, async (tx) => {
      const opened = await openForUnion(tx, ask, input);
      const { union, scope, publication, entrustmentId } = opened;
      requireNotDissolved(union, ask.actor.today);
      const scheme = requireScheme(opened);
      if (publication) refuse('APPRAISAL_PUBLISHED', { union: union.name });
      const scores = scoresSent(scheme, input.scores);
      const claims = await claimsOf(tx, scope, [union.id]);
      requireVersion(claims.get(union.id)?.revision ?? 0, input.expectedRevision, 'expectedRevision');
      const revision = input.expectedRevision + 1;
      const madeBy = ask.actor.personId;
      await insertClaim(tx, scope, { unionId: union.id, revision, scores, note, madeBy });
      await audit(tx, ask.origin, {
        ...{ action: 'CLAIM_APPRAISAL', objectType: 'trade_union', objectId: union.id, unionId: union.id },
        after: { form: scope.form, period: scope.period, revision, ...under(entrustmentId) },
      });
      return { unionId: union.id };
    });
  }

  /** 申诉, while appeals are taken and none of the union is open. */
  async appeal(ask: Ask, { idempotencyKey, ...input }: AppealInput): Promise<void> {
    const reason = requireText('reason', input.reason, 1_000);
    await onceIn(this.source, ask, idempotencyKey, { appealAppraisal: input }, async (tx) => {
      const opened = await openForUnion(tx, ask, input);
      const { union, body, scope, entrustmentId } = opened;
      const days = requirePublished(opened);
      const against = (await resultsOf(tx, scope, [union.id])).get(union.id)?.revision ?? 0;
      const appeals = await appealsOf(tx, scope, [union.id]);
      const open = appeals.some((appeal) => isUnsettled(appeal, against));
      if (open) refuse('APPRAISAL_APPEALED', { union: union.name });
      if (!mayAppeal(days, ask.actor.today, open))
        refuse('APPRAISAL_APPEALS_OVER', { date: days.appealUntil, body: body.name });
      const id = uuid();
      const madeBy = ask.actor.personId;
      await insertAppeal(tx, scope, { id, unionId: union.id, against, reason, madeBy });
      await audit(tx, ask.origin, {
        ...{ action: 'APPEAL_APPRAISAL', objectType: 'appraisal_appeal', objectId: id, unionId: union.id },
        after: { form: scope.form, period: scope.period, against, ...under(entrustmentId) },
      });
      return { appealId: id };
    });
  }
}
