import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { blank, type CellInput, changedCells, fill, fillForm, restore, store } from './draft.js';
import type { Entry, Mark } from './figure.js';
import { type Cell, layoutOf } from './form.js';
import { shippedForm, shippedForms } from './shipped-forms.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const always = { seed, numRuns: 300 };

const form = shippedForm('work-q');
const filed = layoutOf(form).filed;
const input = (cell: string, value: string | null, mark: Mark = 'EXACT'): CellInput => ({
  cell,
  value,
  mark,
});
const typed = (inputs: CellInput[]) => fill(form, 'GRASSROOTS', new Map(), inputs, shippedForms);

const entry = fc.oneof(
  fc.record({
    figure: fc.bigInt(0n, 9_999_999_999_999n),
    mark: fc.constantFrom<Mark>('EXACT', 'AT_LEAST', 'ABOUT', 'PLANNED'),
  }),
  fc.constant<Entry>({ figure: null, mark: 'NOT_APPLICABLE' }),
);
const entries = fc
  .subarray([...filed], { minLength: 0 })
  .chain((cells) => fc.tuple(...cells.map((cell) => entry.map((one): [string, Entry] => [cell.code, one]))))
  .map((list) => new Map(list));

describe(`storing (SEED=${seed})`, () => {
  test('and restoring gives back what was filled in', () => {
    fc.assert(
      fc.property(entries, (before) => {
        const stored = store(form, before);
        expect(restore(form, JSON.parse(JSON.stringify(stored)) as typeof stored)).toEqual(before);
        expect(stored.figures).toHaveLength(filed.length);
        expect(stored.states).toHaveLength(filed.length);
      }),
      always,
    );
  });

  test('never lets a held value add: neither a planned one nor that of a cell that does not add up', () => {
    fc.assert(
      fc.property(entries, (before) => {
        const stored = store(form, before);
        filed.forEach((cell, i) => {
          const { figure, mark } = before.get(cell.code) ?? { figure: null, mark: 'MISSING' };
          const adds = cell.adds && figure !== null && mark !== 'PLANNED';
          expect(stored.figures[i]).toBe(adds ? String(figure) : '0');
          if (figure !== null && !adds) {
            expect(stored.held[cell.code]).toEqual({ figure: String(figure), mark });
            expect(stored.states[i]).toBe(5);
          }
        });
      }),
      always,
    );
  });

  test('in an older, shorter layout reads what it lacks as missing', () => {
    const stored = store(form, new Map([[filed[0]!.code, { figure: 3n, mark: 'EXACT' }]]));
    const shorter = { ...stored, figures: stored.figures.slice(0, 1), states: stored.states.slice(0, 1) };
    expect([...restore(form, shorter)]).toEqual([[filed[0]!.code, { figure: 3n, mark: 'EXACT' }]]);
  });
});

