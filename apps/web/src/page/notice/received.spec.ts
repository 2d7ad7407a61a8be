import { describe, expect, it } from '@jest/globals';
import { byNotice, type Receipt, repliesFor, replyBefore, unreadAt } from './received.js';

const receipt = (noticeId: string, unionId: string, reply: string | null = null): Receipt => ({
  notice: {
    ...{ id: noticeId, issuerId: 'LJ', issuerName: '临江市总工会', documentNo: '1号', title: noticeId },
    ...{ dueOn: null, wantsReply: true, issuedByName: '沈洁', issuedAt: '2026-11-27T02:00:00Z' },
    ...{ withdrawnAt: null, withdrawReason: null },
  },
  union: { id: unionId, code: unionId, name: unionId },
  state: reply === null ? 'UNREAD' : 'REPLIED',
  ...{ receivedByName: null, receivedAt: null, reply, repliedByName: null, repliedAt: null },
  ...{ remindedAt: null, reminders: 0, open: reply === null, overdue: false },
});

describe('notices received', () => {
  it('stand once each, with the unions they are received at, in the order they come', () => {
    const all = byNotice([receipt('new', 'b'), receipt('new', 'a'), receipt('old', 'a')]);
    expect(all.map(({ notice, receipts }) => [notice.id, receipts.map(({ union }) => union.id)])).toEqual([
      ['new', ['b', 'a']],
      ['old', ['a']],
    ]);
    expect(byNotice([])).toEqual([]);
  });

  it('are received where they are not yet', () => {
    const receipts = [receipt('one', 'a', '已办'), receipt('one', 'b')];
    expect(unreadAt(receipts)).toEqual(['b']);
  });

  it('are received for at most as many unions as one answer takes', () => {
    const receipts = Array.from({ length: 501 }, (_, nth) => receipt('one', `union ${nth}`));
    expect(unreadAt(receipts)).toHaveLength(500);
  });

  it('are replied to for those that have not, or for the only union', () => {
    expect(repliesFor([receipt('one', 'a', '已办'), receipt('one', 'b')])).toEqual(['b']);
    expect(repliesFor([receipt('one', 'a', '已办'), receipt('one', 'b', '已办')])).toEqual([]);
    expect(repliesFor([receipt('one', 'a', '已办')])).toEqual(['a']);
  });

  it('offer a reply for replacement where all that are chosen sent the same', () => {
    const receipts = [receipt('one', 'a', '已办'), receipt('one', 'b', '已办'), receipt('one', 'c')];
    expect(replyBefore(receipts, ['a', 'b'])).toBe('已办');
    expect(replyBefore(receipts, ['a', 'c'])).toBe('');
    expect(replyBefore(receipts, [])).toBe('');
  });
});
