import { type NoticeAudience, type NoticeCounts, noticeRates } from '@huiji/domain/notice';
import type { Cell, Sheet } from '../workbook.js';
import { label } from './figures.js';
import { type About, count, figure, listSheet } from './lists.js';

const audiences: Readonly<Record<NoticeAudience, string>> = {
  ...{ CHILDREN: '直接下级', GRASSROOTS: '全部基层工会', ALL_BELOW: '全部下级', NAMED: '指定单位' },
};

const progress: ReadonlyArray<readonly [zh: string, width: number]> = [
  ['应签收', 10],
  ['已签收', 10],
  ['签收率(%)', 12],
  ['已回复', 10],
  ['回复率(%)', 12],
  ['超期', 10],
];

/** How far recipients have come; what is replied is blank where no reply is wanted. */
function progressOf(counts: NoticeCounts, wantsReply: boolean): Cell[] {
  const { receiptRate, replyRate } = noticeRates(counts, { wantsReply });
  return [
    ...[count(counts.recipients), count(counts.received), figure(receiptRate)],
    ...[wantsReply ? count(counts.replied) : figure(null), figure(replyRate), count(counts.overdue)],
  ];
}

/** A notice with the counts at and below a union; moments as they are shown. */
export interface NoticeRow {
  documentNo: string;
  title: string;
  issuerName: string;
  issuedByName: string;
  issuedAt: string;
  audience: NoticeAudience;
  dueOn: string | null;
  wantsReply: boolean;
  counts: NoticeCounts;
  withdrawnAt: string;
  withdrawReason: string | null;
}

/** 下发通知: notices, one a line. */
export const noticesSheet = (about: About, rows: readonly NoticeRow[]): Sheet =>
  listSheet(
    about,
    [
      ['文号', 26],
      ['标题', 40],
      ['下发单位', 36],
      ['下发人', 12],
      ['下发时间', 18],
      ['发送范围', 14],
      ['截止日期', 14],
      ['要求', 14],
      ...progress,
      ['撤回时间', 18],
      ['撤回原因', 40],
    ],
    rows.map(({ counts, wantsReply, ...row }) => [
      ...[label(row.documentNo), label(row.title), label(row.issuerName), label(row.issuedByName)],
      ...[label(row.issuedAt), label(audiences[row.audience]), label(row.dueOn ?? '')],
      ...[label(wantsReply ? '签收并回复' : '签收'), ...progressOf(counts, wantsReply)],
      ...[label(row.withdrawnAt), label(row.withdrawReason ?? '')],
    ]),
  );

/** 通知进度: unions with the counts of a notice at and below each, one a line. */
export const noticeBodiesSheet = (
  about: About,
  rows: ReadonlyArray<{ code: string; name: string; counts: NoticeCounts }>,
  { wantsReply }: { wantsReply: boolean },
): Sheet =>
  listSheet(
    about,
    [['编码', 18], ['单位', 40], ...progress],
    rows.map(({ code, name, counts }) => [
      ...[label(code, 'code'), label(name), ...progressOf(counts, wantsReply)],
    ]),
  );
