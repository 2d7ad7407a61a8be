import type { HomeFlag } from '@huiji/domain/home-standard';
import type { Sheet } from '../workbook.js';
import { label } from './figures.js';
import { flagLabels } from './homes.js';
import { type About, listSheet } from './lists.js';

const outcomes = { KEPT: '保留', LOWERED: '降级', REVOKED: '摘牌' } as const;

/** An award with one of its re-checks, or with none; days as YYYY-MM-DD, moments as they are shown. */
export interface AwardRow {
  zh: string;
  awardingLevel: string;
  awardedBy: string | null;
  documentNo: string;
  awardedOn: string;
  validUntil: string | null;
  endedOn: string | null;
  lowered: boolean;
  flags: readonly HomeFlag[];
  recheck: {
    checkedOn: string;
    outcome: keyof typeof outcomes;
    documentNo: string;
    reason: string | null;
    checkedByName: string;
    checkedAt: string;
  } | null;
}

/** 命名与复查: awards, one a line for each re-check. */
export const homeAwardsSheet = (about: About, rows: readonly AwardRow[]): Sheet =>
  listSheet(
    about,
    [
      ['等级', 16],
      ['命名级别', 12],
      ['命名单位', 30],
      ['命名文号', 26],
      ['命名日期', 14],
      ['有效期至', 14],
      ['失效日期', 14],
      ['由降级而来', 12],
      ['命名时提示', 50],
      ['复查日期', 14],
      ['复查结果', 10],
      ['复查文号', 26],
      ['复查原因', 40],
      ['复查人', 12],
      ['复查登记时间', 18],
    ],
    rows.map(({ recheck, ...row }) => [
      ...[label(row.zh), label(row.awardingLevel), label(row.awardedBy ?? ''), label(row.documentNo)],
      ...[label(row.awardedOn), label(row.validUntil ?? ''), label(row.endedOn ?? '')],
      ...[label(row.lowered ? '是' : ''), label(row.flags.map((one) => flagLabels[one]).join(';'))],
      ...[label(recheck?.checkedOn ?? ''), label(recheck ? outcomes[recheck.outcome] : '')],
      ...[label(recheck?.documentNo ?? ''), label(recheck?.reason ?? '')],
      ...[label(recheck?.checkedByName ?? ''), label(recheck?.checkedAt ?? '')],
    ]),
  );
