import type { HomeTally } from '@huiji/domain/home-tally';
import type { Cell, Sheet } from '../workbook.js';
import { label } from './figures.js';
import { type About, count, figure, listSheet } from './lists.js';

type Step = Exclude<keyof HomeTally, 'unions' | 'grades' | 'share'>;
const steps: ReadonlyArray<readonly [zh: string, of: Step]> = [
  ['本年命名', 'awarded'],
  ['本年降级', 'lowered'],
  ['本年摘牌', 'revoked'],
  ['已自评', 'assessed'],
  ['已考核', 'inspected'],
  ['会员已评家', 'evaluated'],
  ['到期', 'expired'],
  ['未复查', 'notRechecked'],
];

/** Homes at and below a union, counted. */
export interface TallyRow extends HomeTally {
  code: string;
  name: string;
}

/** 建家统计: unions with the homes at and below each, one a line; `grades`: what the grades are called, from none up. */
export const homeTalliesSheet = (
  about: About,
  grades: readonly string[],
  rows: readonly TallyRow[],
): Sheet => {
  const planned = grades.slice(1);
  /** A count of each grade from one on; nobody is at a grade that a row does not have. */
  const counts = ({ grades: of }: TallyRow, what: 'unions' | 'planned' | 'reached', from: number): Cell[] =>
    grades.slice(from).map((_, at) => count(of[at + from]?.[what] ?? 0));
  return listSheet(
    about,
    [
      ['编码', 18],
      ['单位', 40],
      ['工会数', 10],
      ...grades.map((zh) => [zh, 16] as const),
      ['建家率(%)', 12],
      ...planned.map((zh) => [`规划达到${zh}`, 18] as const),
      ...planned.map((zh) => [`其中已达到${zh}`, 18] as const),
      ...steps.map(([zh]) => [zh, 12] as const),
    ],
    rows.map((row) => [
      ...[label(row.code, 'code'), label(row.name), count(row.unions), ...counts(row, 'unions', 0)],
      ...[figure(row.share), ...counts(row, 'planned', 1), ...counts(row, 'reached', 1)],
      ...steps.map(([, of]) => count(row[of])),
    ]),
  );
};
