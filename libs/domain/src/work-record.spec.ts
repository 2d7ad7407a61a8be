import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parsePeriod } from './period.js';
import { messageOf } from './problem.js';
import { shippedForm, shippedForms } from './shipped-forms.js';
import { layoutOf } from './form.js';
import { workKinds } from './work-kinds.js';
import {
  figureOfRecords,
  lastDayOf,
  readRecord,
  recordsBehind,
  rowsOfRecords,
  type WorkRecord,
  type WorkRecordInput,
} from './work-record.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const today = '2026-11-27';
const [q3, q4] = [parsePeriod('2026Q3'), parsePeriod('2026Q4')];

const input = (more: Partial<WorkRecordInput> = {}): WorkRecordInput => ({
  ...{ kind: 'contest', day: '2026-08-20', name: '焊工技能比武', values: { participants: '12' } },
  ...more,
});
/** A record that reads without a problem. */
const record = (more: Partial<WorkRecordInput> = {}): WorkRecord => {
  const read = readRecord(input(more), 1, today);
  expect(read.problems).toEqual([]);
  return read.record;
};
const wrong = (more: Partial<WorkRecordInput>): unknown[] =>
  readRecord(input(more), 3, today).problems.map(({ code, field, row }) => [code, field, row]);
const said = (cell: string, records: readonly WorkRecord[], period = q3): unknown => {
  const entry = figureOfRecords(cell, records, period);
  return entry && [entry.figure, entry.mark];
};

describe('the kinds of work', () => {
  test('feed cells that the shipped forms ask a person to type, each from one kind, in its unit', () => {
    const cells = new Map(
      shippedForms.flatMap((form) =>
        layoutOf(form)
          .filed.filter(({ source }) => source === 'TYPED')
          .map((cell) => [cell.code, cell] as const),
      ),
    );
    const fed = workKinds.flatMap((kind) => kind.feeds.map((feed) => ({ kind, feed })));
    expect(new Set(fed.map(({ feed }) => feed.cell)).size).toBe(fed.length);
    for (const { kind, feed } of fed) {
      const cell = cells.get(feed.cell);
      const column = kind.columns.find(({ code }) => code === feed.sum);
      expect([feed.cell, cell?.kind]).toEqual([feed.cell, feed.until ? 'STOCK' : 'FLOW']);
      expect([feed.cell, cell?.decimals]).toEqual([feed.cell, column?.type === 'amount' ? 2 : 0]);
      for (const name of [feed.sum, feed.distinct, feed.where?.column, feed.on, feed.until])
        if (name !== undefined) expect(kind.columns.map(({ code }) => code)).toContain(name);
      const choices = kind.columns.find(({ code }) => code === feed.where?.column)?.choices;
      if (feed.where) expect(choices).toContain(feed.where.is);
    }
  });

  test('have the columns of the 附表 whose rows their records are', () => {
    const tables = workKinds.flatMap(({ rows, columns }) => (rows ? [{ ...rows, columns }] : []));
    expect(tables.map(({ table }) => table).sort()).toEqual(['trn_class', 'wc_ballot', 'wc_session']);
    for (const { table, name, day, columns } of tables) {
      const asked = shippedForm('work-q').repeatingTables.find(({ code }) => code === table);
      const own = [...columns.map(({ code }) => code), ...(name ? [name] : []), ...(day ? [day] : [])];
      expect(own.sort()).toEqual(asked?.columns.map(({ code }) => code).sort());
    }
  });
});

