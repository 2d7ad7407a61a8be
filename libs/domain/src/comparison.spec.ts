import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { carriesForward, changeOf, comparedPeriod, differenceOf, sidesOf } from './comparison.js';
import { layoutOf } from './form.js';
import { parsePeriod } from './period.js';
import { shippedForm } from './shipped-forms.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const form = shippedForm('work-q');

test(`a change is exact, and none where either side is missing (SEED=${seed})`, () => {
  const figure = fc.bigInt(0n, 9_999_999_999_999n);
  fc.assert(
    fc.property(figure, figure, (now, then) => {
      const { change, percent } = changeOf(now, then);
      expect((change ?? 0n) + then).toBe(now);
      expect(percent === null).toBe(then === 0n);
      // One decimal: the rounded percentage is at most half a tenth away from the exact one.
      if (percent !== null) {
        const tenths = BigInt(percent.replace('.', ''));
        const error = 2n * (tenths * then - (now - then) * 1_000n);
        expect(error <= then && error >= -then).toBe(true);
      }
    }),
    { seed, numRuns: 500 },
  );
  for (const [now, then] of [
    [null, 1n],
    [1n, null],
    [null, null],
  ] as const)
    expect(changeOf(now, then)).toEqual({ change: null, percent: null });
});

test('percentages are rounded half away from zero', () => {
  expect(changeOf(2_001n, 2_000n).percent).toBe('0.1');
  expect(changeOf(1_999n, 2_000n).percent).toBe('-0.1');
  expect(changeOf(0n, 7n).percent).toBe('-100.0');
});

test('a planned figure is no fact to differ from', () => {
  const entry = (mark: 'EXACT' | 'PLANNED') => ({ figure: 3n, mark });
  expect(differenceOf(entry('EXACT'), entry('EXACT'))).toBe(0n);
  expect(differenceOf(entry('PLANNED'), entry('EXACT'))).toBeNull();
  expect(differenceOf(entry('EXACT'), entry('PLANNED'))).toBeNull();
});

test('only stocks that people file are carried forward', () => {
  const carried = (code: string): boolean => {
    const place = layoutOf(form).cell(code);
    if (!place) throw new Error(code);
    return carriesForward(place.cell);
  };
  expect(carried('mem_member_cnt')).toBe(true);
  for (const code of [
    'mem_new_member_cnt',
    'org_grassroots_union_cnt',
    'comp_best_rank',
    'reports_expected_own',
  ])
    expect([code, carried(code)]).toEqual([code, false]);
});

test('a period is compared with one of as many filed periods, or with none', () => {
  const sides = (code: string, compared: 'PREVIOUS' | 'LAST_YEAR', now: string[], yearToDate = false) =>
    sidesOf(form, now, comparedPeriod(parsePeriod(code), compared), yearToDate)?.then ?? null;
  expect(sides('2026Q1', 'PREVIOUS', ['2026Q1'])).toEqual(['2025Q4']);
  expect(sides('2026Q3', 'LAST_YEAR', ['2026Q3'])).toEqual(['2025Q3']);
  expect(sides('2026H1', 'PREVIOUS', ['2026Q1', '2026Q2'])).toEqual(['2025Q3', '2025Q4']);
  expect(sides('2026Q2', 'LAST_YEAR', ['2026Q1', '2026Q2'], true)).toEqual(['2025Q1', '2025Q2']);
  expect(sides('2026Q2', 'PREVIOUS', ['2026Q1', '2026Q2'], true)).toBeNull();
  expect(sides('2026', 'PREVIOUS', ['2026Q1', '2026Q2'])).toBeNull();
});
