import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { Redis } from 'ioredis';
import { changeChannel } from '@huiji/store/rollup';
import pg from 'pg';
import WebSocket from 'ws';
import type { Client } from './harness/client.js';
import { end, entrust, tasks, term } from './harness/entrustments.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { preview } from './harness/reminders.js';
import { countingApi } from './harness/statements.js';
import { accepting, bureauOf, file, person, queue, save, seen, submit, unionsOf } from './harness/review.js';
import {
  act,
  addPerson,
  buildTown,
  eventually,
  key,
  mutationOf,
  operations,
  type Seen,
  told,
  type Town,
} from './harness/town.js';

let huiji: Huiji;
let owner: pg.Client;
let town: Town;
let bureau: string;
let bureauAdmin: Client;
let reviewer: Client;
const codes = Array.from({ length: 50 }, (_, i) => `W${String(i).padStart(2, '0')}`);
let ids: string[];
const at = (n: number): string => ids[n]!;
/** Files for all fifty by entrustment, and holds no office. */
let agent: Client;
let entrustments: string[];

const documentNo = '委〔2026〕7号';
const period = '2026Q3';

/** Somebody who holds no office today. */
async function outsider(login: string): Promise<Client> {
  await addPerson(town.admin, login, [{ unionId: town.grassroots[0], role: 'LEADER', from: '2999-01-01' }]);
  return huiji.client('alpha', login);
}

beforeAll(async () => {
  huiji = await startHuiji({ worker: false });
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  owner = new pg.Client({ connectionString: huiji.database.ownerUrl });
  await owner.connect();
  bureau = await bureauOf(town);
  await load(codes);
  bureauAdmin = await person(huiji, town, 'bureau-admin', [bureau, 'UNION_ADMIN']);
  reviewer = await person(huiji, town, 'bureau-reviewer', [bureau, 'REVIEWER']);
  agent = await outsider('agent');
  entrustments = await entrust(bureauAdmin, ids, 'agent');
});
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

/** Loads the unions below the bureau by one request. */
async function load(all: readonly string[]): Promise<void> {
  const { tradeUnion } = await town.admin.get<{ tradeUnion: { code: string } }>(
    'query ($id: ID) { tradeUnion(id: $id) { code } }',
    { id: bureau },
  );
  const rows = all.map((code) => `${code},${code}工会,${tradeUnion.code},GRASSROOTS,SINGLE,2000-01-01,批1号`);
  const unions = ['code,name,parentCode,level,kind,establishedOn,approvalNo', ...rows].join('\n');
  await town.admin.get(mutationOf('loadOrganisation', 'unionsNew'), { input: { unions, dryRun: false } });
  const { rows: found } = await owner.query<{ id: string }>(
    'SELECT id FROM trade_union WHERE code = ANY($1) ORDER BY code',
    [all],
  );
  ids = found.map(({ id }) => id);
}

const figures = { comp_event_cnt: '3' };
const draftAt = (n: number, client = agent): Promise<Seen> =>
  save(client, { unionId: at(n), period }, figures);
const refusedDraft = (client: Client, unionId: string): Promise<string[]> =>
  client.refusal(operations.save, {
    input: { unionId, form: 'work-q', period, cells: [], idempotencyKey: key() },
  });

/** Who is reminded of what a union owes. */
async function reminded(n: number): Promise<string[]> {
  const { unions } = await preview(reviewer, { unionId: bureau, unionIds: [at(n)] });
  return unions.nodes.flatMap(({ recipients }) => recipients.map(({ name }) => name));
}

const marks = 'entrustment { documentNo personName union { code } status } entrustments { id }';
interface Marked {
  entrustment: { documentNo: string; personName: string; union: { code: string }; status: string } | null;
  entrustments: Array<{ id: string }>;
}
async function marked(client: Client, id: string): Promise<Marked> {
  const { submission } = await client.get<{ submission: Marked }>(
    `query ($id: ID!) { submission(id: $id) { ${marks} } }`,
    { id },
  );
  return submission;
}
const markOf = (n: number, status = 'IN_FORCE') => ({
  entrustment: { documentNo, personName: 'agent', union: { code: codes[n] }, status },
  entrustments: [{ id: entrustments[n] }],
});

