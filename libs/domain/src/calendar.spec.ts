import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type CalendarRule,
  calendarOf,
  dayIn,
  daysLate,
  deadlinesOf,
  endOfDay,
  inOrderOfDue,
  requireDueInOrder,
  shippedCalendar,
} from './calendar.js';
import type { Frequency } from './form.js';
import { dayAfter, daysAfter, parsePeriod } from './period.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

describe('a day ends', () => {
  test.each([
    ['Asia/Shanghai', '2026-10-10', '2026-10-10T16:00:00.000Z'],
    ['UTC', '2026-10-10', '2026-10-11T00:00:00.000Z'],
    // 25 and 23 hours long: the clocks are put back and forward within them.
    ['Europe/Berlin', '2026-10-24', '2026-10-24T22:00:00.000Z'],
    ['Europe/Berlin', '2026-10-25', '2026-10-25T23:00:00.000Z'],
    ['Europe/Berlin', '2026-03-28', '2026-03-28T23:00:00.000Z'],
    ['Europe/Berlin', '2026-03-29', '2026-03-29T22:00:00.000Z'],
    ['America/New_York', '2026-03-08', '2026-03-09T04:00:00.000Z'],
    ['America/New_York', '2026-11-01', '2026-11-02T05:00:00.000Z'],
    // Midnight itself does not exist: the day after begins at one.
    ['America/Sao_Paulo', '2018-11-03', '2018-11-04T03:00:00.000Z'],
    ['Pacific/Kiritimati', '2026-10-10', '2026-10-10T10:00:00.000Z'],
    ['Pacific/Pago_Pago', '2026-10-10', '2026-10-11T11:00:00.000Z'],
    // A whole day was left out.
    ['Pacific/Apia', '2011-12-29', '2011-12-30T10:00:00.000Z'],
    ['Asia/Shanghai', '2004-12-31', '2004-12-31T16:00:00.000Z'],
  ])('in %s, %s at %s', (zone, day, moment) => {
    expect(endOfDay(day, zone).toISOString()).toBe(moment);
  });

  test(`a second before the next begins, in any zone (SEED=${seed})`, () => {
    const zones = [
      'Asia/Shanghai',
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
    ];
    const property = fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: 0, max: 20_000 }),
      (zone, n) => {
        const day = daysAfter('1995-01-01', n);
        const end = endOfDay(day, zone);
        expect(dayIn(new Date(end.getTime() - 1_000), zone)).toBe(day);
        expect(dayIn(end, zone)).toBe(dayAfter(day));
      },
    );
    fc.assert(property, { seed, numRuns: 300 });
  });
});

const rule = (
  level: CalendarRule['level'],
  dueDays: number,
  opensDays: number | null = null,
): CalendarRule => ({
  ...{ level, dueDays, opensDays },
});

describe('a calendar', () => {
  const quarter = parsePeriod('2026Q3');

  test('gives a period its deadlines, the grassroots first', () => {
    expect(deadlinesOf(quarter, shippedCalendar.QUARTER, 'Asia/Shanghai')).toEqual([
      {
        ...{ level: 'GRASSROOTS', opensOn: '2026-07-01', dueOn: '2026-10-10' },
        dueAt: new Date('2026-10-10T16:00:00Z'),
      },
      {
        ...{ level: 'INTERMEDIATE', opensOn: '2026-07-01', dueOn: '2026-10-15' },
        dueAt: new Date('2026-10-15T16:00:00Z'),
      },
      {
        ...{ level: 'FEDERATION', opensOn: '2026-07-01', dueOn: '2026-10-20' },
        dueAt: new Date('2026-10-20T16:00:00Z'),
      },
    ]);
  });

  test.each([
    [-10, '2026-09-20'],
    [0, '2026-09-30'],
    [1, '2026-10-01'],
    [-91, '2026-07-01'],
    [-200, '2026-07-01'],
  ])('that opens %d days after the end opens on %s', (opensDays, opensOn) => {
    const rules = [rule('GRASSROOTS', 10, opensDays), rule('INTERMEDIATE', 15), rule('FEDERATION', 20)];
    expect(deadlinesOf(quarter, calendarOf(rules), 'UTC')[0]).toMatchObject({ opensOn, dueOn: '2026-10-10' });
  });

  test.each<[string, string, CalendarRule[]]>([
    ['a level has no rule', 'CALENDAR_INCOMPLETE', [rule('GRASSROOTS', 1), rule('INTERMEDIATE', 2)]],
    [
      'a level has two',
      'CALENDAR_INCOMPLETE',
      [rule('GRASSROOTS', 1), rule('GRASSROOTS', 1), rule('INTERMEDIATE', 2), rule('FEDERATION', 3)],
    ],
    [
      'two are due together',
      'DUE_ORDER',
      [rule('GRASSROOTS', 2), rule('INTERMEDIATE', 2), rule('FEDERATION', 3)],
    ],
    [
      'the federation is first',
      'DUE_ORDER',
      [rule('GRASSROOTS', 2), rule('INTERMEDIATE', 4), rule('FEDERATION', 3)],
    ],
    [
      'due when it opens',
      'DUE_BEFORE_OPENING',
      [rule('GRASSROOTS', 2, 2), rule('INTERMEDIATE', 4), rule('FEDERATION', 5)],
    ],
    [
      'due before the end',
      'NUMBER_OUT_OF_RANGE',
      [rule('GRASSROOTS', -1), rule('INTERMEDIATE', 4), rule('FEDERATION', 5)],
    ],
    [
      'due in two years',
      'NUMBER_OUT_OF_RANGE',
      [rule('GRASSROOTS', 1), rule('INTERMEDIATE', 4), rule('FEDERATION', 700)],
    ],
    [
      'open years before',
      'NUMBER_OUT_OF_RANGE',
      [rule('GRASSROOTS', 1, -400), rule('INTERMEDIATE', 4), rule('FEDERATION', 5)],
    ],
  ])('is refused where %s: %s', (_, code, rules) => {
    expect(() => calendarOf(rules)).toThrow(code);
  });

  test('as shipped is one that would be accepted, for every frequency', () => {
    for (const frequency of Object.keys(shippedCalendar) as Frequency[]) {
      const calendar = shippedCalendar[frequency];
      expect(calendarOf(inOrderOfDue.map((level) => ({ level, ...calendar[level] })))).toEqual(calendar);
    }
  });
});

test('deadlines stand in the order of the levels, as far as they are set', () => {
  expect(() => requireDueInOrder({})).not.toThrow();
  expect(() => requireDueInOrder({ FEDERATION: '2026-10-01', GRASSROOTS: '2026-09-30' })).not.toThrow();
  expect(() => requireDueInOrder({ FEDERATION: '2026-10-01', GRASSROOTS: '2026-10-01' })).toThrow(
    'DUE_ORDER',
  );
  expect(() => requireDueInOrder({ INTERMEDIATE: '2026-10-02', FEDERATION: '2026-10-01' })).toThrow(
    'DUE_ORDER',
  );
});

test.each([
  ['2026-10-10', '2026-10-09', 0],
  ['2026-10-10', '2026-10-10', 0],
  ['2026-10-10', '2026-10-11', 1],
  ['2026-02-28', '2026-03-31', 31],
  [null, '2026-10-11', 0],
])('due on %s, on %s a report is %d days late', (dueOn, today, days) => {
  expect(daysLate(dueOn, today)).toBe(days);
});
