import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isQuiet, sendAt } from './quiet-hours.js';

const night = { from: '21:00', to: '08:00' };
const sent = (now: string, quiet = night, zone = 'Asia/Shanghai'): string =>
  sendAt(new Date(now), quiet, zone).toISOString();

describe('in the time zone of the tenant', () => {
  test.each([
    ['by day at once', '2026-10-09T02:00:30.5Z', '2026-10-09T02:00:30.500Z'],
    ['at 20:59 at once', '2026-10-09T12:59:59Z', '2026-10-09T12:59:59.000Z'],
    ['from 21:00 on the next morning', '2026-10-09T13:00:00Z', '2026-10-10T00:00:00.000Z'],
    ['after midnight the same morning', '2026-10-09T17:30:12Z', '2026-10-10T00:00:00.000Z'],
    ['at 07:59 a minute later', '2026-10-09T23:59:59Z', '2026-10-10T00:00:00.000Z'],
    ['at 08:00 at once', '2026-10-10T00:00:00Z', '2026-10-10T00:00:00.000Z'],
  ])('%s', (_, now, expected) => expect(sent(now)).toBe(expected));

  test('quiet hours within one day', () =>
    expect(sent('2026-10-09T04:30:00Z', { from: '12:00', to: '13:30' })).toBe('2026-10-09T05:30:00.000Z'));
  test('none where both are the same', () =>
    expect(sent('2026-10-09T15:00:00Z', { from: '08:00', to: '08:00' })).toBe('2026-10-09T15:00:00.000Z'));
});

describe('where the clocks change', () => {
  const berlin = (now: string, to = '08:00') => sent(now, { from: '21:00', to }, 'Europe/Berlin');
  test('a night an hour short ends at 08:00 on the wall', () =>
    expect(berlin('2026-03-28T21:00:00Z')).toBe('2026-03-29T06:00:00.000Z'));
  test('a night an hour long ends at 08:00 on the wall', () =>
    expect(berlin('2026-10-24T20:00:00Z')).toBe('2026-10-25T07:00:00.000Z'));
  test('an end that the clocks leap over is the moment they do', () =>
    expect(berlin('2026-03-28T21:00:00Z', '02:30')).toBe('2026-03-29T01:00:00.000Z'));
  test('an end that comes twice is the first one', () =>
    expect(berlin('2026-10-24T20:00:00Z', '02:30')).toBe('2026-10-25T00:30:00.000Z'));
});

const two = (n: number): string => String(n).padStart(2, '0');
const timeOf = (minutes: number): string => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;

test('it is the first moment that is not quiet, to the minute, in any zone at any time of the year', () => {
  const quiet = fc.record({
    from: fc.integer({ min: 18 * 60, max: 24 * 60 - 1 }).map(timeOf),
    to: fc.integer({ min: 0, max: 12 * 60 }).map(timeOf),
  });
  const zone = fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe');
  // Around the days on which clocks change in these zones, and on others.
  const start = fc.constantFrom(
    '2026-03-07',
    '2026-03-28',
    '2026-04-04',
    '2026-10-03',
    '2026-10-24',
    '2026-10-31',
  );
  const later = fc.integer({ min: 0, max: 48 * 60 * 60 });
  fc.assert(
    fc.property(quiet, zone, start, later, (hours, timeZone, day, seconds) => {
      const now = new Date(Date.parse(`${day}T00:00:00Z`) + seconds * 1_000);
      const at = sendAt(now, hours, timeZone);
      expect(isQuiet(at, hours, timeZone)).toBe(false);
      if (at.getTime() === now.getTime()) return;
      for (let time = now.getTime(); time < at.getTime(); time += 60_000)
        expect([new Date(time), isQuiet(new Date(time), hours, timeZone)]).toEqual([new Date(time), true]);
      expect(at.getTime() % 60_000).toBe(0);
    }),
    { numRuns: 150 },
  );
});