describe('one person files for fifty unions', () => {
  /** Nothing of whose is ended. */
  let lister: Client;
  let theirs: string[];
  beforeAll(async () => {
    lister = await outsider('lister');
    theirs = await entrust(bureauAdmin, ids, 'lister');
  });

  test('entrusted by one request, with a row in the audit for each; me counts them', async () => {
    expect(new Set(theirs).size).toBe(50);
    const { me } = await lister.get<{ me: object }>('{ me { entrustments appointments { role } } }');
    expect(me).toEqual({ entrustments: 50, appointments: [] });
    const list =
      'nodes { id union { code } personName status from untilOn documentNo } pageInfo { hasNextPage }';
    const { myEntrustments: mine } = await lister.get<{
      myEntrustments: { nodes: object[]; pageInfo: object };
    }>(`{ myEntrustments(inForce: true, first: 49) { ${list} } }`);
    expect(mine.nodes).toHaveLength(49);
    expect(mine.pageInfo).toEqual({ hasNextPage: true });
    const { entrustments: ofOne } = await bureauAdmin.get<{ entrustments: { nodes: object[] } }>(
      `query ($id: ID) { entrustments(unionId: $id) { ${list} } }`,
      { id: at(3) },
    );
    const standing = { union: { code: codes[3] }, personName: 'lister', status: 'IN_FORCE', documentNo };
    expect(ofOne.nodes).toContainEqual({ id: theirs[3], ...standing, ...term() });
    const { rows } = await owner.query(
      `SELECT count(DISTINCT union_id)::int AS n, count(DISTINCT request_id)::int AS requests FROM audit_event
       WHERE action = 'ENTRUST' AND object_id = ANY($1)`,
      [theirs],
    );
    expect(rows).toEqual([{ n: 50, requests: 1 }]);
  });

  test('my tasks are theirs, page by page, with how far each has come', async () => {
    const draft = await draftAt(40, lister);
    const all = await tasks(lister, { states: null });
    expect(all.nodes.map((task) => task.union.code)).toEqual(codes);
    expect(all.nodes.map((task) => task.entrustment)).toEqual(codes.map(() => ({ documentNo })));
    const [begun, other] = [all.nodes[40]!, all.nodes[41]!];
    expect(begun).toMatchObject({
      submissionId: draft.id,
      version: draft.version,
      filled: 1,
      state: 'DRAFT',
    });
    expect(other).toMatchObject({
      state: 'NOT_BEGUN',
      submissionId: null,
      version: 0,
      filled: 0,
      total: begun.total,
    });
    expect(begun.total).toBeGreaterThan(20);
    const { rows } = await owner.query<{ days: number }>(
      `SELECT $1::date - (now() AT TIME ZONE 'Asia/Shanghai')::date AS days`,
      [begun.dueOn],
    );
    expect(begun.daysLeft).toBe(rows[0]!.days);
    const paged: string[] = [];
    for (let after: string | null = null; ;) {
      const { nodes, pageInfo } = await tasks(lister, { states: null, first: 20, after });
      paged.push(...nodes.map((task) => task.union.code));
      after = pageInfo.endCursor;
      if (!pageInfo.hasNextPage) break;
    }
    expect(paged).toEqual(codes);
    const codesOf = async (asked: object) =>
      (await tasks(lister, { states: null, ...asked })).nodes.map((task) => task.union.code);
    expect(await codesOf({ search: 'w0' })).toEqual(codes.slice(0, 10));
    expect(await codesOf({ states: ['DRAFT'], search: 'W4' })).toEqual([codes[40]]);
    expect(await codesOf({ entrusted: false })).toEqual([]);
    expect(await codesOf({ entrusted: true, search: 'W4' })).toEqual(codes.slice(40));
  });

  test('an own filer’s tasks are there too, and are not 代报', async () => {
    await entrust(bureauAdmin, [at(49)], 'clerk');
    const own = await tasks(town.clerk, { entrusted: false, states: null });
    expect(own.nodes.map((task) => [task.union.code, task.entrustment])).toEqual([
      ...['G1', 'G2', 'G3'].map((code) => [code, null]),
    ]);
    expect((await tasks(town.clerk, { states: null })).nodes.map((task) => task.union.code)).toEqual([
      'G1',
      'G2',
      'G3',
      'W49',
    ]);
  });

  test('they are reminded, once each, as those who file', async () => {
    expect(await reminded(20)).toEqual(['agent', 'lister']);
  });

  test('for fifty unions they cost as many statements as for one', async () => {
    const api = await countingApi(huiji);
    const cost = (asked: object) =>
      api.statementsOf(lister, (here) => tasks(here, { states: null, ...asked }));
    await cost({});
    expect(await cost({ search: codes[41] })).toBe(await cost({}));
    await api.stop();
  });
});

