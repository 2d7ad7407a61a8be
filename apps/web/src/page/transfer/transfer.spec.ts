import { expect, test } from '@jest/globals';
import { directionOf, isOvertaken, quarterOf } from './transfer.js';

test('an order comes in at its receiver and goes out of its sender, also where the other side is outside the federation', () => {
  const to = { code: 'LJ-2', name: '二厂工会' };
  expect(directionOf({ to }, 'LJ-2')).toBe('IN');
  expect(directionOf({ to }, 'LJ-1')).toBe('OUT');
  expect(directionOf({ to: { code: null, name: '省城某厂工会' } }, 'LJ-1')).toBe('OUT');
});

test('a day lies in a quarter; what is no day yet lies in none', () => {
  const days = ['2026-01-01', '2026-03-31', '2026-04-01', '2026-09-30', '2026-12-31', '', '2026-1'];
  expect(days.map(quarterOf)).toEqual(['2026Q1', '2026Q1', '2026Q2', '2026Q3', '2026Q4', null, null]);
});

test('an order is overtaken where another step came first, and not where a field is wrong', () => {
  expect(isOvertaken([{ code: 'STALE_REVISION' }])).toBe(true);
  expect(isOvertaken([{ code: 'TRANSFER_SETTLED' }])).toBe(true);
  expect(isOvertaken([{ code: 'DATE_ORDER' }])).toBe(false);
  expect(isOvertaken([])).toBe(false);
});
