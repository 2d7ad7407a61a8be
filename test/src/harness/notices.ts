import type { Client } from './client.js';
import { key, mutationOf } from './town.js';

/** A notice at one recipient, as the api answers it. */
export interface Receipt {
  notice: { id: string; documentNo: string };
  union: { code: string };
  state: 'UNREAD' | 'RECEIVED' | 'REPLIED';
  receivedByName: string | null;
  reply: string | null;
  reminders: number;
  open: boolean;
  overdue: boolean;
}

/** Counts at and below a union. */
export interface Progress {
  union: { code: string };
  recipients: number;
  received: number;
  replied: number;
  overdue: number;
  receiptRate: string | null;
  replyRate: string | null;
}

const receiptFields =
  'notice { id documentNo } union { code } state receivedByName reply reminders open overdue';
const progressFields = 'union { code } recipients received replied overdue receiptRate replyRate';

/** A notice as a test sends it: to all below, with a reply wanted. */
export const noticeInput = (issuerId: string, more: object = {}): object => ({
  ...{ issuerId, documentNo: '工发〔2026〕8号', title: '关于上报三季度材料的通知', body: '请按时上报。' },
  ...{ wantsReply: true, audience: 'ALL_BELOW', idempotencyKey: key() },
  ...more,
});

/** Issues a notice and answers its id. */
export async function issueNotice(client: Client, issuerId: string, more: object = {}): Promise<string> {
  const { issueNotice: issued } = await client.get<{ issueNotice: { notice: { id: string } } }>(
    mutationOf('issueNotice', 'notice { id }'),
    { input: noticeInput(issuerId, more) },
  );
  return issued.notice.id;
}

/** Receives a notice at unions, or replies to it with words; answers where it stands there then. */
export async function answer(
  client: Client,
  noticeId: string,
  unionIds: readonly string[],
  reply: string | null = null,
): Promise<Receipt[]> {
  const { answerNotice } = await client.get<{ answerNotice: { receipts: Receipt[] } }>(
    mutationOf('answerNotice', `receipts { ${receiptFields} }`),
    { input: { noticeId, unionIds, reply, idempotencyKey: key() } },
  );
  return answerNotice.receipts;
}

/** What was issued to the unions that a person answers for. */
export async function mine(client: Client, { open = false, first = 50 } = {}): Promise<Receipt[]> {
  const all: Receipt[] = [];
  for (let after: string | null = null; ;) {
    const {
      myNotices,
    }: { myNotices: { nodes: Receipt[]; pageInfo: { endCursor: string | null; hasNextPage: boolean } } } =
      await client.get(
        `query ($open: Boolean, $first: Int, $after: String) { myNotices(open: $open, first: $first, after: $after) {
           nodes { ${receiptFields} } pageInfo { endCursor hasNextPage } } }`,
        { open, first, after },
      );
    all.push(...myNotices.nodes);
    if (!myNotices.pageInfo.hasNextPage) return all;
    after = myNotices.pageInfo.endCursor;
  }
}

/** How far those at and below a union have come with a notice, and those at and below each of its children. */
export async function progress(
  client: Client,
  noticeId: string,
  unionId: string,
): Promise<{ own: Progress; children: Progress[] }> {
  const { notice, noticeProgressBelow } = await client.get<{
    notice: { progress: Progress };
    noticeProgressBelow: { nodes: Progress[] };
  }>(
    `query ($noticeId: ID!, $unionId: ID) { notice(id: $noticeId, unionId: $unionId) { progress { ${progressFields} } }
       noticeProgressBelow(noticeId: $noticeId, unionId: $unionId) { nodes { ${progressFields} } } }`,
    { noticeId, unionId },
  );
  return { own: notice.progress, children: noticeProgressBelow.nodes };
}

/** The recipients at and below a union. */
export async function receipts(
  client: Client,
  noticeId: string,
  unionId: string,
  more: { states?: string[]; overdue?: boolean } = {},
): Promise<Receipt[]> {
  const { noticeReceipts } = await client.get<{ noticeReceipts: { nodes: Receipt[] } }>(
    `query ($noticeId: ID!, $unionId: ID, $states: [NoticeState!], $overdue: Boolean) {
       noticeReceipts(noticeId: $noticeId, unionId: $unionId, states: $states, overdue: $overdue) { nodes { ${receiptFields} } } }`,
    { noticeId, unionId, ...more },
  );
  return noticeReceipts.nodes;
}
