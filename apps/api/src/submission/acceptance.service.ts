import { problem, type Problem, Refusal, refuse } from '@huiji/domain/problem';
import { doubtsOf } from '@huiji/domain/risk';
import { acceptedCounters } from '@huiji/domain/rollup';
import { barTo, filersOf, nextState, requireVersion } from '@huiji/domain/submission';
import { requireId } from '@huiji/filing/ids';
import { allowed, type Seen, visibleInTree } from '@huiji/filing/visible';
import { auditAll } from '@huiji/store/audit';
import { postSubmissions } from '@huiji/store/contribution';
import type { Tx } from '@huiji/store/data-source';
import { formAt } from '@huiji/store/form';
import { unionsById } from '@huiji/store/organisation';
import { lockPeriod } from '@huiji/store/period';
import { reviewersAt } from '@huiji/store/person';
import { lockSubmissions, type Reviewable, submissionHeads } from '@huiji/store/review';
import { markRevised } from '@huiji/store/rollup';
import type { Scope } from '@huiji/store/scope';
import type { SubmissionHead } from '@huiji/store/submission';
import { markReviewed } from '@huiji/store/submission-steps';
import { reviewableInFinal } from '@huiji/store/window';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Doorbell } from '../doorbell.js';
import type { Ask } from '../graphql/ask.js';
import { onceIn } from '../graphql/once-in.js';
import { ReconciliationService } from '../reconciliation/reconciliation.service.js';
import { chainOf } from './accepting.js';
import { byScope } from './by-scope.js';

interface Asked {
  submissionId: string;
  expectedVersion: number;
}

export interface AcceptManyInput {
  submissions: Asked[];
  onlyClean?: boolean | null;
  idempotencyKey: string;
}

/** What became of one of those asked for: accepted where nothing is said against it. */
export interface Verdict {
  submissionId: string;
  problems: Problem[];
}

/** A submission that the actor may see, locked, with what decides about it. */
interface Case {
  submission: SubmissionHead & Reviewable;
  seen: Seen;
  /** Whether its period is FINAL, and whether it may be reviewed although it is. */
  final: boolean;
  reviewable: boolean;
}

const limit = 200;

/** 批量审核: accepting many at once, in one transaction and by a bounded number of statements. */
@Injectable()
export class AcceptanceService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
    @Inject(ReconciliationService) private readonly reconciliation: ReconciliationService,
  ) {}

  /**
   * Accepts those of some submissions that may be accepted, unless `onlyClean` is false only those without a doubt (无疑点), and says of
   * each other one why not. One transaction holds all of them; the same key answers the same verdicts.
   */
  async acceptMany(ask: Ask, input: AcceptManyInput): Promise<Verdict[]> {
    const { submissions: asked, idempotencyKey } = input;
    const onlyClean = input.onlyClean ?? true;
    const field = 'submissions';
    if (asked.length === 0) refuse('FIELD_REQUIRED', { field }, { field });
    if (asked.length > limit) refuse('REQUEST_TOO_LARGE', { what: field, limit }, { field });
    const { verdicts, scopes } = await onceIn(
      this.source,
      ask,
      idempotencyKey,
      { acceptMany: asked, onlyClean },
      async (tx) => {
        const cases = await casesOf(tx, ask, asked);
        const differing = await this.reconciliation.unacknowledged(tx, [...cases.values()]);
        const judge = await judgeOf(tx, ask, cases, { onlyClean, differing });
        const accepted: Case[] = [];
        const verdicts = asked.map((one): Verdict => {
          const taken = accepted.some(({ submission }) => submission.id === one.submissionId.toLowerCase());
          const problems = toldOf(() => accepted.push(judge(one, taken)));
          return { submissionId: one.submissionId, problems };
        });
        return { verdicts, scopes: await accept(tx, ask, accepted) };
      },
    );
    this.doorbell.ring(scopes);
    return verdicts;
  }
}

/** What a refusal says; nothing where there is none. */
function toldOf(decide: () => unknown): Problem[] {
  try {
    decide();
    return [];
  } catch (error) {
    if (error instanceof Refusal) return [...error.problems];
    throw error;
  }
}

