import { expect, test } from '@jest/globals';
import { store } from './draft.js';
import { type Entry, missing } from './figure.js';
import { layoutOf } from './form.js';
import { entriesOf, flowsOf, type Past, yearToDateOfCell } from './past.js';
import { shippedForm } from './shipped-forms.js';

const form = shippedForm('work-q');
const exact = (figure: bigint): Entry => ({ figure, mark: 'EXACT' });
const past = (period: string, entries: Record<string, Entry>): Past => ({
  ...{ form: 'work-q', period, submissionId: period, entries: new Map(Object.entries(entries)) },
});

test('a contribution reads as what was filed: held values come back, counters stay out', () => {
  const entries = new Map<string, Entry>([
    ['mem_member_cnt', exact(0n)],
    ['mem_leave_cnt', { figure: 3n, mark: 'AT_LEAST' }],
    ['mem_retained_cnt', { figure: null, mark: 'NOT_APPLICABLE' }],
    ['mem_realname_cnt', { figure: 9n, mark: 'PLANNED' }],
    ['comp_best_rank', exact(2n)],
  ]);
  const { figures, states, held } = store(form, entries);
  const parts = layoutOf(form).filedParts.map(({ part, counters, first, end }) => ({
    part,
    figures: [...Array.from({ length: counters }, () => '1'), ...figures.slice(first, end)],
    states: [...Array.from({ length: counters }, () => 2), ...states.slice(first, end)],
  }));
  expect(entriesOf(form, parts, held)).toEqual(entries);
  expect(entriesOf(form, [])).toEqual(new Map());
});

test('flows of a year add up with the weakest mark; stocks do not', () => {
  const sum = flowsOf(form, [
    past('2026Q1', { mem_new_member_cnt: exact(1n), mem_member_cnt: exact(5n) }),
    past('2026Q2', { mem_new_member_cnt: { figure: 2n, mark: 'ABOUT' }, mem_leave_cnt: exact(0n) }),
  ]);
  expect([...sum]).toEqual([
    ['mem_new_member_cnt', { figure: 3n, mark: 'ABOUT' }],
    ['mem_leave_cnt', exact(0n)],
  ]);
});

test('the year to date says how many periods lack a figure: blank and planned, but not what did not apply or was not due', () => {
  const cell = 'mem_new_member_cnt';
  const year = (entries: Array<Entry | null>) => ({
    entries: new Map<string, Entry>(),
    periods: entries.map((entry, i) => past(`2026Q${i + 1}`, entry ? { [cell]: entry } : {})),
  });
  const toDate = (now: Entry, entries: Array<Entry | null>, due = (_: string) => true) =>
    yearToDateOfCell(cell, now, year(entries), due);
  const na: Entry = { figure: null, mark: 'NOT_APPLICABLE' };
  expect(toDate(exact(1n), [exact(2n), exact(0n)])).toEqual({ figure: 3n, mark: 'EXACT', missing: 0 });
  expect(toDate(exact(1n), [null, na])).toEqual({ figure: 1n, mark: 'EXACT', missing: 1 });
  expect(toDate(exact(1n), [null, null], (period) => period !== '2026Q1')).toMatchObject({ missing: 1 });
  expect(toDate(missing, [exact(2n)])).toEqual({ figure: 2n, mark: 'EXACT', missing: 1 });
  expect(toDate({ figure: 8n, mark: 'PLANNED' }, [exact(2n)])).toMatchObject({ figure: 2n, missing: 1 });
  expect(toDate(missing, [])).toEqual({ figure: null, mark: 'MISSING', missing: 1 });
  expect(toDate(na, [na])).toEqual({ figure: null, mark: 'NOT_APPLICABLE', missing: 0 });
});
