import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { markCodes } from './figure.js';
import { type Cell, layoutOf } from './form.js';
import { shippedForm } from './shipped-forms.js';
import { indicator } from './indicator.js';
import { parsePeriod } from './period.js';
import { isFiledFor, markOf, overPeriods, periodsRead, ratioOf, type StoredTotal } from './rollup.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const form = shippedForm('work-q');
const layout = layoutOf(form);

type Filled = Record<
  string,
  { total: bigint; filled?: number; notApplicable?: number; atLeast?: number; about?: number }
>;

/** A stored total with some cells filled. */
function stored(cells: Filled): StoredTotal {
  return Object.fromEntries(
    layout.parts.map(({ part, positions }) => {
      const of = (read: (one: Filled[string]) => number) =>
        positions.map((cell) => (cells[cell.code] ? read(cells[cell.code]!) : 0));
      return [
        part,
        {
          totals: positions.map((cell) => String(cells[cell.code]?.total ?? 0n)),
          filled: of((one) => one.filled ?? 1),
          notApplicable: of((one) => one.notApplicable ?? 0),
          atLeast: of((one) => one.atLeast ?? 0),
          about: of((one) => one.about ?? 0),
        },
      ];
    }),
  );
}

describe('over periods', () => {
  const quarters = [
    stored({ mem_member_cnt: { total: 10n, filled: 3 }, mem_new_member_cnt: { total: 1n, filled: 2 } }),
    undefined,
    stored({
      mem_member_cnt: { total: 7n, filled: 1, atLeast: 1 },
      mem_new_member_cnt: { total: 4n, filled: 1, about: 1 },
    }),
  ];

  test('flows add up and stocks count at the end of the last', () => {
    const total = overPeriods(form, quarters);
    expect(total.cell('mem_new_member_cnt')).toEqual({
      total: 5n,
      filled: 3,
      notApplicable: 0,
      atLeast: 0,
      about: 1,
    });
    expect(total.cell('mem_member_cnt')).toEqual({
      total: 7n,
      filled: 1,
      notApplicable: 0,
      atLeast: 1,
      about: 0,
    });
  });

  test('a stock of a last period that nothing reached is missing, not what it was before', () => {
    const total = overPeriods(form, [...quarters, undefined]);
    expect(total.cell('mem_member_cnt').total).toBeNull();
    expect(total.cell('mem_new_member_cnt').total).toBe(5n);
    expect(overPeriods(form, []).cell('mem_new_member_cnt').total).toBeNull();
  });

  test(`for every cell: null if and only if nothing was filled (SEED=${seed})`, () => {
    const cells = layout.filed.filter((cell) => cell.adds);
    const one = fc.option(
      fc.record({ total: fc.bigInt(0n, 10n ** 13n), filled: fc.integer({ min: 0, max: 3 }) }),
      { nil: undefined },
    );
    const property = fc.property(
      fc.constantFrom(...cells),
      fc.array(one, { minLength: 1, maxLength: 5 }),
      (cell, periods) => {
        const total = overPeriods(
          form,
          periods.map((each) => each && stored({ [cell.code]: each })),
        ).cell(cell.code);
        const read = (cell.kind === 'FLOW' ? periods : periods.slice(-1)).filter(
          (each) => each && each.filled > 0,
        );
        expect(total.total).toBe(
          read.length === 0 ? null : read.reduce((sum, each) => sum + each!.total, 0n),
        );
        expect(total.filled).toBe(read.reduce((sum, each) => sum + each!.filled, 0));
        expect(total.total === null).toBe(total.filled === 0);
      },
    );
    fc.assert(property, { seed, numRuns: 300 });
  });

  test('a rank is one union’s own: of the last period, and no sum', () => {
    const own = { ...stored({})[1]!, held: { comp_best_rank: { figure: '3', mark: 'EXACT' } } };
    expect(overPeriods(form, [{ 1: own }]).cell('comp_best_rank').total).toBe(3n);
    expect(overPeriods(form, [{ 1: own }, stored({})]).cell('comp_best_rank').total).toBeNull();
    const planned = { ...own, held: { comp_best_rank: { figure: '1', mark: 'PLANNED' } } };
    expect(overPeriods(form, [{ 1: planned }]).cell('comp_best_rank').total).toBeNull();
  });

  test('an unknown code is a fault of ours', () => {
    expect(() => overPeriods(form, quarters).cell('nothing')).toThrow(/no cell/);
  });
});

