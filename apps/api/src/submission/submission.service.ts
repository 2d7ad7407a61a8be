import { coverLacks, type FiledCover } from '@huiji/domain/cover';
import { entrustmentFor } from '@huiji/domain/entrustment';
import type { Form } from '@huiji/domain/form';
import { parsePeriod, type Period } from '@huiji/domain/period';
import { problem, type Problem, Refusal, refuse, refuseAny } from '@huiji/domain/problem';
import { isFiledFor } from '@huiji/domain/rollup';
import { nextState, requireVersion } from '@huiji/domain/submission';
import { audit } from '@huiji/store/audit';
import { openCover } from '@huiji/store/cover';
import type { Tx } from '@huiji/store/data-source';
import { postProgress } from '@huiji/store/contribution';
import type { TradeUnion } from '@huiji/store/entities';
import { holdEntrustment } from '@huiji/store/entrustment';
import { formAt } from '@huiji/store/form';
import { parametersOn } from '@huiji/store/parameter';
import { lockFiling } from '@huiji/store/period';
import { keepRisk } from '@huiji/store/review';
import {
  insertDraft,
  lockNewest,
  lockWithContent,
  submissionHead,
  type Submission,
} from '@huiji/store/submission';
import { markSubmitted, markWithdrawn } from '@huiji/store/submission-steps';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Ask, requireId } from '../graphql/ask.js';
import { onceIn } from '../graphql/once-in.js';
import { optionalText, requireText } from '../graphql/text.js';
import { holdForFiling } from '../organisation/visible.js';
import { requireForm, requireTakesFilings } from '../period/scope.js';
import { hitsOf } from './checks.js';
import { contentOf } from './content.js';
import { weigh } from './weigh.js';

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
      const { tenantId, personId } = ask.actor;
      const opened = await this.lockOwn(tx, ask, input.submissionId);
      const { submission, form, union, entrustmentId } = opened;
      requireVersion(submission.version, input.expectedVersion);
      const state = nextState(submission.state, 'SUBMIT');
      const parameters = await parametersOn(tx, tenantId, parsePeriod(submission.period).endsOn);
      const hits = await hitsOf(tx, tenantId, { form, submission, level: union.level }, parameters);
      requireSound(form, submission, openCover(tx, submission), hits, explanation);
      const scope = { tenantId, ...scopeOf(submission) };
      const move = { state, by: personId, entrustmentId, explanation };
      const { late } = await markSubmitted(tx, scope, submission.id, move);
      await keepRisk(
        tx,
        tenantId,
        submission.id,
        await weigh(tx, scope, { form, submission, hits, late, parameters }),
      );
      if (submission.revision === 1) await postProgress(tx, scope, [submission.unionId]);
      await audit(tx, ask.origin, {
        action: 'SUBMIT',
        objectType: 'submission',
        objectId: submission.id,
        unionId: submission.unionId,
        before: { state: submission.state },
        after: { state, revision: submission.revision, ...under(entrustmentId) },
      });
      return submission.id;
    });
  }

  /**
   * 撤回上报: the filers take a submission back to correct it, before anybody has reviewed it and while it can still be filed again. It is a
   * draft then, as if it had not been submitted: it may be late the next time.
   */
  withdraw(ask: Ask, input: WithdrawInput): Promise<string> {
    return onceIn(this.source, ask, input.idempotencyKey, { withdraw: input }, async (tx) => {
      const { tenantId } = ask.actor;
      const { submission, entrustmentId } = await this.lockOwn(tx, ask, input.submissionId);
      requireVersion(submission.version, input.expectedVersion);
      const state = nextState(submission.state, 'WITHDRAW');
      await markWithdrawn(tx, tenantId, submission.id, state);
      if (submission.revision === 1)
        await postProgress(tx, { tenantId, ...scopeOf(submission) }, [submission.unionId]);
      await audit(tx, ask.origin, {
        action: 'WITHDRAW',
        objectType: 'submission',
        objectId: submission.id,
        unionId: submission.unionId,
        before: { state: submission.state, filedBy: submission.filedBy, filedAt: submission.filedAt },
        after: { state, revision: submission.revision, ...under(entrustmentId) },
      });
      return submission.id;
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
      const scope = { tenantId, ...scopeOf(submission) };
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
  private async lockOwn(
    tx: Tx,
    ask: Ask,
    submissionId: string,
  ): Promise<Opened & { submission: Submission }> {
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

const scopeOf = ({ form, period }: { form: string; period: string }) => ({ form, period });

/** What the actor may file, and under which entrustment (代报); null for the union's own filer. */
interface Opened {
  union: TradeUnion;
  form: Form;
  entrustmentId: string | null;
}

/** How an audit row says that something was done under an entrustment (代报). */
export const under = (entrustmentId: string | null): object => (entrustmentId ? { entrustmentId } : {});

/**
 * The union and the form, if the actor may file for it and the period takes filings of the form from it now. An entrustment that the
 * actor files under cannot end until the transaction does.
 */
export async function requireOpen(
  tx: Tx,
  ask: Ask,
  { unionId, form: formCode, period: code }: { unionId: string; form: string; period: string },
): Promise<Opened> {
  const { tenantId, today } = ask.actor;
  const period = parsePeriod(code);
  const { union, appointments } = await holdForFiling(tx, ask.actor, unionId);
  const entrustmentId = entrustmentFor(appointments, union.id);
  // It may have ended since the request began.
  if (entrustmentId && !(await holdEntrustment(tx, tenantId, entrustmentId, today)))
    refuse('FORBIDDEN', { action: 'FILE' });
  const opened = await lockFiling(tx, { tenantId, form: formCode, period: code }, union);
  if (!opened?.formVersion) return refuseScope(tx, tenantId, formCode, period);
  requireTakesFilings(opened, code, today);
  if (!opened.expected) refuse('NOT_EXPECTED', { union: union.name, period: code }, { field: 'unionId' });
  return { union, entrustmentId, form: await formAt(tx, tenantId, formCode, opened.formVersion) };
}

/** Says why nothing is filed in a scope: FORM_UNKNOWN, FORM_NOT_FOR_PERIOD or PERIOD_UNKNOWN. */
async function refuseScope(tx: Tx, tenantId: string, formCode: string, period: Period): Promise<never> {
  const form = await requireForm(tx, tenantId, formCode);
  if (!isFiledFor(form, period))
    refuse('FORM_NOT_FOR_PERIOD', { form: form.code, period: period.code }, { field: 'period' });
  return refuse('PERIOD_UNKNOWN', { period: period.code }, { field: 'period' });
}

/** Refuses a submission that is empty, lacks what its cover must say, is arithmetically wrong, or implausible without a word of explanation. */
function requireSound(
  form: Form,
  submission: Submission,
  cover: FiledCover,
  hits: readonly Problem[],
  explanation: string | null,
): void {
  const content = contentOf(form, submission);
  if (content.entries.size === 0) refuse('SUBMISSION_EMPTY');
  const lacking = coverLacks(form, cover);
  const of = (severity: Problem['severity']): Problem[] => hits.filter((hit) => hit.severity === severity);
  refuseAny([...(lacking ? [lacking] : []), ...of('ARITHMETIC')]);
  const doubtful = of('PLAUSIBILITY');
  if (doubtful.length > 0 && !explanation) {
    refuseAny([
      problem('EXPLANATION_REQUIRED', { count: doubtful.length }, { field: 'explanation' }),
      ...doubtful,
    ]);
  }
}
