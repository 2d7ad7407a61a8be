import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient } from 'graphql-ws';
import pg from 'pg';
import WebSocket from 'ws';
import { type Role, roles, separateRoles } from '@huiji/domain/access';
import { Client } from './harness/client.js';
import { type Huiji, openTestTenant, password, startHuiji } from './harness/huiji.js';
import { requestOf } from './harness/id-requests.js';
import { probe } from './harness/probe.js';
import { rootFields } from './harness/sdl.js';
import { beginTemplate } from './harness/report-templates.js';
import { sign, type Things, thingsAt } from './harness/things.js';
import {
  addPerson,
  buildTown,
  eventually,
  found,
  key,
  type MutationName,
  mutationOf,
  operations,
  type Town,
} from './harness/town.js';

/** A figure that stands nowhere else. */
const figure = '7391845';

let huiji: Huiji;
let owner: pg.Client;
let town: Town;
let things: Things;
let [system, security, auditor]: Client[] = [];
let bureauAdmin: Client;

beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  owner = new pg.Client({ connectionString: huiji.database.ownerUrl });
  await owner.connect();
  [system, security, auditor] = await Promise.all(
    ['system', 'security', 'auditor'].map((login) => huiji.client('alpha', login)),
  );
  await addPerson(town.admin, 'bureau-admin', [{ unionId: town.bureau, role: 'UNION_ADMIN' }]);
  bureauAdmin = await huiji.client('alpha', 'bureau-admin');
  const { admin, reviewer, clerk, bureau } = town;
  const [files, covers] = town.grassroots;
  const made = await thingsAt(huiji, owner, {
    ...{ name: 'canary', union: files, covers, filer: clerk, files, reviewer, admin },
  });
  await town.fileAndAccept(covers, { mem_member_cnt: figure });
  const template = (await beginTemplate(town.statistician)).templateId;
  things = { ...made, template, signature: await sign(reviewer, bureau, 'canary') };
}, 120_000);
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

const refused = (client: Client, name: MutationName, input: object): Promise<string[]> =>
  client.refusal(mutationOf(name), { input });
const me = async (client: Client): Promise<string | null> =>
  (await client.ask<{ me: { login: string } | null }>('{ me { login } }')).data?.me?.login ?? null;
const idOf = async (login: string): Promise<string> =>
  (await owner.query<{ id: string }>('SELECT id FROM person WHERE login = $1', [login])).rows[0]!.id;
const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

interface Found {
  id: string;
  login: string;
  lastSignInAt: string | null;
  invited: boolean;
  locked: boolean;
  secondFactor: boolean;
  appointments: Array<{
    id: string;
    role: Role;
    union: { code: string };
    from: string;
    until: string | null;
  }>;
}
const personsQuery = `query ($unionId: ID, $search: String, $first: Int, $after: String) {
  persons(unionId: $unionId, search: $search, first: $first, after: $after) {
    nodes { id login lastSignInAt invited locked secondFactor appointments { id role union { code } from until } }
    pageInfo { endCursor hasNextPage } } }`;
interface Page {
  nodes: Found[];
  pageInfo: { endCursor: string | null; hasNextPage: boolean };
}
const page = async (client: Client, args: object = {}): Promise<Page> =>
  (await client.get<{ persons: Page }>(personsQuery, args)).persons;
const personNamed = async (login: string, client = security!): Promise<Found> =>
  (await page(client, { search: login })).nodes.find((one) => one.login === login)!;

/** Somebody with appointments given by the security administrator; answers the login. */
async function somebody(...appointments: object[]): Promise<string> {
  const login = `p-${key()}`;
  await security!.get(operations.person, { input: { login, name: login, password, appointments } });
  return login;
}

