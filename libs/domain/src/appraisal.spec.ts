import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type Appeal,
  appraised,
  type AppraisedTarget,
  differs,
  isUnsettled,
  mayAppeal,
  mayAppraise,
  ranksOf,
  rateOf,
  readItemScores,
  stageOf,
} from './appraisal.js';
import { type AppraisalItem, type AppraisalScheme, readScheme } from './appraisal-scheme.js';
import { formatFigure } from './figure.js';
import { Refusal } from './problem.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const item = (code: string, kind: AppraisalItem['kind'], points: string): AppraisalItem => ({
  ...{ code, kind, points, text: code },
});
const scheme: AppraisalScheme = {
  ...{ nothingBelow: '60.00', mostCounted: '120.00', appealDays: 7 },
  items: [
    item('safety', 'SCORED', '40.00'),
    item('honour', 'BONUS', '5.00'),
    item('late', 'DEDUCTION', '9.99'),
  ],
  grades: [
    { zh: '优秀', en: 'Excellent', from: '90.00' },
    { zh: '合格', en: 'Passed', from: '60.00' },
  ],
};
const target = (actual: string | null, more: Partial<AppraisedTarget> = {}): AppraisedTarget => ({
  ...{ measure: { code: 'mem_new_member_cnt' }, weight: '60.00', value: '100', mark: 'EXACT', actual },
  ...more,
});
const score = (name: string, points: string | null) => ({ item: name, points, note: null });
const refusals = (act: () => unknown): string[] => {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.problems.map(({ code }) => code);
    throw error;
  }
  return [];
};

describe('a target gives of its points what was reached of it', () => {
  const points = (...asked: Parameters<typeof target>) =>
    appraised(scheme, { targets: [target(...asked)], scores: [] }).targetPoints[0];
  test.each([
    ['100', 60_00n],
    ['87', 52_20n],
    ['120', 72_00n], // as much as is counted
    ['500', 72_00n],
    ['60', 36_00n],
    ['59', 0n], // below the line
    ['0', 0n],
  ])('%s of 100: %s hundredths', (actual, expected) => expect(points(actual)).toBe(expected));
  test('nothing is known without a figure, which is not 0', () => expect(points(null)).toBeNull());
  test('a target of 0 is reached by any figure, and a figure below 0 reaches none', () => {
    expect(points('0', { value: '0' })).toBe(60_00n);
    expect(points('-1.5', { value: '10.0' })).toBe(0n);
  });
  test('the quotient is rounded once, half up', () => {
    expect(points('2', { weight: '10.00', value: '3' })).toBe(6_67n);
    expect(points('133', { weight: '0.10', value: '200' })).toBe(7n); // 6.65
    expect(points('2.0', { weight: '10.00', value: '3.0' })).toBe(6_67n); // of any number of places
  });
});

describe('a result', () => {
  const inputs = {
    targets: [target('100')],
    scores: [score('safety', '35.50'), score('honour', '2.00'), score('late', '1.25')],
  };
  test('adds targets, scored items and what is on top, and takes away', () => {
    const result = appraised(scheme, inputs);
    expect(result).toMatchObject({ total: 96_25n, outOf: 100_00n, complete: true, grade: 0 });
    expect(rateOf(result)).toBe('96.25');
  });
  test('is complete without what is on top or taken away, not without a figure or a scored item', () => {
    const safety = score('safety', '40.00');
    expect(appraised(scheme, { targets: [target('100')], scores: [safety] }).complete).toBe(true);
    for (const without of [
      { targets: [target(null)], scores: [safety] },
      { targets: [target('100')], scores: [score('safety', null)] },
    ])
      expect(appraised(scheme, without)).toMatchObject({ complete: false, grade: null });
  });
  test('has the highest grade that it reaches exactly, none below the last, none of nothing', () => {
    const grade = (safety: string, targets = [target('100')]) =>
      appraised(scheme, { targets, scores: [score('safety', safety)] }).grade;
    expect([grade('30.00'), grade('29.99'), grade('0.00')]).toEqual([0, 1, 1]);
    expect(grade('23.99', [])).toBe(null); // 59.975 %, shown as 59.98
    expect(grade('24.00', [])).toBe(1);
    expect(appraised({ ...scheme, items: [] }, { targets: [], scores: [] }).grade).toBeNull();
  });
  test('differs once targets or figures give other points, not while they only read otherwise', () => {
    expect(differs(scheme, inputs, [target('100')])).toBe(false);
    expect(differs(scheme, inputs, [target('101')])).toBe(true);
    expect(differs(scheme, inputs, [target('100', { weight: '61.00' })])).toBe(true);
    expect(differs(scheme, inputs, [])).toBe(true);
    const capped = { targets: [target('130')], scores: [] };
    expect(differs(scheme, capped, [target('140', { mark: 'AT_LEAST' })])).toBe(false);
  });
});

