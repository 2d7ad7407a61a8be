import { expect, test } from '@jest/globals';
import { sumOfPoints } from './scores.js';

test('points are added exactly, as they are typed; what is blank or no number is not in the sum', () => {
  expect(sumOfPoints(['0.1', '0.2', '', ' '])).toEqual({ scored: 2, total: '0.30', unreadable: 0 });
  expect(sumOfPoints(['１７', '20.50', '二十', '1.234'])).toEqual({
    scored: 2,
    total: '37.50',
    unreadable: 2,
  });
  expect(sumOfPoints([])).toEqual({ scored: 0, total: '0.00', unreadable: 0 });
  expect(sumOfPoints(['100', '0'])).toEqual({ scored: 2, total: '100.00', unreadable: 0 });
});
