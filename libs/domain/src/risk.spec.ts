import { describe, expect, test } from '@jest/globals';
import type { Entry, Mark } from './figure.js';
import { problem, type Problem } from './problem.js';
import {
  doubtsOf,
  isClean,
  isMuch,
  percentOf,
  type Risk,
  riskOf,
  scoreOf,
  shareOf,
  unweighed,
  type Weighed,
} from './risk.js';
import { shippedForm } from './shipped-forms.js';

const form = shippedForm('work-q');
type Figures = Record<string, bigint | null | [bigint | null, Mark]>;
const entries = (figures: Figures): Map<string, Entry> =>
  new Map(
    Object.entries(figures).map(([code, said]) => {
      const [figure, mark] = Array.isArray(said) ? said : [said, 'EXACT' as const];
      return [code, { figure, mark }];
    }),
  );
const hit = (severity: Problem['severity']): Problem => ({ ...problem('CHECK_FAILED'), severity });
const weigh = (now: Figures, then: Figures | null, more: Partial<Weighed> = {}): Risk =>
  riskOf({
    ...{ form, entries: entries(now), hits: [], parameters: {}, carriedCells: 0, late: false },
    last: then && { period: '2026Q2', entries: entries(then) },
    ...more,
  });
const clean: Risk = {
  ...{ plausibilityHits: 0, lawHits: 0, comparedWith: '2026Q2', largestChange: null },
  ...{ changedMuch: false, carriedCells: 0, late: false },
};
const changed = (then: string, now: string | null): Risk['largestChange'] => ({
  cell: 'mem_member_cnt',
  then,
  now,
});

describe('the largest change', () => {
  test.each<[string, Figures, Figures, Risk['largestChange'], boolean]>([
    ['is none where nothing moved', { mem_member_cnt: 100n }, { mem_member_cnt: 100n }, null, false],
    ['leaves out what moved by 19', { mem_member_cnt: 29n }, { mem_member_cnt: 10n }, null, false],
    [
      'holds what moved by 20, upwards',
      { mem_member_cnt: 120n },
      { mem_member_cnt: 100n },
      changed('100', '120'),
      true,
    ],
    ['and downwards', { mem_member_cnt: 80n }, { mem_member_cnt: 100n }, changed('100', '80'), true],
    [
      'is not much below 20 %',
      { mem_member_cnt: 1_199n },
      { mem_member_cnt: 1_000n },
      changed('1000', '1199'),
      false,
    ],
    [
      'is much from 20 % on',
      { mem_member_cnt: 1_200n },
      { mem_member_cnt: 1_000n },
      changed('1000', '1200'),
      true,
    ],
    ['grows out of 0', { mem_member_cnt: 20n }, { mem_member_cnt: 0n }, changed('0', '20'), true],
    ['is what was left blank now', {}, { mem_member_cnt: 50n }, changed('50', null), true],
    [
      'is what is only planned now',
      { mem_member_cnt: [50n, 'PLANNED'] },
      { mem_member_cnt: 50n },
      changed('50', null),
      true,
    ],
    [
      'is what does not apply any more',
      { mem_member_cnt: [null, 'NOT_APPLICABLE'] },
      { mem_member_cnt: 50n },
      changed('50', null),
      true,
    ],
    ['is not what was blank then', { mem_member_cnt: 5_000n }, {}, null, false],
    [
      'is not what was only planned then',
      { mem_member_cnt: 5_000n },
      { mem_member_cnt: [1n, 'PLANNED'] },
      null,
      false,
    ],
    ['is not of a flow', { comp_participant_cnt: 9_000n }, { comp_participant_cnt: 1n }, null, false],
    [
      'is the one by the largest share, not the largest figure',
      { mem_worker_cnt: 10_900n, mem_member_cnt: 130n },
      { mem_worker_cnt: 10_000n, mem_member_cnt: 100n },
      changed('100', '130'),
      true,
    ],
    [
      'stays exact beyond what a double holds',
      { mem_member_cnt: 9_999_999_999_999n },
      { mem_member_cnt: 8_333_333_333_333n },
      changed('8333333333333', '9999999999999'),
      false,
    ],
  ])('%s', (_, now, then, largestChange, changedMuch) => {
    expect(weigh(now, then)).toMatchObject({ largestChange, changedMuch });
  });

  test('goes by what the tenant has set', () => {
    const [now, then] = [{ mem_member_cnt: 104n }, { mem_member_cnt: 100n }];
    expect(weigh(now, then).largestChange).toBeNull();
    const parameters = { change_persons: '3.5', change_percent: '4' };
    expect(weigh(now, then, { parameters })).toMatchObject({
      largestChange: changed('100', '104'),
      changedMuch: true,
    });
    expect(weigh(now, then, { parameters: { ...parameters, change_percent: '4.01' } }).changedMuch).toBe(
      false,
    );
  });

  test.each<[string | null, string, number, string | null]>([
    ['120', '100', 20, '20.0'],
    ['80', '100', 20, '-20.0'],
    ['1999', '1000', 99, '99.9'],
    ['20', '0', 9_999, null],
    [null, '100', 100, null],
    ['900000', '1', 9_999, '89999900.0'],
  ])('%s after %s weighs %d and is %s %%', (now, then, share, percent) => {
    expect(shareOf({ cell: 'c', then, now })).toBe(share);
    expect(percentOf({ cell: 'c', then, now })).toBe(percent);
  });
});