test('a cell expects the reports of the levels that file it, in each period for a flow, in the last for a stock', () => {
  const expected = (grassroots: bigint, own: bigint) =>
    stored({
      reports_expected_grassroots: { total: grassroots },
      reports_expected_own: { total: own },
      reports_accepted_grassroots: { total: 2n },
      reports_accepted_own: { total: 1n },
    });
  const total = overPeriods(form, [expected(5n, 2n), expected(4n, 3n)]);
  const cell = (code: string): Cell => layout.cell(code)!.cell;
  expect(total.expected(cell('mem_member_cnt'))).toBe(4);
  expect(total.expected(cell('mem_new_member_cnt'))).toBe(9);
  expect(total.expected(cell('comp_event_cnt'))).toBe(14);
  expect(total.expected(cell('mem_retained_cnt'))).toBe(7);
  expect([total.reportsExpected, total.reportsAccepted]).toEqual([14, 6]);
});

test.each<[Partial<Record<'filled' | 'notApplicable' | 'atLeast' | 'about', number>>, string]>([
  [{}, 'MISSING'],
  [{ notApplicable: 2 }, 'NOT_APPLICABLE'],
  [{ filled: 3 }, 'EXACT'],
  [{ filled: 3, notApplicable: 1 }, 'EXACT'],
  [{ filled: 3, atLeast: 1 }, 'AT_LEAST'],
  [{ filled: 3, about: 1 }, 'ABOUT'],
  [{ filled: 3, atLeast: 2, about: 1 }, 'ABOUT'],
])('a total of %p is %s', (counts, mark) => {
  expect(markOf({ total: null, filled: 0, notApplicable: 0, atLeast: 0, about: 0, ...counts })).toBe(mark);
  expect(Object.keys(markCodes)).toContain(mark);
});

describe('a ratio', () => {
  const rate = indicator('mem_join_rate');
  const of = (members: bigint | null, workers: bigint | null) =>
    ratioOf(
      overPeriods(form, [
        stored({
          ...(members !== null && { mem_member_cnt: { total: members } }),
          ...(workers !== null && { mem_worker_cnt: { total: workers } }),
        }),
      ]),
      rate,
    );

  test('is the ratio of sums, half up', () => {
    expect(of(1n, 3n)).toBe('33.3');
    expect(of(2n, 3n)).toBe('66.7');
    expect(of(1n, 2000n)).toBe('0.1');
    expect(of(0n, 5n)).toBe('0.0');
  });

  test('is none where a count is missing or the denominator 0', () => {
    expect([of(null, 5n), of(5n, null), of(5n, 0n), of(null, null)]).toEqual([null, null, null, null]);
  });

  test('with three counts above the line misses none of them', () => {
    const homes = {
      home_qualified_cnt: { total: 1n },
      home_advanced_cnt: { total: 2n },
      org_grassroots_union_cnt: { total: 10n },
    };
    const pass = indicator('home_pass_rate');
    expect(ratioOf(overPeriods(form, [stored(homes)]), pass)).toBeNull();
    expect(ratioOf(overPeriods(form, [stored({ ...homes, home_model_cnt: { total: 2n } })]), pass)).toBe(
      '50.0',
    );
  });
});

test('a reading is made of the periods that are filed', () => {
  const yearly = shippedForm('work-y');
  const read = (of: typeof form, code: string, toDate = false) => periodsRead(of, parsePeriod(code), toDate);
  expect(read(form, '2026Q3')).toEqual(['2026Q3']);
  expect(read(form, '2026Q3', true)).toEqual(['2026Q1', '2026Q2', '2026Q3']);
  expect(read(form, '2026H2')).toEqual(['2026Q3', '2026Q4']);
  expect(read(form, '2026H2', true)).toEqual(['2026Q1', '2026Q2', '2026Q3', '2026Q4']);
  expect(read(form, 'S2026')).toEqual(['2025Q4', '2026Q1', '2026Q2', '2026Q3']);
  expect(read(form, '2026')).toEqual(['2026Q1', '2026Q2', '2026Q3', '2026Q4']);
  expect(read(yearly, '2026', true)).toEqual(['2026']);
  for (const [of, code] of [
    [form, '2026-09'],
    [yearly, '2026Q3'],
    [yearly, '2026H1'],
    [yearly, 'S2026'],
  ] as const) {
    expect(() => read(of, code)).toThrow(/FORM_NOT_FOR_PERIOD/);
  }
  expect([
    isFiledFor(form, parsePeriod('2026Q1')),
    isFiledFor(form, parsePeriod('2026')),
    isFiledFor(yearly, parsePeriod('2026')),
  ]).toEqual([true, false, true]);
});
