import { expect, test } from '@jest/globals';
import { finerDigits, requireRegion } from './region.js';

test.each(['32', '3201', '320102', '320102001', '320102001003'])('%s is a region', (code) => {
  expect(requireRegion(code)).toBe(code);
});

test.each(['', '3', '320', '32%', '32010', '江苏', '3201020010031'])('%p is none', (code) => {
  expect(() => requireRegion(code)).toThrow(/REGION_INVALID/);
});

test('a province is divided into cities, and so on down to villages', () => {
  expect(['32', '3201', '320102', '320102001', '320102001003'].map(finerDigits)).toEqual([4, 6, 9, 12, 12]);
});
