/** 考核办法: how a body appraises the unions directly below it in a year. */
import { formatFigure, hundredths, readFigure, shortened } from './figure.js';
import { problem, type Problem, refuseAny } from './problem.js';

/** 评分 counts among the points that can be had, 加分 comes on top of them, 扣分 takes away. */
export type AppraisalItemKind = 'SCORED' | 'BONUS' | 'DEDUCTION';

/** What is appraised besides the targets. Points: the most it gives or takes, a decimal with two places. */
export interface AppraisalItem {
  code: string;
  text: string;
  kind: AppraisalItemKind;
  points: string;
}

/** 等次. `from`: the 得分率 in % from which it is given, a decimal with two places. */
export interface AppraisalGrade {
  zh: string;
  en: string;
  from: string;
}

/** Percentages and points are decimals with two places; grades go from the highest. */
export interface AppraisalScheme {
  /** A target whose 完成率 is lower gives nothing. */
  nothingBelow: string;
  /** A 完成率 that is higher counts as this. */
  mostCounted: string;
  items: readonly AppraisalItem[];
  grades: readonly AppraisalGrade[];
  /** For how many days after the publication appeals are taken. */
  appealDays: number;
}

export const mostItems = 100;
const mostGrades = 10;
const mostPoints = 1_000_00n;
const mostAppealDays = 60;

/**
 * A scheme as it was sent, with canonical decimals; texts are trimmed and no longer than they may be. Or all that is wrong with it:
 * NUMBER_OUT_OF_RANGE, APPRAISAL_ITEM_CODE, APPRAISAL_ITEM_TWICE, APPRAISAL_GRADES_RISE, and what a decimal can have.
 */
export function readScheme(sent: AppraisalScheme): AppraisalScheme {
  const problems: Problem[] = [];
  const within = (field: string, value: number, least: number, most: number): void => {
    if (value < least || value > most)
      problems.push(problem('NUMBER_OUT_OF_RANGE', { field, value, min: least, max: most }, { field }));
  };
  const decimal = (text: string, field: string, [least, most]: readonly [bigint, bigint]): string => {
    const read = readFigure(text, { cell: field, decimals: 2, unit: '' }, { field });
    if (typeof read === 'bigint' && read >= least && read <= most) return formatFigure(read, 2);
    const range = { min: formatFigure(least, 2), max: formatFigure(most, 2) };
    const details = { field, value: shortened(text), ...range };
    problems.push(typeof read === 'bigint' ? problem('NUMBER_OUT_OF_RANGE', details, { field }) : read);
    return range.min;
  };
  within('items', sent.items.length, 0, mostItems);
  within('grades', sent.grades.length, 1, mostGrades);
  refuseAny(problems); // of thousands nobody wants to be told what is wrong with each
  within('appealDays', sent.appealDays, 1, mostAppealDays);
  const scheme: AppraisalScheme = {
    nothingBelow: decimal(sent.nothingBelow, 'nothingBelow', [0n, 100_00n]),
    mostCounted: decimal(sent.mostCounted, 'mostCounted', [100_00n, 200_00n]),
    items: sent.items.map((item) => ({ ...item, points: decimal(item.points, 'points', [1n, mostPoints]) })),
    grades: sent.grades.map((grade) => ({ ...grade, from: decimal(grade.from, 'from', [0n, mostPoints]) })),
    appealDays: sent.appealDays,
  };
  refuseAny([...problems, ...problemsIn(scheme)]);
  return scheme;
}

/** What is wrong with a scheme whose numbers are right one by one. */
function problemsIn({ items, grades }: AppraisalScheme): Problem[] {
  const codes = items.map(({ code }) => code);
  return [
    ...codes
      .filter((code) => !/^[a-z][a-z0-9_]{0,39}$/.test(code))
      .map((code) => problem('APPRAISAL_ITEM_CODE', { item: shortened(code) }, { field: 'items' })),
    ...codes
      .filter((code, at) => codes.indexOf(code) !== at)
      .map((code) => problem('APPRAISAL_ITEM_TWICE', { item: shortened(code) }, { field: 'items' })),
    ...grades
      .filter(({ from }, at) => at > 0 && hundredths(from) >= hundredths(grades[at - 1]?.from ?? from))
      .map(({ zh: grade }) => problem('APPRAISAL_GRADES_RISE', { grade }, { field: 'grades' })),
  ];
}
