import { expect, test } from '@jest/globals';
import { figure, listSheet } from './tables/lists.js';

const about = { title: '名册', notes: [] };

test('a list that is too wide for an upright sheet of paper lies across it', () => {
  const columns = (width: number) => [['编码', width] as const, ['单位', width] as const];
  expect(listSheet(about, columns(40), []).landscape).toBe(false);
  expect(listSheet(about, columns(80), []).landscape).toBe(true);
});

test('what is not there is blank in a list, and not 0', () => {
  expect([figure(null), figure('0')]).toEqual([
    { style: 'figure', figure: undefined },
    { style: 'figure', figure: '0' },
  ]);
});
