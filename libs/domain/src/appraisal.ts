/** 目标管理考核: what a union's targets and items give, and its place among the others. */
import type { AppraisalItem, AppraisalScheme } from './appraisal-scheme.js';
import { divide, formatFigure, hundredths, type Mark, readFigure, scaledOf, shortened } from './figure.js';
import { problem, type Problem, refuseAny } from './problem.js';
import type { Measure } from './target.js';

/** What one item was given: a decimal with two places, null while it is not scored, which is not 0. */
export interface AppraisalScore {
  item: string;
  points: string | null;
  /** Of a claim, what shows it; of a result, why. */
  note: string | null;
}

/**
 * Scores as they were sent, canonical and in the order of the scheme, each of its items once; or all that is wrong with them:
 * APPRAISAL_ITEM_TWICE, APPRAISAL_ITEM_UNKNOWN, APPRAISAL_POINTS_TOO_MANY, and what a decimal can have. `row`: of several unions.
 */
export function readItemScores(
  { items }: Pick<AppraisalScheme, 'items'>,
  sent: ReadonlyArray<{ item: string; points?: string | null; note?: string | null }>,
  row?: number,
): AppraisalScore[] {
  const asked = new Map(items.map((item) => [item.code, item]));
  const given = new Map<string, AppraisalScore>();
  const problems: Problem[] = [];
  for (const { item: code, points, note } of sent) {
    const place = { field: 'scores', cell: shortened(code), ...(row === undefined ? {} : { row }) };
    const item = asked.get(code);
    const named = { item: shortened(code) };
    if (!item) problems.push(problem('APPRAISAL_ITEM_UNKNOWN', named, place));
    else if (given.has(code)) problems.push(problem('APPRAISAL_ITEM_TWICE', named, place));
    else {
      const read = readPoints(points, item, place);
      if (read !== null && typeof read !== 'bigint') problems.push(read);
      else
        given.set(code, {
          ...{ item: code, note: note?.trim() || null },
          points: read === null ? null : formatFigure(read, 2),
        });
    }
  }
  refuseAny(problems);
  return items.map(({ code }) => given.get(code) ?? { item: code, points: null, note: null });
}

function readPoints(
  points: string | null | undefined,
  { text, points: most }: AppraisalItem,
  place: { field: string; cell: string },
): bigint | null | Problem {
  if (!points?.trim()) return null;
  const read = readFigure(points, { cell: text, decimals: 2, unit: '' }, place);
  if (typeof read !== 'bigint' || read <= hundredths(most)) return read;
  return problem('APPRAISAL_POINTS_TOO_MANY', { item: text, value: shortened(points), most }, place);
}

/**
 * A target with points as it stood when a union was appraised, and what the reports said: decimals as `formatFigure` makes them, with the
 * measure's places.
 */
export interface AppraisedTarget {
  measure: Pick<Measure, 'code'>;
  /** Points, with two places. */
  weight: string;
  value: string;
  actual: string | null;
  mark: Mark;
}

/** What the result of a union follows from, besides the scheme. */
export interface AppraisalInputs {
  targets: readonly AppraisedTarget[];
  scores: readonly AppraisalScore[];
}

/** The result of a union; points in hundredths. */
export interface Appraised {
  /** Of each target, in their order; null without a figure. */
  targetPoints: ReadonlyArray<bigint | null>;
  /** 得分: of what is known. */
  total: bigint;
  /** 满分: the weights of all targets and the points of all scored items. */
  outOf: bigint;
  /** Whether every target has a figure and every scored item its points. */
  complete: boolean;
  /** 等次, by its place in the scheme; null where it is not complete, nothing can be had, or it is below the last. */
  grade: number | null;
}

/** Adds up what a union is given: always the same for the same scheme and inputs, so that every result can be worked out again. */
export function appraised(scheme: AppraisalScheme, { targets, scores }: AppraisalInputs): Appraised {
  const targetPoints = targets.map((target) => pointsOf(scheme, target));
  const given = new Map(scores.map(({ item, points }) => [item, points]));
  const items = scheme.items.map(({ code, kind, points }) => {
    const known = given.get(code) ?? null;
    return { kind, most: hundredths(points), points: known === null ? null : hundredths(known) };
  });
  const scored = items.filter(({ kind }) => kind === 'SCORED');
  const complete = [...targetPoints, ...scored.map(({ points }) => points)].every(
    (points) => points !== null,
  );
  const total =
    sum(targetPoints) +
    sum(items.map(({ kind, points }) => (kind === 'DEDUCTION' ? -(points ?? 0n) : points)));
  const outOf = sum(targets.map(({ weight }) => hundredths(weight))) + sum(scored.map(({ most }) => most));
  const reached = scheme.grades.findIndex(({ from }) => total * 100_00n >= hundredths(from) * outOf);
  return {
    ...{ targetPoints, total, outOf, complete },
    grade: complete && outOf > 0n && reached >= 0 ? reached : null,
  };
}

const sum = (points: ReadonlyArray<bigint | null>): bigint =>
  points.reduce<bigint>((one, other) => one + (other ?? 0n), 0n);