describe('a record', () => {
  test('is canonical: reading it again changes nothing', () => {
    const read = record({
      ...{ kind: 'aid', name: ' 送温暖 ', heldBy: ' ' },
      values: { type: '生活', families: '1,200', amount: '36万元' },
    });
    expect(read).toEqual({
      ...{ kind: 'aid', day: '2026-08-20', name: '送温暖', heldBy: null },
      values: { type: '生活', families: '1200', amount: '360000.00' },
    });
    expect(record(read)).toEqual(read);
  });

  test('tells all that is wrong with it, at its column', () => {
    expect(wrong({ kind: 'nothing' })).toEqual([['WORK_KIND_UNKNOWN', 'kind', 3]]);
    expect(wrong({ name: ' ', day: '2026-02-30', values: { participants: 'viele', other: '1' } })).toEqual([
      ['ROW_COLUMN_UNKNOWN', 'other', 3],
      ['NOT_A_NUMBER', 'participants', 3],
      ['FIELD_REQUIRED', 'name', 3],
      ['DATE_INVALID', 'day', 3],
    ]);
    expect(wrong({ name: 'n'.repeat(201), heldBy: 'h'.repeat(201), values: {} })).toEqual([
      ['FIELD_REQUIRED', 'participants', 3],
      ['FIELD_TOO_LONG', 'name', 3],
      ['FIELD_TOO_LONG', 'heldBy', 3],
    ]);
    expect(wrong({ kind: 'research', heldBy: '市总工会', values: {} })).toEqual([
      ['WORK_NOT_HELD', 'heldBy', 3],
    ]);
    expect(wrong({ kind: 'aid', values: { type: '医疗', families: '1', amount: '0.005' } })).toEqual([
      ['FRACTION', 'amount', 3],
    ]);
    expect(wrong({ values: { participants: 12 } })).toEqual([['ROW_VALUE', 'participants', 3]]);
  });

  test('is told of by the names of its columns, and with what was typed as it was', () => {
    const told = (more: Partial<WorkRecordInput>) => {
      const [found] = readRecord(input(more), 3, today).problems;
      return found && messageOf(found, 'zh');
    };
    expect(told({ values: {} })).toBe('“参赛人次 Person-times”不能为空。');
    expect(told({ values: { participants: 'day' } })).toMatch(/^“参赛人次 Person-times”填的“day”不是数字。/);
    expect(told({ kind: 'proposal', values: { items: '1', accepted_on: '2026-08-19' } })).toBe(
      '“立案日期 Accepted on”不能早于“日期 day”。',
    );
  });

  test('is of a day that has come, and so are its dates, one after the other; an agreement may run on', () => {
    const proposal = (values: object) => wrong({ kind: 'proposal', values: { items: '2', ...values } });
    expect(wrong({ day: '2026-11-28' })).toEqual([['DATE_IN_FUTURE', 'day', 3]]);
    expect(wrong({ day: today })).toEqual([]);
    expect(proposal({ accepted_on: '2026-08-19' })).toEqual([['DATE_ORDER', 'accepted_on', 3]]);
    expect(proposal({ closed_on: '2026-09-19' })).toEqual([['WORK_DATE_BEFORE_ITS_TIME', 'closed_on', 3]]);
    expect(proposal({ accepted_on: '2026-09-01', closed_on: '2026-08-31' })).toEqual([
      ['DATE_ORDER', 'closed_on', 3],
    ]);
    expect(proposal({ accepted_on: '2026-12-01' })).toEqual([['DATE_IN_FUTURE', 'accepted_on', 3]]);
    const contract = { type: '综合', employer: '甲厂', enterprises: '1', workers: '90' };
    expect(wrong({ kind: 'contract', values: { ...contract, ends_on: '2029-08-19' } })).toEqual([]);
  });
});

