import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from './harness/client.js';
import { codes, probe, type Reply, thrice } from './harness/probe.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import {
  addPerson,
  buildTown,
  found,
  key,
  mutationOf,
  type MutationName,
  operations,
  type Seen,
  type Told,
  type Town,
} from './harness/town.js';

let huiji: Huiji;
let town: Town;
let foreign: Town;
let unionId: string;
beforeAll(async () => {
  huiji = await startHuiji({ worker: false });
  for (const tenant of ['alpha', 'beta']) await openTestTenant(huiji, tenant);
  town = await buildTown(huiji, 'alpha');
  foreign = await buildTown(huiji, 'beta');
  unionId = town.grassroots[0];
  await town.save(unionId, { mem_member_cnt: '10' });
});
afterAll(() => huiji.stop());

const send = (body: string, headers: Record<string, string> = {}, client = town.clerk): Promise<Reply> =>
  probe(huiji, client, body, headers);

const request = (name: MutationName, input: object): string =>
  JSON.stringify({ query: mutationOf(name), variables: { input } });

async function refused(name: MutationName, input: object, client?: Client): Promise<Told[]> {
  return (await thrice(() => send(request(name, input), {}, client))).told;
}

interface Content {
  version: number;
  state: string;
  cells: Array<{ cell: string; value: string | null; mark: string }>;
  tables: Array<{ table: string; rows: unknown[] }>;
}

async function historyOf(union: string): Promise<Content[]> {
  const query = `query ($unionId: ID!) { submissionHistory(unionId: $unionId, form: "work-q", period: "2026Q3") {
    version state cells { cell value mark } tables { table rows } } }`;
  return (await town.clerk.get<{ submissionHistory: Content[] }>(query, { unionId: union }))
    .submissionHistory;
}

const draft = (more: object = {}) => ({
  unionId,
  form: 'work-q',
  period: '2026Q3',
  expectedVersion: 1,
  idempotencyKey: key(),
  ...more,
});
const cell = (code: string, value: unknown, mark?: string) => ({
  cells: [{ cell: code, value, ...(mark && { mark }) }],
});

/** Nothing of a refused draft is written: the draft is as it was. */
async function refusedDraft(more: object): Promise<Told[]> {
  const before = await historyOf(unionId);
  const told = await refused('saveDraft', draft(more));
  expect(told.length).toBeGreaterThan(0);
  expect(await historyOf(unionId)).toEqual(before);
  return told;
}

