import type { MyNoticesQuery } from './generated/received.js';

/** A notice at one union that one answers for. */
export type Receipt = MyNoticesQuery['myNotices']['nodes'][number];
export type NoticeHead = Receipt['notice'];

/** A notice with the unions that it is received at. */
export interface Received {
  notice: NoticeHead;
  receipts: readonly Receipt[];
}

/** Receipts by notice, each in the order in which it comes first. */
export function byNotice(receipts: readonly Receipt[]): Received[] {
  const found = new Map<string, { notice: NoticeHead; receipts: Receipt[] }>();
  for (const receipt of receipts) {
    const { notice } = receipt;
    const one = found.get(notice.id) ?? { notice, receipts: [] };
    one.receipts.push(receipt);
    found.set(notice.id, one);
  }
  return [...found.values()];
}

/** For how many unions the api takes one answer; what is left is answered once the list has been read again. */
const mostAtOnce = 500;
const idsOf = (receipts: readonly Receipt[]): string[] =>
  receipts.slice(0, mostAtOnce).map(({ union }) => union.id);

/** The unions at which a notice is not received yet. */
export const unreadAt = (receipts: readonly Receipt[]): string[] =>
  idsOf(receipts.filter(({ state }) => state === 'UNREAD'));

/** For which unions a reply is meant until others are chosen: those that have not replied, or the only one there is. */
export const repliesFor = (receipts: readonly Receipt[]): string[] =>
  idsOf(receipts.length === 1 ? receipts : receipts.filter(({ state }) => state !== 'REPLIED'));

/** The reply sent before, to be replaced: where those chosen have sent the same, else none. */
export function replyBefore(receipts: readonly Receipt[], unionIds: readonly string[]): string {
  const sent = receipts.filter(({ union }) => unionIds.includes(union.id)).map(({ reply }) => reply ?? '');
  return sent.every((reply) => reply === sent[0]) ? (sent[0] ?? '') : '';
}
