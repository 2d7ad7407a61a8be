import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addOperator, addPeople } from '@huiji/migrations/tenant';
import { changeChannel } from '@huiji/store/rollup';
import { createClient } from 'graphql-ws';
import { Redis } from 'ioredis';
import pg from 'pg';
import WebSocket from 'ws';
import { Client } from './harness/client.js';
import { type Huiji, openTestTenant, password, startHuiji } from './harness/huiji.js';
import { probe } from './harness/probe.js';
import { anyOf, documentOf, omitted, rootFields, variablesOf } from './harness/sdl.js';
import {
  buildTown,
  eventually,
  type MutationName,
  mutationOf,
  operations,
  type Town,
  toldIn,
} from './harness/town.js';

let huiji: Huiji;
let owner: pg.Client;
let operator: Client;
let town: Town;

beforeAll(async () => {
  huiji = await startHuiji({ worker: false });
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  owner = new pg.Client({ connectionString: huiji.database.ownerUrl });
  await owner.connect();
  const [invited] = await addOperator(huiji.database.ownerUrl, { login: 'operator', name: '平台运营' });
  expect(await redeem('platform', invited!.code)).toEqual([]);
  operator = await huiji.client('platform', 'operator');
});
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

const nobody = (): Client => new Client(huiji.apiUrl);
const refused = (client: Client, name: MutationName, input: object): Promise<string[]> =>
  client.refusal(mutationOf(name), { input });
const redeem = (tenant: string, code: string): Promise<string[]> =>
  refused(nobody(), 'redeemCode', { tenant, code, password });
const actionsIn = async (tenant: string): Promise<string[]> =>
  (
    await owner.query<{ action: string }>(
      `SELECT action FROM audit_event e JOIN tenant t USING (tenant_id)
       WHERE t.code = $1 AND e.object_type = 'tenant' ORDER BY e.id`,
      [tenant],
    )
  ).rows.map(({ action }) => action);

interface Inviting {
  tenant: { code: string; name: string; suspendedAt: string | null };
  invitations: Array<{ role: string; login: string; code: string }>;
}
const inviting = 'tenant { code name openedAt suspendedAt } invitations { role login code expiresAt }';
const plan = (code: string) => ({
  ...{ code, name: `${code}总工会`, unionCode: 'R', establishedOn: '1950-01-01' },
  systemAdmin: { login: 'xitong', name: '钱坤' },
  securityAdmin: { login: 'anquan', name: '赵宁' },
  auditAdmin: { login: 'shenji', name: '孙平' },
});
const open = async (code: string): Promise<Inviting> =>
  (await operator.get<{ openTenant: Inviting }>(mutationOf('openTenant', inviting), { input: plan(code) }))
    .openTenant;
const codesAgain = async (code: string): Promise<Inviting['invitations']> =>
  (
    await operator.get<{ inviteAdministrators: Inviting }>(mutationOf('inviteAdministrators', inviting), {
      input: { code },
    })
  ).inviteAdministrators.invitations;
const list = '{ tenants { nodes { code name suspendedAt } pageInfo { hasNextPage } } }';

