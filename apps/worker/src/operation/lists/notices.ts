import { isOverdue, noRecipients, noticeRates, noticeStateOf } from '@huiji/domain/notice';
import { countsAt, type Notice, noticeById, type SeenFrom } from '@huiji/store/notice';
import { receiptsAt } from '@huiji/store/notice-receipt';
import { receiptsSheet } from '@huiji/workbook/tables/receipts';
import type { Sheet } from '@huiji/workbook/workbook';
import { page, pagesOf } from '../all.js';
import type { ListSource } from '../list-source.js';

/** From where the notices of a list are looked at. */
export const seenFrom = ({ tenantId, body: { id, level }, input: { day } }: ListSource): SeenFrom => ({
  ...{ tenantId, unionId: id, level, today: day },
});

/** The notice that a list is of. */
export async function noticeOf({ tx, tenantId, input: { noticeId } }: ListSource): Promise<Notice> {
  const notice = noticeId && (await noticeById(tx, tenantId, noticeId));
  if (!notice) throw new Error('the notice of an export is gone');
  return notice;
}

/** What a notice is, as its lists say. */
export const told = ({ title, documentNo, issuerName, dueOn }: Notice): string =>
  `${title}(${documentNo},${issuerName});截止日期:${dueOn ?? '没有规定'}`;

/** 通知签收. */
export async function receipts(source: ListSource, title: string): Promise<Sheet> {
  const { tx, input } = source;
  const { states, overdue, day } = input;
  const notice = await noticeOf(source);
  const from = seenFrom(source);
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
      ...{ overdue: isOverdue(notice, row, day), receivedAt: source.shown(row.receivedAt) },
      ...{ repliedAt: source.shown(row.repliedAt), remindedAt: source.shown(row.remindedAt) },
    }));
  });
  const counts = (await countsAt(tx, from, [notice.id])).get(notice.id) ?? noRecipients;
  const { receiptRate, replyRate } = noticeRates(counts, notice);
  const share = (what: string, count: number, rate: string | null): string =>
    `${what} ${count}${rate === null ? '' : `(${rate} %)`}`;
  const progress = [
    ...[`应签收 ${counts.recipients}`, share('已签收', counts.received, receiptRate)],
    ...(notice.wantsReply ? [share('已回复', counts.replied, replyRate)] : []),
    `超期 ${counts.overdue}`,
  ];
  return receiptsSheet(
    {
      title,
      notes: [told(notice), ...source.notes(`${progress.join(',')};所列 ${rows.length} 家`)],
    },
    rows,
  );
}
