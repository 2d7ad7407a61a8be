import { expect, test } from '@jest/globals';
import { layoutOf } from './form.js';
import { cellAt, type Difference, differenceLine, figuresOf } from './rollup-check.js';
import { shippedForm } from './shipped-forms.js';

const form = shippedForm('work-q');
const at = (code: string, more: Partial<Difference> = {}): Difference => {
  const { part, index } = layoutOf(form).cell(code) ?? { part: -1, index: -1 };
  const figures = { kind: 'TOTAL', stored: '12345', recomputed: '-5' } as const;
  return { unionId: 'u', part, position: index + 1, ...figures, ...more };
};

test('every place of a form is that of its cell, and no other place is one', () => {
  for (const { part, positions } of layoutOf(form).parts) {
    positions.forEach((cell, index) => expect(cellAt(form, { part, position: index + 1 })).toBe(cell));
    expect(cellAt(form, { part, position: positions.length + 1 })).toBeNull();
    expect(cellAt(form, { part, position: 0 })).toBeNull();
  }
  expect(cellAt(form, { part: 99, position: 1 })).toBeNull();
});

test('a total is read in its cell’s decimals, a count is a whole number', () => {
  const money = 'aid_donation_amount';
  expect(layoutOf(form).cell(money)?.cell.decimals).toBe(2);
  expect(figuresOf(form, at(money))).toEqual({ stored: '123.45', recomputed: '-0.05' });
  expect(figuresOf(form, at(money, { kind: 'FILLED' }))).toEqual({ stored: '12345', recomputed: '-5' });
  expect(figuresOf(form, at('mem_member_cnt', { stored: null }))).toEqual({ stored: null, recomputed: '-5' });
});

test('a line of the log says where and what, also where no cell stands', () => {
  expect(differenceLine(form, at('mem_member_cnt', { stored: '105', recomputed: '100' }))).toBe(
    'union u mem_member_cnt TOTAL: stored 105, recomputed 100',
  );
  expect(differenceLine(form, { ...at('mem_member_cnt'), part: 9, stored: null, recomputed: '0' })).toMatch(
    /^union u part 9 position \d+ TOTAL: stored nothing, recomputed 0$/,
  );
});
