import { requireNotDissolved, requireWithin } from '@huiji/domain/election';
import { type Ballots, type HomeTrack, readScores, requireBallots, scored } from '@huiji/domain/home';
import { gradeWords, type HomeStandardInput, mostCriteria, readStandard } from '@huiji/domain/home-standard';
import { problem, type Problem, type ProblemCode, refuse, refuseAny } from '@huiji/domain/problem';
import { requireVersion } from '@huiji/domain/submission';
import { requireId } from '@huiji/filing/ids';
import { holdAsFiler, under } from '@huiji/filing/open';
import { mayDo, requireAtRoot, requireMay, visibleInTree } from '@huiji/filing/visible';
import { audit, auditAll } from '@huiji/store/audit';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import {
  evaluationOf,
  type HomeScope,
  insertAssessment,
  insertEvaluation,
  insertStandard,
  keepPlans,
  type PlanLine,
} from '@huiji/store/home';
import { treeOn } from '@huiji/store/organisation';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { Ask } from '../graphql/ask.js';
import { onceIn } from '../graphql/once-in.js';
import { optionalText, requireText } from '../graphql/text.js';
import { homeIn, requireGrassroots, yearsOf } from './home-year.js';
import { type KnownStandard, Standards } from '@huiji/filing/home-standards';

export interface SetHomeStandardInput extends HomeStandardInput {
  documentNo: string;
  idempotencyKey: string;
}

export interface PlanHomesInput {
  track: HomeTrack;
  lines: Array<{ unionId: string; year: number; grade?: number | null }>;
  idempotencyKey: string;
}

export interface AssessHomeInput {
  unionId: string;
  year: number;
  track: HomeTrack;
  grade: number;
  scores: Array<{ criterion: string; points?: string | null; evidence?: string | null }>;
  note?: string | null;
  expectedRevision: number;
  idempotencyKey: string;
}

export interface EvaluateHomeInput extends Ballots {
  unionId: string;
  heldOn: string;
  expectedRevision: number;
  idempotencyKey: string;
}

/** How many lines a plan takes at once. */
const mostLines = 500;

/** 职工之家 up to its award: the standard, the plan, 自评, 考核 and 会员评家. */
@Injectable()
export class HomeService {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  /** Sets a standard from a year on, and answers its id. */
  setStandard(ask: Ask, { idempotencyKey, ...input }: SetHomeStandardInput): Promise<string> {
    return onceIn(this.source, ask, idempotencyKey, { setHomeStandard: input }, async (tx) => {
      await requireAtRoot(tx, ask.actor, 'SET_HOME_STANDARD');
      const { first, last } = yearsOf(ask.actor);
      requireWithin('fromYear', input.fromYear, first, last);
      const documentNo = requireText('documentNo', input.documentNo, 100);
      const standard = readStandard({
        ...input,
        grades: input.grades.map((grade) => ({
          ...grade,
          ...{ zh: requireText('grades.zh', grade.zh, 20), en: requireText('grades.en', grade.en, 40) },
        })),
        criteria: input.criteria.map((one) => ({
          ...one,
          text: requireText('criteria.text', one.text, 200),
        })),
      });
      const id = uuid();
      await insertStandard(tx, ask.actor.tenantId, {
        ...standard,
        id,
        documentNo,
        setBy: ask.actor.personId,
      });
      await audit(tx, ask.origin, {
        ...{ action: 'SET_HOME_STANDARD', objectType: 'home_standard', objectId: id },
        after: { fromYear: standard.fromYear, documentNo, grades: standard.grades.map(({ zh }) => zh) },
      });
      return id;
    });
  }