describe('what is filed by entrustment says so', () => {
  test('on the submission, in the queue, in its history and at its cells; an own filer’s does not', async () => {
    const filed = await submit(agent, await draftAt(0));
    expect(await marked(reviewer, filed.id)).toEqual(markOf(0));
    const { reviewQueue } = await reviewer.get<{ reviewQueue: { nodes: Array<{ submission: Marked }> } }>(
      `{ reviewQueue(form: "work-q", period: "${period}") { nodes { submission { ${marks} } } } }`,
    );
    expect(reviewQueue.nodes.map(({ submission }) => submission)).toContainEqual(markOf(0));
    expect(await accepting(reviewer, filed)).toEqual([]);
    const where = `unionId: "${at(0)}", form: "work-q", period: "${period}"`;
    const read = await reviewer.get<Record<string, unknown>>(
      `{ submissionHistory(${where}) { ${marks} }
         filedCellHistory(${where}, cell: "comp_event_cnt") { nodes { filedByName entrustment { documentNo } submission { ${marks} } } }
         rollup(${where}) { contributions(cell: "comp_event_cnt") { nodes { submission { ${marks} } } } } }`,
    );
    expect(read['submissionHistory']).toEqual([markOf(0)]);
    expect(read['filedCellHistory']).toEqual({
      nodes: [{ filedByName: 'agent', entrustment: { documentNo }, submission: markOf(0) }],
    });
    expect(read['rollup']).toEqual({ contributions: { nodes: [{ submission: markOf(0) }] } });
    const own = await file(town.clerk, { unionId: town.grassroots[0], period }, figures);
    expect(await marked(town.reviewer, own.id)).toEqual({ entrustment: null, entrustments: [] });
  });

  test('in the audit, for each step', async () => {
    const draft = await draftAt(1);
    const submitted = await submit(agent, draft);
    await act(agent, 'withdraw', seen(submitted));
    const { rows } = await owner.query<{ action: string; under: string | null }>(
      `SELECT action, after ->> 'entrustmentId' AS under FROM audit_event
       WHERE object_type = 'submission' AND object_id = $1 ORDER BY id`,
      [draft.id],
    );
    expect(rows).toEqual(
      ['SAVE_DRAFT', 'SUBMIT', 'WITHDRAW'].map((action) => ({ action, under: entrustments[1] })),
    );
    // Withdrawn it is submitted by nobody; who filled it in stays.
    expect(await marked(agent, draft.id)).toEqual({ ...markOf(1), entrustment: null });
  });

  test('a correction is marked by whoever makes it', async () => {
    const first = await submit(agent, await draftAt(4));
    expect(await accepting(reviewer, first)).toEqual([]);
    const other = await person(huiji, town, 'own-filer', [at(4), 'FILER']);
    const draft = await act(other, 'restate', { submissionId: first.id, reason: '更正' });
    expect(await marked(agent, draft.id)).toEqual({ entrustment: null, entrustments: [] });
    const saved = await save(
      agent,
      { unionId: at(4), period, version: draft.version },
      { comp_event_cnt: '4' },
    );
    const submitted = await submit(other, saved);
    expect(await marked(reviewer, submitted.id)).toEqual({ ...markOf(4), entrustment: null });
    expect(await marked(reviewer, first.id)).toEqual(markOf(4));
  });

  test('returned, it is a task again, with the reason', async () => {
    const submitted = await submit(agent, await draftAt(2));
    expect((await tasks(agent, { search: codes[2] })).nodes).toEqual([]);
    await act(reviewer, 'return', { ...seen(submitted), reason: '请核对' });
    expect((await tasks(agent, { search: codes[2] })).nodes).toMatchObject([
      { state: 'RETURNED', returnReason: '请核对' },
    ]);
  });

  test('they file, read and comment there, and no more', async () => {
    const submission = await draftAt(3);
    const comment = { submissionId: submission.id, text: '说明', idempotencyKey: key() };
    expect(await told(agent, 'commentSubmission', comment)).toEqual([]);
    const chair = { unionId: at(3), expectedVersion: 1, chair: 'c' };
    const refused = await told(agent, 'updateUnion', chair);
    expect(refused.map(({ code }) => code)).toEqual(['FORBIDDEN']);
    expect(await refusedDraft(agent, bureau)).toEqual(['NOT_FOUND']);
    expect(await refusedDraft(agent, town.grassroots[0])).toEqual(['NOT_FOUND']);
    expect(await agent.refusal(`{ entrustments(unionId: "${at(3)}") { nodes { id } } }`)).toEqual([
      'FORBIDDEN',
    ]);
    // Attachments come from who files, so not to what is handed in.
    const handedIn = await submit(agent, submission);
    const upload = { submissionId: handedIn.id, fileName: 'a.pdf', size: 10, idempotencyKey: key() };
    expect((await told(agent, 'requestUpload', upload)).map(({ code }) => code)).toEqual(['WRONG_STATE']);
  });
});

