import { describe, expect, test } from '@jest/globals';
import type { Entry, Mark } from './figure.js';
import { messageOf } from './problem.js';
import { breachesOf, breachProblem } from './reconciliation.js';
import { runRules } from './rule-run.js';
import { parsePeriod } from './period.js';
import { shippedForm } from './shipped-forms.js';

const form = shippedForm('statement-q');
const entry = (figure: bigint | null, mark: Mark = figure === null ? 'MISSING' : 'EXACT'): Entry => ({
  figure,
  mark,
});
const held = (stated: Entry, below: Entry | undefined, tolerance = '0') =>
  breachesOf(form, new Map([['mem_member_cnt', stated]]), new Map(below ? [['mem_member_cnt', below]] : []), {
    reconciliation_tolerance_percent: tolerance,
  }).map(({ cell, stated: mine, below: sum, difference }) => [cell.code, mine, sum, difference]);

describe('a statement against the sum below it', () => {
  test('agrees to the last unit, unless something is tolerated', () => {
    expect(held(entry(100n), entry(100n))).toEqual([]);
    expect(held(entry(101n), entry(100n))).toEqual([['mem_member_cnt', 101n, 100n, 1n]]);
    expect(held(entry(99n), entry(100n))).toEqual([['mem_member_cnt', 99n, 100n, -1n]]);
  });

  test.each([
    ['1', 101n, 100n, false],
    ['1', 102n, 100n, true],
    ['0.5', 1_005n, 1_000n, false],
    ['0.5', 1_006n, 1_000n, true],
    ['0.000001', 100_000_001n, 100_000_000n, false],
    ['0.000001', 100_000_002n, 100_000_000n, true],
    ['0.999999', 9_999_999_999_999n, 9_900_990_099_010n, true],
    ['100', 200n, 100n, false],
    ['5', 1n, 0n, true],
  ])('with %s %% tolerated, %d over %d is a breach: %s', (tolerance, stated, below, breach) => {
    expect(held(entry(stated), entry(below), tolerance)).toHaveLength(breach ? 1 : 0);
  });

  test('stating something where nothing is filled below is a breach; stating 0 is none', () => {
    expect(held(entry(5n), entry(null), '100')).toEqual([['mem_member_cnt', 5n, null, 5n]]);
    expect(held(entry(0n), entry(null))).toEqual([]);
  });

  test('what is blank, not applicable or planned states nothing, and what the other form does not ask cannot differ', () => {
    expect(held(entry(null), entry(5n))).toEqual([]);
    expect(held(entry(null, 'NOT_APPLICABLE'), entry(5n))).toEqual([]);
    expect(held(entry(9n, 'PLANNED'), entry(5n))).toEqual([]);
    expect(held(entry(9n), undefined)).toEqual([]);
  });

  test('is a check that asks for an explanation and says all three figures in the unit of the cell', () => {
    const [amount] = breachesOf(
      form,
      new Map([['aid_amount', entry(123_450n)]]),
      new Map([['aid_amount', entry(100_000n)]]),
      {},
    ).map(breachProblem);
    expect(amount).toMatchObject({
      severity: 'PLAUSIBILITY',
      cell: 'aid_amount',
      details: { check: 'statement-differs' },
    });
    expect(messageOf(amount!, 'zh')).toMatch(/上报 1234\.50,下级汇总为 1000\.00,相差 234\.50/);
  });

  test('is held by the rules of every statement, and by those of no other form', () => {
    const input = {
      ...{
        entries: new Map([['mem_member_cnt', entry(7n)]]),
        rows: {},
        parameters: {},
        handover: { in: 0, out: 0 },
      },
      ...{ below: new Map([['mem_member_cnt', entry(6n)]]), period: parsePeriod('2026Q3') },
    };
    const hits = (code: string) =>
      runRules(shippedForm(code), input, 'FILED').map((hit) => hit.details['check']);
    expect(hits('statement-q')).toContain('statement-differs');
    expect(hits('work-q')).not.toContain('statement-differs');
    expect(runRules(form, { ...input, below: new Map() }, 'FILED')).toEqual([]);
  });
});