  /** Makes plans what the lines say, all of them or none; answers how many changed. */
  plan(ask: Ask, { idempotencyKey, ...input }: PlanHomesInput): Promise<number> {
    const field = 'lines';
    if (input.lines.length === 0) refuse('FIELD_REQUIRED', { field }, { field });
    if (input.lines.length > mostLines)
      refuse('REQUEST_TOO_LARGE', { what: field, limit: mostLines }, { field });
    return onceIn(this.source, ask, idempotencyKey, { planHomes: input }, async (tx) => {
      const { tenantId, personId } = ask.actor;
      const lines = await plannedLines(tx, ask, input.lines);
      const changed = await keepPlans(tx, tenantId, { track: input.track, by: personId }, lines);
      const gradeIn = new Map(lines.map(({ unionId, year, grade }) => [`${unionId} ${year}`, grade]));
      await auditAll(
        tx,
        ask.origin,
        changed.map(({ unionId, year }) => ({
          ...{ action: 'PLAN_HOME', objectType: 'trade_union', objectId: unionId, unionId },
          after: { year, track: input.track, grade: gradeIn.get(`${unionId} ${year}`) },
        })),
      );
      return changed.length;
    });
  }

  /** 自评: writes the next revision. */
  assess(ask: Ask, { idempotencyKey, ...input }: AssessHomeInput): Promise<string> {
    const { first, now } = yearsOf(ask.actor);
    requireWithin('year', input.year, first, now);
    return onceIn(this.source, ask, idempotencyKey, { assessHome: input }, async (tx) => {
      const { union, entrustmentId } = await holdAsFiler(tx, ask, input.unionId);
      requireGrassroots(union);
      requireNotDissolved(union, ask.actor.today);
      const scope = scopeOf(ask, union, input);
      const { standard, assessment } = await homeIn(tx, scope, ask.actor.today);
      requireRevision(assessment?.revision ?? 0, input.expectedRevision);
      const made = { scope, standard, inspected: null, under: under(entrustmentId) };
      return this.write(tx, ask, input, made);
    });
  }

  /** 考核: writes the next revision, of the self-assessment as it stands now. */
  inspect(ask: Ask, { idempotencyKey, ...input }: AssessHomeInput): Promise<string> {
    const { first, now } = yearsOf(ask.actor);
    requireWithin('year', input.year, first, now);
    return onceIn(this.source, ask, idempotencyKey, { inspectHome: input }, async (tx) => {
      const { union } = await requireMay(tx, ask.actor, 'INSPECT_HOMES', input.unionId);
      requireGrassroots(union);
      requireNotDissolved(union, ask.actor.today);
      const scope = scopeOf(ask, union, input);
      const { standard, assessment, inspection } = await homeIn(tx, scope, ask.actor.today);
      const missing = { union: union.name, year: input.year };
      if (!assessment?.complete) return refuse('HOME_NOT_ASSESSED', missing, { field: 'year' });
      if (assessment.madeBy === ask.actor.personId) refuse('HOME_ASSESSED_BY_INSPECTOR');
      requireRevision(inspection?.revision ?? 0, input.expectedRevision);
      const made = { scope, standard, inspected: assessment.revision, under: {} };
      return this.write(tx, ask, input, made);
    });
  }

  /** 会员评家: writes the next revision of the year that it was held in. */
  evaluate(ask: Ask, { idempotencyKey, ...input }: EvaluateHomeInput): Promise<string> {
    const { unionId, heldOn, expectedRevision, ...counts } = input;
    requireBallots(counts);
    const { today, tenantId, personId } = ask.actor;
    if (heldOn > today) refuse('DATE_IN_FUTURE', { field: 'heldOn' }, { field: 'heldOn' });
    const { first, now } = yearsOf(ask.actor);
    requireWithin('heldOn', Number(heldOn.slice(0, 4)), first, now);
    return onceIn(this.source, ask, idempotencyKey, { evaluateHome: input }, async (tx) => {
      const { union, entrustmentId } = await holdAsFiler(tx, ask, unionId);
      requireGrassroots(union);
      requireNotDissolved(union, heldOn);
      const scope = { tenantId, unionId: union.id, year: Number(heldOn.slice(0, 4)) };
      requireRevision((await evaluationOf(tx, scope))?.revision ?? 0, expectedRevision);
      const revision = expectedRevision + 1;
      if (!(await insertEvaluation(tx, scope, { ...counts, heldOn, revision, madeBy: personId })))
        requireRevision(revision, expectedRevision);
      await audit(tx, ask.origin, {
        ...{ action: 'EVALUATE_HOME', objectType: 'trade_union', objectId: union.id, unionId: union.id },
        after: { heldOn, revision, ...under(entrustmentId) },
      });
      return union.id;
    });
  }

