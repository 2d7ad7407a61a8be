import { expect, test } from '@jest/globals';
import { linesOf, pastePlan, type PlanRow, planRows, planYears } from './plan.js';

const grades = [
  { grade: 1, zh: '合格', en: 'Qualified' },
  { grade: 2, zh: '先进', en: 'Advanced' },
];
const stars = [{ grade: 1, zh: '一星', en: 'One star' }, ...grades.slice(1)];
const years = [
  { year: 2026, grades },
  { year: 2027, grades },
  { year: 2028, grades: stars },
];
const row = (id: string, code: string, name: string, planned: PlanRow['planned'] = {}): PlanRow => ({
  ...{ union: { id, code, name }, held: null },
  planned: { 2026: null, 2027: null, 2028: null, ...planned },
});
const rows = [row('a', 'G1', '甲工会', { 2026: 1 }), row('b', 'G2', '乙工会'), row('c', 'G3', '丙工会')];

test('the plans of three years are put together by union, whatever page they came in', () => {
  const node = (id: string, planned: number | null) => ({ union: { id }, planned });
  const page = (thisYear: string, next: ReturnType<typeof node>[], last: ReturnType<typeof node>[]) => ({
    tradeUnion: null,
    standard: { grades },
    nextStandard: { grades },
    lastStandard: { grades: stars },
    thisYear: {
      nodes: [{ union: { id: thisYear, code: thisYear, name: thisYear }, held: null, planned: 1 }],
      pageInfo: { hasNextPage: false, endCursor: null },
    },
    nextYear: { nodes: next },
    lastYear: { nodes: last },
  });
  const pages = [page('a', [node('b', 2)], [node('a', null)]), page('b', [node('a', 1)], [node('b', 2)])];
  const read = planRows(pages, 2026);
  expect(planYears(pages[0]!, 2026)).toEqual(years);
  expect(read.map(({ union, planned }) => [union.id, planned])).toEqual([
    ['a', { 2026: 1, 2027: 1, 2028: null }],
    ['b', { 2026: 1, 2027: 2, 2028: 2 }],
  ]);
});

test('only what differs from the plan is sent; none takes a union out of it', () => {
  expect(linesOf(rows, { a: { 2026: 1, 2027: 2 }, b: { 2026: null } })).toEqual([
    { unionId: 'a', year: 2027, grade: 2 },
  ]);
  expect(linesOf(rows, { a: { 2026: null } })).toEqual([{ unionId: 'a', year: 2026, grade: null }]);
});

test('where the first column names unions, the years follow it, by rank or by name', () => {
  const block = [
    ['G3', '1', '', 'advanced'],
    ['甲工会', '无', '先进', '一星'],
    ['丁工会', '1'],
    ['乙工会', '9', '2', '2', '1'],
  ];
  expect(pastePlan(block, rows, years, { start: 2, from: 2028 })).toEqual({
    chosen: { c: { 2026: 1, 2028: 2 }, a: { 2026: null, 2027: 2, 2028: 1 }, b: { 2027: 2, 2028: 2 } },
    leftOver: 1,
    unread: 2,
  });
});

test('grades alone go downward from where they are pasted', () => {
  const block = [['合格', '2'], [''], ['1'], ['1']];
  expect(pastePlan(block, rows, years, { start: 1, from: 2027 })).toEqual({
    chosen: { b: { 2027: 1, 2028: 2 } },
    leftOver: 2,
    unread: 0,
  });
});