test('hits are counted by severity; without an accepted period nothing was compared', () => {
  const hits = [hit('PLAUSIBILITY'), hit('LAW'), hit('PLAUSIBILITY')];
  expect(weigh({ mem_member_cnt: 500n }, null, { hits, carriedCells: 3, late: true })).toEqual({
    ...{ plausibilityHits: 2, lawHits: 1, comparedWith: null, largestChange: null },
    ...{ changedMuch: false, carriedCells: 3, late: true },
  });
});

describe('the order', () => {
  test('is read from the digits', () => {
    const risk = {
      ...clean,
      plausibilityHits: 2,
      lawHits: 1,
      largestChange: changed('100', '350'),
      carriedCells: 12,
      late: true,
    };
    expect(scoreOf(risk)).toBe(210_250_121);
    expect(scoreOf(clean)).toBe(0);
    expect(scoreOf({ ...clean, comparedWith: null })).toBe(100_000);
  });

  // Each stands before all that follow, however much those pile up of what counts less.
  test('goes by hits, then by the change, then by what was taken over, then by lateness', () => {
    const rest = { carriedCells: 99, late: true };
    const ordered: Risk[] = [
      { ...clean, plausibilityHits: 9 },
      { ...clean, plausibilityHits: 1 },
      { ...clean, lawHits: 9, largestChange: changed('0', '9'), ...rest },
      { ...clean, lawHits: 1 },
      { ...clean, largestChange: changed('0', '20') },
      { ...clean, largestChange: changed('100', '121'), ...rest },
      { ...clean, largestChange: changed('100', '120'), ...rest },
      { ...clean, carriedCells: 99, late: true },
      { ...clean, carriedCells: 2 },
      { ...clean, carriedCells: 1, late: true },
      { ...clean, carriedCells: 1 },
      { ...clean, late: true },
      clean,
    ];
    const scores = ordered.map(scoreOf);
    expect(scores).toEqual(scores.toSorted((one, other) => other - one));
    expect(new Set(scores).size).toBe(scores.length);
  });

  test('fits an Int whatever piles up, below what was never weighed', () => {
    const most = {
      ...clean,
      plausibilityHits: 500,
      lawHits: 500,
      largestChange: changed('1', '9999999999999'),
      carriedCells: 500,
      late: true,
    };
    expect(scoreOf(most)).toBe(999_999_991);
    expect(scoreOf(most)).toBeLessThan(unweighed);
    expect(unweighed).toBeLessThan(2 ** 31);
  });
});

describe('clean', () => {
  test('is what nothing is said of', () => {
    expect(isClean(clean)).toBe(true);
    expect(isClean({ ...clean, largestChange: changed('1000', '1100') })).toBe(true);
  });

  test.each<[string, Risk | null, RegExp]>([
    ['was never weighed', null, /before risks/],
    ['has a plausibility hit', { ...clean, plausibilityHits: 1 }, /found 1/],
    ['has a law hit', { ...clean, lawHits: 1 }, /found 1/],
    ['has nothing to be compared with', { ...clean, comparedWith: null }, /no accepted period/],
    [
      'changed much',
      { ...clean, largestChange: changed('1', '99'), changedMuch: true },
      /mem_member_cnt .*2026Q2/,
    ],
    ['has a cell taken over', { ...clean, carriedCells: 1 }, /1 cells/],
    ['came late', { ...clean, late: true }, /late/],
  ])('is not what %s', (_, risk, said) => {
    expect(isClean(risk)).toBe(false);
    const [doubt, ...others] = doubtsOf(risk);
    expect(others).toEqual([]);
    expect(doubt?.en).toMatch(said);
    expect(doubt?.zh).toMatch(/[\u4e00-\u9fff]/);
  });
});

test.each([
  ['100', '120', 0, true],
  ['100', '80', 0, true],
  ['100', null, 0, true],
  ['10', '29', 0, false], // by 19
  ['1000', '1199', 0, false], // by less than 20 %
  ['10000', '12000', 2, true],
  ['10000', '11999', 2, false], // by 19.99
  ['0', '0', 0, false],
  ['0', '20', 0, true],
])('a stock of %s that became %s (%d decimals) changed much: %s', (then, now, decimals, much) => {
  expect(isMuch({ cell: 'mem_member_cnt', then, now }, decimals, {})).toBe(much);
});

test('what is much is what the tenant says', () => {
  const change = { cell: 'mem_member_cnt', then: '100', now: '110' };
  expect(isMuch(change, 0, { change_persons: '10', change_percent: '10' })).toBe(true);
  expect(isMuch(change, 0, { change_persons: '11', change_percent: '10' })).toBe(false);
});