/** Locks the periods, then the submissions asked for that the actor may see, by id: each in one order. */
async function casesOf(tx: Tx, ask: Ask, asked: readonly Asked[]): Promise<Map<string, Case>> {
  const { tenantId } = ask.actor;
  // What is no id cannot be one of ours; it gets its answer like any other that is not there.
  const ids = asked.flatMap(({ submissionId }) => {
    const isId = toldOf(() => requireId(submissionId, '填报 submission')).length === 0;
    return isId ? [submissionId.toLowerCase()] : [];
  });
  const heads = await submissionHeads(tx, tenantId, [...new Set(ids)]);
  const seen = new Map<string, { seen: Seen; final: boolean }>();
  for (const code of [...new Set(heads.map(({ period }) => period))].toSorted()) {
    const period = await lockPeriod(tx, tenantId, code, 'SHARED');
    if (!period) continue;
    const within = heads.filter((head) => head.period === code);
    const tree = { day: period.endsOn, recorded: period.recorded };
    const unionIds = [...new Set(within.map(({ unionId }) => unionId))];
    const visible = await visibleInTree(tx, ask.actor, unionIds, tree);
    for (const { id, unionId } of within) {
      const union = visible.get(unionId);
      if (union) seen.set(id, { seen: union, final: period.status === 'FINAL' });
    }
  }
  const locked = await lockSubmissions(tx, tenantId, [...seen.keys()]);
  const late = [...seen].flatMap(([id, { final }]) => (final ? [id] : []));
  const reviewable = late.length > 0 ? await reviewableInFinal(tx, tenantId, late) : new Set<string>();
  return new Map(
    [...seen].flatMap(([id, facts]): Array<[string, Case]> => {
      const submission = locked.get(id);
      return submission ? [[id, { ...facts, submission, reviewable: reviewable.has(id) }]] : [];
    }),
  );
}

/** Decides about one of those asked for: its case where it may be accepted, else a refusal. `taken`: it was, by the same request. */
async function judgeOf(
  tx: Tx,
  ask: Ask,
  cases: ReadonlyMap<string, Case>,
  { onlyClean, differing }: { onlyClean: boolean; differing: ReadonlyMap<string, number> },
): Promise<(asked: Asked, taken: boolean) => Case> {
  const { tenantId, personId, today } = ask.actor;
  const above = [...cases.values()].flatMap(({ seen }) => [seen.union.id, ...seen.ancestors]);
  const chains = [...new Set(above)];
  const reviewers = await reviewersAt(tx, tenantId, chains, today);
  const unions = await unionsById(tx, tenantId, chains);
  return ({ submissionId, expectedVersion }, taken) => {
    const field = 'submissionId';
    const found = cases.get(submissionId.toLowerCase());
    const { submission, seen, final, reviewable } =
      found ?? refuse('NOT_FOUND', { what: '填报 submission' }, { field });
    allowed('ACCEPT', seen);
    requireVersion(submission.version + (taken ? 1 : 0), expectedVersion);
    if (final && !reviewable) refuse('REVIEW_NEEDS_WINDOW', { period: submission.period });
    nextState(submission.state, 'ACCEPT');
    const bar = barTo(personId, filersOf(submission), chainOf(seen, reviewers));
    if (bar === 'FILED_IT') refuse('FILER_MAY_NOT_ACCEPT');
    if (bar) refuse('NOT_THE_ACCEPTING_UNION', { union: unions.get(bar.acceptingUnion)?.name ?? '' });
    if (onlyClean) requireClean(submission);
    const count = differing.get(submission.id);
    if (count !== undefined) refuse('BREACH_UNACKNOWLEDGED', { count });
    return { submission, seen, final, reviewable };
  };
}

function requireClean({ risk }: Reviewable): void {
  const doubts = doubtsOf(risk);
  if (doubts.length === 0) return;
  const [zh, en] = [doubts.map((doubt) => doubt.zh).join(';'), doubts.map((doubt) => doubt.en).join('; ')];
  throw new Refusal([problem('SUBMISSION_NOT_CLEAN', { zh, en })]);
}

/** Writes acceptances, one statement for each kind of row and scope. Answers the scopes that are to be drained. */
async function accept(tx: Tx, ask: Ask, cases: readonly Case[]): Promise<Scope[]> {
  if (cases.length === 0) return [];
  const { tenantId, personId } = ask.actor;
  const ids = cases.map(({ submission }) => submission.id);
  await markReviewed(tx, tenantId, ids, { state: 'ACCEPTED', by: personId });
  await auditAll(
    tx,
    ask.origin,
    cases.map(({ submission: { id, unionId, state, version } }) => ({
      ...{ action: 'ACCEPT', objectType: 'submission', objectId: id, unionId },
      ...{ before: { state, version }, after: { state: 'ACCEPTED' } },
    })),
  );
  const scopes: Scope[] = [];
  for (const alike of byScope(cases, ({ submission }) => submission)) {
    const { form, period, formVersion } = alike[0].submission;
    const scope = { tenantId, form, period };
    scopes.push(scope);
    await postSubmissions(tx, scope, await formAt(tx, tenantId, form, formVersion), {
      by: personId,
      submissions: alike.map(({ submission, seen }) => ({
        id: submission.id,
        counters: acceptedCounters(seen.union.level),
      })),
    });
  }
  // Under the scopes' locks, so after everything else, and in one order.
  for (const alike of byScope(
    cases.filter(({ final }) => final),
    ({ submission }) => submission,
  )) {
    const { form, period } = alike[0].submission;
    const revised = alike.flatMap(({ seen }) => [seen.union.id, ...seen.ancestors]);
    await markRevised(tx, { tenantId, form, period }, [...new Set(revised)]);
  }
  return scopes;
}
