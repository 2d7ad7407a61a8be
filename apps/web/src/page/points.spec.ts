import { expect, test } from '@jest/globals';
import { readPoints, short } from './points.js';

test('points are shown without zeros that say nothing', () => {
  expect(['20.00', '18.50', '0.05', '100', '0'].map(short)).toEqual(['20', '18.5', '0.05', '100', '0']);
});

test('points are read in hundredths; a blank is no 0', () => {
  expect(['18.5', '0', ' ', '十', '-1', '1.005'].map(readPoints)).toEqual([
    1850n,
    0n,
    null,
    null,
    null,
    null,
  ]);
});