describe('ranks', () => {
  const of = (total: bigint, outOf: bigint, complete = true) => ({ total, outOf, complete });
  test('equals share one, the next is as many further on, and what is not complete has none', () => {
    expect(
      ranksOf([of(80n, 100n), of(40n, 50n), of(90n, 100n), of(79n, 100n), of(99n, 100n, false), of(1n, 0n)]),
    ).toEqual([...[2, 2, 1, 4, null, null]]);
  });
  test('follow the exact rate whatever the order, and count those ahead', () => {
    const result = fc.record({
      total: fc.bigInt({ min: -20n, max: 12_000n }),
      outOf: fc.bigInt({ min: 0n, max: 12_000n }),
      complete: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(result, { maxLength: 30 }), (results) => {
        const placed = results.filter(({ complete, outOf }) => complete && outOf > 0n);
        const expected = results.map((one) =>
          placed.includes(one)
            ? 1 + placed.filter((other) => other.total * one.outOf > one.total * other.outOf).length
            : null,
        );
        expect(ranksOf(results)).toEqual(expected);
        expect(ranksOf(results.toReversed())).toEqual(expected.toReversed());
      }),
      { seed },
    );
  });
});

test('more of a target never gives fewer points, and never more than is counted', () => {
  const figure = fc.bigInt({ min: 0n, max: 10_000n });
  fc.assert(
    fc.property(
      figure,
      figure,
      fc.bigInt({ min: 1n, max: 5_000n }),
      fc.bigInt({ min: 1n, max: 100_00n }),
      (one, more, value, weight) => {
        const given = (actual: bigint): bigint => {
          const asked = target(String(actual), { value: String(value), weight: formatFigure(weight, 2) });
          const [points] = appraised(scheme, { targets: [asked], scores: [] }).targetPoints;
          return points ?? -1n;
        };
        const [less, rest] = [given(one), given(one + more)];
        expect(less >= 0n && less <= rest).toBe(true);
        expect(10n * rest <= 12n * weight + 5n).toBe(true); // 120 %, rounded half up
      },
    ),
    { seed },
  );
});

describe('scores as they are sent', () => {
  test('stand in the order of the scheme, blank is not 0', () => {
    expect(
      readItemScores(scheme, [
        { item: 'late', points: ' 1.5 ', note: ' 迟报两次 ' },
        { item: 'safety', points: '' },
      ]),
    ).toEqual([
      ...[score('safety', null), score('honour', null)],
      { item: 'late', points: '1.50', note: '迟报两次' },
    ]);
  });
  test('are refused all together, each with its item', () => {
    const sent = [
      { item: 'safety', points: '40.01' },
      { item: 'safety', points: '1' },
      { item: 'none', points: '1' },
      { item: 'late', points: '1.234' },
    ];
    expect(refusals(() => readItemScores(scheme, sent, 3))).toEqual([
      ...['APPRAISAL_POINTS_TOO_MANY', 'APPRAISAL_ITEM_UNKNOWN', 'FRACTION'],
    ]);
    expect(refusals(() => readItemScores(scheme, [sent[1]!, sent[1]!]))).toEqual(['APPRAISAL_ITEM_TWICE']);
  });
});

