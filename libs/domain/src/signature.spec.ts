import { expect, test } from '@jest/globals';
import { layoutOf } from './form.js';
import { Refusal } from './problem.js';
import { overPeriods, type PartTotal } from './rollup.js';
import { shippedForm } from './shipped-forms.js';
import { changesSince, decideSignature, hasGaps } from './signature.js';

const form = shippedForm('work-q');

/** A total with these cells filled by one report each. */
function totalWith(cells: Record<string, number>, atLeast: readonly string[] = []) {
  const parts: Record<number, PartTotal> = {};
  for (const { part, positions } of layoutOf(form).parts) {
    const is = (code: string) => Number(code in cells);
    parts[part] = {
      totals: positions.map(({ code }) => String(cells[code] ?? 0)),
      filled: positions.map(({ code }) => is(code)),
      notApplicable: positions.map(() => 0),
      atLeast: positions.map(({ code }) => Number(atLeast.includes(code))),
      about: positions.map(() => 0),
    };
  }
  return overPeriods(form, [parts]);
}
const seen = (...totals: [ReturnType<typeof totalWith>, ReturnType<typeof totalWith>]) =>
  changesSince(form, ...totals).map(({ cell, signed, now, delta }) => [
    cell.code,
    signed.total,
    now.total,
    delta,
  ]);

test('nothing has changed between a total and itself', () => {
  const total = totalWith({
    mem_member_cnt: 7,
    reports_expected_grassroots: 3,
    reports_accepted_grassroots: 3,
  });
  expect(changesSince(form, total, total)).toEqual([]);
});

test('says by how much each cell has changed, blank kept apart from 0', () => {
  const signed = totalWith({ mem_member_cnt: 100, aid_family_cnt: 4, trn_class_cnt: 2 });
  const now = totalWith({ mem_member_cnt: 120, aid_family_cnt: 1, trn_class_cnt: 2, comp_event_cnt: 0 });
  expect(seen(signed, now)).toEqual([
    ['mem_member_cnt', 100n, 120n, 20n],
    ['comp_event_cnt', null, 0n, 0n],
    ['aid_family_cnt', 4n, 1n, -3n],
  ]);
  expect(seen(now, signed).map(([code, , , delta]) => [code, delta])).toEqual([
    ['mem_member_cnt', -20n],
    ['comp_event_cnt', 0n],
    ['aid_family_cnt', 3n],
  ]);
});

test('a mark that changes is a change, and so is how many reports a total holds; how far they have come is none', () => {
  const signed = totalWith({ mem_member_cnt: 100 });
  expect(seen(signed, totalWith({ mem_member_cnt: 100 }, ['mem_member_cnt']))).toEqual([
    ['mem_member_cnt', 100n, 100n, 0n],
  ]);
  expect(seen(signed, totalWith({ mem_member_cnt: 100, reports_accepted_grassroots: 1 }))).toEqual([
    ['reports_accepted_grassroots', null, 1n, 1n],
  ]);
  expect(seen(signed, totalWith({ mem_member_cnt: 100, reports_started: 1, reports_late: 1 }))).toEqual([]);
});

test('has gaps while a report is missing', () => {
  const counted = (expected: number, accepted: number) =>
    totalWith({ reports_expected_grassroots: expected, reports_accepted_grassroots: accepted });
  expect([counted(3, 3), counted(3, 2), counted(0, 0)].map(hasGaps)).toEqual([false, true, false]);
});

test('is decided once', () => {
  expect([decideSignature('SIGNED', 'ACCEPTED'), decideSignature('SIGNED', 'RETURNED')]).toEqual([
    'ACCEPTED',
    'RETURNED',
  ]);
  for (const state of ['ACCEPTED', 'RETURNED'] as const)
    for (const to of ['ACCEPTED', 'RETURNED'] as const)
      expect(() => decideSignature(state, to)).toThrow(Refusal);
});
