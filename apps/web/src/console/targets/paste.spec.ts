import { expect, test } from '@jest/globals';
import { planPaste } from './paste.js';

const unions = [
  { id: 'a', code: 'G1', name: '甲（集团）工会' },
  { id: 'b', code: 'G2', name: '乙工会' },
  { id: 'c', code: 'G3', name: '丙工会' },
];

test('a column goes downward from where it is pasted; what passes the last row is counted', () => {
  const block = [['10'], [''], ['30'], ['40']];
  expect(planPaste(block, unions, { start: 0, column: 'value' })).toEqual({
    typed: { a: { value: '10' }, c: { value: '30' } },
    leftOver: 1,
  });
  expect(planPaste([['5'], ['6']], unions, { start: 1, column: 'weight' })).toEqual({
    typed: { b: { weight: '5' }, c: { weight: '6' } },
    leftOver: 0,
  });
});

test('targets and weights may stand side by side', () => {
  expect(
    planPaste(
      [
        ['10', '20'],
        ['11', ''],
      ],
      unions,
      { start: 1, column: 'value' },
    ).typed,
  ).toEqual({
    b: { value: '10', weight: '20' },
    c: { value: '11' },
  });
});

test('where the first column names unions, the rows go to these, in whatever order', () => {
  const block = [
    ['丙工会', '30', '5'],
    ['甲(集团)工会', '10'],
    ['G2', '20'],
    ['丁工会', '40'],
  ];
  expect(planPaste(block, unions, { start: 2, column: 'weight' })).toEqual({
    typed: { a: { value: '10' }, b: { value: '20' }, c: { value: '30', weight: '5' } },
    leftOver: 1,
  });
});