describe('a cell', () => {
  const members = 'mem_member_cnt';
  test.each<[string, object, string, string]>([
    ['that no form has', cell('mem_membr_cnt', '1'), 'CELL_UNKNOWN', 'mem_membr_cnt'],
    ['named by SQL', cell(`'; DROP TABLE person; --`, '1'), 'CELL_UNKNOWN', `'; DROP TABLE person; --`],
    ['named like an object’s own', cell('__proto__', '1'), 'CELL_UNKNOWN', '__proto__'],
    [
      'of another form',
      cell('law_mediation_committee_cnt', '1'),
      'CELL_OF_ANOTHER_FORM',
      'law_mediation_committee_cnt',
    ],
    ['that is negative', cell(members, '-1'), 'NEGATIVE', members],
    ['that is negative, full-width', cell(members, '－１'), 'NEGATIVE', members],
    ['with a fraction where none is allowed', cell(members, '1.5'), 'FRACTION', members],
    ['with three decimals of money', cell('aid_amount', '1.005'), 'FRACTION', 'aid_amount'],
    ['of 14 digits', cell(members, '12345678901234'), 'TOO_MANY_DIGITS', members],
    ['of 14 digits with its 分', cell('aid_amount', '123456789012.00'), 'TOO_MANY_DIGITS', 'aid_amount'],
    ['of 14 digits by its implied 分', cell('aid_amount', '123456789012'), 'TOO_MANY_DIGITS', 'aid_amount'],
    ['that is NaN', cell(members, 'NaN'), 'NOT_A_NUMBER', members],
    ['that is Infinity', cell(members, 'Infinity'), 'NOT_A_NUMBER', members],
    ['with an exponent', cell(members, '1e5'), 'NOT_A_NUMBER', members],
    ['of a count in 万', cell(members, '1.2万人'), 'MULTIPLIER_NOT_ALLOWED', members],
    ['with another unit', cell(members, '120元'), 'NOT_A_NUMBER', members],
    ['of 万 finer than 分', cell('aid_amount', '1.2345678万元'), 'FRACTION', 'aid_amount'],
    ['in hexadecimal', cell(members, '0x10'), 'NOT_A_NUMBER', members],
    ['of letters', cell(members, 'abc'), 'NOT_A_NUMBER', members],
    ['of SQL', cell(members, `1'; DELETE FROM submission; --`), 'NOT_A_NUMBER', members],
    ['of a very long text', cell(members, 'x'.repeat(200_000)), 'NOT_A_NUMBER', members],
    ['of very many digits', cell(members, '9'.repeat(200_000)), 'TOO_MANY_DIGITS', members],
    ['computed from rows', cell('wc_meeting_cnt', '1'), 'CELL_COMPUTED', 'wc_meeting_cnt'],
    [
      'computed from the registers',
      cell('org_grassroots_union_cnt', '1'),
      'CELL_COMPUTED',
      'org_grassroots_union_cnt',
    ],
    [
      'that counts reports',
      cell('reports_expected_grassroots', '1'),
      'CELL_COMPUTED',
      'reports_expected_grassroots',
    ],
    ['that is a ratio', cell('mem_join_rate', '95.5'), 'RATIO_TYPED', 'mem_join_rate'],
  ])('%s is refused at its place', async (_, more, code, at) => {
    const [told, ...others] = await refusedDraft(more);
    expect(others).toEqual([]);
    expect(told).toMatchObject({ code, severity: 'ERROR', cell: at });
  });

  test('a ratio names both of its counts', async () => {
    const [told] = await refusedDraft(cell('mem_join_rate', '95.5'));
    for (const count of ['mem_member_cnt', 'mem_worker_cnt']) {
      expect(told?.messageZh).toContain(count);
      expect(told?.messageEn).toContain(count);
    }
  });

  test('typed by a bureau that only grassroots unions file is refused', async () => {
    await addPerson(town.admin, 'bureau-clerk', [{ unionId: town.bureau, role: 'FILER' }]);
    const clerk = await huiji.client('alpha', 'bureau-clerk');
    const input = { ...draft(cell(members, '1')), unionId: town.bureau, expectedVersion: 0 };
    expect(await refused('saveDraft', input, clerk)).toMatchObject([
      { code: 'CELL_NOT_FILED_HERE', cell: members },
    ]);
    const rows = { ...input, cells: [], tables: [{ table: 'wc_session', rows: [] }], idempotencyKey: key() };
    expect(await refused('saveDraft', rows, clerk)).toMatchObject([
      { code: 'CELL_NOT_FILED_HERE', table: 'wc_session' },
    ]);
  });

  test('all that is wrong in one request is told together', async () => {
    const told = await refusedDraft({
      cells: [
        { cell: 'nothing', value: '1' },
        { cell: 'mem_member_cnt', value: '-1' },
        { cell: 'mem_worker_cnt', value: '12' },
        { cell: 'mem_leave_cnt', value: 'a' },
      ],
      tables: [
        { table: 'nowhere', rows: [] },
        {
          table: 'trn_class',
          rows: [
            { name: '安全', type: '跳舞' },
            { held_on: '2026-02-30', classes: '-2', colour: 'red' },
          ],
        },
      ],
    });
    expect(told.map((one) => [one.code, one.cell ?? one.table, one.row, one.field])).toEqual([
      ['CELL_UNKNOWN', 'nothing', null, null],
      ['NEGATIVE', 'mem_member_cnt', null, null],
      ['NOT_A_NUMBER', 'mem_leave_cnt', null, null],
      ['ROW_TABLE_UNKNOWN', 'nowhere', null, null],
      ['ROW_VALUE', 'trn_class', 1, 'type'],
      ['ROW_COLUMN_UNKNOWN', 'trn_class', 2, 'colour'],
      ['FIELD_REQUIRED', 'trn_class', 2, 'name'],
      ['DATE_INVALID', 'trn_class', 2, 'held_on'],
      ['NEGATIVE', 'trn_class', 2, 'classes'],
    ]);
  });

  test.each<[string, object]>([
    [
      'a ballot of no session',
      { tables: [{ table: 'wc_ballot', rows: [{ session_no: '9', item: '薪酬' }] }] },
    ],
    [
      'a number in JSON, which is not exact',
      { tables: [{ table: 'trn_class', rows: [{ name: 'x', classes: 3 }] }] },
    ],
    ['an object for a text', { tables: [{ table: 'trn_class', rows: [{ name: { $ne: null } }] }] }],
    [
      'a mark a row does not take',
      { tables: [{ table: 'trn_class', rows: [{ name: 'x', classes: { value: '1', mark: 'PLANNED' } }] }] },
    ],
  ])('%s in a row is refused', async (_, more) => {
    expect(await refusedDraft(more)).toMatchObject([{ code: 'ROW_VALUE', row: 1 }]);
  });

  test('more rows or cells than are allowed are refused', async () => {
    const rows = Array.from({ length: 501 }, () => ({ name: 'x' }));
    expect(await refusedDraft({ tables: [{ table: 'trn_class', rows }] })).toMatchObject([
      { code: 'ROWS_TOO_MANY' },
    ]);
    const cells = Array.from({ length: 501 }, () => ({ cell: 'mem_member_cnt', value: '1' }));
    expect(await refusedDraft({ cells })).toMatchObject([{ code: 'REQUEST_TOO_LARGE', field: 'cells' }]);
  });

  test('full-width digits, separators and trailing zeros are read; a null mark is exact; 0, blank and 不适用 differ', async () => {
    const id = await found(town.admin, {
      parentId: town.bureau,
      code: 'G-wide',
      name: '全角',
      level: 'GRASSROOTS',
      kind: 'SINGLE',
    });
    await addPerson(town.admin, 'wide', [{ unionId: id, role: 'FILER' }]);
    const clerk = await huiji.client('alpha', 'wide');
    const cells = [
      { cell: 'mem_member_cnt', value: '１２３' },
      { cell: 'mem_worker_cnt', value: '１，２３４', mark: null },
      { cell: 'aid_amount', value: '7000.500' },
      { cell: 'mem_leave_cnt', value: '0' },
      { cell: 'mem_retained_cnt', value: null, mark: 'NOT_APPLICABLE' },
      { cell: 'mem_realname_cnt', value: ' ' },
      { cell: 'comp_suggestion_cnt', value: '8', mark: 'PLANNED' },
    ];
    const { told } = await send(
      request('saveDraft', { ...draft({ cells }), unionId: id, expectedVersion: null }),
      {},
      clerk,
    );
    expect(told).toEqual([]);
    const seen = await clerk.get<{ submissionHistory: Content[] }>(
      `query ($unionId: ID!) { submissionHistory(unionId: $unionId, form: "work-q", period: "2026Q3") { cells { cell value mark } } }`,
      { unionId: id },
    );
    expect(seen.submissionHistory[0]?.cells).toEqual([
      { cell: 'mem_worker_cnt', value: '1234', mark: 'EXACT' },
      { cell: 'mem_member_cnt', value: '123', mark: 'EXACT' },
      { cell: 'mem_leave_cnt', value: '0', mark: 'EXACT' },
      { cell: 'mem_retained_cnt', value: null, mark: 'NOT_APPLICABLE' },
      { cell: 'comp_suggestion_cnt', value: '8', mark: 'PLANNED' },
      { cell: 'aid_amount', value: '7000.50', mark: 'EXACT' },
    ]);
  });
});