describe('a scheme as it is sent', () => {
  test('is kept with canonical decimals', () => {
    const sent = { ...scheme, nothingBelow: '60', items: [item('a', 'SCORED', '1.5')] };
    expect(readScheme(sent)).toMatchObject({ nothingBelow: '60.00', items: [{ points: '1.50' }] });
  });
  test.each([
    [{ nothingBelow: '100.01' }, 'NUMBER_OUT_OF_RANGE'],
    [{ mostCounted: '99.99' }, 'NUMBER_OUT_OF_RANGE'],
    [{ mostCounted: 'viel' }, 'NOT_A_NUMBER'],
    [{ appealDays: 0 }, 'NUMBER_OUT_OF_RANGE'],
    [{ appealDays: 61 }, 'NUMBER_OUT_OF_RANGE'],
    [{ items: [item('a', 'BONUS', '0')] }, 'NUMBER_OUT_OF_RANGE'],
    [{ items: [item('1', 'BONUS', '1')] }, 'APPRAISAL_ITEM_CODE'],
    [{ items: [item('a', 'BONUS', '1'), item('a', 'SCORED', '2')] }, 'APPRAISAL_ITEM_TWICE'],
    [{ items: Array.from({ length: 101 }, (_, n) => item(`a${n}`, 'SCORED', '1')) }, 'NUMBER_OUT_OF_RANGE'],
    [{ grades: [] }, 'NUMBER_OUT_OF_RANGE'],
    [{ grades: scheme.grades.toReversed() }, 'APPRAISAL_GRADES_RISE'],
    [{ grades: [...scheme.grades, ...scheme.grades.slice(1)] }, 'APPRAISAL_GRADES_RISE'],
  ])('%j: %s', (wrong, code) => expect(refusals(() => readScheme({ ...scheme, ...wrong }))).toEqual([code]));
});

describe('how far it has come', () => {
  const days = { publishedOn: '2026-12-01', appealUntil: '2026-12-08', finalOn: null };
  const appeal = (against: number, outcome: Appeal['outcome']): Appeal => ({ against, outcome });
  test('open, published, final', () => {
    expect([stageOf(null), stageOf(days), stageOf({ finalOn: '2026-12-09' })]).toEqual([
      ...['OPEN', 'PUBLISHED', 'FINAL'],
    ]);
  });
  test('an appeal is settled by a no, or by another result', () => {
    const unsettled = (one: Appeal) => [1, 2].map((revision) => isUnsettled(one, revision));
    expect(unsettled(appeal(1, null))).toEqual([true, true]);
    expect(unsettled(appeal(1, 'REJECTED'))).toEqual([false, false]);
    expect(unsettled(appeal(1, 'UPHELD'))).toEqual([true, false]);
  });
  test('results are given until the publication, after it to whoever’s appeal was upheld', () => {
    expect(mayAppraise('OPEN', [], 0)).toBe(true);
    expect(
      [[], [appeal(1, null)], [appeal(1, 'REJECTED')], [appeal(1, 'UPHELD')]].map((all) =>
        mayAppraise('PUBLISHED', all, 1),
      ),
    ).toEqual([false, false, false, true]);
    expect(mayAppraise('PUBLISHED', [appeal(1, 'UPHELD')], 2)).toBe(false);
    expect(mayAppraise('FINAL', [appeal(1, 'UPHELD')], 1)).toBe(false);
  });
  test('appeals are taken to the last day, one after the other', () => {
    expect(['2026-12-08', '2026-12-09'].map((day) => mayAppeal(days, day, false))).toEqual([true, false]);
    expect([mayAppeal(null, '2026-12-01', false), mayAppeal(days, '2026-12-01', true)]).toEqual([
      false,
      false,
    ]);
    expect(mayAppeal({ ...days, finalOn: '2026-12-02' }, '2026-12-02', false)).toBe(false);
  });
});
