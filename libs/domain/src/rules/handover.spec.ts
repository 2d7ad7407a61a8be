import { expect, test } from '@jest/globals';
import type { Entry } from '../figure.js';
import { shippedForm } from '../shipped-forms.js';
import { ruleInput, runRules } from '../rule-run.js';

const hits = (cells: Record<string, Entry>, handover: { in: number; out: number }): unknown[] =>
  runRules(shippedForm('work-q'), ruleInput(new Map(Object.entries(cells)), {}, { handover }), 'FILED')
    .filter((hit) => String(hit.details['check']).startsWith('members-handed-over'))
    .map((hit) => [hit.severity, hit.cell]);
const exactly = (figure: bigint): Entry => ({ figure, mark: 'EXACT' });

test('what a merger handed over is asked for at both ends, also where the cell is blank', () => {
  const merged = { in: 0, out: 58 };
  expect(hits({ mem_transfer_out_cnt: exactly(57n) }, merged)).toEqual([
    ['PLAUSIBILITY', 'mem_transfer_out_cnt'],
  ]);
  expect(hits({}, merged)).toEqual([['PLAUSIBILITY', 'mem_transfer_out_cnt']]);
  expect(hits({ mem_transfer_out_cnt: exactly(58n) }, merged)).toEqual([]);
  const receiver = { in: 58, out: 0 };
  expect(hits({ mem_transfer_in_cnt: exactly(0n) }, receiver)).toEqual([
    ['PLAUSIBILITY', 'mem_transfer_in_cnt'],
  ]);
  expect(hits({ mem_transfer_in_cnt: exactly(90n) }, receiver)).toEqual([]);
});

test('nothing is asked of a union that nothing happened to, nor where “at least” may be enough', () => {
  expect(hits({}, { in: 0, out: 0 })).toEqual([]);
  expect(hits({ mem_transfer_in_cnt: { figure: 1n, mark: 'AT_LEAST' } }, { in: 58, out: 0 })).toEqual([]);
});