test('none of the three is answered a figure, a return, or anything but what is theirs', async () => {
  const open = [
    // One's own, what a tenant is set up with, and its rules on figures that one types.
    ...['me', 'myApiTokens', 'myIdentity', 'myMessages', 'mySessions', 'myTasks', 'rateLimit'],
    ...['calendar', 'catalogue', 'form', 'formVersions', 'forms', 'indicator', 'indicators', 'parameters'],
    ...['workKinds', 'homeStandard', 'homeStandards'],
    ...['myEntrustments', 'period', 'periods', 'reminderSchedule', 'tryRules', 'demoPeople'],
    // The tree, in which people are appointed; what is to be found in it is bound to READ_FIGURES.
    ...['organisationChanges', 'searchUnions', 'tradeUnion'],
  ];
  const theirs = {
    system: ['attachmentUsage', 'jobs', 'rollupChecks'],
    security: ['persons'],
    // What is named above has done nothing; the whole audit is below.
    auditor: [],
  };
  for (const [who, client] of Object.entries({ system, security, auditor })) {
    const answered: string[] = [];
    for (const field of rootFields.filter(({ operation }) => operation === 'query')) {
      const { text, told } = await probe(huiji, client!, requestOf(field, things).replace('"x_"', '""'));
      expect([who, field.name, text.includes(figure)]).toEqual([who, field.name, false]);
      const { data } = JSON.parse(text) as { data: Record<string, { nodes?: unknown[] } | 0 | null> | null };
      const answer = data?.[field.name] ?? null;
      // An empty list is none, nor is a count of 0: who reviews nothing has an empty queue.
      const empty = !answer || answer.nodes?.length === 0;
      if (told.length === 0 && !empty && !open.includes(field.name)) answered.push(field.name);
    }
    expect([who, answered.toSorted()]).toEqual([who, theirs[who as keyof typeof theirs]]);
  }
});

test('the auditor reads all that was done, and no figure in it', async () => {
  await owner.query(
    `INSERT INTO audit_event (tenant_id, id, action, object_type, object_id, union_id, before)
     SELECT tenant_id, gen_random_uuid(), 'REBUILD_TOTALS', 'trade_union', id::text, id, $2 FROM trade_union WHERE id = $1`,
    [town.root, JSON.stringify({ differences: [figure] })],
  );
  const read = (client: Client, union = '') =>
    client.get<{ auditEvents: { nodes: Array<{ action: string; before: unknown }> } }>(
      `{ auditEvents(first: 200${union}) { nodes { action before after } } }`,
    );
  const all = await read(auditor!);
  expect(all.auditEvents.nodes.find(({ action }) => action === 'REBUILD_TOTALS')!.before).toBeNull();
  const actions = all.auditEvents.nodes.map(({ action }) => action);
  expect(actions).toEqual(expect.arrayContaining(['SIGN_IN', 'SUBMIT', 'ACCEPT', 'SIGN_TOTAL', 'APPOINT']));
  expect(JSON.stringify(all)).not.toContain(figure);
  expect(JSON.stringify(await read(town.admin, `, unionId: "${town.root}"`))).toContain(figure);
});