describe(`figures of records (SEED=${seed})`, () => {
  test('count and add up what the union itself held, with the weakest mark; nothing recorded is blank, not 0', () => {
    const own = [record(), record({ values: { participants: { value: '30', mark: 'AT_LEAST' } } })];
    const joined = record({ heldBy: '市总工会', values: { participants: '500' } });
    expect(said('comp_event_cnt', [...own, joined])).toEqual([2n, 'EXACT']);
    expect(said('comp_participant_cnt', [...own, joined])).toEqual([42n, 'AT_LEAST']);
    // Nothing of its own, but its book does speak of contests.
    expect(said('comp_event_cnt', [joined])).toEqual([0n, 'EXACT']);
    expect(said('comp_event_cnt', [])).toBeNull();
    expect(said('comp_event_cnt', own, q4)).toBeNull();
    expect(said('cul_event_cnt', own)).toBeNull();
    expect(said('mem_member_cnt', own)).toBeNull();
  });

  test('of an indicator are the sum of its parts, to the 分', () => {
    const types = ['生活', '助学', '结对扶贫', '医疗'];
    const aid = fc.record({
      type: fc.constantFrom(...types),
      families: fc.nat(99_999).map(String),
      amount: fc
        .nat(99_999_999)
        .map((fen) => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`),
    });
    fc.assert(
      fc.property(fc.array(aid, { minLength: 1, maxLength: 20 }), (all) => {
        const records = all.map((values) => record({ kind: 'aid', values }));
        for (const cell of ['aid_family_cnt', 'aid_amount']) {
          const parts = types.map((type) => figureOfRecords(`${cell}[${type}]`, records, q3)?.figure ?? -1n);
          expect(figureOfRecords(cell, records, q3)?.figure).toBe(
            parts.reduce((sum, part) => sum + part, 0n),
          );
        }
        const fen = all.map(({ amount }) => BigInt(amount.replace('.', '')));
        expect(said('aid_amount', records)).toEqual([fen.reduce((sum, one) => sum + one, 0n), 'EXACT']);
      }),
      { seed, numRuns: 200 },
    );
  });

  test('follow each step of a proposal in the period in which it happened', () => {
    const values = { items: '3', accepted_on: '2026-09-30', closed_on: '2026-10-01' };
    const proposal = record({ kind: 'proposal', values });
    const cells = ['', '_item', '_accepted', '_closed'].map((step) => `wc_proposal${step}_cnt`);
    const of = (period: typeof q3) => cells.map((cell) => figureOfRecords(cell, [proposal], period)?.figure);
    expect(of(q3)).toEqual([1n, 3n, 1n, 0n]);
    expect(of(q4)).toEqual([0n, 0n, 0n, 1n]);
    expect(of(parsePeriod('2026'))).toEqual([1n, 3n, 1n, 1n]);
    expect(of(parsePeriod('2027Q1'))).toEqual([undefined, undefined, undefined, undefined]);
  });

  test('of agreements are those in force at the end of the period, an employer once', () => {
    const contract = (day: string, ends_on: string | null, more = {}) =>
      record({
        ...{ kind: 'contract', day },
        values: { type: '综合', employer: '甲厂', enterprises: '1', workers: '90', ends_on, ...more },
      });
    const all = [
      contract('2023-10-01', '2026-09-30'),
      contract('2026-01-01', null, { type: '工资', workers: '80' }),
      contract('2026-09-30', '2029-09-29', { employer: '乙厂', workers: '7' }),
    ];
    expect(said('wc_collective_contract_unit_cnt', all)).toEqual([2n, 'EXACT']);
    expect(said('wc_contract_covered_worker_cnt[综合]', all)).toEqual([97n, 'EXACT']);
    expect(said('wc_contract_covered_worker_cnt[综合]', all, q4)).toEqual([7n, 'EXACT']);
    expect(said('wc_contract_covered_worker_cnt[工资]', all, q4)).toEqual([80n, 'EXACT']);
    expect(said('wc_collective_contract_unit_cnt', all, parsePeriod('2023Q3'))).toBeNull();
  });

  test('are made of the records behind them and of no others', () => {
    const records = [
      ...['文艺', '女职工', '女职工'].map((type) =>
        record({ kind: 'culture', values: { type, participants: '10' } }),
      ),
      record({ kind: 'culture', day: '2026-10-01', values: { type: '女职工', participants: '99' } }),
      record(),
    ];
    expect(recordsBehind('wom_event_participant_cnt', records, q3)).toEqual(records.slice(1, 3));
    expect(recordsBehind('cul_event_cnt', records, q3)).toEqual(records.slice(0, 3));
    expect(said('wom_event_participant_cnt', records)).toEqual([20n, 'EXACT']);
  });

  test('are not changed by records whose last day is before the period, whatever the kind', () => {
    const all = [
      record({ kind: 'proposal', day: '2026-02-01', values: { items: '1', accepted_on: '2026-07-01' } }),
      record({ kind: 'information', day: '2026-06-30', values: {} }),
      record({
        ...{ kind: 'contract', day: '2026-02-01' },
        values: { type: '工资', employer: '甲厂', enterprises: '1', workers: '9', ends_on: '2026-06-30' },
      }),
      record({ day: '2026-06-30' }),
    ];
    const last = all.map(lastDayOf);
    expect(last).toEqual(['2026-07-01', '2026-06-30', '2026-06-30', '2026-06-30']);
    const open = record({
      kind: 'contract',
      values: { type: '工资', employer: '乙', enterprises: '1', workers: '1' },
    });
    expect(lastDayOf(open)).toBeNull();
    for (const { feeds } of workKinds)
      for (const { cell } of feeds)
        for (const period of [q3, q4, parsePeriod('2026')]) {
          const looked = all.filter((_, at) => last[at]! >= period.startsOn);
          expect([cell, said(cell, looked, period)]).toEqual([cell, said(cell, all, period)]);
        }
  });
});

test('rows of 附表 are offered oldest first, those that others held left out', () => {
  const training = (more: Partial<WorkRecordInput>) =>
    record({ kind: 'training', name: '电工班', values: { type: '技能鉴定', person_times: '40' }, ...more });
  const records = [
    training({ day: '2026-09-02' }),
    training({ day: '2026-07-01', name: '普法班', values: { type: '普法' } }),
    training({ heldBy: '市总工会' }),
    training({ day: '2026-10-01' }),
    record({ kind: 'congress', day: '2026-08-01', values: { session_no: '3', due: '90' } }),
    record({
      kind: 'ballot',
      day: '2026-08-01',
      name: '集体合同草案',
      values: { session_no: '3', for: '80' },
    }),
  ];
  expect(rowsOfRecords(shippedForm('work-q'), records, q3)).toEqual([
    { table: 'wc_session', rows: [{ session_no: '3', due: '90', held_on: '2026-08-01' }] },
    { table: 'wc_ballot', rows: [{ session_no: '3', for: '80', item: '集体合同草案' }] },
    {
      table: 'trn_class',
      rows: [
        { type: '普法', name: '普法班', held_on: '2026-07-01' },
        { type: '技能鉴定', person_times: '40', name: '电工班', held_on: '2026-09-02' },
      ],
    },
  ]);
});
