import { expect, test } from '@jest/globals';
import { directionOf, isOvertaken, quarterOf, stepsAt, type Transfer } from './transfer.js';

test('an order comes in at its receiver and goes out of its sender, also where the other side is outside the federation', () => {
  const to = { code: 'LJ-2', name: '二厂工会' };
  expect(directionOf({ to }, 'LJ-2')).toBe('IN');
  expect(directionOf({ to }, 'LJ-1')).toBe('OUT');
  expect(directionOf({ to: { code: null, name: '省城某厂工会' } }, 'LJ-1')).toBe('OUT');
});

test('whoever files for both sides answers an order at its receiver, and withdraws it at its sender', () => {
  const order = {
    ...{ from: { code: 'LJ-1', name: '' }, to: { code: 'LJ-2', name: '' } },
    steps: ['ACCEPT', 'DECLINE', 'WITHDRAW'],
  } as unknown as Transfer;
  expect(stepsAt(order, 'LJ-2')).toEqual(['ACCEPT', 'DECLINE']);
  expect(stepsAt(order, 'LJ-1')).toEqual(['WITHDRAW']);
  expect(stepsAt(order, undefined)).toEqual(order.steps);
  const outside = { ...order, to: { code: null, name: '' }, steps: ['CANCEL'] } as unknown as Transfer;
  expect(stepsAt(outside, 'LJ-1')).toEqual(['CANCEL']);
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