describe('a draft', () => {
  test.each<[string, object, string, string]>([
    ['of a version not seen', { expectedVersion: 0 }, 'STALE_REVISION', 'expectedVersion'],
    ['of a version to come', { expectedVersion: 2 }, 'STALE_REVISION', 'expectedVersion'],
    ['without a version', { expectedVersion: undefined }, 'STALE_REVISION', 'expectedVersion'],
    ['for an unknown form', { form: 'work-x' }, 'FORM_UNKNOWN', 'form'],
    ['for no period', { period: '2026Q5' }, 'PERIOD_UNKNOWN', 'period'],
    ['for a period never opened', { period: '2025Q3' }, 'PERIOD_UNKNOWN', 'period'],
    ['for a period of SQL', { period: `2026Q3' OR 1=1 --` }, 'PERIOD_UNKNOWN', 'period'],
    ['for a period of another frequency', { period: '2026' }, 'FORM_NOT_FOR_PERIOD', 'period'],
    ['with too short a key', { idempotencyKey: 'short' }, 'REQUEST_INVALID', 'idempotencyKey'],
    ['with too long a key', { idempotencyKey: 'k'.repeat(201) }, 'FIELD_TOO_LONG', 'idempotencyKey'],
  ])('%s is refused', async (_, more, code, field) => {
    expect(await refusedDraft({ ...cell('mem_member_cnt', '5'), ...more })).toMatchObject([{ code, field }]);
  });

  test.each<[string, object, RegExp]>([
    ['a JSON float as Decimal', cell('mem_member_cnt', 12.5), /cells\[0\]\.value/],
    ['a huge JSON number as Decimal', cell('mem_member_cnt', 1e21), /cells\[0\]\.value/],
    ['an object as Decimal', cell('mem_member_cnt', {}), /cells\[0\]\.value/],
    ['an unknown mark', cell('mem_member_cnt', '1', 'ROUGHLY'), /cells\[0\]\.mark/],
    [
      'a row that is not an object',
      { tables: [{ table: 'trn_class', rows: ['x'] }] },
      /tables\[0\]\.rows\[0\]/,
    ],
    ['a version beyond Int', { expectedVersion: 2 ** 40 }, /expectedVersion/],
    ['an input it does not have', { colour: 'red' }, /colour/],
    ['U+0000 in a text', { ...cell('mem_member_cnt\u0000', '1') }, /U\+0000/],
    ['U+0000 in a row', { tables: [{ table: 'trn_class', rows: [{ name: 'a\u0000b' }] }] }, /U\+0000/],
    [
      'U+0000 in a key of a row',
      { tables: [{ table: 'trn_class', rows: [{ 'na\u0000me': 'x' }] }] },
      /U\+0000/,
    ],
  ])('with %s is refused as a whole', async (_, more, place) => {
    const [told] = await refusedDraft(more);
    expect(told?.code).toBe('REQUEST_INVALID');
    expect(told?.messageEn).toMatch(place);
  });

  test('of a union that is not expected, and any of a closed period, is refused', async () => {
    await town.statistician.get(operations.open, { period: '2020Q1' });
    const later = await found(town.admin, {
      ...{ parentId: town.bureau, code: 'G-late', name: '后建工会', level: 'GRASSROOTS', kind: 'SINGLE' },
      establishedOn: '2020-04-01',
    });
    await addPerson(town.admin, 'late', [{ unionId: later, role: 'FILER' }]);
    const input = { ...draft(cell('mem_member_cnt', '1')), period: '2020Q1', expectedVersion: 0 };
    const told = await refused(
      'saveDraft',
      { ...input, unionId: later },
      await huiji.client('alpha', 'late'),
    );
    expect(told).toMatchObject([{ code: 'NOT_EXPECTED', field: 'unionId' }]);

    const [one, two, three] = town.grassroots;
    const query = mutationOf('saveDraft', 'submission { id version }');
    const save = async (union: string) => {
      const variables = { input: { ...input, unionId: union, idempotencyKey: key() } };
      return (await town.clerk.get<{ saveDraft: { submission: Seen } }>(query, variables)).saveDraft
        .submission;
    };
    const open = await save(one);
    const submitted = await town.submit(await save(two));
    const accepted = await town.accept(await town.submit(await save(three)));
    await town.statistician.get(operations.close, { period: '2020Q1' });
    const closed = [{ code: 'PERIOD_NOT_OPEN', field: 'period' }];
    const at = (submissionId: string) => ({ submissionId, idempotencyKey: key() });
    expect(
      await refused('saveDraft', { ...input, unionId: one, expectedVersion: 1, idempotencyKey: key() }),
    ).toMatchObject(closed);
    expect(await refused('submit', { ...at(open.id), expectedVersion: 1 })).toMatchObject(closed);
    expect(await refused('restateSubmission', { ...at(accepted.id), reason: '更正' })).toMatchObject(closed);
    const after = await town.clerk.get<Record<string, { version: number; state: string }>>(
      `{ a: submission(id: "${open.id}") { version state } b: submission(id: "${accepted.id}") { version state } }`,
    );
    expect(after).toEqual({
      a: { version: 1, state: 'DRAFT' },
      b: { version: accepted.version, state: 'ACCEPTED' },
    });
    // Reviewers still clear the queue (domain rule 11).
    expect(await town.accept(submitted)).toMatchObject({ state: 'ACCEPTED' });
    expect(await town.statistician.refusal(operations.close, { period: '2020Q1' })).toEqual([
      'PERIOD_NOT_OPEN',
    ]);
    expect(await town.statistician.refusal(operations.open, { period: '2020Q1' })).toEqual(['PERIOD_EXISTS']);
  });

  test('of 20 saves at once of the same version exactly one wins', async () => {
    const saves = Array.from({ length: 20 }, (_, i) =>
      send(request('saveDraft', draft(cell('mem_worker_cnt', String(i + 100))))),
    );
    const told = (await Promise.all(saves)).map((reply) => codes(reply.told));
    expect(told.filter((one) => one.length === 0)).toHaveLength(1);
    expect(told.filter((one) => one[0] === 'STALE_REVISION')).toHaveLength(19);
    const [now] = await historyOf(unionId);
    expect(now?.version).toBe(2);
    const winner = told.findIndex((one) => one.length === 0);
    expect(now?.cells).toContainEqual({ cell: 'mem_worker_cnt', value: String(winner + 100), mark: 'EXACT' });
  });

  test('of 10 first saves at once exactly one opens it', async () => {
    const first = town.grassroots[1];
    const save = () =>
      send(
        request('saveDraft', { ...draft(cell('mem_worker_cnt', '7')), unionId: first, expectedVersion: 0 }),
      );
    const told = (await Promise.all(Array.from({ length: 10 }, save))).map((reply) => codes(reply.told));
    expect(told.filter((one) => one.length === 0)).toHaveLength(1);
    expect(told.flat()).toEqual(Array.from({ length: 9 }, () => 'STALE_REVISION'));
    expect(await historyOf(first)).toMatchObject([{ version: 1 }]);
  });
});

