import { randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { addOperator } from '@huiji/migrations/tenant';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isObjectType } from 'graphql';
import pg from 'pg';
import { done, ownOf, scheme } from './harness/appraisals.js';
import { Client } from './harness/client.js';
import { thingAt } from './harness/id-arguments.js';
import { idArguments, idArgumentsOverHttp, plain, requestOf } from './harness/id-requests.js';
import { type Huiji, openTestTenant, password, startHuiji } from './harness/huiji.js';
import { apartFromId, codes, probe, saysUnknown } from './harness/probe.js';
import { setSchedule } from './harness/reminders.js';
import { beginTemplate } from './harness/report-templates.js';
import { anyOf, documentOf, omitted, rootFields, schema, variablesOf } from './harness/sdl.js';
import { sign, type Things, thingsAt } from './harness/things.js';
import {
  addPerson,
  buildTown,
  eventually,
  found,
  key,
  mutationOf,
  type Told,
  type Town,
} from './harness/town.js';

const canary = 'CANARY';
let huiji: Huiji;
let ours: Town;
let theirs: Town;
let app: pg.Client;
let owner: pg.Client;
/** Of each tenant. */
let mine: Things;
let foreign: Things;
let foreignIds: string[];
const tenantOf: Record<string, string> = {};
let nobody: Client;
/** Everything in one person: whoever may do most gets furthest with an id that is not theirs. */
let everybody: Client;
/** Who sees nothing of any union: administrators of ours, and the operator of the platform. */
let separate: Client[];

/** A tenant's things, and a row in further tables, all of which say `name`. */
async function things(town: Town, name: string): Promise<Things> {
  const { admin, bureau } = town;
  const union = await found(admin, {
    ...{ parentId: bureau, code: `${name}-1`, name, level: 'GRASSROOTS', kind: 'SINGLE' },
    ...{ industry: name, chair: name, reason: name, approvalNo: name },
  });
  const { reviewer, clerk } = town;
  // Who administers may not appoint themselves.
  const security = await huiji.client(name === canary ? 'beta' : 'alpha', 'security');
  const appoint = async (client: Client, appointment: object) =>
    security.get(mutationOf('appoint'), {
      input: { personId: await personId(client), appointments: [appointment] },
    });
  await appoint(clerk, { unionId: union, role: 'FILER' });
  await appoint(admin, { unionId: town.root, role: 'STATISTICIAN' });
  const place = { name, union, covers: union, filer: clerk, files: union, reviewer, admin };
  const made = await thingsAt(huiji, owner, place);
  await homeSaying(name, { union, award: made.award }, town);
  await appraisalSaying(name, union, town);
  const words = { group: name, zh: name, en: name, definition: name, basis: name };
  await town.statistician.get(mutationOf('defineIndicator'), {
    input: {
      indicator: {
        ...words,
        ...{ code: `x_${name.toLowerCase()}`, unit: '个', kind: 'STOCK', decimals: 0 },
        ...{ acrossUnions: 'SUM', acrossPeriods: 'LAST', filedBy: ['GRASSROOTS'], frequencies: ['QUARTER'] },
      },
      from: '2026-01-01',
    },
  });
  await town.fileAndAccept(town.grassroots[1], { mem_member_cnt: '88' });
  await setSchedule(town.statistician, {
    rules: [{ days: 180, audiences: ['FILER'], channels: ['IN_APP'] }],
  });
  const template = (await beginTemplate(town.statistician, { fileName: `${name}.docx` })).templateId;
  return { ...made, template, signature: await sign(reviewer, bureau, name) };
}

