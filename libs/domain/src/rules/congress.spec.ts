import { describe, expect, test } from '@jest/globals';
import { shippedForm } from '../shipped-forms.js';
import type { ParameterValues } from '../parameter.js';
import { ruleInput, runRules } from '../rule-run.js';
import { cellsFromRows, parseRows } from '../rows.js';
import { congressRules } from './congress.js';

type Cells = Record<string, unknown>;

function run(session: Cells, ballots: Cells[], parameters: ParameterValues = {}, code = 'work-q') {
  const form = shippedForm(code);
  const { rows, problems } = parseRows(form, {
    wc_session: [{ session_no: '4', held_on: '2007-02-09', ...session }],
    wc_ballot: ballots.map((ballot) => ({ session_no: '4', item: '改制方案', ...ballot })),
  });
  expect(problems).toEqual([]);
  return runRules(form, ruleInput(cellsFromRows(form, rows), rows, { parameters }), 'FILED');
}

const found = (...input: Parameters<typeof run>) => run(...input).map((one) => one.details['check']);

/** 一建公司, 2007: 108 due, 88 present, 16 by proxy, 4 absent; two plans put to the vote. */
const held = { due: '108', present: '88', proxy: '16', absent: '4', adopted: '2' };
const reform = { item: '改制方案', for: '76', against: '1', abstain: '27', passed: true };
const settlement = { item: '安置方案', for: '84', against: '17', abstain: '3', passed: true };

describe('construction-bureau-2007: the congress of the first building company', () => {
  test('108 = 88 + 16 + 4, 76 + 1 + 27 = 104 = 84 + 17 + 3, 88 >= 72, 76 > 54, 60 > 54 without proxies', () => {
    expect(run(held, [reform, settlement]).map((one) => [one.details['check'], one.severity])).toEqual([
      ['proxies-used', 'LAW'],
      ['many-abstentions', 'LAW'],
    ]);
  });

  test('the session of the waterworks adopted 4 items without ballot counts: it is asked about', () => {
    expect(
      run({ session_no: '', adopted: '4' }, []).map((one) => [one.details['check'], one.severity]),
    ).toEqual([['adopted-without-ballots', 'PLAUSIBILITY']]);
  });
});

describe('every rule of the congress', () => {
  test('says nothing about blank counts', () => {
    expect(found({}, [{ passed: true }, {}])).toEqual([]);
  });

  test('the law only flags; what cannot be is arithmetic', () => {
    const blocking = congressRules
      .filter((rule) => rule.table !== undefined && rule.severity === 'ARITHMETIC')
      .map((rule) => rule.code);
    expect(blocking.toSorted()).toEqual(
      ['delegates-add-up', 'passed-ballots-within-adopted', 'votes-within-voters'].toSorted(),
    );
  });

  test('a hit stands at its table and row', () => {
    const [hit] = run(held, [settlement, { ...reform, abstain: '28' }]).filter(
      (one) => one.details['check'] === 'votes-within-voters',
    );
    expect(hit).toMatchObject({ table: 'wc_ballot', row: 2, severity: 'ARITHMETIC' });
    expect(hit).not.toHaveProperty('cell');
    expect(hit?.details['zh']).toBe('“改制方案”表决 76 + 1 + 28 = 105 票,大于实到与委托 88 + 16 = 104 人。');
  });
});

describe('the pass line differs by city', () => {
  test.each<[line: string, string, boolean]>([
    ['MORE_THAN_HALF', '54', false],
    ['MORE_THAN_HALF', '55', true],
    ['HALF_AND_MORE', '53', false],
    ['HALF_AND_MORE', '54', true],
  ])('%s of 108: %s for, passes %s', (line, votes, passes) => {
    const ballot = { ...reform, for: votes };
    expect(!found({ due: '108' }, [ballot], { pass_line: line }).includes('pass-line')).toBe(passes);
  });

  test('an item that was not passed is never below the line', () => {
    expect(found({ due: '108' }, [{ ...reform, for: '1', passed: false }])).not.toContain('pass-line');
  });
});

describe('a year without a congress', () => {
  test.each([
    ['work-y', ['no-congress-in-a-year']],
    ['work-q', []],
  ])('on %s', (code, expected) => {
    const form = shippedForm(code);
    const { rows } = parseRows(form, { wc_session: [] });
    const problems = runRules(form, ruleInput(cellsFromRows(form, rows), rows), 'FILED');
    expect(problems.map((one) => one.details['check'])).toEqual(expected);
  });
});
