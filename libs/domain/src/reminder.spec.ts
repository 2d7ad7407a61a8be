import { describe, expect, test } from '@jest/globals';
import { mobileIn, parseEmail, parsePhone } from './contact.js';
import { daysAfter } from './period.js';
import { Refusal } from './problem.js';
import {
  mostAttempts,
  numbered,
  type ReminderSchedule,
  requireSchedule,
  retryAt,
  shippedSchedule,
  stepDue,
} from './reminder.js';

const codesOf = (work: () => unknown): string[] => {
  try {
    work();
    return [];
  } catch (error) {
    if (error instanceof Refusal) return error.problems.map(({ code }) => code);
    throw error;
  }
};

describe('a step of the schedule', () => {
  const dueOn = '2026-10-10';
  const levelOn = (today: string) => stepDue(shippedSchedule.rules, dueOn, today)?.level ?? null;

  test.each([
    ['2026-10-02', null],
    ['2026-10-03', 1],
    ['2026-10-05', 1],
    ['2026-10-06', null],
    ['2026-10-09', 2],
    ['2026-10-10', 2],
    ['2026-10-11', 3],
    ['2026-10-13', 4],
    ['2026-10-15', 4],
    ['2026-10-16', null],
    ['2027-10-13', null],
  ])('on %s is %s: the last one reached, for two days more where it was missed', (today, level) =>
    expect(levelOn(today)).toBe(level),
  );

  test('whoever is told never becomes fewer, and the first are the filers', () => {
    let before: readonly string[] = [];
    for (const { audiences } of shippedSchedule.rules) {
      expect(audiences).toEqual(expect.arrayContaining([...before]));
      before = audiences;
    }
    expect(shippedSchedule.rules[0]?.audiences).toEqual(['FILER']);
  });

  test('raised every day, each step of the schedule comes once and in order', () => {
    const seen: number[] = [];
    for (let days = -30; days < 30; days++) {
      const level = levelOn(daysAfter(dueOn, days));
      if (level !== null && seen.at(-1) !== level) seen.push(level);
    }
    expect(seen).toEqual([1, 2, 3, 4]);
  });
});

test('what failed waits longer each time, and is given up after the last attempt', () => {
  const now = new Date('2026-10-10T00:00:00Z');
  const waits = Array.from({ length: mostAttempts }, (_, n) => retryAt(n + 1, now));
  expect(waits.map((at) => at && (at.getTime() - now.getTime()) / 60_000)).toEqual([1, 5, 15, 60, 240, null]);
});

describe('a schedule', () => {
  const with_ = (more: Partial<ReminderSchedule>): ReminderSchedule => ({ ...shippedSchedule, ...more });
  const step = { days: 1, audiences: ['FILER'], channels: ['SMS'] } as const;

  test('names nobody and no channel twice, or two letters would be one', () => {
    const [rule] = numbered([{ ...step, audiences: ['FILER', 'FILER'], channels: ['SMS', 'IN_APP', 'SMS'] }]);
    expect(rule).toMatchObject({ audiences: ['FILER'], channels: ['SMS', 'IN_APP'] });
  });

  test('as shipped is allowed, and so is none', () => {
    expect(codesOf(() => requireSchedule(shippedSchedule))).toEqual([]);
    expect(codesOf(() => requireSchedule(with_({ rules: [] })))).toEqual([]);
  });

  test.each<[string, Partial<ReminderSchedule>, string]>([
    ['at 24:00', { quiet: { from: '24:00', to: '08:00' } }, 'TIME_INVALID'],
    ['at 8', { quiet: { from: '21:00', to: '8' } }, 'TIME_INVALID'],
    ['that never reminds again', { againAfterHours: 0 }, 'NUMBER_OUT_OF_RANGE'],
    ['too far from the deadline', { rules: numbered([{ ...step, days: 181 }]) }, 'NUMBER_OUT_OF_RANGE'],
    ['with two steps on a day', { rules: numbered([step, step]) }, 'REMINDER_RULES_ORDER'],
    ['that tells nobody', { rules: numbered([{ ...step, audiences: [] }]) }, 'FIELD_REQUIRED'],
    ['by no channel', { rules: numbered([{ ...step, channels: [] }]) }, 'FIELD_REQUIRED'],
    [
      'of thirteen steps',
      { rules: numbered(Array.from({ length: 13 }, (_, days) => ({ ...step, days }))) },
      'REQUEST_TOO_LARGE',
    ],
  ])('%s is refused', (_, more, code) => expect(codesOf(() => requireSchedule(with_(more)))).toEqual([code]));
});

describe('how a person is reached', () => {
  test.each([
    ['13812345678', '13812345678'],
    [' +86 138-1234-5678 ', '13812345678'],
    ['１３８１２３４５６７８', '13812345678'],
    ['', null],
    [null, null],
  ])('the mobile number %p is %p', (typed, read) => expect(parsePhone(typed)).toBe(read));
  test.each(['12345', '0512-68000000', '23812345678', '138123456789', 'abc'])(
    '%p is no mobile number',
    (typed) => {
      expect(codesOf(() => parsePhone(typed))).toEqual(['MOBILE_INVALID']);
      expect(mobileIn(typed)).toBeNull();
    },
  );
  test.each([
    [' li.si+gh@mail.example.com.cn ', 'li.si+gh@mail.example.com.cn'],
    [' ', null],
  ])('the address %p is %p', (typed, read) => expect(parseEmail(typed)).toBe(read));
  test.each([
    'li',
    'li@',
    '@x.cn',
    'a b@x.cn',
    'li@x',
    'a@x.cn, b@x.cn',
    'a@x.cn\r\nBcc: b@x.cn',
    `${'a'.repeat(65)}@x.cn`,
  ])('%p is no address', (typed) => expect(codesOf(() => parseEmail(typed))).toEqual(['EMAIL_INVALID']));
});
