/** What the schema shows of 职工之家. */
import type { Assessed } from '@huiji/domain/home';
import { gradeOf, homeFlags, outOf, type HomeStandard } from '@huiji/domain/home-standard';
import { formatFigure } from '@huiji/domain/figure';
import type { Assessment } from '@huiji/store/home';
import type { HomeAward } from '@huiji/store/home-award';
import type { KnownStandard, Standards } from '@huiji/filing/home-standards';

export const standardView = ({ grades, rules, ...standard }: KnownStandard) => ({
  ...standard,
  grades: grades.map((grade, at) => ({ ...grade, grade: at + 1 })),
  rules: homeFlags.map((flag) => ({ flag, handling: rules[flag] })),
});

/** What a grade is called on a ladder. */
const namesOf = (standard: HomeStandard, grade: number): Record<'zh' | 'en', string> => {
  const { zh, en } = gradeOf(standard, grade);
  return { zh, en };
};

export const awardView = (standards: Standards, award: HomeAward) => ({
  ...award,
  ...namesOf(standards.byId(award.standardId), award.grade),
  lowered: award.loweredFrom !== null,
});

export const pointsOf = ({ total }: Pick<Assessed, 'total'>): string | null =>
  total === null ? null : formatFigure(total, 2);

export const assessmentView = (standards: Standards, made: Assessment) => ({
  ...made,
  total: pointsOf(made),
  outOf: formatFigure(outOf(standards.byId(made.standardId), made.grade), 2),
});
