import { describe, expect, test } from '@jest/globals';
import { statedRatioAgrees } from './stated-ratio.js';

describe('a ratio as stated against its counts', () => {
  test('bank-branch-2004: 1.63 days per person-time from 2022 and 1236 holds only by truncation', () => {
    expect(statedRatioAgrees('1.63', 2022n, 1236n)).toBe('TRUNCATED');
    expect(statedRatioAgrees('1.64', 2022n, 1236n)).toBe('ROUNDED');
    expect(statedRatioAgrees('1.636', 2022n, 1236n)).toBe('ROUNDED');
    expect(statedRatioAgrees('1.62', 2022n, 1236n)).toBe('NO');
  });

  test('development-zone-2007: 100 % covered is exact, 58.4 % migrant members is rounded', () => {
    expect(statedRatioAgrees('100', 108n, 108n, { percent: true })).toBe('EXACT');
    expect(statedRatioAgrees('58.4', 4388n, 7510n, { percent: true })).toBe('ROUNDED');
    expect(statedRatioAgrees('58.4%', 4388n, 7510n, { percent: true })).toBe('ROUNDED');
    expect(statedRatioAgrees('58', 4388n, 7510n, { percent: true })).toBe('ROUNDED');
    expect(statedRatioAgrees('59', 4388n, 7510n, { percent: true })).toBe('NO');
  });

  test('full-width digits are read; nothing agrees with a division by 0', () => {
    expect(statedRatioAgrees('\uff11.\uff16\uff13', 2022n, 1236n)).toBe('TRUNCATED');
    expect(statedRatioAgrees('\uff11\uff0e\uff16\uff13', 2022n, 1236n)).toBe('TRUNCATED');
    expect(statedRatioAgrees('0', 0n, 0n)).toBe('NO');
  });
});