describe('a tenant that an operator opens', () => {
  test('has all that a tenant has, and three administrators who choose their passwords', async () => {
    const { tenant, invitations } = await open('gamma');
    expect(tenant).toMatchObject({ code: 'gamma', name: 'gamma总工会', suspendedAt: null });
    expect(invitations.map(({ role, login }) => [role, login])).toEqual([
      ['SYSTEM_ADMIN', 'xitong'],
      ['SECURITY_ADMIN', 'anquan'],
      ['AUDIT_ADMIN', 'shenji'],
    ]);
    for (const { code } of invitations) expect(await redeem('gamma', code)).toEqual([]);
    const security = await huiji.client('gamma', 'anquan');
    const { me } = await security.get<{
      me: { appointments: Array<{ role: string; union: { id: string } }> };
    }>('{ me { appointments { role union { id } } } }');
    expect(me.appointments.map(({ role }) => role)).toEqual(['SECURITY_ADMIN']);
    const unionId = me.appointments[0]!.union.id;
    for (const role of ['UNION_ADMIN', 'STATISTICIAN'])
      await security.get(operations.person, {
        input: { login: role, name: role, password, appointments: [{ unionId, role }] },
      });
    // It works from here on as any other, and as one that the owner opened.
    await (await huiji.client('gamma', 'STATISTICIAN')).get(operations.open, { period: '2026Q3' });
    const made = await owner.query<{ code: string; counts: string }>(
      `SELECT t.code, (SELECT count(*) FROM indicator i WHERE i.tenant_id = t.tenant_id) || ' ' ||
         (SELECT count(*) FROM form f WHERE f.tenant_id = t.tenant_id) || ' ' || t.catalogue_version || ' ' || t.time_zone AS counts
       FROM tenant t WHERE code IN ('alpha', 'gamma') ORDER BY code`,
    );
    expect(made.rows[0]!.counts).toBe(made.rows[1]!.counts);
    const auditor = await huiji.client('gamma', 'shenji');
    const opening = await auditor.get<{ auditEvents: { nodes: object[] } }>(
      '{ auditEvents(objectType: "tenant") { nodes { action person { id } address } } }',
    );
    expect(opening.auditEvents.nodes).toEqual([{ action: 'OPEN_TENANT', person: null, address: null }]);
    expect(await actionsIn('gamma')).toEqual(['OPEN_TENANT']);
  });

  test('is refused where something is wrong, and nothing of it is left', async () => {
    const before = (await owner.query('SELECT FROM tenant')).rowCount;
    const twice = { ...plan('delta'), auditAdmin: { login: 'xitong', name: '孙平' } };
    for (const [input, code] of [
      [plan('alpha'), 'CODE_TAKEN'],
      [plan('platform'), 'CODE_TAKEN'],
      [plan('Delta 1'), 'TENANT_CODE'],
      [{ ...plan('delta'), name: ' ' }, 'FIELD_REQUIRED'],
      [twice, 'LOGIN_TAKEN'],
    ] as const)
      expect([code, await refused(operator, 'openTenant', input)]).toEqual([code, [code]]);
    expect((await owner.query('SELECT FROM tenant')).rowCount).toBe(before);
    const [, admin] = [await open('delta'), town.admin];
    for (const client of [admin, town.statistician, await huiji.client('alpha', 'system')]) {
      expect(await refused(client, 'openTenant', plan('epsilon'))).toEqual(['FORBIDDEN']);
      expect(await refused(client, 'suspendTenant', { code: 'delta' })).toEqual(['FORBIDDEN']);
      expect(await client.refusal(list)).toEqual(['FORBIDDEN']);
    }
  });

  test('is given new codes until somebody has entered, and none after that', async () => {
    const first = (await open('epsilon')).invitations;
    const second = await codesAgain('epsilon');
    expect(second.map(({ login }) => login)).toEqual(first.map(({ login }) => login));
    expect(await redeem('epsilon', first[0]!.code)).toEqual(['CODE_INVALID']);
    expect(await redeem('epsilon', second[0]!.code)).toEqual([]);
    expect(await refused(operator, 'inviteAdministrators', { code: 'epsilon' })).toEqual(['TENANT_ENTERED']);
    for (const code of ['no-such-tenant', 'platform'])
      expect(await refused(operator, 'inviteAdministrators', { code })).toEqual(['NOT_FOUND']);
    expect(await actionsIn('epsilon')).toEqual(['OPEN_TENANT', 'INVITE_ADMINISTRATORS']);
    // Whoever owns the database can help a tenant that has lost its administrators.
    const url = huiji.database.ownerUrl;
    const helper = { login: 'helper', name: 'h', role: 'SECURITY_ADMIN' } as const;
    const [invited] = (await addPeople(url, 'epsilon', [helper]))!;
    expect(await redeem('epsilon', invited!.code)).toEqual([]);
    expect(await addPeople(url, 'epsilon', [helper])).toEqual([]);
    expect(await addPeople(url, 'no-such-tenant', [helper])).toBeNull();
  });
});

