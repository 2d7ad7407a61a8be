import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Client } from './harness/client.js';
import { entrustmentId } from './harness/entrustments.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import {
  act,
  addPerson,
  buildTown,
  found,
  key,
  mutationOf,
  operations,
  told,
  type Town,
} from './harness/town.js';
import { behindCell, bookOf, correctWork, recordAll, recordWork, workInput } from './harness/work-records.js';

let huiji: Huiji;
let owner: pg.Client;
let town: Town;
let leader: Client;
/** Where the leader works, and another union. */
let [one, two]: string[] = [];
let clerkId: string;
beforeAll(async () => {
  huiji = await startHuiji({ worker: false });
  await openTestTenant(huiji, 'alpha');
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  town = await buildTown(huiji, 'alpha');
  [one, two] = town.grassroots;
  clerkId = (await town.clerk.get<{ me: { id: string } }>('{ me { id } }')).me.id;
  await addPerson(town.admin, 'leader', [{ unionId: one, role: 'LEADER' }]);
  leader = await huiji.client('alpha', 'leader');
});
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

const codesOf = async (...asked: Parameters<typeof told>): Promise<unknown[]> =>
  (await told(...asked)).map(({ code, field, row }) => [code, field, row]);
const refusedRecords = (unionId: string, records: object[], client = town.clerk) =>
  codesOf(client, 'recordWork', { unionId, records: records.map(workInput), idempotencyKey: key() });

interface Offered {
  cell: string;
  value: string | null;
  origin: string;
  offer: { value: string; mark: string; origin: string; provenance: { book: number | null } } | null;
}
interface Sheet {
  recordRows: Array<{ table: string; rows: object[] }>;
  tables: Array<{ cells: Offered[] }>;
}
/** What is offered to a union for a return, by cell, and the rows for its 附表. */
async function sheet(client: Client, unionId: string, period = '2026Q3') {
  const { entrySheet } = await client.get<{ entrySheet: Sheet }>(
    `query ($unionId: ID, $period: String!) { entrySheet(unionId: $unionId, form: "work-q", period: $period) {
       recordRows { table rows } tables { cells { cell value origin offer { value mark origin provenance { book } } } } } }`,
    { unionId, period },
  );
  const cells = new Map(entrySheet.tables.flatMap((table) => table.cells).map((one) => [one.cell, one]));
  return { ...entrySheet, cell: (code: string): Offered | undefined => cells.get(code) };
}
const takeAll = (unionId: string, expectedVersion?: number) =>
  told(town.clerk, 'takeOffers', {
    ...{ unionId, form: 'work-q', period: '2026Q3', all: true, expectedVersion, idempotencyKey: key() },
  });

let unions = 0;
/** A union that the clerk files for, with a book of its own: no test counts what another has written. */
async function newUnion(): Promise<string> {
  const code = `W${++unions}`;
  const at = { parentId: town.bureau, level: 'GRASSROOTS', kind: 'SINGLE' };
  const unionId = await found(town.admin, { ...at, code, name: `${code}工会` });
  await town.admin.get(mutationOf('appoint'), {
    input: { personId: clerkId, appointments: [{ unionId, role: 'FILER' }] },
  });
  return unionId;
}

