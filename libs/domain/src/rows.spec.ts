import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shippedForm } from './shipped-forms.js';
import { type Rows, cellsFromRows, parseRows } from './rows.js';

const form = shippedForm('work-q');
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);

const codesOf = (input: unknown) => parseRows(form, input).problems.map((one) => one.code);

function accepted(input: unknown): Rows {
  const { rows, problems } = parseRows(form, input);
  expect(problems).toEqual([]);
  return rows;
}

const cell = (rows: Rows, code: string) => {
  const { figure, mark } = cellsFromRows(form, rows).get(code) ?? { figure: null, mark: 'no such cell' };
  return `${mark} ${figure}`;
};

const session = (more: Record<string, unknown> = {}) => ({ held_on: '2007-02-09', ...more });
const ballot = (more: Record<string, unknown> = {}) => ({ session_no: '4', item: '改制方案', ...more });
const training = (more: Record<string, unknown> = {}) => ({ name: '培训', type: '岗位', ...more });

describe('rows become canonical', () => {
  test('full-width digits, separators, leading zeros and blanks are read for what they say', () => {
    const wide = '\uff11\uff10\uff18';
    expect(
      accepted({ wc_session: [session({ session_no: '04', due: wide, present: '1,088', proxy: ' ' })] }),
    ).toEqual({ wc_session: [{ session_no: '4', held_on: '2007-02-09', due: '108', present: '1088' }] });
  });

  test('a count may carry a mark where the column allows one; an exact one is a plain string', () => {
    const row = training({
      classes: { value: '8', mark: 'EXACT' },
      person_times: { value: '8500', mark: 'AT_LEAST' },
      person_days: { value: '9000', mark: 'ABOUT' },
    });
    expect(accepted({ trn_class: [row] })['trn_class']).toEqual([
      {
        ...{ name: '培训', type: '岗位', classes: '8' },
        person_times: { value: '8500', mark: 'AT_LEAST' },
        person_days: { value: '9000', mark: 'ABOUT' },
      },
    ]);
  });

  test(`reading canonical rows again changes nothing (seed ${seed})`, () => {
    const count = fc.nat(999_999_999).map(String);
    const figure = fc.oneof(
      count,
      fc.record({ value: count, mark: fc.constantFrom('EXACT', 'AT_LEAST', 'ABOUT') }),
    );
    const row = fc.record({
      name: fc.stringMatching(/^[a-z 一-龥]*x$/),
      type: fc.constantFrom('岗位', '其他', '', null),
      classes: fc.option(figure),
      person_times: figure,
    });
    fc.assert(
      fc.property(fc.array(row), (list) => {
        const once = accepted({ trn_class: list });
        expect(accepted(once)).toEqual(once);
        expect(cellsFromRows(form, accepted(once))).toEqual(cellsFromRows(form, once));
      }),
      { seed },
    );
  });
});

describe('rows are refused with every problem at its place', () => {
  test('all problems at once, each with table, row and column', () => {
    const { problems } = parseRows(form, {
      wc_session: [session({ due: '-1', chair: 'x' }), session({ present: '1.5' })],
      wc_visit: [],
      trn_class: [training({ type: '舞蹈', held_on: '2007-02-30' })],
    });
    expect(problems.map(({ code, table, row, field }) => [code, table, row, field])).toEqual([
      ['ROW_COLUMN_UNKNOWN', 'wc_session', 1, 'chair'],
      ['NEGATIVE', 'wc_session', 1, 'due'],
      ['FRACTION', 'wc_session', 2, 'present'],
      ['ROW_TABLE_UNKNOWN', 'wc_visit', undefined, undefined],
      ['ROW_VALUE', 'trn_class', 1, 'type'],
      ['DATE_INVALID', 'trn_class', 1, 'held_on'],
    ]);
    // Enough to see what is wrong, however many a request has room for.
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`c${n}`, 'x']));
    const told = parseRows(form, { wc_session: [session({ ...many, due: '-1' })] }).problems;
    expect(told.map(({ field }) => field)).toEqual([...Object.keys(many).slice(0, 20), 'due']);
  });

  test.each<[string, unknown, string]>([
    ['not an object', 'rows', 'REQUEST_INVALID'],
    ['null', null, 'REQUEST_INVALID'],
    ['a table that is no list', { trn_class: {} }, 'REQUEST_INVALID'],
    ['a row that is no object', { trn_class: [[]] }, 'REQUEST_INVALID'],
    ['a table of the prototype', { constructor: [] }, 'ROW_TABLE_UNKNOWN'],
    ['a required column left blank', { wc_session: [{}] }, 'FIELD_REQUIRED'],
    ['a word for a count', { wc_session: [session({ due: '很多' })] }, 'NOT_A_NUMBER'],
    ['a JSON number', { wc_session: [session({ due: 108 })] }, 'ROW_VALUE'],
    [
      'an object where a date belongs',
      { wc_session: [{ held_on: Object.create(null) as object }] },
      'DATE_INVALID',
    ],
    ['session number 0', { wc_session: [session({ session_no: '0' })] }, 'ROW_VALUE'],
    ['a count above 999,999,999', { wc_session: [session({ due: '1000000000' })] }, 'ROW_VALUE'],
    ['a count of more than 13 digits', { wc_session: [session({ due: '1'.repeat(14) })] }, 'TOO_MANY_DIGITS'],
    [
      'a mark on a column without marks',
      { wc_session: [session({ due: { value: '1', mark: 'ABOUT' } })] },
      'ROW_VALUE',
    ],
    ['a planned count', { trn_class: [training({ classes: { value: '1', mark: 'PLANNED' } })] }, 'ROW_VALUE'],
    ['a mark without a count', { trn_class: [training({ classes: { mark: 'ABOUT' } })] }, 'ROW_VALUE'],
    [
      'more beside a count',
      { trn_class: [training({ classes: { value: '1', mark: 'EXACT', x: 1 } })] },
      'ROW_VALUE',
    ],
    ['a text too long', { trn_class: [training({ name: '长'.repeat(201) })] }, 'FIELD_TOO_LONG'],
    ['a text PostgreSQL cannot keep', { trn_class: [training({ name: 'a\u0000b' })] }, 'ROW_VALUE'],
    ['half a surrogate pair', { trn_class: [training({ name: 'a\ud800' })] }, 'ROW_VALUE'],
    [
      'a truth in words',
      { wc_session: [session({ session_no: '4' })], wc_ballot: [ballot({ passed: '是' })] },
      'ROW_VALUE',
    ],
    ['too many rows', { trn_class: Array.from({ length: 501 }, () => ({})) }, 'ROWS_TOO_MANY'],
    ['a ballot without its session', { wc_session: [], wc_ballot: [ballot()] }, 'ROW_VALUE'],
    [
      'a ballot of two sessions with one number',
      { wc_session: [session({ session_no: '4' }), session({ session_no: '4' })], wc_ballot: [ballot()] },
      'ROW_VALUE',
    ],
  ])('%s', (_, input, code) => {
    expect(codesOf(input)).toEqual([code]);
  });
});

