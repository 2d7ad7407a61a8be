import { isOverdue, noRecipients, noticeRates, noticeStateOf } from '@huiji/domain/notice';
import { countsAt, noticeById } from '@huiji/store/notice';
import { receiptsAt } from '@huiji/store/notice-receipt';
import { receiptsSheet } from '@huiji/workbook/tables/receipts';
import type { Sheet } from '@huiji/workbook/workbook';
import { page, pagesOf } from '../all.js';
import type { ListSource } from '../list-source.js';

/** 通知签收. */
export async function receipts(source: ListSource, title: string): Promise<Sheet> {
  const { tx, tenantId, actor, input, body } = source;
  const { noticeId, states, overdue } = input;
  const notice = noticeId && (await noticeById(tx, tenantId, noticeId));
  if (!notice) throw new Error('the notice of an export is gone');
  const { today } = actor;
  const from = { tenantId, unionId: body.id, level: body.level, today };
  const meant = { noticeId: notice.id, states, overdue };
  const pages = pagesOf(
    (after: string | null) => receiptsAt(tx, from, meant, { first: page, after }),
    ({ code }) => code,
  );
  const rows = await source.rows(pages, async (some) => {
    const names = await source.names(some.map(({ unionId }) => unionId));
    return some.map((row) => ({
      ...row,
      ...{ name: names.get(row.unionId)?.name ?? '', state: noticeStateOf(row) },
      ...{ overdue: isOverdue(notice, row, today), receivedAt: source.shown(row.receivedAt) },
      ...{ repliedAt: source.shown(row.repliedAt), remindedAt: source.shown(row.remindedAt) },
    }));
  });
  const counts = (await countsAt(tx, from, [notice.id])).get(notice.id) ?? noRecipients;
  const { receiptRate, replyRate } = noticeRates(counts, notice);
  const told = (what: string, count: number, rate: string | null): string =>
    `${what} ${count}${rate === null ? '' : `(${rate} %)`}`;
  const progress = [
    ...[`应签收 ${counts.recipients}`, told('已签收', counts.received, receiptRate)],
    ...(notice.wantsReply ? [told('已回复', counts.replied, replyRate)] : []),
    `超期 ${counts.overdue}`,
  ];
  return receiptsSheet(
    {
      title,
      notes: [
        `${notice.title}(${notice.documentNo},${notice.issuerName});截止日期:${notice.dueOn ?? '没有规定'}`,
        ...source.notes(`${progress.join(',')};所列 ${rows.length} 家`),
      ],
    },
    rows,
  );
}