test('work that is recorded as it happens is offered to the return, taken with its provenance, and adds up above', async () => {
  const unionId = await newUnion();
  const [first] = await recordAll(town.clerk, unionId, [
    {},
    { day: '2026-09-30', name: '叉车比武', values: { participants: { value: '30', mark: 'AT_LEAST' } } },
    { name: '全市技能大赛', heldBy: '市总工会', values: { participants: '900' } },
    { day: '2026-10-01', name: '四季度比武' },
    { kind: 'aid', name: '中秋慰问', values: { type: '生活', families: '3', amount: '1500.5' } },
  ]);
  expect(first).toMatchObject({ kind: 'contest', counted: true, version: 1, values: { participants: '12' } });
  const before = await sheet(town.clerk, unionId);
  const offers = [
    'comp_event_cnt',
    'comp_participant_cnt',
    'aid_amount',
    'aid_amount[助学]',
    'cul_event_cnt',
  ];
  expect(offers.map((code) => before.cell(code)?.offer)).toEqual([
    { value: '2', mark: 'EXACT', origin: 'RECORDS', provenance: { book: 1 } },
    { value: '42', mark: 'AT_LEAST', origin: 'RECORDS', provenance: { book: 1 } },
    { value: '1500.50', mark: 'EXACT', origin: 'RECORDS', provenance: { book: 1 } },
    { value: '0.00', mark: 'EXACT', origin: 'RECORDS', provenance: { book: 1 } },
    null,
  ]);
  expect(before.cell('comp_event_cnt')?.value).toBeNull();
  expect(await takeAll(unionId)).toEqual([]);
  const taken = await sheet(town.clerk, unionId);
  expect(taken.cell('comp_event_cnt')).toMatchObject({ value: '2', origin: 'RECORDS' });
  const names = async (cell: string) =>
    (await behindCell(town.clerk, { unionId: unionId, period: '2026Q3', cell })).map(({ name }) => name);
  expect(await names('comp_event_cnt')).toEqual(['叉车比武', '焊工技能比武']);

  // The book moves on; what was taken stays what it was made of, and what it says now is offered.
  await correctWork(town.clerk, first!, { name: '焊工比武决赛', values: { participants: '15' } });
  await recordWork(town.clerk, unionId, { day: '2026-07-01', name: '钳工比武' });
  expect(await names('comp_event_cnt')).toEqual(['叉车比武', '焊工技能比武']);
  const now = await sheet(town.clerk, unionId);
  expect(now.cell('comp_event_cnt')).toMatchObject({
    ...{ value: '2', origin: 'RECORDS' },
    offer: { value: '3', origin: 'RECORDS', provenance: { book: 3 } },
  });
  expect(await takeAll(unionId, 1)).toEqual([]);
  expect((await sheet(town.clerk, unionId)).cell('comp_participant_cnt')).toMatchObject({ value: '57' });
  expect(await names('comp_participant_cnt')).toEqual(['叉车比武', '焊工比武决赛', '钳工比武']);
  expect(await takeAll(unionId, 2)).toMatchObject([{ code: 'OFFERS_NONE' }]);

  const { id } = await act(town.clerk, 'save', {
    ...{ unionId: unionId, form: 'work-q', period: '2026Q3', cells: [{ cell: 'cul_event_cnt', value: '0' }] },
    expectedVersion: 2,
  });
  const { submission } = await town.clerk.get<{ submission: { carriedCells: number; cells: Offered[] } }>(
    `query ($id: ID!) { submission(id: $id) { carriedCells cells { cell origin provenance { book } } } }`,
    { id },
  );
  expect(submission.carriedCells).toBe(0);
  expect(submission.cells.find(({ cell }) => cell === 'comp_event_cnt')).toMatchObject({
    ...{ origin: 'RECORDS', provenance: { book: 3 } },
  });
});

test('what a person typed is never replaced, and what is taken must be what the book says', async () => {
  const unionId = await newUnion();
  await recordWork(town.clerk, unionId);
  await town.save(unionId, { comp_event_cnt: '5' });
  const take = (more: object) =>
    told(town.clerk, 'takeOffers', {
      ...{ unionId: unionId, form: 'work-q', period: '2026Q3', expectedVersion: 1, idempotencyKey: key() },
      ...more,
    });
  expect(await take({ cells: ['comp_event_cnt'] })).toMatchObject([{ code: 'CELL_FILLED' }]);
  expect(await take({ all: true })).toEqual([]);
  const after = await sheet(town.clerk, unionId);
  expect(after.cell('comp_event_cnt')).toMatchObject({ value: '5', origin: 'TYPED' });
  expect(after.cell('comp_participant_cnt')).toMatchObject({ value: '12', origin: 'RECORDS' });
  const save = (value: string) =>
    told(town.clerk, 'saveDraft', {
      ...{ unionId: unionId, form: 'work-q', period: '2026Q3', expectedVersion: 2, idempotencyKey: key() },
      cells: [{ cell: 'comp_event_cnt', value, origin: 'RECORDS' }],
    });
  expect(await save('5')).toMatchObject([{ code: 'OFFER_CHANGED', cell: 'comp_event_cnt' }]);
  expect(await save('1')).toEqual([]);
});

