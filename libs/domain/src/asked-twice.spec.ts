import { expect, test } from '@jest/globals';
import { askedTwice } from './asked-twice.js';
import type { Form } from './form.js';
import { cells } from './forms/cell.js';
import type { Assignment } from './organisation.js';
import { shippedForm, shippedForms } from './shipped-forms.js';

/** A cell of bodies, not of grassroots unions. */
const cellsOf = (source: 'TYPED' | 'ROWS') =>
  cells(source, 'cad_staff_cnt').map((cell) => ({
    ...cell,
    filedBy: ['INTERMEDIATE', 'FEDERATION'] as const,
  }));

const form = (code: string, assignment: Assignment, more: Partial<Form> = {}): Form => ({
  ...shippedForm('work-q'),
  ...{ code, assignment, repeatingTables: [], computed: [], ratios: [] },
  tables: [{ code: 'T', zh: '表', en: 'table', cells: cellsOf('TYPED') }],
  ...more,
});
const found = (...forms: Form[]) =>
  askedTwice(forms).map(({ code, details }) => [code, details['cell'], details['form'], details['other']]);
const twice = [['CELL_ASKED_TWICE', 'cad_staff_cnt', 'b', 'a']];

test('the shipped forms ask once: a yearly cell is offered from the quarters', () => {
  expect(askedTwice(shippedForms)).toEqual([]);
});

test.each<[string, Assignment, Assignment, boolean]>([
  ['everybody', {}, {}, true],
  ['one level within all', { levels: ['INTERMEDIATE'] }, {}, true],
  ['different levels', { levels: ['INTERMEDIATE'] }, { levels: ['FEDERATION'] }, false],
  ['a level that does not file the cell', { levels: ['GRASSROOTS'] }, { levels: ['GRASSROOTS'] }, false],
  ['kinds that differ', { kinds: ['BUREAU'] }, { kinds: ['DISTRICT'] }, false],
  ['a kind of a level', { kinds: ['BUREAU'] }, { levels: ['INTERMEDIATE'] }, true],
  ['a kind of another level', { kinds: ['SINGLE'] }, { levels: ['INTERMEDIATE'] }, false],
  ['lists that meet', { unions: ['A', 'B'] }, { unions: ['B'] }, true],
  ['lists that do not', { unions: ['A'] }, { unions: ['B'] }, false],
])('%s', (_, one, other, asked) => {
  expect(found(form('a', one), form('b', other))).toEqual(asked ? twice : []);
});

test('another frequency, a statement about the subtree, or a cell that rows compute asks something else', () => {
  const a = form('a', {});
  expect(found(a, form('b', {}, { frequency: 'YEAR' }))).toEqual([]);
  expect(found(a, form('b', {}, { rollsUp: false }))).toEqual([]);
  const computed = [{ code: 'T', zh: '表', en: 'table', cells: cellsOf('ROWS') }];
  expect(found(a, form('b', {}, { tables: computed }))).toEqual([]);
});

test('each pair of three forms is told', () => {
  expect(found(form('a', {}), form('b', {}), form('c', {}))).toHaveLength(3);
});