/** A year of a home and a standard, all of which say `name`. */
async function homeSaying(name: string, { union, award }: { union: string; award: string }, town: Town) {
  const scored = { grade: 1, scores: [{ criterion: 'service', points: '1', evidence: name }], note: name };
  await town.clerk.get(mutationOf('assessHome'), {
    input: { unionId: union, year: 2026, ...scored, expectedRevision: 0, idempotencyKey: key() },
  });
  const checked = { checkedOn: '2026-08-02', outcome: 'KEPT', documentNo: name, reason: name };
  await town.reviewer.get(mutationOf('recheckHome'), {
    input: { awardId: award, ...checked, idempotencyKey: key() },
  });
  const grade = { zh: name, en: name, countsAs: 'MODEL', pass: '1', satisfiedPercent: '1' };
  await town.statistician.get(mutationOf('setHomeStandard'), {
    input: {
      // Years ahead, so that what is assessed here is assessed by the shipped one.
      ...{ fromYear: new Date().getFullYear() + 5, documentNo: name, grades: [grade], rules: [] },
      criteria: [{ code: 'all', text: name, points: ['1'] }],
      idempotencyKey: key(),
    },
  });
}

/** A scheme, a claim, a result and an appeal with its answer that say `name`. */
async function appraisalSaying(name: string, unionId: string, { reviewer, clerk, bureau: bodyId }: Town) {
  const said = { scores: [{ item: 'safety', points: '1', note: name }], note: name, expectedRevision: 0 };
  const words = { documentNo: name, items: [{ ...scheme.items[0]!, text: name }] };
  const grades = [{ zh: name, en: name, from: '0' }];
  await done(reviewer, 'setAppraisalScheme', { ...scheme, ...words, grades, bodyId, expectedRevision: 0 });
  await done(clerk, 'claimAppraisal', { unionId, ...said });
  await done(reviewer, 'appraise', { bodyId, lines: [{ unionId, ...said }] });
  await done(reviewer, 'publishAppraisal', { bodyId });
  await done(clerk, 'appealAppraisal', { unionId, reason: name });
  const [appeal] = (await ownOf(clerk, unionId)).own.appeals;
  await reviewer.get(mutationOf('answerAppeal'), {
    input: { appealId: appeal?.id, outcome: 'REJECTED', answer: name, idempotencyKey: key() },
  });
}

const personId = async (client: Client): Promise<string> =>
  (await client.get<{ me: { id: string } }>('{ me { id } }')).me.id;

beforeAll(async () => {
  huiji = await startHuiji();
  for (const tenant of ['alpha', 'beta']) await openTestTenant(huiji, tenant);
  [ours, theirs] = [await buildTown(huiji, 'alpha'), await buildTown(huiji, 'beta')];
  [app, owner] = [new pg.Client(huiji.database.appUrl), new pg.Client(huiji.database.ownerUrl)];
  await Promise.all([app.connect(), owner.connect()]);
  for (const { code, tenant_id } of (
    await owner.query<Record<string, string>>('SELECT code, tenant_id FROM tenant')
  ).rows) {
    tenantOf[code!] = tenant_id!;
  }
  await addOperator(huiji.database.ownerUrl, { login: 'operator', name: '平台运营', password });
  separate = [
    ...(await Promise.all(['system', 'security', 'auditor'].map((login) => huiji.client('alpha', login)))),
    await huiji.client('platform', 'operator'),
  ];
  mine = await things(ours, 'own');
  foreign = await things(theirs, canary);
  await addPerson(ours.admin, 'everybody', [
    ...['FILER', 'REVIEWER', 'STATISTICIAN', 'LEADER', 'UNION_ADMIN'].flatMap((role) =>
      [ours.root, ours.bureau, mine.union].map((unionId) => ({ unionId, role })),
    ),
  ]);
  everybody = await huiji.client('alpha', 'everybody');
  nobody = new Client(huiji.apiUrl);
  foreignIds = [tenantOf['beta']!];
  for (const table of [
    'trade_union',
    'person',
    'submission',
    'employer',
    'appointment',
    'contribution',
    'home_award',
    'home_standard',
    'home_assessment',
    'home_recheck',
    'appraisal_scheme',
    'appraisal_appeal',
    'election',
    'reminder',
    'reminder_message',
    'reminder_delivery',
    'signature',
    'submission_comment',
    'session',
    'api_token',
    'entrustment',
    'attachment',
    'operation',
    'import',
    'report_template',
    'notice',
  ]) {
    const { rows } = await owner.query<{ id: string }>(`SELECT id FROM ${table} WHERE tenant_id = $1`, [
      tenantOf['beta'],
    ]);
    expect(rows.length).toBeGreaterThan(0);
    foreignIds.push(...rows.map((row) => row.id));
  }
  await eventually(async () =>
    expect(
      (await owner.query('SELECT FROM rollup WHERE tenant_id = $1', [tenantOf['beta']])).rowCount,
    ).toBeGreaterThan(0),
  );
}, 120_000);
afterAll(async () => {
  await app?.end();
  await owner?.end();
  await huiji.stop();
});