describe('four eyes', () => {
  test('whoever reviews a union is entrusted by that union alone, and acceptance goes one level up', async () => {
    const refused = {
      unionIds: [at(10)],
      login: 'bureau-reviewer',
      name: 'bureau-reviewer',
      documentNo,
      ...term(),
    };
    expect((await told(bureauAdmin, 'entrust', refused)).map(({ code }) => code)).toEqual([
      'ENTRUSTED_FROM_ABOVE',
    ]);
    const ownAdmin = await person(huiji, town, 'own-admin', [at(10), 'UNION_ADMIN']);
    await entrust(ownAdmin, [at(10)], 'bureau-reviewer');
    const filed = await file(reviewer, { unionId: at(10), period }, figures);
    expect((await accepting(reviewer, filed)).map(({ code }) => code)).toEqual(['FILER_MAY_NOT_ACCEPT']);
    const waits = async (client: Client) =>
      (await queue(client, period)).nodes.some(({ submission }) => submission.id === filed.id);
    expect([await waits(reviewer), await waits(town.chief)]).toEqual([false, true]);
    expect(await accepting(town.chief, filed)).toEqual([]);
  });
});

test('whoever files for the receiver of a merger finishes for the union that merged, by the receiver’s entrustment', async () => {
  const heir = await outsider('heir');
  const [id] = await entrust(bureauAdmin, [at(44)], 'heir', { documentNo: '委44号' });
  const merger = {
    unionId: at(45),
    receiverId: at(44),
    expectedVersion: 1,
    on: '2026-08-15',
    reason: '合并',
    documentNo: '批',
  };
  expect(await told(town.admin, 'mergeUnion', merger)).toEqual([]);
  expect((await tasks(heir)).nodes.map((task) => [task.union.code, task.entrustment])).toEqual(
    [codes[44], codes[45]].map((code) => [code, { documentNo: '委44号' }]),
  );
  const filed = await file(heir, { unionId: at(45), period }, figures);
  expect((await marked(reviewer, filed.id)).entrustments).toEqual([{ id }]);
  // Who was entrusted by the union itself goes on too.
  expect(await end(bureauAdmin, id!)).toEqual([]);
  expect(await refusedDraft(heir, at(45))).toEqual(['NOT_FOUND']);
  expect(await refusedDraft(agent, at(45))).toEqual(['WRONG_STATE']);
});