describe('in the database, no account', () => {
  let app: pg.Client;
  let ids: { tenant: string; root: string; bureau: string };
  beforeAll(async () => {
    app = new pg.Client({ connectionString: huiji.database.appUrl });
    await app.connect();
    const { rows } = await owner.query<{ tenant: string }>('SELECT tenant_id AS tenant FROM tenant');
    ids = { tenant: rows[0]!.tenant, root: town.root, bureau: town.bureau };
    await app.query(`SELECT set_config('app.tenant_id', $1, false)`, [ids.tenant]);
  });
  afterAll(() => app.end());

  /** The constraint that refuses an appointment of a person, or null; nothing is left of it. */
  async function refusedBy(personId: string, held: ReadonlyArray<readonly [Role, string, string | null]>) {
    await app.query('BEGIN');
    try {
      for (const [role, from, until] of held) {
        await app.query(
          `INSERT INTO appointment (tenant_id, id, person_id, union_id, role, valid_from, valid_to)
           VALUES ($1, $2, $3, $4, $5, $6, $7)`,
          [ids.tenant, randomUUID(), personId, ids.root, role, from, until],
        );
      }
      return null;
    } catch (error) {
      return (error as { constraint: string }).constraint;
    } finally {
      await app.query('ROLLBACK');
    }
  }

  test('holds two of the separate roles, or one with any other, on the same day', async () => {
    const { rows } = await owner.query<{ id: string }>(
      `INSERT INTO person (tenant_id, id, login, name) VALUES ($1, gen_random_uuid(), 'nobody-yet', 'n') RETURNING id`,
      [ids.tenant],
    );
    const id = rows[0]!.id;
    const here = roles.filter((role) => role !== 'PLATFORM_OPERATOR');
    for (const one of here) {
      for (const other of here) {
        if (one === other) continue;
        const apart = [one, other].some((role) => (separateRoles as readonly Role[]).includes(role));
        const expected = apart ? 'appointment_separate' : null;
        const at = (from: string) =>
          refusedBy(id, [
            [one, '2026-01-01', '2026-07-01'],
            [other, from, null],
          ]);
        expect([one, other, await at('2026-06-30')]).toEqual([one, other, expected]);
        // One after the other they may be held.
        expect([one, other, await at('2026-07-01')]).toEqual([one, other, null]);
      }
    }
    // By a change of dates no more than by a new row.
    await app.query('BEGIN');
    const insert = `INSERT INTO appointment (tenant_id, id, person_id, union_id, role, valid_from, valid_to) VALUES
      ($1, gen_random_uuid(), $2, $3, 'AUDIT_ADMIN', '2026-01-01', '2026-02-01'),
      ($1, gen_random_uuid(), $2, $3, 'SECURITY_ADMIN', '2026-02-01', NULL)`;
    await app.query(insert, [ids.tenant, id, ids.root]);
    const longer = `UPDATE appointment SET valid_to = NULL WHERE person_id = $1 AND role = 'AUDIT_ADMIN'`;
    await expect(app.query(longer, [id])).rejects.toMatchObject({ constraint: 'appointment_separate' });
    await app.query('ROLLBACK');
    expect(await refusedBy(id, [['PLATFORM_OPERATOR', '2026-01-01', null]])).toBe('appointment_of_platform');
  });

  test('is appointed to one of them below the federation', async () => {
    const { rows } = await owner.query<{ id: string }>(`SELECT id FROM person WHERE login = 'nobody-yet'`);
    const insert = `INSERT INTO appointment (tenant_id, id, person_id, union_id, role, valid_from)
      VALUES ($1, gen_random_uuid(), $2, $3, $4, '2026-01-01')`;
    for (const role of ['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN'])
      await expect(app.query(insert, [ids.tenant, rows[0]!.id, ids.bureau, role])).rejects.toMatchObject({
        constraint: 'appointment_at_federation',
      });
  });
});

