import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  awaits,
  dueProblems,
  isOverdue,
  noticeRates,
  noticeStateOf,
  type NoticeTerms,
  type Receipt,
  requireAnswerable,
} from './notice.js';
import { Refusal } from './problem.js';

const at = new Date('2026-11-27T08:00:00Z');
const unread: Receipt = { receivedAt: null, repliedAt: null };
const received: Receipt = { receivedAt: at, repliedAt: null };
const replied: Receipt = { receivedAt: at, repliedAt: at };
const asks = (more: Partial<NoticeTerms> = {}): NoticeTerms => ({
  ...{ dueOn: '2026-11-30', wantsReply: false, withdrawnAt: null },
  ...more,
});

test('a notice is unread, received, or replied to', () => {
  expect([unread, received, replied].map(noticeStateOf)).toEqual(['UNREAD', 'RECEIVED', 'REPLIED']);
});

test('it awaits to be received, or to be replied to where that is wanted, and nothing once it is withdrawn', () => {
  const waits = (terms: NoticeTerms): boolean[] =>
    [unread, received, replied].map((receipt) => awaits(terms, receipt));
  expect(waits(asks())).toEqual([true, false, false]);
  expect(waits(asks({ wantsReply: true }))).toEqual([true, true, false]);
  expect(waits(asks({ wantsReply: true, withdrawnAt: at }))).toEqual([false, false, false]);
});

test('it is overdue from the day after its last day, and never without one', () => {
  const late = (terms: NoticeTerms, receipt: Receipt): boolean[] =>
    ['2026-11-29', '2026-11-30', '2026-12-01'].map((today) => isOverdue(terms, receipt, today));
  expect(late(asks(), unread)).toEqual([false, false, true]);
  expect(late(asks(), received)).toEqual([false, false, false]);
  expect(late(asks({ wantsReply: true }), received)).toEqual([false, false, true]);
  expect(late(asks({ dueOn: null }), unread)).toEqual([false, false, false]);
  expect(late(asks({ withdrawnAt: at }), unread)).toEqual([false, false, false]);
});

test('nobody is asked to answer by a day that is over', () => {
  const told = (dueOn: string | null): string[] => dueProblems(dueOn, '2026-11-27').map(({ code }) => code);
  expect([told(null), told('2026-11-27'), told('2026-11-26')]).toEqual([[], [], ['NOTICE_DUE_PAST']]);
});

test('words are taken only where they are wanted, and nothing once it is withdrawn', () => {
  const told = (terms: NoticeTerms, reply: string | null): string[] => {
    try {
      requireAnswerable(terms, reply);
      return [];
    } catch (error) {
      if (error instanceof Refusal) return error.problems.map(({ code }) => code);
      throw error;
    }
  };
  expect(told(asks(), null)).toEqual([]);
  expect(told(asks(), '已阅')).toEqual(['NOTICE_NO_REPLY']);
  expect(told(asks({ wantsReply: true }), '已办')).toEqual([]);
  expect(told(asks({ withdrawnAt: at }), '已阅')).toEqual(['NOTICE_WITHDRAWN']);
});

describe('rates', () => {
  test('are null where there is nothing to divide by, and where no reply is wanted', () => {
    const counts = { recipients: 3, received: 2, replied: 1, overdue: 0 };
    expect(noticeRates(counts, asks({ wantsReply: true }))).toEqual({
      receiptRate: '66.7',
      replyRate: '33.3',
    });
    expect(noticeRates(counts, asks())).toEqual({ receiptRate: '66.7', replyRate: null });
    const nobody = { recipients: 0, received: 0, replied: 0, overdue: 0 };
    expect(noticeRates(nobody, asks({ wantsReply: true }))).toEqual({ receiptRate: null, replyRate: null });
  });

  test('whoever is overdue still awaits, and whoever has replied has nothing left to do', () => {
    const day = fc.constantFrom(null, '2026-11-26', '2026-11-27', '2026-11-28');
    const terms = fc.record({
      dueOn: day,
      wantsReply: fc.boolean(),
      withdrawnAt: fc.constantFrom(null, at),
    });
    fc.assert(
      fc.property(terms, fc.constantFrom(unread, received, replied), (asked, receipt) => {
        if (isOverdue(asked, receipt, '2026-11-27')) expect(awaits(asked, receipt)).toBe(true);
        if (noticeStateOf(receipt) === 'REPLIED') expect(awaits(asked, receipt)).toBe(false);
      }),
    );
  });
});