  private async write(
    tx: Tx,
    ask: Ask,
    input: Omit<AssessHomeInput, 'idempotencyKey'>,
    { scope, standard, inspected, under: entrusted }: Made,
  ): Promise<string> {
    const { grade, expectedRevision } = input;
    const { unionId, year, track } = scope;
    if (input.scores.length > mostCriteria)
      refuse('REQUEST_TOO_LARGE', { what: 'scores', limit: mostCriteria }, { field: 'scores' });
    const scores = readScores(
      standard,
      grade,
      input.scores.map(({ evidence, ...score }) => ({
        ...score,
        evidence: optionalText('evidence', evidence, 500),
      })),
    );
    const inspection = inspected !== null;
    const revision = expectedRevision + 1;
    const id = uuid();
    const written = await insertAssessment(tx, scope, {
      ...{ id, inspection, revision, inspected, standardId: standard.id, grade, scores },
      ...scored(standard, grade, scores),
      ...{ note: optionalText('note', input.note, 1000), madeBy: ask.actor.personId },
    });
    // Somebody else wrote this revision meanwhile.
    if (!written) requireRevision(revision, expectedRevision);
    await audit(tx, ask.origin, {
      ...{
        action: inspection ? 'INSPECT_HOME' : 'ASSESS_HOME',
        objectType: 'home_assessment',
        objectId: id,
        unionId,
      },
      after: { year, track, grade, revision, ...entrusted },
    });
    return id;
  }
}

/** Whose home is scored, by which standard; of an inspection the revision inspected, and how an entrusted filer's audit row says so. */
interface Made {
  scope: HomeScope;
  standard: KnownStandard;
  inspected: number | null;
  under: object;
}

const requireRevision = (actual: number, expected: number): void =>
  requireVersion(actual, expected, 'expectedRevision');

const scopeOf = (
  { actor: { tenantId } }: Ask,
  { id: unionId }: TradeUnion,
  { year, track }: Pick<AssessHomeInput, 'year' | 'track'>,
): HomeScope => ({ tenantId, unionId, year, track });

/** The lines of a plan, or all that is wrong with them: NOT_FOUND, FORBIDDEN, HOME_OF_GRASSROOTS, UNION_DISSOLVED, GRADE_UNKNOWN, HOME_PLAN_TWICE. */
async function plannedLines(tx: Tx, ask: Ask, sent: PlanHomesInput['lines']): Promise<PlanLine[]> {
  const { first, last } = yearsOf(ask.actor);
  const what = '工会 union';
  const ids = sent.map(({ unionId }) => requireId(unionId, what, 'lines'));
  const seen = await visibleInTree(tx, ask.actor, [...new Set(ids)], treeOn(ask.actor.today));
  const standards = await Standards.of(tx, ask.actor.tenantId);
  const keys = sent.map(({ unionId, year }) => `${unionId} ${year}`);
  const problems: Problem[] = [];
  sent.forEach(({ unionId, year, grade = null }, at) => {
    const place = { field: 'lines', row: at + 1 };
    const wrong = (code: ProblemCode, details: Problem['details']): void =>
      void problems.push(problem(code, details, place));
    const found = seen.get(unionId);
    if (!found) return wrong('NOT_FOUND', { what });
    const { name: union, level, dissolvedOn } = found.union;
    const { grades } = standards.forYear(year);
    if (!mayDo('PLAN_HOMES', found)) return wrong('FORBIDDEN', { action: 'PLAN_HOMES' });
    if (level !== 'GRASSROOTS') wrong('HOME_OF_GRASSROOTS', { union });
    if (dissolvedOn && dissolvedOn <= ask.actor.today) wrong('UNION_DISSOLVED', { union, date: dissolvedOn });
    if (year < first || year > last)
      wrong('NUMBER_OUT_OF_RANGE', { field: 'year', value: year, min: first, max: last });
    if (grade !== null && !grades[grade - 1]) wrong('GRADE_UNKNOWN', { grade, words: gradeWords(grades) });
    if (keys.indexOf(`${unionId} ${year}`) !== at) wrong('HOME_PLAN_TWICE', { union, year });
  });
  refuseAny(problems);
  return sent.map(({ grade = null, ...line }) => ({ ...line, grade }));
}