describe('an idempotency key', () => {
  test('sent 10 times at once, and again, gives one change and one answer; with another body it is refused', async () => {
    const input = { ...draft(cell('mem_worker_cnt', '55')), unionId: town.grassroots[2], expectedVersion: 0 };
    const query = mutationOf('saveDraft', 'submission { id version }');
    const ask = (more: object = {}) =>
      send(JSON.stringify({ query, variables: { input: { ...input, ...more } } }));
    const texts = new Set(
      (await Promise.all(Array.from({ length: 10 }, () => ask()))).map((reply) => reply.text),
    );
    expect([...texts]).toHaveLength(1);
    expect((await ask()).text).toBe([...texts][0]);
    expect(await historyOf(town.grassroots[2])).toMatchObject([{ version: 1 }]);
    const other = (await ask({ ...cell('mem_worker_cnt', '56') })).told;
    expect(other).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED', field: 'idempotencyKey' }]);
    const [now] = await historyOf(town.grassroots[2]);
    expect(now?.cells).toEqual([{ cell: 'mem_worker_cnt', value: '55', mark: 'EXACT' }]);
  });

  test('of a refused request is not taken', async () => {
    const input = draft({ ...cell('mem_member_cnt', '-1'), expectedVersion: 1, unionId: town.grassroots[2] });
    expect(codes((await send(request('saveDraft', input))).told)).toEqual(['NEGATIVE']);
    expect(
      codes((await send(request('saveDraft', { ...input, ...cell('mem_member_cnt', '1') }))).told),
    ).toEqual([]);
  });
});