describe('appointing', () => {
  const appoint = (client: Client, personId: string, appointment: object) =>
    refused(client, 'appoint', { personId, appointments: [appointment] });

  test('to a separate role is for the security administrator, at the federation, of who holds nothing else', async () => {
    const { root, bureau, admin } = town;
    const personId = await idOf(await somebody({ unionId: bureau, role: 'LEADER' }));
    for (const role of ['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN']) {
      expect(await appoint(admin, personId, { unionId: root, role })).toEqual(['FORBIDDEN']);
      expect(await appoint(security!, personId, { unionId: bureau, role })).toEqual([
        'APPOINTMENT_AT_FEDERATION',
      ]);
      expect(await appoint(security!, personId, { unionId: root, role })).toEqual(['APPOINTMENT_EXCLUDED']);
    }
    const other = await idOf(await somebody({ unionId: root, role: 'SYSTEM_ADMIN', until: day(30) }));
    expect(await appoint(security!, other, { unionId: root, role: 'AUDIT_ADMIN' })).toEqual([
      'APPOINTMENT_EXCLUDED',
    ]);
    expect(await appoint(security!, other, { unionId: root, role: 'LEADER', from: day(29) })).toEqual([
      'APPOINTMENT_EXCLUDED',
    ]);
    expect(await appoint(security!, other, { unionId: root, role: 'LEADER', from: day(30) })).toEqual([]);
    // Also not through the back door of an entrustment (代报).
    const entrusting = { documentNo: 'd', untilOn: day(10) };
    const third = await somebody({ unionId: root, role: 'AUDIT_ADMIN' });
    const entrusted = { ...entrusting, unionIds: [town.grassroots[0]], login: third, name: third };
    expect(await refused(admin, 'entrust', entrusted)).toEqual([
      'APPOINTMENT_EXCLUDED',
      'ENTRUSTED_FROM_ABOVE',
    ]);
    const fourth = await somebody({ unionId: town.grassroots[1], role: 'LEADER', until: day(3) });
    await admin.get(mutationOf('entrust'), { input: { ...entrusted, login: fourth, name: fourth } });
    const later = { unionId: root, role: 'SYSTEM_ADMIN', from: day(4) };
    expect(await appoint(security!, await idOf(fourth), later)).toEqual(['APPOINTMENT_EXCLUDED']);
    // If it should ever come to both, the entrustment allows nothing.
    await owner.query(`UPDATE entrustment SET person_id = $1 WHERE person_id = $2`, [
      await idOf('auditor'),
      await idOf(fourth),
    ]);
    expect((await auditor!.get<{ me: object }>('{ me { entrustments } }')).me).toEqual({ entrustments: 0 });
    const submission = 'query ($id: ID!) { submission(id: $id) { id } }';
    expect((await auditor!.ask(submission, { id: things.submission })).data).toEqual({ submission: null });
  });

  test('is nobody’s for oneself, and has dates', async () => {
    const { root, bureau, admin } = town;
    for (const [client, login] of [
      [admin, 'admin'],
      [security!, 'security'],
    ] as const) {
      const mine = { unionId: root, role: 'LEADER' };
      expect(await appoint(client, await idOf(login), mine)).toEqual(['NOT_ONESELF']);
      const { appointments } = await personNamed(login);
      const input = { appointmentId: appointments[0]!.id };
      expect(await refused(client, 'endAppointment', input)).toEqual(['NOT_ONESELF']);
      for (const name of ['endSessions', 'endApiTokens', 'issueCode', 'resetTotp'] as const)
        expect(await refused(client, name, { personId: await idOf(login) })).toEqual(['NOT_ONESELF']);
    }
    const login = await somebody({ unionId: bureau, role: 'LEADER', from: day(-10), until: day(10) });
    const personId = await idOf(login);
    const again = (more: object) =>
      appoint(security!, personId, { unionId: bureau, role: 'LEADER', ...more });
    expect(await again({ from: day(5), until: day(5) })).toEqual(['DATE_ORDER']);
    expect(await again({ from: day(5) })).toEqual(['APPOINTMENT_OVERLAPS']);
    expect(await again({ until: day(10) })).toEqual([]);
    expect(await again({ from: day(10), until: day(20) })).toEqual([]);
    const { appointments } = await personNamed(login);
    expect(appointments.map(({ from, until }) => [from, until])).toEqual([
      [day(-10), day(10)],
      [day(10), day(20)],
    ]);
  });

  test('two at once to two separate roles succeeds with one', async () => {
    const { root } = town;
    const login = await somebody({ unionId: root, role: 'LEADER', until: day(3) });
    const personId = await idOf(login);
    const told = await Promise.all(
      (['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN'] as const).map((role) =>
        appoint(security!, personId, { unionId: root, role, from: day(4) }),
      ),
    );
    expect(told.filter((codes) => codes.length === 0)).toHaveLength(1);
    expect(told.flat()).toEqual(['APPOINTMENT_EXCLUDED', 'APPOINTMENT_EXCLUDED']);
  });

  test('two who guard the accounts and end each other at once leave one', async () => {
    await openTestTenant(huiji, 'beta');
    const one = await huiji.client('beta', 'security');
    const { nodes } = await page(one, { search: 'security' });
    const { union } = (
      await one.get<{ me: { appointments: Array<{ union: { id: string } }> } }>(
        '{ me { appointments { union { id } } } }',
      )
    ).me.appointments[0]!;
    await addPerson(one, 'second', [{ unionId: union.id, role: 'SECURITY_ADMIN' }]);
    const two = await huiji.client('beta', 'second');
    const [second] = (await page(one, { search: 'second' })).nodes;
    const end = (client: Client, found: Found | undefined) =>
      refused(client, 'endAppointment', { appointmentId: found?.appointments[0]?.id });
    const told = await Promise.all([end(one, second), end(two, nodes[0])]);
    expect(told.filter((codes) => codes.length === 0)).toHaveLength(1);
    const { rows } = await owner.query(
      `SELECT FROM appointment a JOIN tenant t USING (tenant_id)
       WHERE t.code = 'beta' AND a.role = 'SECURITY_ADMIN' AND a.valid_to IS NULL`,
    );
    expect(rows).toHaveLength(1);
    const [left, [gone, stays]] =
      told[0].length === 0 ? [one, [second, nodes[0]]] : [two, [nodes[0], second]];
    expect(await end(left, gone)).toEqual(['NOT_FOUND']);
    expect(await end(left, stays)).toEqual(['NOT_ONESELF']);
  });

  test('the accounts of the three are out of the reach of who administers unions', async () => {
    for (const login of ['system', 'security', 'auditor']) {
      const personId = await idOf(login);
      for (const name of ['issueCode', 'resetTotp', 'endSessions', 'endApiTokens'] as const)
        expect([login, name, await refused(town.admin, name, { personId })]).toEqual([
          login,
          name,
          ['NOT_FOUND'],
        ]);
    }
    const personId = await idOf('auditor');
    expect(await refused(security!, 'issueCode', { personId })).toEqual([]);
    // And that of the administrator of all unions is in that of the security administrator.
    expect(await refused(security!, 'issueCode', { personId: await idOf('bureau-admin') })).toEqual([]);
  });
});