describe('a book', () => {
  test('lists what was recorded, the newest day first, by kind and day, page by page', async () => {
    const unionId = await newUnion();
    await recordAll(town.clerk, unionId, [
      ...[1, 2, 3, 4, 5].map((n) => ({ day: `2026-03-0${n}`, name: `比武${n}` })),
      { kind: 'research', day: '2026-03-03', name: '调研', values: {} },
      { kind: 'research', day: '2025-12-31', name: '去年调研', values: {} },
    ]);
    const days = async (more: Parameters<typeof bookOf>[2]) =>
      (await bookOf(town.clerk, unionId, more)).map(({ day, kind }) => `${day} ${kind}`);
    expect(await days({ first: 2 })).toHaveLength(7);
    expect(await days({ first: 2 })).toEqual(await days({}));
    expect(await days({ kinds: ['research'] })).toEqual(['2026-03-03 research', '2025-12-31 research']);
    expect(await days({ from: '2026-03-02', to: '2026-03-03', kinds: ['contest'], first: 1 })).toEqual([
      '2026-03-03 contest',
      '2026-03-02 contest',
    ]);
    await town.statistician.get(operations.open, { period: '2026Q1' });
    const behind = { unionId, period: '2026Q1', cell: 'comp_event_cnt', first: 2 };
    expect((await behindCell(town.clerk, behind)).map(({ name }) => name)).toEqual([
      ...['比武5', '比武4', '比武3', '比武2', '比武1'],
    ]);
  });

  test('takes all that is sent or nothing, and says at which record what is wrong', async () => {
    const unionId = await newUnion();
    const before = (await bookOf(town.clerk, unionId)).length;
    expect(
      await refusedRecords(unionId, [
        {},
        { values: { participants: '-1' } },
        { kind: 'none' },
        { day: '2999-01-01' },
      ]),
    ).toEqual([
      ['NEGATIVE', 'participants', 2],
      ['WORK_KIND_UNKNOWN', 'kind', 3],
      ['DATE_IN_FUTURE', 'day', 4],
    ]);
    expect(await refusedRecords(unionId, [])).toEqual([['FIELD_REQUIRED', 'records', null]]);
    const many = Array.from({ length: 201 }, () => ({}));
    expect(await refusedRecords(unionId, many)).toEqual([['REQUEST_TOO_LARGE', 'records', null]]);
    expect(await bookOf(town.clerk, unionId)).toHaveLength(before);
  });

  test('takes a bounded number of a year', async () => {
    const unionId = await newUnion();
    const more = { kind: 'research', values: {} };
    await recordWork(town.clerk, unionId, { ...more, day: '2023-12-31' });
    await owner.query(
      `INSERT INTO work_record (tenant_id, union_id, since, recorded_by, id, kind, day, last_day, name, values)
       SELECT b.tenant_id, b.union_id, b.version, p.id, gen_random_uuid(), 'research', '2024-05-01', '2024-05-01', 'n', '{}'
       FROM work_book b JOIN person p ON p.tenant_id = b.tenant_id AND p.login = 'clerk', generate_series(1, 1999)
       WHERE b.union_id = $1`,
      [unionId],
    );
    const full = [
      { ...more, day: '2024-12-31' },
      { ...more, day: '2024-01-01' },
    ];
    expect(await refusedRecords(unionId, full)).toEqual([['WORK_RECORDS_TOO_MANY', 'day', null]]);
    const last = await recordWork(town.clerk, unionId, { ...more, day: '2024-12-31' });
    const [found] = await bookOf(town.clerk, unionId, { from: '2024-12-31', to: '2024-12-31' });
    // Correcting one of a full year makes no more of them.
    expect(found?.id).toBe(last);
    await correctWork(town.clerk, found!, { ...more, day: '2024-12-30' });
  });

  test('is corrected and cleared only of what was seen, once each, and the same request twice is one', async () => {
    const unionId = await newUnion();
    const [record] = await recordAll(town.clerk, unionId, [{ day: '2026-05-05' }]);
    const { id, version } = record!;
    const correct = (expectedVersion: number, idempotencyKey = key()) =>
      codesOf(town.clerk, 'correctWork', {
        ...{ recordId: id, expectedVersion, record: workInput({ day: '2026-05-06' }), idempotencyKey },
      });
    const again = key();
    expect(await correct(version + 1)).toEqual([['STALE_REVISION', 'expectedVersion', null]]);
    expect(await correct(version, again)).toEqual([]);
    expect(await correct(version, again)).toEqual([]);
    expect(await correct(version)).toEqual([['STALE_REVISION', 'expectedVersion', null]]);
    const [now] = await bookOf(town.clerk, unionId, { from: '2026-05-01', to: '2026-05-31' });
    expect(now).toMatchObject({ id, day: '2026-05-06' });
    const remove = (reason: string) =>
      codesOf(town.clerk, 'removeWork', {
        ...{ recordId: id, expectedVersion: now!.version, reason, idempotencyKey: key() },
      });
    expect(await remove(' ')).toEqual([['FIELD_REQUIRED', 'reason', null]]);
    expect(await remove('重复登记')).toEqual([]);
    expect(await remove('重复登记')).toEqual([['WORK_RECORD_REMOVED', 'recordId', null]]);
    expect(await correct(now!.version)).toEqual([['WORK_RECORD_REMOVED', 'recordId', null]]);
    expect(await bookOf(town.clerk, unionId, { from: '2026-05-01', to: '2026-05-31' })).toEqual([]);
  });

  test('is written by two at once without losing either, each in a version of its own', async () => {
    const unionId = await newUnion();
    const sent = Array.from({ length: 6 }, (_, n) =>
      recordAll(town.clerk, unionId, [{ day: '2026-06-06', name: `同时${n}` }]),
    );
    const written = (await Promise.all(sent)).flat();
    const versions = written.map(({ version }) => version).sort((a, b) => a - b);
    expect(new Set(versions).size).toBe(6);
    expect(await bookOf(town.clerk, unionId, { from: '2026-06-06', to: '2026-06-06' })).toHaveLength(6);
    const [target] = written;
    const corrections = await Promise.all(
      [1, 2, 3].map((n) =>
        codesOf(town.clerk, 'correctWork', {
          ...{ recordId: target!.id, expectedVersion: target!.version, idempotencyKey: key() },
          record: workInput({ day: '2026-06-06', name: `更正${n}` }),
        }),
      ),
    );
    expect(corrections.filter((codes) => codes.length === 0)).toHaveLength(1);
    expect(corrections.flat()).toEqual(Array(2).fill(['STALE_REVISION', 'expectedVersion', null]));
  });

  test('offers the rows of 附表, which the return takes as they are', async () => {
    const unionId = await newUnion();
    await recordAll(town.clerk, unionId, [
      {
        kind: 'training',
        day: '2026-09-01',
        name: '电工班',
        values: { type: '业务', classes: '1', person_times: '40' },
      },
      { kind: 'training', day: '2026-07-15', name: '普法班', values: { type: '普法', classes: '2' } },
      {
        kind: 'congress',
        day: '2026-08-08',
        name: '三届二次',
        values: { session_no: '2', due: '90', adopted: '1' },
      },
      {
        kind: 'ballot',
        day: '2026-08-08',
        name: '集体合同草案',
        values: { session_no: '2', for: '80', passed: true },
      },
    ]);
    const { recordRows } = await sheet(town.clerk, unionId);
    expect(recordRows.map(({ table, rows }) => [table, rows.length])).toEqual([
      ...[
        ['wc_session', 1],
        ['wc_ballot', 1],
        ['trn_class', 2],
      ],
    ]);
    await act(town.clerk, 'save', { unionId: unionId, form: 'work-q', period: '2026Q3', tables: recordRows });
    const filled = await sheet(town.clerk, unionId);
    expect(filled.cell('trn_class_cnt')).toMatchObject({ value: '3', offer: null });
    expect(filled.cell('wc_resolution_cnt')).toMatchObject({ value: '1' });
  });
});