const spoken = rootFields.filter(
  ({ operation, name }) => operation !== 'subscription' && name !== 'signOut' && name !== 'signIn',
);
const ask = async (
  client: Client,
  body: string,
): Promise<{ text: string; told: Told[]; codes: string[] }> => {
  const reply = await probe(huiji, client, body);
  expect(reply.text).not.toContain(canary);
  expect(foreignIds.filter((id) => reply.text.includes(id) && !body.includes(id))).toEqual([]);
  return { text: reply.text, told: reply.told, codes: codes(reply.told) };
};

describe('in the api', () => {
  test('every argument that takes an id is known here, and all of them stand at the top', () => {
    expect(idArguments.map(({ at }) => at).toSorted()).toEqual(Object.keys(thingAt).toSorted());
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    const below = Object.values(schema.getTypeMap()).filter(
      (type) => isObjectType(type) && !roots.includes(type) && !type.name.startsWith('__'),
    );
    const nested = below.flatMap((type) =>
      (isObjectType(type) ? Object.values(type.getFields()) : []).flatMap((field) =>
        field.args.map((arg) => String(arg.type)),
      ),
    );
    expect(nested.filter((type) => type.includes('ID'))).toEqual([]);
  });

  test.each(idArgumentsOverHttp.map((argument) => [argument.at, argument] as const))(
    '%s: another tenant’s id gets the answer of one that does not exist',
    async (at, { field, path }) => {
      for (const client of [everybody, ours.clerk]) {
        // An answer about many says of which id it speaks: of the one that was sent.
        const about = async (id: string) => {
          const { text, codes: refused } = await ask(client, requestOf(field, mine, { path, id }));
          return { text: text.replaceAll(id, ''), codes: refused };
        };
        const [real, random] = [await about(foreign[thingAt[at]!]), await about(randomUUID())];
        expect(apartFromId(real.text)).toEqual(apartFromId(random.text));
        if (field.operation === 'mutation') expect(real.codes.length).toBeGreaterThan(0);
      }
      expect((await ask(nobody, requestOf(field, mine))).codes).toEqual(['UNAUTHENTICATED']);
      // The same request with an id of ours is about that id: the refusals above were not about something else.
      const own = [everybody, ours.clerk].map((client) => ask(client, requestOf(field, mine)));
      expect((await Promise.all(own)).every(({ told }) => saysUnknown(told, path))).toBe(false);
    },
  );

  test('whatever one tenant asks, nothing of the other is in the answer; nobody gets nothing', async () => {
    for (const field of spoken.filter(({ operation }) => operation === 'query')) {
      for (const client of [everybody, ours.statistician, ours.clerk, ...separate])
        await ask(client, requestOf(field, mine));
      const { text } = await ask(nobody, requestOf(field, mine));
      if (field.name === 'me') expect(JSON.parse(text)).toEqual({ data: { me: null } });
      // Nobody, where no demonstration was started.
      else if (field.name === 'demoPeople') expect(JSON.parse(text)).toEqual({ data: { demoPeople: [] } });
      // What is left of the budget of an address, whoever asks from it.
      else if (field.name === 'rateLimit') expect(text).toContain('"scope":"ADDRESS"');
      else expect(text).toContain('UNAUTHENTICATED');
    }
    // The canaries are there to be seen, for those whose they are.
    const { text } = await probe(
      huiji,
      theirs.statistician,
      JSON.stringify({ query: `{ tradeUnion(code: "${canary}-1") { name industry } }` }),
    );
    expect(text).toContain(`"name":"${canary}"`);
    expect(
      (
        await ask(
          ours.admin,
          JSON.stringify({ query: `{ tradeUnion(code: "${'CAN'}${'ARY'}-1") { name } }` }),
        )
      ).text,
    ).toBe('{"data":{"tradeUnion":null}}');
  });

  test('another tenant’s code gets the answer of one that does not exist', async () => {
    const coded = rootFields.filter(
      ({ operation, field }) => operation === 'query' && field.args.some(({ name }) => name === 'unionCode'),
    );
    expect(coded.length).toBeGreaterThan(0);
    for (const field of coded) {
      const by = (code: string) =>
        JSON.stringify({
          query: documentOf(field, 2),
          variables: variablesOf(field, (path, type) => {
            if (path === 'unionCode') return code;
            return type === 'ID' ? omitted : (plain(field, path) ?? anyOf(type));
          }),
        });
      const real = await ask(ours.statistician, by(`${canary}-1`));
      expect(apartFromId(real.text)).toEqual(
        apartFromId((await ask(ours.statistician, by('no-such-code'))).text),
      );
      expect((await ask(ours.statistician, by('own-1'))).text).not.toBe(real.text);
    }
  });

  test('a session of one tenant is none of the other', async () => {
    const wrong = new Client(huiji.apiUrl);
    const input = { tenant: 'beta', login: 'own-p', password: 'a-long-test-password' };
    expect(await wrong.refusal(mutationOf('signIn'), { input })).toEqual(['SIGN_IN_FAILED']);
  });
});