describe('an appointment that ends', () => {
  test('takes everything with it at once: session, token, subscription', async () => {
    const { root, admin } = town;
    const login = await somebody({ unionId: root, role: 'LEADER' });
    const client = await huiji.client('alpha', login);
    const { createApiToken } = await client.get<{ createApiToken: { token: string } }>(
      mutationOf('createApiToken', 'token'),
      { input: { name: 'n', unionId: root, role: 'LEADER', access: 'READ', days: 1 } },
    );
    const headers = client.headers;
    class WithCookie extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols, { headers });
      }
    }
    const socket = createClient({
      url: huiji.wsUrl,
      webSocketImpl: WithCookie,
      retryAttempts: 0,
      lazy: false,
    });
    let told: unknown = null;
    const about = { unionId: root, form: 'work-q', period: '2026Q3' };
    const query = `subscription ($unionId: ID!, $form: String!, $period: String!) {
      rollupChanged(unionId: $unionId, form: $form, period: $period) { unionId } }`;
    socket.subscribe(
      { query, variables: about },
      { next: () => undefined, error: (error) => (told = error), complete: () => undefined },
    );
    const total = '{ rollup(unionCode: "alpha-root", form: "work-q", period: "2026Q3") { reportsExpected } }';
    const byToken = async (): Promise<string> =>
      (
        await probe(huiji, { headers: {} }, JSON.stringify({ query: total }), {
          authorization: `Bearer ${createApiToken.token}`,
        })
      ).text;
    const nothing = '{"data":{"rollup":null}}';
    expect(await byToken()).not.toBe(nothing);
    expect((await client.ask(total)).data).not.toEqual({ rollup: null });
    await new Promise((resolve) => setTimeout(resolve, 1_100)); // the server has taken the subscription on

    const { appointments } = await personNamed(login);
    const appointmentId = appointments[0]!.id;
    for (const stranger of [bureauAdmin, town.chief, auditor!, client])
      expect(await refused(stranger, 'endAppointment', { appointmentId })).toEqual(['NOT_FOUND']);
    expect(await refused(security!, 'endAppointment', { appointmentId, on: day(-2) })).toEqual([
      'DATE_ORDER',
    ]);
    expect(await refused(admin, 'endAppointment', { appointmentId })).toEqual([]);
    expect(await byToken()).toBe(nothing);
    expect((await client.ask(total)).data).toEqual({ rollup: null });
    const { me: left } = await client.get<{ me: { appointments: unknown[] } }>(
      '{ me { appointments { id } } }',
    );
    expect(left.appointments).toEqual([]);
    await town.fileAndAccept(town.grassroots[2], { mem_member_cnt: '5' });
    await eventually(() => Promise.resolve(expect(JSON.stringify(told)).toContain('"code":"NOT_FOUND"')));
    await socket.dispose();
    // It has ended; and nothing of the past is rewritten.
    expect(await refused(admin, 'endAppointment', { appointmentId })).toEqual(['NOT_FOUND']);
  });

  test('from a later day on holds until then, and never if it was to begin later still', async () => {
    const { bureau } = town;
    const login = await somebody(
      { unionId: bureau, role: 'LEADER' },
      { unionId: bureau, role: 'REVIEWER', from: day(30) },
    );
    const ends = async (role: Role, on: string) => {
      const { appointments } = await personNamed(login);
      const appointmentId = appointments.find((one) => one.role === role)!.id;
      return refused(bureauAdmin, 'endAppointment', { appointmentId, on });
    };
    const dates = async () =>
      (await personNamed(login)).appointments.map(({ role, from, until }) => [role, from, until]);
    expect(await ends('LEADER', day(5))).toEqual([]);
    expect(await ends('LEADER', day(6))).toEqual(['NOT_FOUND']);
    expect(await ends('REVIEWER', day(20))).toEqual([]);
    const [[, began]] = (await dates()) as [[string, string]];
    expect(await dates()).toEqual([
      ['LEADER', began, day(5)],
      ['REVIEWER', day(30), day(30)],
    ]);
    expect(await ends('REVIEWER', day(1))).toEqual(['NOT_FOUND']);
    const reader = await huiji.client('alpha', login);
    const { me: mine } = await reader.get<{ me: { appointments: Array<{ role: Role }> } }>(
      '{ me { appointments { role from until } } }',
    );
    expect(mine.appointments).toEqual([{ role: 'LEADER', from: began, until: day(5) }]);
  });
});

