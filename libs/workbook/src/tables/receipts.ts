import type { NoticeState } from '@huiji/domain/notice';
import type { Sheet } from '../workbook.js';
import { label } from './figures.js';
import { type About, count, listSheet } from './lists.js';

const states: Readonly<Record<NoticeState, string>> = {
  UNREAD: '未签收',
  RECEIVED: '已签收',
  REPLIED: '已回复',
};

/** A notice at a recipient; moments as they are shown. */
export interface ReceiptLine {
  code: string;
  name: string;
  state: NoticeState;
  overdue: boolean;
  receivedAt: string;
  receivedByName: string | null;
  repliedAt: string;
  repliedByName: string | null;
  reply: string | null;
  reminders: number;
  remindedAt: string;
}

/** 通知签收: the recipients of a notice, one a line. */
export const receiptsSheet = (about: About, rows: readonly ReceiptLine[]): Sheet =>
  listSheet(
    about,
    [
      ['编码', 18],
      ['单位', 40],
      ['状态', 10],
      ['超期', 8],
      ['签收时间', 18],
      ['签收人', 12],
      ['回复时间', 18],
      ['回复人', 12],
      ['回复内容', 60],
      ['催办次数', 10],
      ['最近催办', 18],
    ],
    rows.map((row) => [
      ...[
        label(row.code, 'code'),
        label(row.name),
        label(states[row.state]),
        label(row.overdue ? '超期' : ''),
      ],
      ...[label(row.receivedAt), label(row.receivedByName ?? ''), label(row.repliedAt)],
      ...[
        label(row.repliedByName ?? ''),
        label(row.reply ?? ''),
        count(row.reminders),
        label(row.remindedAt),
      ],
    ]),
  );