const as = async (tenantId: string | null): Promise<void> => {
  await app.query(`SELECT set_config('app.tenant_id', $1, false)`, [tenantId ?? '']);
};
/** The code that PostgreSQL refuses with, or null. */
const refusalOf = async (sql: string, values: unknown[] = []): Promise<string | null> => {
  try {
    await app.query(sql, values);
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const denied = '42501';

describe('in the database', () => {
  let tables: string[];
  beforeAll(async () => {
    const { rows } = await owner.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm') ORDER BY 1`,
    );
    tables = rows.map((row) => row.name).filter((name) => name !== 'migrations');
    expect(tables.length).toBeGreaterThanOrEqual(18);
  });
  afterAll(() => as(null));

  test('without a tenant every table reads nothing, with one only its own', async () => {
    for (const tenant of [null, randomUUID(), tenantOf['alpha']!]) {
      await as(tenant);
      for (const table of tables) {
        const { rows } = await app.query<{ tenant_id: string }>(`SELECT DISTINCT tenant_id FROM ${table}`);
        expect([table, rows.map((row) => row.tenant_id).filter((id) => id !== tenant)]).toEqual([table, []]);
        if (tenant !== tenantOf['alpha']) expect(rows).toEqual([]);
      }
    }
    expect(await refusalOf('SELECT * FROM migrations')).toBe(denied);
    const fresh = new pg.Client(huiji.database.appUrl);
    await fresh.connect();
    expect((await fresh.query('SELECT FROM trade_union')).rowCount).toBe(0);
    await fresh.end();
  });

  test('no row goes to another tenant, none of another is changed or removed', async () => {
    await as(tenantOf['alpha']!);
    const other = tenantOf['beta']!;
    for (const table of tables) {
      const insert = `INSERT INTO ${table} (tenant_id) VALUES ($1)`;
      expect([table, await refusalOf(insert, [other])]).toEqual([table, denied]);
      expect([table, await refusalOf(`UPDATE ${table} SET tenant_id = $1`, [other])]).toEqual([
        table,
        denied,
      ]);
      expect([table, await refusalOf(`TRUNCATE ${table}`)]).toEqual([table, denied]);
      // What waits to be done or was done, what is counted for a while, attachments, which go while they were never handed in, by which provider
      // and account people sign in, which is as it is now, imports, which are kept for a while, templates, which are replaced, targets, whose revisions stay, and proofs of who somebody is, which go when they have been of no use for long.
      const deleted = [
        'rollup_outbox',
        'audit_unsealed',
        'attempt',
        'reset_request',
        'attachment',
        'attachment_removal',
        'operation',
        ...['import', 'import_return', 'report_template', 'target', 'submission'],
        ...['authentication_request', 'identity', 'identity_provider'],
        ...['session', 'one_time_code', 'recovery_code', 'totp', 'api_token'],
      ];
      if (!deleted.includes(table))
        expect([table, await refusalOf(`DELETE FROM ${table}`)]).toEqual([table, denied]);
    }
    const before = (
      await owner.query('SELECT name FROM trade_union WHERE tenant_id = $1 ORDER BY 1', [other])
    ).rows;
    expect(
      (await app.query('UPDATE trade_union SET name = name WHERE tenant_id = $1', [other])).rowCount,
    ).toBe(0);
    expect(
      (await owner.query('SELECT name FROM trade_union WHERE tenant_id = $1 ORDER BY 1', [other])).rows,
    ).toEqual(before);
  });

  test('what has happened stays as it was written', async () => {
    await as(tenantOf['alpha']!);
    for (const sql of [
      `UPDATE audit_event SET action = 'x'`,
      'DELETE FROM audit_event',
      `UPDATE audit_link SET hash = ''`,
      'DELETE FROM audit_link',
      `UPDATE audit_seal SET hash = ''`,
      'DELETE FROM audit_seal',
      'UPDATE audit_unsealed SET id = id',
      `UPDATE contribution SET figures = '{}'`,
      `UPDATE contribution SET accepted_at = now()`,
      `UPDATE idempotency SET request_hash = ''`,
      `UPDATE tenant SET code = 'x'`,
      'UPDATE tenant SET platform = true',
      'UPDATE tenant SET suspended_at = NULL',
      `UPDATE reminder SET message = 'x'`,
      `UPDATE reminder_message SET body_zh = 'x'`,
      `UPDATE reminder_delivery SET channel = 'SMS'`,
      'UPDATE reminder_rule SET days = 0',
      'UPDATE rollup_outbox SET plus = minus',
      'UPDATE rollup_difference SET stored = 0',
      `UPDATE submission_comment SET text = 'x'`,
      'DELETE FROM submission_comment',
      'SET ROLE huiji_door',
      'ALTER TABLE trade_union NO FORCE ROW LEVEL SECURITY',
      'DROP POLICY own_tenant ON trade_union',
      'CREATE TABLE mine (x int)',
    ]) {
      expect([sql, await refusalOf(sql)]).toEqual([sql, denied]);
    }
    expect(await refusalOf('UPDATE contribution SET superseded_at = superseded_at')).toBeNull();
  });

  test('the operator’s doors do nothing but in a transaction of the platform’s tenant', async () => {
    const { rows } = await owner.query<{ id: string }>('SELECT tenant_id AS id FROM tenant WHERE platform');
    for (const tenant of [null, randomUUID(), tenantOf['alpha']!]) {
      await as(tenant);
      expect((await app.query('SELECT * FROM door_tenants()')).rows).toEqual([]);
      const opened = await app.query(`SELECT door_open_tenant($1, 'by-door', 'n') AS done`, [randomUUID()]);
      expect(opened.rows).toEqual([{ done: false }]);
      const suspended = await app.query(`SELECT door_suspend_tenant('beta', true) AS id`);
      expect(suspended.rows).toEqual([{ id: null }]);
    }
    await as(rows[0]!.id);
    const listed = await app.query<{ code: string }>('SELECT code FROM door_tenants() ORDER BY code');
    expect(listed.rows.map(({ code }) => code)).toEqual(['alpha', 'beta']);
    // It is no tenant that could be suspended.
    expect((await app.query(`SELECT door_suspend_tenant('platform', true) AS id`)).rows).toEqual([
      { id: null },
    ]);
  });

  test.each(['api', 'worker'])('the %s does not start as the owner', async (name) => {
    const main = fileURLToPath(new URL(`../../apps/${name}/dist/main.js`, import.meta.url));
    const env = { ...process.env, DATABASE_URL: huiji.database.ownerUrl, PORT: '65535', NODE_OPTIONS: '' };
    const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => (said += text.toString()));
    const code = await new Promise((resolve) =>
      child.once('exit', (status, signal) => resolve(status ?? signal)),
    );
    expect(code).not.toBe(0);
    expect(said).toContain('would pass row-level security');
  });
});