/**
 * weight × 完成率, in hundredths, rounded half up from the exact quotient. A target of 0 is reached by any figure; a figure below 0 gives
 * nothing.
 */
function pointsOf(
  { nothingBelow, mostCounted }: AppraisalScheme,
  { weight: points, value, actual: said }: AppraisedTarget,
): bigint | null {
  if (said === null) return null;
  const [weight, target, actual] = [points, value, said].map(scaledOf) as [bigint, bigint, bigint];
  if (target <= 0n) return weight;
  if (actual <= 0n || actual * 100_00n < hundredths(nothingBelow) * target) return 0n;
  const most = hundredths(mostCounted);
  const [part, whole] = actual * 100_00n > most * target ? [most, 100_00n] : [actual, target];
  return (2n * weight * part + whole) / (2n * whole);
}

/** 得分率 in %, two places; null where nothing can be had. */
export const rateOf = ({ total, outOf }: Pick<Appraised, 'total' | 'outOf'>): string | null =>
  divide(total, outOf, 2, { percent: true });

/** What a place among others is given by. */
export type Ranked = Pick<Appraised, 'total' | 'outOf' | 'complete'>;

/**
 * 名次 of those that are complete, in the order given: by the exact 得分率, not by the rounded one. Equals share a place, and the next is
 * as many further on. null for the others.
 */
export function ranksOf(results: readonly Ranked[]): Array<number | null> {
  const byRate = (one: Ranked, other: Ranked): number => {
    const ahead = other.total * one.outOf - one.total * other.outOf;
    return ahead === 0n ? 0 : ahead > 0n ? 1 : -1;
  };
  const placed = results.filter(({ complete, outOf }) => complete && outOf > 0n).toSorted(byRate);
  const places = new Map<Ranked, number>();
  placed.forEach((one, at) => {
    const before = placed[at - 1];
    const place = before && byRate(before, one) === 0 ? places.get(before) : undefined;
    places.set(one, place ?? at + 1);
  });
  return results.map((result) => places.get(result) ?? null);
}

/** A union that a body may have appraised. */
export interface Placed {
  standing: Ranked | null;
}

/** Unions with their ranks, by rank and then as they are given, those without a rank last. */
export function ranked<Child extends Placed>(
  children: readonly Child[],
): Array<Child & { rank: number | null }> {
  const unplaced: Ranked = { total: 0n, outOf: 0n, complete: false };
  const ranks = ranksOf(children.map(({ standing }) => standing ?? unplaced));
  const last = children.length + 1;
  return children
    .map((child, at) => ({ ...child, rank: ranks[at] ?? null }))
    .toSorted((one, other) => (one.rank ?? last) - (other.rank ?? last)); // stable
}

/** Whether targets and figures as they are by now give other points than those that a result was given by. */
export function differs(
  scheme: AppraisalScheme,
  then: AppraisalInputs,
  now: readonly AppraisedTarget[],
): boolean {
  const said = (targets: readonly AppraisedTarget[]): string => {
    const { targetPoints } = appraised(scheme, { targets, scores: then.scores });
    const points = targets.map(
      ({ measure, weight }, at) => `${measure.code} ${weight} ${targetPoints[at] ?? ''}`,
    );
    return points.toSorted().join('\n');
  };
  return said(then.targets) !== said(now);
}

/** How far an appraisal has come. */
export type AppraisalStage = 'OPEN' | 'PUBLISHED' | 'FINAL';

/** 公示 and the end, as days; appeals are taken until `appealUntil`. */
export interface PublicationDays {
  publishedOn: string;
  appealUntil: string;
  finalOn: string | null;
}

/** null: not published yet. */
export const stageOf = (days: Pick<PublicationDays, 'finalOn'> | null): AppraisalStage =>
  days === null ? 'OPEN' : days.finalOn === null ? 'PUBLISHED' : 'FINAL';

export type AppealOutcome = 'UPHELD' | 'REJECTED';

/** An appeal as far as rules ask of it. */
export interface Appeal {
  /** The revision of the result that it is against; 0: none was given. */
  against: number;
  /** null while it waits for an answer. */
  outcome: AppealOutcome | null;
}

/** Whether an appeal still asks something of the body: an answer or, once it is upheld, another result. `revision`: of the result as it stands. */
export const isUnsettled = ({ against, outcome }: Appeal, revision: number): boolean =>
  outcome === null || (outcome === 'UPHELD' && against >= revision);

/** Whether a result may be given now: until the publication, and after it to whoever's appeal was upheld. */
export const mayAppraise = (stage: AppraisalStage, appeals: readonly Appeal[], revision: number): boolean =>
  stage === 'OPEN' ||
  (stage === 'PUBLISHED' &&
    appeals.some((appeal) => appeal.outcome === 'UPHELD' && isUnsettled(appeal, revision)));

/** Whether a union can appeal on a day: while appeals are taken, one after the other. */
export const mayAppeal = (days: PublicationDays | null, today: string, isOpen: boolean): boolean =>
  days !== null && days.finalOn === null && today <= days.appealUntil && !isOpen;