describe('cells computed from rows', () => {
  const year2004 = {
    trn_class: [{ name: '全年', classes: '17', person_times: '1236', person_days: '2022' }],
  };

  test('bank-branch-2004: 17 classes, 1,236 person-times, 2,022 person-days of no stated type', () => {
    const rows = accepted(year2004);
    expect(cell(rows, 'trn_class_cnt')).toBe('EXACT 17');
    expect(cell(rows, 'trn_person_time_cnt')).toBe('EXACT 1236');
    expect(cell(rows, 'trn_person_day_cnt')).toBe('EXACT 2022');
    expect(cell(rows, 'trn_person_time_cnt[岗位]')).toBe('MISSING null');
  });

  test('construction-bureau-2007: 500 + 8500 (at least) + 1100 (at least) person-times, at least 8 classes', () => {
    const rows = accepted({
      trn_class: [
        training({ type: '岗位', classes: '8', person_times: '500' }),
        training({ type: '技能鉴定', person_times: { value: '8500', mark: 'AT_LEAST' } }),
        training({ type: '其他', person_times: { value: '1100', mark: 'AT_LEAST' } }),
      ],
    });
    expect(cell(rows, 'trn_class_cnt')).toBe('AT_LEAST 8');
    expect(cell(rows, 'trn_person_time_cnt')).toBe('AT_LEAST 10100');
    expect(cell(rows, 'trn_person_time_cnt[岗位]')).toBe('EXACT 500');
    expect(cell(rows, 'trn_person_time_cnt[技能鉴定]')).toBe('AT_LEAST 8500');
    expect(cell(rows, 'trn_person_time_cnt[普法]')).toBe('EXACT 0');
    expect(cell(rows, 'trn_person_day_cnt')).toBe('MISSING null');
  });

  test('construction-bureau-2007: two sessions adopt 2 and 4 items', () => {
    const rows = accepted({
      wc_session: [session({ session_no: '4', adopted: '2' }), session({ adopted: '4' })],
    });
    expect(cell(rows, 'wc_meeting_cnt')).toBe('EXACT 2');
    expect(cell(rows, 'wc_resolution_cnt')).toBe('EXACT 6');
  });

  test('an absent table is a gap, an empty one is none', () => {
    const absent = cellsFromRows(form, {});
    expect(absent.size).toBe(form.computed.length);
    expect([...absent.values()].every((entry) => entry.mark === 'MISSING' && entry.figure === null)).toBe(
      true,
    );
    const none = cellsFromRows(form, { wc_session: [], trn_class: [] });
    expect([...none.values()].every((entry) => entry.mark === 'EXACT' && entry.figure === 0n)).toBe(true);
  });

  test('rows of one kind are counted alone; one that does not say its kind may be of it', () => {
    const counting = {
      ...form,
      computed: [{ cell: 'trn_class_cnt', table: 'trn_class', where: { column: 'type', is: '岗位' } }],
    };
    const counted = (types: ReadonlyArray<string | undefined>) => {
      const rows = { trn_class: types.map((type) => ({ name: '班', ...(type ? { type } : {}) })) };
      const { figure, mark } = cellsFromRows(counting, rows).get('trn_class_cnt')!;
      return `${mark} ${figure}`;
    };
    expect(counted(['岗位', '业务', '岗位'])).toBe('EXACT 2');
    expect(counted(['业务'])).toBe('EXACT 0');
    expect(counted(['岗位', undefined])).toBe('AT_LEAST 1');
    expect(counted([undefined])).toBe('MISSING null');
  });

  test('a row that does not say its type may belong to any', () => {
    const rows = accepted({
      trn_class: [training({ person_times: '5' }), { name: '某班', person_times: '7' }],
    });
    expect(cell(rows, 'trn_person_time_cnt')).toBe('EXACT 12');
    expect(cell(rows, 'trn_person_time_cnt[岗位]')).toBe('AT_LEAST 5');
    expect(cell(rows, 'trn_person_time_cnt[业务]')).toBe('MISSING null');
  });

  test('an about makes the sum about, even when others are blank', () => {
    const about = { value: '40', mark: 'ABOUT' };
    const rows = accepted({ trn_class: [training({ person_days: about }), training()] });
    expect(cell(rows, 'trn_person_day_cnt')).toBe('ABOUT 40');
  });
});