test('an operator sees tenants from outside, page by page, and nothing from inside of any', async () => {
  const { tenants } = await operator.get<{ tenants: { nodes: Array<{ code: string }> } }>(list);
  const codes = tenants.nodes.map(({ code }) => code);
  expect(codes).toEqual(codes.toSorted());
  expect(codes).toEqual(expect.arrayContaining(['alpha', 'delta', 'gamma']));
  expect(codes).not.toContain('platform');
  const page = await operator.get<{ tenants: { nodes: object[]; pageInfo: { endCursor: string } } }>(
    '{ tenants(first: 1) { nodes { code } pageInfo { endCursor } } }',
  );
  const next = await operator.get<{ tenants: { nodes: Array<{ code: string }> } }>(
    'query ($after: String) { tenants(first: 1, after: $after) { nodes { code } } }',
    { after: page.tenants.pageInfo.endCursor },
  );
  expect(next.tenants.nodes).toEqual([{ code: codes[1] }]);
  const inside: string[] = [];
  for (const table of ['trade_union', 'person', 'appointment', 'session', 'election']) {
    const { rows } = await owner.query<{ id: string }>(
      `SELECT x.id FROM ${table} x JOIN tenant t USING (tenant_id) WHERE NOT t.platform LIMIT 20`,
    );
    inside.push(...rows.map(({ id }) => id));
  }
  // Every query, with an id of the tenant in each place that takes one.
  for (const field of rootFields.filter(({ operation }) => operation === 'query')) {
    for (const id of [town.root, town.grassroots[0], inside.at(-1)!]) {
      const variables = variablesOf(field, (path, type) => {
        if (type === 'ID') return id;
        if (path === 'unionCode') return 'B1';
        return path.endsWith('after') ? omitted : anyOf(type);
      });
      const body = JSON.stringify({ query: documentOf(field, 2), variables });
      const { text } = await probe(huiji, operator, body);
      expect([field.name, inside.filter((one) => one !== id && text.includes(one))]).toEqual([
        field.name,
        [],
      ]);
      expect([field.name, text.includes('建设局工会')]).toEqual([field.name, false]);
    }
  }
});

test('operators administer one another, and nobody else; none is both operator and something else', async () => {
  const unionId = (
    await operator.get<{ me: { appointments: Array<{ union: { id: string } }> } }>(
      '{ me { appointments { union { id } } } }',
    )
  ).me.appointments[0]!.union.id;
  const person = (role: string, at = unionId) =>
    refused(operator, 'createPerson', {
      ...{ login: `second-${role}`, name: 'n', password, appointments: [{ unionId: at, role }] },
    });
  expect(await person('PLATFORM_OPERATOR')).toEqual([]);
  for (const role of ['STATISTICIAN', 'SECURITY_ADMIN', 'UNION_ADMIN'])
    expect(await person(role)).toEqual(['FORBIDDEN']);
  expect(await person('PLATFORM_OPERATOR', town.root)).toEqual(['NOT_FOUND']);
  const { persons } = await operator.get<{ persons: { nodes: Array<{ login: string }> } }>(
    '{ persons { nodes { login } } }',
  );
  expect(persons.nodes.map(({ login }) => login)).toEqual(['operator', 'second-PLATFORM_OPERATOR']);
  // The owner of the database cannot either: the constraint is of the tables.
  const insert = `INSERT INTO appointment (tenant_id, id, person_id, union_id, role, valid_from, valid_to)
    SELECT p.tenant_id, gen_random_uuid(), p.id, u.id, $1, '2020-01-01', '2020-02-01' FROM person p
    JOIN trade_union u ON u.tenant_id = p.tenant_id AND u.level = 'FEDERATION' JOIN tenant t ON t.tenant_id = p.tenant_id
    WHERE p.login = $2 AND t.code = $3`;
  for (const values of [
    ['STATISTICIAN', 'second-PLATFORM_OPERATOR', 'platform'],
    ['PLATFORM_OPERATOR', 'anquan', 'delta'],
  ])
    await expect(owner.query(insert, values)).rejects.toMatchObject({
      constraint: 'appointment_of_platform',
    });
});