test('who works at the union reads its book and who files for it writes it; above it, sums alone are seen', async () => {
  const [record] = await recordAll(town.clerk, one!, [
    { kind: 'visit', name: '探望伤病职工张某', values: { type: '伤病', person_times: '1' } },
  ]);
  const { id, version } = record!;
  expect((await bookOf(leader, one!)).map((each) => each.id)).toContain(id);
  const reads = (client: Client, unionId: string) =>
    client.refusal('query ($unionId: ID) { workRecords(unionId: $unionId) { nodes { id } } }', { unionId });
  expect(await reads(town.reviewer, one!)).toEqual(['FORBIDDEN']);
  expect(await reads(town.chief, one!)).toEqual(['FORBIDDEN']);
  expect(await reads(leader, two!)).toEqual(['NOT_FOUND']);
  const above = await sheet(town.reviewer, one!);
  expect(above.recordRows).toEqual([]);
  expect(above.cell('aid_service_person_time')?.offer).toBeNull();

  const gone = { recordId: id, expectedVersion: version, reason: 'r', idempotencyKey: key() };
  expect(await codesOf(leader, 'removeWork', gone)).toEqual([['FORBIDDEN', null, null]]);
  // A reviewer above learns no more of it than of one that does not exist.
  for (const client of [town.reviewer, town.chief, town.admin])
    for (const recordId of [id, randomUUID()])
      expect(await codesOf(client, 'removeWork', { ...gone, recordId, idempotencyKey: key() })).toEqual([
        ['NOT_FOUND', 'recordId', null],
      ]);
  expect(await refusedRecords(one!, [{}], town.reviewer)).toEqual([['FORBIDDEN', null, null]]);
  expect(await refusedRecords(two!, [{}], leader)).toEqual([['NOT_FOUND', 'unionId', null]]);

  // The audit, which is read from above, says that it was recorded and not what.
  const { rows } = await owner.query<{ text: string }>(
    `SELECT (coalesce(before::text, '') || coalesce(after::text, '')) AS text FROM audit_event WHERE object_id = $1`,
    [id],
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]!.text).toContain('visit');
  expect(rows[0]!.text).not.toContain('张某');
});

