import { type AppraisalScheme, readScheme } from '@huiji/domain/appraisal-scheme';
import { daysAfter } from '@huiji/domain/period';
import { refuse } from '@huiji/domain/problem';
import { requireVersion } from '@huiji/domain/submission';
import { requireId } from '@huiji/filing/ids';
import { requireMay } from '@huiji/filing/visible';
import { childStandings, hasAppraised, insertResults, insertScheme } from '@huiji/store/appraisal';
import { answerAppeal, appealById, finalise, insertPublication } from '@huiji/store/appraisal-publication';
import { audit, auditAll } from '@huiji/store/audit';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { Ask } from '../graphql/ask.js';
import { onceIn } from '../graphql/once-in.js';
import { requireText } from '../graphql/text.js';
import { hideUnion } from '../submission/submission.service.js';
import { appealsOpen } from './appraisal.reader.js';
import { type AppraisalLine, givenBy } from './given.js';
import { type AppraisalYear, openForBody, requirePublished, requireScheme } from './opening.js';

export interface StepInput extends AppraisalYear {
  bodyId: string;
  idempotencyKey: string;
}

export interface SetSchemeInput extends StepInput, AppraisalScheme {
  expectedRevision: number;
  documentNo: string;
}

export interface AppraiseInput extends StepInput {
  lines: AppraisalLine[];
}

export interface AnswerInput {
  appealId: string;
  outcome: 'UPHELD' | 'REJECTED';
  answer: string;
  idempotencyKey: string;
}

/** How many unions are appraised at once at most. */
const mostLines = 100;

const noSuchAppeal = (): never => refuse('NOT_FOUND', { what: '申诉 appeal' }, { field: 'appealId' });

/** 目标管理考核 on the side of the body: its scheme, what it gives, and what it makes known. */
@Injectable()
export class AppraisalService {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  /** 考核办法: writes the next revision, until the first union is appraised. */
  async setScheme(ask: Ask, { idempotencyKey, ...input }: SetSchemeInput): Promise<void> {
    await onceIn(this.source, ask, idempotencyKey, { setAppraisalScheme: input }, async (tx) => {
      const { body, scope, scheme } = await openForBody(tx, ask, input);
      const documentNo = requireText('documentNo', input.documentNo, 100);
      const made = readScheme({
        ...{ nothingBelow: input.nothingBelow, mostCounted: input.mostCounted, appealDays: input.appealDays },
        items: input.items.map((item) => ({ ...item, text: requireText('text', item.text, 200) })),
        grades: input.grades.map(({ zh, en, from }) => ({
          ...{ zh: requireText('zh', zh, 40), en: requireText('en', en, 40), from },
        })),
      });
      if (await hasAppraised(tx, scope))
        refuse('APPRAISAL_SCHEME_FROZEN', { body: body.name, period: scope.period });
      const revision = scheme?.revision ?? 0;
      requireVersion(revision, input.expectedRevision, 'expectedRevision');
      const id = uuid();
      const setBy = ask.actor.personId;
      await insertScheme(tx, scope, { id, revision: revision + 1, documentNo, scheme: made, setBy });
      await audit(tx, ask.origin, {
        ...{ action: 'SET_APPRAISAL_SCHEME', objectType: 'appraisal_scheme', objectId: id, unionId: body.id },
        after: { form: scope.form, period: scope.period, documentNo, revision: revision + 1 },
      });
      return { schemeId: id };
    });
  }

  /** 考核: all lines or, where anything is wrong with one of them, none. */
  async appraise(ask: Ask, { idempotencyKey, ...input }: AppraiseInput): Promise<void> {
    const field = 'lines';
    if (input.lines.length === 0) refuse('FIELD_REQUIRED', { field }, { field });
    if (input.lines.length > mostLines)
      refuse('REQUEST_TOO_LARGE', { what: field, limit: mostLines }, { field });
    await onceIn(this.source, ask, idempotencyKey, { appraise: input }, async (tx) => {
      const opened = await openForBody(tx, ask, input);
      const { scope } = opened;
      const results = await givenBy(tx, ask, opened, input.lines);
      const by = { schemeId: requireScheme(opened).id, madeBy: ask.actor.personId };
      await insertResults(tx, scope, by, results);
      await auditAll(
        tx,
        ask.origin,
        results.map(({ unionId, revision }) => ({
          ...{ action: 'APPRAISE', objectType: 'trade_union', objectId: unionId, unionId },
          after: { form: scope.form, period: scope.period, revision },
        })),
      );
      return { bodyId: scope.bodyId };
    });
  }