describe('an id', () => {
  const malformed = [`x' OR '1'='1`, '', '0', 'a'.repeat(100_000)];
  test('of another tenant, of nobody and of no shape at all get the same answer', async () => {
    const theirs = await foreign.save(foreign.grassroots[0], { mem_member_cnt: '1' });
    const on = (id: string): Array<[MutationName, object]> => [
      ['saveDraft', draft({ unionId: id })],
      [
        'foundUnion',
        { parentId: id, code: 'N', name: 'N', level: 'GRASSROOTS', kind: 'SINGLE', preparedOn: '2026-01-01' },
      ],
      ['dissolveUnion', { unionId: id, expectedVersion: 1, on: '2026-08-01', reason: 'r', documentNo: 'd' }],
    ];
    const onSubmission = (id: string): Array<[MutationName, object]> => [
      ['submit', { submissionId: id, expectedVersion: 1, idempotencyKey: key() }],
      ['restateSubmission', { submissionId: id, reason: 'r', idempotencyKey: key() }],
    ];
    const answers = async (list: Array<[MutationName, object]>, client: Client) =>
      Promise.all(list.map(async ([name, input]) => (await send(request(name, input), {}, client)).text));
    for (const [make, real] of [
      [on, foreign.grassroots[0]],
      [onSubmission, theirs.id],
    ] as const) {
      for (const client of [town.clerk, town.admin]) {
        const [unknown, ...others] = await Promise.all(
          [randomUUID(), real, real.toUpperCase(), ...malformed].map((id) => answers(make(id), client)),
        );
        expect(unknown!.join()).toContain('NOT_FOUND');
        for (const other of others) expect(other).toEqual(unknown);
      }
    }
  });
});

