/** What the schema shows of 目标管理考核. */
import { appraised, rateOf } from '@huiji/domain/appraisal';
import type { AppraisalGrade, AppraisalScheme } from '@huiji/domain/appraisal-scheme';
import { formatFigure, scaledOf } from '@huiji/domain/figure';
import { completionOf } from '@huiji/domain/target';
import type { Result, Standing, StoredTarget } from '@huiji/store/appraisal';
import { measureView } from '@huiji/filing/target-book';

/** A result by the scheme that it was given by, its points worked out from what is stored with it. */
export const resultView = (scheme: AppraisalScheme, result: Result) => ({
  ...result,
  ...{ total: formatFigure(result.total, 2), outOf: formatFigure(result.outOf, 2), rate: rateOf(result) },
  grade: gradeAt(scheme, result.grade),
  targets: targetViews(scheme, result.targets),
});

/** Targets with what they give by a scheme. */
export const targetViews = (scheme: AppraisalScheme, targets: readonly StoredTarget[]) => {
  const { targetPoints } = appraised(scheme, { targets, scores: [] });
  return targets.map(({ measure, ...target }, at) => ({
    ...target,
    measure: measureView(measure),
    completion: completionOf(target.actual === null ? null : scaledOf(target.actual), scaledOf(target.value)),
    points: pointsText(targetPoints[at] ?? null),
  }));
};

const pointsText = (points: bigint | null): string | null =>
  points === null ? null : formatFigure(points, 2);

/** A grade by its place in a scheme. */
const gradeAt = ({ grades }: AppraisalScheme, place: number | null): AppraisalGrade | null =>
  place === null ? null : (grades[place] ?? null);

/** How many stand at each grade of a scheme, last those without one. */
export const countsView = (scheme: AppraisalScheme, standings: readonly Standing[]) =>
  [...scheme.grades.keys(), null].map((place) => ({
    grade: gradeAt(scheme, place),
    unions: standings.filter(({ grade }) => grade === place).length,
  }));