test('who is entrusted with the filing keeps the book, and leaves a trace of that', async () => {
  const unionId = await newUnion();
  await addPerson(town.admin, 'agent', [{ unionId: town.grassroots[0], role: 'LEADER' }]);
  await entrustmentId(town.admin, { unionId: unionId, login: 'agent', words: 'agent' });
  const agent = await huiji.client('alpha', 'agent');
  const id = await recordWork(agent, unionId, { day: '2026-08-21' });
  expect((await bookOf(agent, unionId)).map((each) => each.id)).toContain(id);
  const { rows } = await owner.query(
    `SELECT 1 FROM audit_event WHERE object_id = $1 AND action = 'RECORD_WORK' AND after ? 'entrustmentId'`,
    [id],
  );
  expect(rows).toHaveLength(1);
});

test('the kinds of work are told with their columns and what they feed', async () => {
  const { workKinds } = await town.clerk.get<{
    workKinds: Array<{
      code: string;
      held: boolean;
      table: string | null;
      cells: string[];
      columns: object[];
    }>;
  }>(
    '{ workKinds { code held table cells columns { code type required unit after choices marked minimum } } }',
  );
  expect(workKinds).toHaveLength(18);
  expect(workKinds[0]).toMatchObject({
    ...{ code: 'contest', held: true, table: null, cells: ['comp_event_cnt', 'comp_participant_cnt'] },
    columns: [
      { code: 'participants', type: 'integer', required: true, marked: true, unit: '人次', after: null },
    ],
  });
});