describe('a state', () => {
  type Act = (submission: { id: string; version: number }) => [MutationName, object, Client];
  const act =
    (name: MutationName, client: () => Client, more: object = {}): Act =>
    ({ id, version }) => [
      name,
      {
        submissionId: id,
        ...(name !== 'restateSubmission' && { expectedVersion: version }),
        idempotencyKey: key(),
        ...more,
      },
      client(),
    ];
  let n = 0;
  const inState = async (state: string) => {
    n += 1;
    const id = await found(town.admin, {
      parentId: town.bureau,
      code: `S${n}`,
      name: `状态${n}`,
      level: 'GRASSROOTS',
      kind: 'SINGLE',
    });
    await addPerson(town.admin, `state${n}`, [{ unionId: id, role: 'FILER' }]);
    const clerk = await huiji.client('alpha', `state${n}`);
    const get = async (operation: 'save' | 'submit' | 'accept' | 'return', client: Client, input: object) =>
      Object.values(
        await client.get<Record<string, { submission: { id: string; version: number } }>>(
          operations[operation],
          {
            input: { ...input, idempotencyKey: key() },
          },
        ),
      )[0]!.submission;
    const at = ({ id: submissionId, version }: { id: string; version: number }) => ({
      submissionId,
      expectedVersion: version,
    });
    let submission = await get('save', clerk, {
      ...draft(cell('mem_member_cnt', '5')),
      unionId: id,
      expectedVersion: 0,
    });
    if (state !== 'DRAFT') submission = await get('submit', clerk, at(submission));
    if (state === 'RETURNED')
      submission = await get('return', town.reviewer, { ...at(submission), reason: '核对' });
    if (state === 'ACCEPTED') submission = await get('accept', town.reviewer, at(submission));
    return { submission, clerk, id };
  };

  test.each<[string, string, Record<string, string[]>]>([
    [
      'DRAFT',
      'SAVE SUBMIT',
      { SAVE: [], SUBMIT: [], RETURN: ['WRONG_STATE'], ACCEPT: ['WRONG_STATE'], RESTATE: ['WRONG_STATE'] },
    ],
    [
      'SUBMITTED',
      'RETURN ACCEPT',
      { SAVE: ['WRONG_STATE'], SUBMIT: ['WRONG_STATE'], RETURN: [], ACCEPT: [], RESTATE: ['WRONG_STATE'] },
    ],
    [
      'RETURNED',
      'SAVE SUBMIT',
      { SAVE: [], SUBMIT: [], RETURN: ['WRONG_STATE'], ACCEPT: ['WRONG_STATE'], RESTATE: ['WRONG_STATE'] },
    ],
    [
      'ACCEPTED',
      'RESTATE',
      {
        SAVE: ['ALREADY_FILED'],
        SUBMIT: ['WRONG_STATE'],
        RETURN: ['WRONG_STATE'],
        ACCEPT: ['WRONG_STATE'],
        RESTATE: [],
      },
    ],
  ])('%s allows %s and nothing else', async (state, _, table) => {
    for (const [action, expected] of Object.entries(table)) {
      const { submission, clerk, id } = await inState(state);
      const acts: Record<string, Act> = {
        SAVE: ({ version }) => [
          'saveDraft',
          { ...draft(cell('mem_member_cnt', '6')), unionId: id, expectedVersion: version },
          clerk,
        ],
        SUBMIT: act('submit', () => clerk),
        RETURN: act('returnSubmission', () => town.reviewer, { reason: '原因' }),
        ACCEPT: act('acceptSubmission', () => town.reviewer),
        RESTATE: act('restateSubmission', () => clerk, { reason: '原因' }),
      };
      const [name, input, client] = acts[action]!(submission);
      const { told } = await send(request(name, input), {}, client);
      expect([state, action, codes(told)]).toEqual([state, action, expected]);
      if (expected.length > 0)
        expect(await historyIn(clerk, id)).toMatchObject([{ version: submission.version, state }]);
    }
  });

  const historyIn = async (client: Client, union: string) =>
    (
      await client.get<{ submissionHistory: Content[] }>(
        'query ($unionId: ID!) { submissionHistory(unionId: $unionId, form: "work-q", period: "2026Q3") { version state } }',
        { unionId: union },
      )
    ).submissionHistory;

  test('what is empty, adds up wrongly or needs a word is not submitted', async () => {
    const { submission, clerk, id } = await inState('DRAFT');
    let { version } = submission;
    const save = async (cells: Array<{ cell: string; value: string | null }>) => {
      expect(
        (
          await send(
            request('saveDraft', { ...draft({ cells }), unionId: id, expectedVersion: version }),
            {},
            clerk,
          )
        ).told,
      ).toEqual([]);
      version += 1;
    };
    const submit = async (more: object = {}) =>
      (
        await send(
          request('submit', {
            submissionId: submission.id,
            expectedVersion: version,
            idempotencyKey: key(),
            ...more,
          }),
          {},
          clerk,
        )
      ).told;

    await save([{ cell: 'mem_member_cnt', value: null }]);
    expect(codes(await submit())).toEqual(['SUBMISSION_EMPTY']);

    await save([
      { cell: 'mem_member_cnt', value: '5' },
      { cell: 'mem_migrant_member_cnt', value: '6' },
    ]);
    expect(await submit({ explanation: '说明' })).toMatchObject([
      { code: 'CHECK_FAILED', severity: 'ARITHMETIC', cell: 'mem_migrant_member_cnt' },
    ]);

    await save([
      { cell: 'mem_migrant_member_cnt', value: '2' },
      { cell: 'mem_worker_cnt', value: '3' },
    ]);
    const doubtful = [
      { code: 'EXPLANATION_REQUIRED', severity: 'ERROR', field: 'explanation' },
      { code: 'CHECK_FAILED', severity: 'PLAUSIBILITY', cell: 'mem_member_cnt' },
    ];
    expect(await submit()).toMatchObject(doubtful);
    expect(await submit({ explanation: '  ' })).toMatchObject(doubtful);
    expect(await submit({ explanation: '长'.repeat(2_001) })).toMatchObject([
      { code: 'FIELD_TOO_LONG', field: 'explanation' },
    ]);
    expect(await historyIn(clerk, id)).toMatchObject([{ version, state: 'DRAFT' }]);
    expect(await submit({ explanation: '离岗人员保留会籍' })).toEqual([]);
  });
});
