import { expect, test } from '@jest/globals';
import { parsePeriod } from './period.js';
import { periodWords } from './period-words.js';

test('a period in words, and the year up to its end', () => {
  const words = (code: string, yearToDate = false) => periodWords(parsePeriod(code), yearToDate);
  expect(
    ['2026Q1', '2026Q4', '2026H1', '2026H2', '2026', '2026-09', 'S2026'].map((code) => words(code)),
  ).toEqual([
    ...[
      '2026年第一季度',
      '2026年第四季度',
      '2026年上半年',
      '2026年下半年',
      '2026年',
      '2026年9月',
      '2026统计年度',
    ],
  ]);
  expect([words('2026Q3', true), words('2026-01', true), words('2026', true)]).toEqual([
    ...['2026年1至9月', '2026年1月', '2026年'],
  ]);
});
