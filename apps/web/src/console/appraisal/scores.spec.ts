import { expect, test } from '@jest/globals';
import {
  canBeAppraised,
  isAppealing,
  isDue,
  isUpheld,
  pointsOfItems,
  pointsOfTargets,
  scoresSent,
  sumOfItems,
  takingAnew,
  typedOf,
} from './scores.js';

const items = [
  { code: 'work', kind: 'SCORED' },
  { code: 'new', kind: 'BONUS' },
  { code: 'late', kind: 'DEDUCTION' },
] as const;

const sum = (texts: Record<string, string>) => sumOfItems(items, (code) => texts[code]);

test('points are added exactly as they are typed, and a deduction takes away', () => {
  expect(sum({ work: '0.1', new: '0.2', late: '' })).toEqual({ scored: 2, total: '0.30', unreadable: 0 });
  expect(sum({ work: '１７', late: '2.5' })).toEqual({ scored: 2, total: '14.50', unreadable: 0 });
  expect(sum({ late: '1.25' })).toEqual({ scored: 1, total: '-1.25', unreadable: 0 });
  expect(sum({ work: '十', new: '1.234', late: '-1' })).toEqual({ scored: 0, total: '0.00', unreadable: 3 });
});

test('0 points are a score, blank is none', () => {
  expect(sum({ work: '0' })).toMatchObject({ scored: 1 });
  expect(sum({ work: ' ' })).toMatchObject({ scored: 0 });
  expect(pointsOfItems(items, [{ item: 'work', points: null }])).toBeNull();
  expect(pointsOfItems(items, [{ item: 'late', points: '0.00' }])).toBe('0.00');
  expect(pointsOfItems(items, [{ item: 'late', points: '3.00' }])).toBe('-3.00');
  expect(pointsOfTargets([{ points: null }])).toBeNull();
  expect(pointsOfTargets([{ points: '29.99' }, { points: null }, { points: '0.02' }])).toBe('30.01');
});

test('what is typed begins as the result before, and all of it is sent but what is blank', () => {
  const before = [{ item: 'work', points: '18.00', note: null }];
  const typed = typedOf(items, before, { new: { points: ' 3 ', note: ' 表彰 ' } });
  expect(typed['work']).toEqual({ points: '18.00', note: '' });
  expect(scoresSent(typed)).toEqual([
    { item: 'work', points: '18.00', note: null },
    { item: 'new', points: '3', note: '表彰' },
  ]);
  // A reason without points is kept, and is no score.
  expect(scoresSent({ late: { points: '', note: '待核实' } })).toEqual([
    { item: 'late', points: null, note: '待核实' },
  ]);
});

test('figures are taken anew without touching what was given for items, nor the note', () => {
  const union = { id: 'u' };
  expect(takingAnew({ union, result: null })).toEqual({ unionId: 'u', note: null, expectedRevision: 0 });
  const again = takingAnew({ union, result: { revision: 3, note: '好' } });
  expect(again).toEqual({ unionId: 'u', note: '好', expectedRevision: 3 });
  expect(again).not.toHaveProperty('scores');
  expect(isDue({ result: null, differs: null })).toBe(true);
  expect(isDue({ result: {}, differs: false })).toBe(false);
  expect(isDue({ result: {}, differs: true })).toBe(true);
});

test('after the publication only a union is appraised whose newest appeal was upheld, and once', () => {
  const result = { at: '2026-11-20T08:00:00.000Z' };
  const rejected = { outcome: 'REJECTED', answeredAt: '2026-11-21T08:00:00.000Z' } as const;
  const upheld = { outcome: 'UPHELD', answeredAt: '2026-11-22T08:00:00.000Z' } as const;
  const waiting = { outcome: null, answeredAt: null };
  expect(canBeAppraised('OPEN', { result: null, appeals: [] })).toBe(true);
  expect(canBeAppraised('PUBLISHED', { result, appeals: [] })).toBe(false);
  expect(canBeAppraised('PUBLISHED', { result, appeals: [upheld, rejected] })).toBe(true);
  expect(canBeAppraised('PUBLISHED', { result, appeals: [rejected, upheld] })).toBe(false);
  expect(canBeAppraised('FINAL', { result, appeals: [upheld] })).toBe(false);
  expect(isUpheld({ result: { at: '2026-11-23T08:00:00.000Z' }, appeals: [upheld] })).toBe(false);
  expect(isAppealing({ result, appeals: [waiting, rejected] })).toBe(true);
  expect(isAppealing({ result, appeals: [upheld] })).toBe(false);
});