  /** 公示: from today on, with the days for appeals that the scheme says. */
  async publish(ask: Ask, { idempotencyKey, ...input }: StepInput): Promise<void> {
    await onceIn(this.source, ask, idempotencyKey, { publishAppraisal: input }, async (tx) => {
      const opened = await openForBody(tx, ask, input);
      const { body, scope, of, publication } = opened;
      const { appealDays } = requireScheme(opened);
      if (publication) {
        const date = publication.publishedOn;
        refuse('APPRAISAL_PUBLISHED_BEFORE', { body: body.name, period: scope.period, date });
      }
      const children = await childStandings(tx, scope, of.tree);
      if (children.every(({ standing }) => standing === null))
        refuse('APPRAISAL_NOTHING_TO_PUBLISH', { body: body.name, period: scope.period });
      const publishedOn = ask.actor.today;
      const appealUntil = daysAfter(publishedOn, appealDays);
      await insertPublication(tx, scope, { publishedOn, appealUntil, by: ask.actor.personId });
      await audit(tx, ask.origin, {
        ...{ action: 'PUBLISH_APPRAISAL', objectType: 'trade_union', objectId: body.id, unionId: body.id },
        after: { form: scope.form, period: scope.period, appealUntil },
      });
      return { bodyId: body.id };
    });
  }

  /** Answers an appeal, and says of which appraisal it is. */
  answer(ask: Ask, { idempotencyKey, ...input }: AnswerInput): Promise<AppraisalYear & { bodyId: string }> {
    const { tenantId, personId: by } = ask.actor;
    const id = requireId(input.appealId, '申诉 appeal', 'appealId');
    const answer = requireText('answer', input.answer, 1_000);
    return onceIn(this.source, ask, idempotencyKey, { answerAppeal: input }, async (tx) => {
      const appeal = (await appealById(tx, tenantId, id)) ?? noSuchAppeal();
      const { bodyId, form, period, unionId } = appeal;
      await hideUnion(requireMay(tx, ask.actor, 'APPRAISE', bodyId), noSuchAppeal);
      await openForBody(tx, ask, { bodyId, form, period });
      if (!(await answerAppeal(tx, tenantId, { id, outcome: input.outcome, answer, by })))
        refuse('APPRAISAL_APPEAL_ANSWERED', {}, { field: 'appealId' });
      await audit(tx, ask.origin, {
        ...{ action: 'ANSWER_APPEAL', objectType: 'appraisal_appeal', objectId: id, unionId },
        after: { form, period, outcome: input.outcome },
      });
      return { bodyId, form, period };
    });
  }

  /** Ends an appraisal: from then on nothing of it changes. */
  async finalise(ask: Ask, { idempotencyKey, ...input }: StepInput): Promise<void> {
    await onceIn(this.source, ask, idempotencyKey, { finaliseAppraisal: input }, async (tx) => {
      const opened = await openForBody(tx, ask, input);
      const { body, scope, of } = opened;
      const { appealUntil } = requirePublished(opened);
      const { today: on, personId: by } = ask.actor;
      if (on <= appealUntil) refuse('APPRAISAL_APPEALS_RUN', { date: appealUntil });
      const count = await appealsOpen(tx, scope, await childStandings(tx, scope, of.tree));
      if (count > 0) refuse('APPRAISAL_APPEALS_OPEN', { count });
      await finalise(tx, scope, { on, by });
      await audit(tx, ask.origin, {
        ...{ action: 'FINALISE_APPRAISAL', objectType: 'trade_union', objectId: body.id, unionId: body.id },
        after: { form: scope.form, period: scope.period },
      });
      return { bodyId: body.id };
    });
  }
}
