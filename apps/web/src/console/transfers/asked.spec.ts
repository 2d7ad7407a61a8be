import { expect, test } from '@jest/globals';
import { isNetting } from './netting.js';
import { filterOf, formCounting, netOf, periodsCounted, waitedOn } from './asked.js';

const table = (...codes: string[]) => ({
  ...{ code: 'T2', zh: '', en: '' },
  cells: codes.map((code) => ({
    ...{ code, zh: '', en: '', unit: '人', decimals: 0, adds: true },
    ...{ kind: 'FLOW' as const, source: 'REGISTRY' as const },
  })),
});
const form = (code: string, rollsUp: boolean, ...codes: string[]) => ({
  ...{ code, zh: '', en: '', rollsUp, tables: [table(...codes)] },
});
const both = ['mem_transfer_in_cnt', 'mem_transfer_out_cnt'];
const period = (code: string, kind: 'QUARTER' | 'YEAR', ...forms: string[]) => ({
  ...{ code, kind, forms, status: 'OPEN' as const, endsOn: '2026-12-31' },
});
const known = {
  forms: [
    form('statement-q', false, ...both),
    form('half', true, 'mem_transfer_in_cnt'),
    form('work-q', true, ...both),
    form('work-y', true, ...both),
  ],
  periods: [
    period('2026Q3', 'QUARTER', 'work-q', 'statement-q'),
    period('2025', 'YEAR', 'work-y'),
    period('2025Q4', 'QUARTER', 'work-q', 'half'),
  ],
};

test('a state is not asked for together with a period, in which accepted orders count only', () => {
  expect(filterOf({})).toEqual({ states: null, direction: null, period: null });
  expect(filterOf({ state: 'SENT', direction: 'WITHIN' })).toEqual({
    ...{ states: ['SENT'], direction: 'WITHIN', period: null },
  });
  expect(filterOf({ state: 'SENT', period: '2026Q3' })).toMatchObject({ states: null, period: '2026Q3' });
  expect(filterOf({ state: 'LOST', direction: 'UP' })).toMatchObject({ states: null, direction: null });
});

test('periods are those of the forms that hold both cells and are added up', () => {
  expect(periodsCounted(known)).toEqual({
    filed: ['2026Q3', '2025', '2025Q4'],
    derived: ['2026H2', '2026', 'S2026', '2025H2'],
  });
  expect(formCounting('2026Q3', known)).toBe('work-q');
  expect(formCounting('2025', known)).toBe('work-y');
  expect(formCounting('2026', known)).toBe('work-q');
  expect(formCounting('2019Q1', known)).toBeNull();
  expect(formCounting('2026Q3', { ...known, forms: known.forms.slice(0, 2) })).toBeNull();
});

test('what waits has waited since the day it was sent', () => {
  expect(waitedOn('2026-11-28', '2026-11-20')).toBe(8);
  expect(waitedOn('2026-11-28', '2026-11-28')).toBe(0);
  // A device whose clock is behind.
  expect(waitedOn('2026-11-27', '2026-11-28')).toBe(0);
});

test('only a negative figure of the two cells is a netting', () => {
  expect(isNetting('mem_transfer_in_cnt', '-5')).toBe(true);
  expect(isNetting('mem_transfer_out_cnt', '-5')).toBe(true);
  expect(isNetting('mem_transfer_in_cnt', '5')).toBe(false);
  expect(isNetting('mem_transfer_in_cnt', null)).toBe(false);
  expect(isNetting('mem_member_cnt', '-5')).toBe(false);
});

test('the net is exact, also where more went than came', () => {
  expect(netOf('12', '5')).toBe('7');
  expect(netOf('0', '90071992547409930')).toBe('-90071992547409930');
});