describe('refused', () => {
  const input = (more: object = {}) => ({
    ...{ unionIds: [at(11), at(12)], login: 'spare', name: 'spare', documentNo, ...term(), ...more },
  });
  beforeAll(async () => {
    await outsider('spare');
    await person(huiji, town, 'twelve', [at(12), 'FILER']);
  });

  test.each<[string, () => object, string[]]>([
    ['no union', () => ({ unionIds: [] }), ['FIELD_REQUIRED']],
    ['too many', () => ({ unionIds: Array.from({ length: 201 }, () => at(11)) }), ['REQUEST_TOO_LARGE']],
    ['a union elsewhere', () => ({ unionIds: [at(11), town.grassroots[0]] }), ['NOT_FOUND']],
    ['no document', () => ({ documentNo: ' ' }), ['FIELD_REQUIRED']],
    ['no such account', () => ({ login: 'nobody' }), ['ENTRUSTED_PERSON_UNKNOWN']],
    ['another name', () => ({ name: '张三' }), ['ENTRUSTED_PERSON_UNKNOWN']],
    ['no day', () => ({ untilOn: '2026-02-30' }), ['DATE_INVALID']],
    ['days reversed', () => term(10, 9), ['DATE_ORDER']],
    ['over', () => term(-10, -2), ['ENTRUSTMENT_OVER']],
    ['too long', () => term(0, 2000), ['DAY_TOO_FAR']],
    ['a filer there', () => ({ login: 'twelve', name: 'twelve' }), ['ENTRUSTED_FILES_HERE']],
    [
      'overlapping days',
      () => ({ login: 'agent', name: 'agent', ...term(365, 400) }),
      ['ENTRUSTMENT_EXISTS', 'ENTRUSTMENT_EXISTS'],
    ],
  ])('%s', async (_, more, expected) => {
    const refused = await told(bureauAdmin, 'entrust', input(more()));
    expect(refused.map(({ code }) => code)).toEqual(expected);
  });

  test('of many all or none; the same days of one union again; a dissolved union', async () => {
    await entrust(bureauAdmin, [at(13)], 'spare');
    expect(
      (await told(bureauAdmin, 'entrust', input({ unionIds: [at(14), at(13)] }))).map(({ code }) => code),
    ).toEqual(['ENTRUSTMENT_EXISTS']);
    const { rows } = await owner.query(
      `SELECT FROM entrustment e JOIN person p ON p.id = e.person_id WHERE p.login = 'spare' AND e.union_id = $1`,
      [at(14)],
    );
    expect(rows).toEqual([]);
    await entrust(bureauAdmin, [at(13)], 'spare', term(366, 700));
    const [gone] = await unionsOf(town, bureau, ['WX']);
    const version = { unionId: gone, expectedVersion: 1, on: '2026-10-01', reason: 'r', documentNo: 'd' };
    expect(await told(town.admin, 'dissolveUnion', version)).toEqual([]);
    expect((await told(bureauAdmin, 'entrust', input({ unionIds: [gone] }))).map(({ code }) => code)).toEqual(
      ['UNION_DISSOLVED'],
    );
  });

  test('ending by others, twice, or without a reason', async () => {
    const [id] = await entrust(bureauAdmin, [at(15)], 'spare');
    expect(await end(town.clerk, id!)).toEqual(['NOT_FOUND']);
    expect(await end(reviewer, id!)).toEqual(['FORBIDDEN']);
    expect(await end(bureauAdmin, id!, ' ')).toEqual(['FIELD_REQUIRED']);
    // Whoever is entrusted may give it up.
    expect(await end(await huiji.client('alpha', 'spare'), id!)).toEqual([]);
    expect(await end(bureauAdmin, id!)).toEqual(['ENTRUSTMENT_NOT_STANDING']);
  });
});

