import type { HomeDue } from '@huiji/domain/home';
import type { HomeFlag } from '@huiji/domain/home-standard';
import type { Sheet } from '../workbook.js';
import { label } from './figures.js';
import { type About, figure, listSheet } from './lists.js';

const dues: Readonly<Record<HomeDue, string>> = {
  ...{ ASSESSMENT: '待自评', INSPECTION: '待考核', EVALUATION: '待会员评家' },
  ...{ AWARD: '待命名', RECHECK: '待复查', RENEWAL: '到期' },
};
/** What each flag says. */
export const flagLabels: Readonly<Record<HomeFlag, string>> = {
  STEP_SKIPPED: '越级:未曾有过下一等级',
  NOT_INSPECTED: '本年未经考核,或自评在考核后有改动',
  BELOW_PASS: '考核分未达到该等级的分数线',
  NOT_EVALUATED: '本年会员未评家',
  NOT_SATISFIED: '会员满意率未达到要求',
  EXPIRED: '命名已到期,未重新命名',
  NOT_RECHECKED: '上年度以来未复查',
};

/** How a union stands with its home: points and percent as Decimal strings, days as YYYY-MM-DD. */
export interface HomeRow {
  code: string;
  name: string;
  /** The award that is held; null for none. */
  held: {
    zh: string;
    documentNo: string;
    awardingLevel: string;
    awardedBy: string | null;
    awardedOn: string;
    validUntil: string | null;
  } | null;
  planned: string | null;
  assessed: string | null;
  inspected: string | null;
  satisfiedPercent: string | null;
  flags: readonly HomeFlag[];
  due: readonly HomeDue[];
}

/** 职工之家: unions, one a line, with the award that each holds. */
export const homesSheet = (about: About, rows: readonly HomeRow[]): Sheet =>
  listSheet(
    about,
    [
      ['编码', 18],
      ['单位', 40],
      ['现有等级', 16],
      ['命名文号', 26],
      ['命名级别', 12],
      ['命名单位', 30],
      ['命名日期', 14],
      ['有效期至', 14],
      ['规划等级', 16],
      ['自评分', 10],
      ['考核分', 10],
      ['满意率(%)', 12],
      ['待办', 20],
      ['提示', 50],
    ],
    rows.map(({ held, ...row }) => [
      ...[
        label(row.code, 'code'),
        label(row.name),
        label(held?.zh ?? '未达标'),
        label(held?.documentNo ?? ''),
      ],
      ...[label(held?.awardingLevel ?? ''), label(held?.awardedBy ?? ''), label(held?.awardedOn ?? '')],
      ...[label(held?.validUntil ?? ''), label(row.planned ?? ''), figure(row.assessed)],
      ...[figure(row.inspected), figure(row.satisfiedPercent)],
      ...[
        label(row.due.map((one) => dues[one]).join('、')),
        label(row.flags.map((one) => flagLabels[one]).join(';')),
      ],
    ]),
  );