describe('filling', () => {
  test('blank, 0 and not applicable are three things', () => {
    const { entries: now, problems } = typed([
      input('mem_member_cnt', '0'),
      input('mem_leave_cnt', ' '),
      input('mem_retained_cnt', null, 'NOT_APPLICABLE'),
    ]);
    expect(problems).toEqual([]);
    expect([...now]).toEqual([
      ['mem_member_cnt', { figure: 0n, mark: 'EXACT' }],
      ['mem_retained_cnt', { figure: null, mark: 'NOT_APPLICABLE' }],
    ]);
    expect(
      store(form, now)
        .states.filter((state) => state > 0)
        .toSorted(),
    ).toEqual([1, 2]);
  });

  test('refuses what it would have to alter silently: a value under a mark that has none, a cell named twice', () => {
    const codes = (...inputs: CellInput[]) => typed(inputs).problems.map((one) => [one.code, one.cell]);
    expect(codes(input('mem_member_cnt', '5', 'NOT_APPLICABLE'))).toEqual([
      ['VALUE_UNWANTED', 'mem_member_cnt'],
    ]);
    expect(codes(input('mem_member_cnt', '5', 'MISSING'))).toEqual([['VALUE_UNWANTED', 'mem_member_cnt']]);
    expect(codes(input('mem_member_cnt', '5'), input('mem_member_cnt', '6'))).toEqual([
      ['CELL_TWICE', 'mem_member_cnt'],
    ]);
  });

  test('clears by null, keeps what was not sent, and leaves what was before as it is', () => {
    const before = typed([input('mem_member_cnt', '5'), input('mem_leave_cnt', '1')]).entries;
    const after = fill(form, 'GRASSROOTS', before, [input('mem_leave_cnt', null)]);
    expect([...after.entries.keys()]).toEqual(['mem_member_cnt']);
    expect(before.size).toBe(2);
  });

  test.each<[string, string, string]>([
    ['mem_member_cnt', '1.5', 'FRACTION'],
    ['aid_amount', '1.005', 'FRACTION'],
    ['aid_amount', '123456789012', 'TOO_MANY_DIGITS'],
    ['mem_join_rate', '90', 'RATIO_TYPED'],
    ['law_mediation_committee_cnt', '1', 'CELL_OF_ANOTHER_FORM'],
    ['wc_meeting_cnt', '1', 'CELL_COMPUTED'],
    ['org_new_union_cnt', '1', 'CELL_COMPUTED'],
    ['constructor', '1', 'CELL_UNKNOWN'],
  ])('%s with %s is %s', (code, value, problem) => {
    expect(typed([input(code, value)]).problems).toMatchObject([{ code: problem, cell: code }]);
  });

  test('collects every problem, and no level may fill another’s cells', () => {
    const inputs = [input('mem_member_cnt', '-1'), input('x', '1'), input('mem_worker_cnt', 'a')];
    expect(typed(inputs).problems.map((one) => one.code)).toEqual([
      'NEGATIVE',
      'CELL_UNKNOWN',
      'NOT_A_NUMBER',
    ]);
    for (const level of ['GRASSROOTS', 'INTERMEDIATE', 'FEDERATION'] as const) {
      const refused = filed
        .filter((cell) => cell.source === 'TYPED')
        .filter((cell) => fill(form, level, new Map(), [input(cell.code, '1')]).problems.length > 0);
      expect(refused).toEqual(
        filed.filter((cell: Cell) => cell.source === 'TYPED' && !cell.filedBy.includes(level)),
      );
    }
  });

  test('rows make their cells; null takes both away, [] is 0; a problem in either leaves neither', () => {
    const rows = [{ name: '安全', type: '岗位', classes: '2', person_times: '３０' }];
    const first = fillForm(form, 'GRASSROOTS', blank, { cells: [], tables: [{ table: 'trn_class', rows }] });
    expect(first.content.entries.get('trn_class_cnt')).toEqual({ figure: 2n, mark: 'EXACT' });
    expect(first.content.entries.get('trn_person_time_cnt[岗位]')).toEqual({ figure: 30n, mark: 'EXACT' });
    const none = fillForm(form, 'GRASSROOTS', first.content, {
      cells: [],
      tables: [{ table: 'trn_class', rows: [] }],
    });
    expect(none.content.entries.get('trn_class_cnt')).toEqual({ figure: 0n, mark: 'EXACT' });
    const cleared = fillForm(form, 'GRASSROOTS', first.content, {
      cells: [],
      tables: [{ table: 'trn_class', rows: null }],
    });
    expect(cleared.content).toEqual({ entries: new Map(), rows: {} });
    const wrong = fillForm(form, 'GRASSROOTS', first.content, {
      cells: [input('x', '1')],
      tables: [{ table: 'trn_class', rows: [{}] }],
    });
    expect(wrong.problems.map((one) => one.code)).toEqual(['CELL_UNKNOWN', 'FIELD_REQUIRED']);
  });
});

describe('saving cell by cell', () => {
  const before = new Map<string, Entry>([
    ['mem_member_cnt', { figure: 5n, mark: 'EXACT' }],
    ['mem_retained_cnt', { figure: null, mark: 'NOT_APPLICABLE' }],
    ['mem_leave_cnt', { figure: 0n, mark: 'EXACT' }],
  ]);
  const changed = (cell: string, value: string | null, seen: CellInput['seen']) =>
    changedCells(form, before, [{ ...input(cell, value), seen }]).map(({ code, details }) => [
      code,
      details['now'],
    ]);
  const saw = (value: string | null, mark: Mark = 'EXACT') => ({ value, mark });

  test.each<[string, string | null, ReturnType<typeof saw>]>([
    ['mem_member_cnt', '6', saw('5')],
    ['mem_member_cnt', '6', saw('５')],
    ['mem_retained_cnt', '6', saw(null, 'NOT_APPLICABLE')],
    ['mem_leave_cnt', null, saw('0')],
    ['mem_worker_cnt', '6', saw(null)],
    // Whoever types what stands there already is in nobody's way.
    ['mem_member_cnt', '5', saw('4')],
  ])('%s to %s, having seen %j, is no conflict', (cell, value, seen) => {
    expect(changed(cell, value, seen)).toEqual([]);
  });

  test.each<[string, string, ReturnType<typeof saw>, string]>([
    ['mem_member_cnt', '6', saw('4'), '5'],
    ['mem_member_cnt', '6', saw('5', 'ABOUT'), '5'],
    ['mem_member_cnt', '6', saw(null), '5'],
    ['mem_retained_cnt', '6', saw(null), '不适用 n/a'],
    // Blank, 0 and not applicable are three things to have seen.
    ['mem_leave_cnt', '6', saw(null), '0'],
    ['mem_worker_cnt', '6', saw('0'), '空白 blank'],
  ])('%s to %s, having seen %j, is told that it holds %s', (cell, value, seen, now) => {
    expect(changed(cell, value, seen)).toEqual([['CELL_CHANGED', now]]);
  });
});