describe('once it is over', () => {
  const token = async (
    client: Client,
    unionId: string,
  ): Promise<(query: string, variables?: object) => Promise<string>> => {
    const input = { unionId, role: 'ENTRUSTED_FILER', name: 'n', access: 'WRITE', days: 1 };
    const { createApiToken } = await client.get<{ createApiToken: { token: string } }>(
      mutationOf('createApiToken', 'token'),
      { input },
    );
    return async (query, variables = {}) => {
      const response = await fetch(huiji.apiUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${createApiToken.token}` },
        body: JSON.stringify({ query, variables }),
      });
      return response.text();
    };
  };

  test('session, token, lists and subscription end at once, and what was filed stays marked', async () => {
    const [n, other] = [30, 31];
    const filed = await submit(agent, await draftAt(n));
    const byToken = await token(agent, at(n));
    const who = '{ me { entrustments } myTasks(states: [SUBMITTED]) { nodes { union { code } } } }';
    expect(JSON.parse(await byToken(who))).toEqual({
      data: { me: { entrustments: 1 }, myTasks: { nodes: [{ union: { code: codes[n] } }] } },
    });
    const draft = { input: { unionId: at(other), form: 'work-q', period, cells: [], idempotencyKey: key() } };
    expect(await byToken(operations.save, draft)).toContain('NOT_FOUND');

    class WithCookie extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols, { headers: agent.headers });
      }
    }
    const socket = createClient({ url: huiji.wsUrl, webSocketImpl: WithCookie, retryAttempts: 0 });
    let [heard, refusal] = [0, null as unknown];
    const variables = { unionId: at(n), form: 'work-q', period };
    socket.subscribe(
      {
        query: `subscription ($unionId: ID!, $form: String!, $period: String!) {
          rollupChanged(unionId: $unionId, form: $form, period: $period) { unionId } }`,
        variables,
      },
      { next: () => (heard += 1), error: (error) => (refusal = error), complete: () => undefined },
    );
    const redis = new Redis(huiji.redisUrl);
    const { rows } = await owner.query<{ id: string }>('SELECT tenant_id AS id FROM tenant');
    const change = JSON.stringify({ tenantId: rows[0]!.id, form: 'work-q', period, unions: [at(n)] });
    await eventually(async () => {
      await redis.publish(changeChannel, change);
      expect(heard).toBeGreaterThan(0);
    });

    expect(await end(bureauAdmin, entrustments[n]!)).toEqual([]);
    const before = heard;
    await eventually(async () => {
      await redis.publish(changeChannel, change);
      expect(refusal).not.toBeNull();
    });
    // What is known of a socket may be a second old.
    expect(heard).toBeLessThan(before + 40);
    await redis.quit();
    await socket.dispose();

    expect(await refusedDraft(agent, at(n))).toEqual(['NOT_FOUND']);
    expect(await agent.get(`{ submission(id: "${filed.id}") { id } }`)).toEqual({ submission: null });
    expect(
      await agent.refusal(
        `{ submissionHistory(unionId: "${at(n)}", form: "work-q", period: "${period}") { id } }`,
      ),
    ).toEqual(['NOT_FOUND']);
    expect((await tasks(agent, { search: codes[n], states: ['SUBMITTED'] })).nodes).toEqual([]);
    expect(JSON.parse(await byToken(who))).toEqual({
      data: { me: { entrustments: 0 }, myTasks: { nodes: [] } },
    });
    expect([(await reminded(32)).includes('agent'), (await reminded(other)).includes('agent')]).toEqual([
      true,
      true,
    ]);
    // The others go on.
    expect((await tasks(agent, { search: codes[other] })).nodes).toHaveLength(1);
    expect(await marked(reviewer, filed.id)).toEqual(markOf(n, 'ENDED'));
    expect(await accepting(reviewer, filed)).toEqual([]);
  });

  test.each([
    [33, 'before its first day', `valid_from = current_date + 5`, `valid_from = current_date - 30`],
    [35, 'after its last', `valid_until = current_date - 2`, `valid_until = current_date + 365`],
  ])('at union %i it gives nothing %s', async (n, _, apart, back) => {
    const set = (what: string) =>
      owner.query(`UPDATE entrustment SET ${what} WHERE id = $1`, [entrustments[n]]);
    await set(apart);
    expect(await refusedDraft(agent, at(n))).toEqual(['NOT_FOUND']);
    expect(await reminded(n)).not.toContain('agent');
    await set(back);
    expect(await refusedDraft(agent, at(n))).toEqual([]);
  });

  test('what was begun before it ended and is written after is refused', async () => {
    await owner.query('BEGIN');
    await owner.query(
      `UPDATE entrustment SET ended_at = now(), ended_by = person_id, end_reason = 'r' WHERE id = $1`,
      [entrustments[34]],
    );
    const saving = refusedDraft(agent, at(34));
    await eventually(async () => {
      const { rows } = await waiters();
      expect(rows).toHaveLength(1);
    });
    await owner.query('COMMIT');
    expect(await saving).toEqual(['FORBIDDEN']);
  });
});

/** Who waits for what the owner's transaction has written. */
const waiters = () =>
  owner.query('SELECT FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid');