test('the owner’s command makes operators, and administrators where nobody inside could', async () => {
  const run = promisify(execFile);
  const script = fileURLToPath(new URL('../../apps/local/dist/operator.js', import.meta.url));
  const env = { ...process.env, DATABASE_URL: huiji.database.ownerUrl, NODE_OPTIONS: '' };
  const command = (...args: string[]) => run(process.execPath, [script, ...args], { env });
  const codeIn = ({ stdout }: { stdout: string }): string => /([0-9A-Z]{5}-){3}[0-9A-Z]{5}/.exec(stdout)![0];
  expect(await redeem('platform', codeIn(await command('add', 'third', '第三位')))).toEqual([]);
  const made = await command('administrator', 'alpha', 'AUDIT_ADMIN', 'second-auditor', '第二位');
  expect(await redeem('alpha', codeIn(made))).toEqual([]);
  await (await huiji.client('alpha', 'second-auditor')).get('{ auditEvents(first: 1) { nodes { id } } }');
  for (const [args, said] of [
    [['add', 'third', 'n'], 'The login is taken'],
    [['administrator', 'no-such-tenant', 'AUDIT_ADMIN', 'x', 'n'], 'There is no tenant'],
    [['administrator', 'alpha', 'STATISTICIAN', 'x', 'n'], 'Usage'],
    [['add', 'x'], 'Usage'],
    [[], 'Usage'],
  ] as const)
    await expect(command(...args)).rejects.toMatchObject({
      stderr: expect.stringContaining(said) as unknown,
    });
});