test('API tokens of somebody are ended by who administers that person', async () => {
  const login = await somebody({ unionId: town.bureau, role: 'LEADER' });
  const client = await huiji.client('alpha', login);
  const input = { name: 'n', unionId: town.bureau, role: 'LEADER', access: 'READ', days: 1 };
  const tokens: string[] = [];
  for (let time = 0; time < 2; time += 1) {
    const made = await client.get<{ createApiToken: { token: string } }>(
      mutationOf('createApiToken', 'token'),
      {
        input,
      },
    );
    tokens.push(made.createApiToken.token);
  }
  const who = async (token: string): Promise<string> =>
    (
      await probe(huiji, { headers: {} }, JSON.stringify({ query: '{ me { login } }' }), {
        authorization: `Bearer ${token}`,
      })
    ).text;
  const personId = await idOf(login);
  for (const stranger of [town.reviewer, client, system!, auditor!])
    expect(await refused(stranger, 'endApiTokens', { personId })).toEqual(['NOT_FOUND']);
  for (const token of tokens) expect(await who(token)).toContain(login);
  expect(await refused(bureauAdmin, 'endApiTokens', { personId })).toEqual([]);
  for (const token of tokens) expect(await who(token)).toBe('{"data":{"me":null}}');
  expect(await me(client)).toBe(login);
});

describe('the people whom one administers', () => {
  test('are listed by login, page by page, found by login or name; nobody else is', async () => {
    const all: string[] = [];
    for (let after: string | null = null; ;) {
      const read: Page = await page(security!, { first: 3, after });
      all.push(...read.nodes.map(({ login }) => login));
      if (!read.pageInfo.hasNextPage) break;
      after = read.pageInfo.endCursor;
    }
    const { rows } = await owner.query<{ login: string }>(
      `SELECT login FROM person p JOIN tenant t USING (tenant_id)
       WHERE t.code = 'alpha' AND EXISTS (SELECT FROM appointment a WHERE a.person_id = p.id) ORDER BY login`,
    );
    expect(all).toEqual(rows.map(({ login }) => login));
    expect((await page(security!, { search: 'REVIEW' })).nodes.map(({ login }) => login)).toEqual([
      'reviewer',
    ]);
    // Whoever administers unions sees neither the three, nor who holds something elsewhere only.
    const seen = async (client: Client, args: object = {}) =>
      (await page(client, { first: 200, ...args })).nodes.map(({ login }) => login);
    const ofUnions = await seen(town.admin);
    for (const login of ['system', 'security', 'auditor']) expect(ofUnions).not.toContain(login);
    expect(ofUnions).toContain('chief');
    const ofBureau = await seen(bureauAdmin);
    expect(ofBureau).toEqual(expect.arrayContaining(['bureau-admin', 'clerk', 'reviewer']));
    for (const login of ['chief', 'statistician', 'admin']) expect(ofBureau).not.toContain(login);
    expect(await seen(security!, { unionId: town.grassroots[0], search: 'cle' })).toEqual(['clerk']);
    expect(await bureauAdmin.refusal(personsQuery, { unionId: town.root })).toEqual(['NOT_FOUND']);
    for (const client of [town.clerk, town.statistician, system!, auditor!])
      expect(await client.refusal(personsQuery)).toEqual(['FORBIDDEN']);
    expect(await new Client(huiji.apiUrl).refusal(personsQuery)).toEqual(['UNAUTHENTICATED']);
  });

  test('are those where one administers, not those where one does other work', async () => {
    const other = await found(town.admin, {
      ...{ parentId: town.root, code: 'B9', name: '水务局工会', level: 'INTERMEDIATE', kind: 'BUREAU' },
    });
    const there = await somebody({ unionId: other, role: 'REVIEWER' });
    const login = await somebody(
      { unionId: town.bureau, role: 'UNION_ADMIN' },
      { unionId: other, role: 'REVIEWER' },
    );
    const both = await huiji.client('alpha', login);
    const seen = (await page(both, { first: 200 })).nodes.map((one) => one.login);
    expect(seen).toEqual(expect.arrayContaining(['bureau-admin', login]));
    expect(seen).not.toContain(there);
    // Whom it can see there it may look for, and is told of nobody.
    expect((await page(both, { unionId: other })).nodes).toEqual([]);
    expect((await page(town.admin, { unionId: other, search: there })).nodes).toHaveLength(1);
  });

  test('come with what an administrator needs to know of an account, and with no appointment elsewhere', async () => {
    const { bureau, root } = town;
    const login = await somebody({ unionId: bureau, role: 'LEADER' }, { unionId: root, role: 'LEADER' });
    expect(await personNamed(login)).toMatchObject({
      ...{ lastSignInAt: null, invited: false, locked: false, secondFactor: false },
      appointments: [{ union: { code: 'B1' } }, { union: { code: 'alpha-root' } }],
    });
    expect((await personNamed(login, bureauAdmin)).appointments).toMatchObject([{ union: { code: 'B1' } }]);
    await huiji.client('alpha', login);
    const { lastSignInAt } = await personNamed(login);
    expect(Math.abs(Date.parse(lastSignInAt!) - Date.now())).toBeLessThan(60_000);
    const wrong = { tenant: 'alpha', login, password: 'a-wrong-password' };
    for (let time = 0; time < 5; time += 1) {
      expect((await personNamed(login)).locked).toBe(false);
      await refused(new Client(huiji.apiUrl), 'signIn', wrong);
    }
    expect((await personNamed(login)).locked).toBe(true);
    const invited = `p-${key()}`;
    const input = { login: invited, name: 'n', appointments: [{ unionId: bureau, role: 'LEADER' }] };
    await security!.get(mutationOf('invitePerson'), { input });
    expect(await personNamed(invited)).toMatchObject({ invited: true });
    await owner.query(
      `INSERT INTO totp (tenant_id, person_id, secret) SELECT tenant_id, id, '\\x00' FROM person WHERE login = $1`,
      [invited],
    );
    expect(await personNamed(invited)).toMatchObject({ secondFactor: true });
  });
});