describe('a suspended tenant', () => {
  const suspend = (code = 'alpha') => refused(operator, 'suspendTenant', { code });
  const resume = (code = 'alpha') => refused(operator, 'resumeTenant', { code });

  test('is not signed in to, asked or listened to, by session or token, until it is resumed', async () => {
    const { clerk, root } = town;
    const input = { name: 'n', unionId: town.grassroots[0], role: 'FILER', access: 'WRITE', days: 1 };
    const { createApiToken } = await clerk.get<{ createApiToken: { token: string } }>(
      mutationOf('createApiToken', 'token'),
      { input },
    );
    const byToken = async (query: string): Promise<string[]> =>
      (
        await probe(huiji, { headers: {} }, JSON.stringify({ query }), {
          authorization: `Bearer ${createApiToken.token}`,
        })
      ).told.map(({ code }) => code);
    const headers = town.chief.headers;
    class WithCookie extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols, { headers });
      }
    }
    const listening = (told: unknown[]) => {
      const socket = createClient({
        url: huiji.wsUrl,
        webSocketImpl: WithCookie,
        retryAttempts: 0,
        lazy: false,
        onNonLazyError: () => undefined,
      });
      socket.on('closed', (event) => told.push((event as { reason: string }).reason));
      const query = `subscription ($unionId: ID!) {
        rollupChanged(unionId: $unionId, form: "work-q", period: "2026Q3") { unionId } }`;
      socket.subscribe(
        { query, variables: { unionId: root } },
        { next: () => told.push('news'), error: (error) => told.push(error), complete: () => undefined },
      );
      return socket;
    };
    const before: unknown[] = [];
    const socket = listening(before);
    await new Promise((resolve) => setTimeout(resolve, 1_100)); // it listens by then
    const { rows } = await owner.query<{ id: string }>(
      `SELECT tenant_id AS id FROM tenant WHERE code = 'alpha'`,
    );
    const redis = new Redis(huiji.redisUrl);

    expect(await suspend()).toEqual([]);
    const refusal = ['TENANT_SUSPENDED'];
    for (const query of ['{ me { login } }', '{ forms { code } }', '{ mySessions { id } }'])
      expect([query, await clerk.refusal(query)]).toEqual([query, refusal]);
    expect(await clerk.refusal('mutation { signOut { userErrors { code } } }')).toEqual(refusal);
    expect(await byToken('{ me { login } }')).toEqual(refusal);
    // The session is looked up once a second, and by a timer too: so perhaps just before it was suspended.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const change = { tenantId: rows[0]!.id, form: 'work-q', period: '2026Q3', unions: [root] };
    await redis.publish(changeChannel, JSON.stringify(change));
    await eventually(() => Promise.resolve(expect(JSON.stringify(before)).toContain('TENANT_SUSPENDED')));
    expect(before).not.toContain('news');
    await socket.dispose();
    const after: unknown[] = [];
    listening(after);
    await eventually(() => Promise.resolve(expect(after).toContain('TENANT_SUSPENDED')));
    // Only whoever has the password hears of it.
    const enter = (secret: string) =>
      refused(nobody(), 'signIn', { tenant: 'alpha', login: 'chief', password: secret });
    expect(await enter('not-the-password')).toEqual(['SIGN_IN_FAILED']);
    expect(await enter(password)).toEqual(refusal);

    expect(await resume()).toEqual([]);
    expect(await enter(password)).toEqual([]);
    expect(await clerk.refusal('{ me { login } }')).toEqual([]);
    expect(await byToken('{ me { login } }')).toEqual([]);
    expect(await actionsIn('alpha')).toEqual(['OPEN_TENANT', 'SUSPEND_TENANT', 'RESUME_TENANT']);
    redis.disconnect();
  });

  test('answers every operation by that', async () => {
    const admin = await huiji.client('alpha', 'admin');
    expect(await suspend()).toEqual([]);
    const free = ['signIn', 'redeemCode', 'requestReset', 'rateLimit', 'demoPeople'];
    for (const field of rootFields.filter(
      ({ operation, name }) => operation !== 'subscription' && !free.includes(name),
    )) {
      const plain: Record<string, unknown> = {
        regionCode: '32',
        period: '2026Q3',
        form: 'work-q',
        after: omitted,
      };
      const variables = variablesOf(field, (path, type) =>
        type === 'ID' ? town.root : (plain[path.split('.').at(-1)!] ?? anyOf(type)),
      );
      const told = toldIn(await admin.ask(documentOf(field, 1), variables)).map(({ code }) => code);
      expect([field.name, told]).toEqual([field.name, ['TENANT_SUSPENDED']]);
    }
    expect(await resume()).toEqual([]);
  });

  test('nobody enters by a code either; and it is suspended or resumed once, by its code', async () => {
    const { code } = (await open('zeta')).invitations[0]!;
    for (let time = 0; time < 2; time += 1) expect(await suspend('zeta')).toEqual([]);
    expect(await redeem('zeta', code)).toEqual(['TENANT_SUSPENDED']);
    for (let time = 0; time < 2; time += 1) expect(await resume('zeta')).toEqual([]);
    expect(await redeem('zeta', code)).toEqual([]);
    expect(await actionsIn('zeta')).toEqual(['OPEN_TENANT', 'SUSPEND_TENANT', 'RESUME_TENANT']);
    for (const one of ['no-such-tenant', 'platform']) expect(await suspend(one)).toEqual(['NOT_FOUND']);
    // Nothing is raised for or sent to people of a suspended tenant.
    const filing = async () =>
      (
        await owner.query(
          'SELECT FROM door_filing_tenants() d JOIN tenant t USING (tenant_id) WHERE code = $1',
          ['alpha'],
        )
      ).rowCount;
    expect(await filing()).toBe(1);
    await suspend();
    expect(await filing()).toBe(0);
    await resume();
  });
});
