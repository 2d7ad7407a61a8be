import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Answer, Client } from './harness/client.js';
import { type Huiji, openTestTenant, password, startHuiji } from './harness/huiji.js';
import { buildTown, eventually, toldIn, type Town, mutationOf } from './harness/town.js';

let huiji: Huiji;
let owner: pg.Client;
let folder: string;
const towns: Record<string, Town> = {};
const ids: Record<string, string> = {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'huiji-log-'));
  huiji = await startHuiji({ settings: { TEST_LOG: join(folder, 'log'), LOG_LEVEL: 'info' } });
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  for (const code of ['alpha', 'beta']) {
    await openTestTenant(huiji, code);
    towns[code] = await buildTown(huiji, code);
  }
  const { rows } = await owner.query<{ code: string; id: string }>(
    'SELECT code, tenant_id AS id FROM tenant',
  );
  for (const { code, id } of rows) ids[code] = id;
});
afterAll(async () => {
  await owner?.end();
  await huiji?.stop();
  await rm(folder, { recursive: true, force: true });
});

type Line = Record<'time' | 'level' | 'name' | 'msg', string> & Record<string, unknown>;

/** Every line that api and worker have logged so far, each of which must be JSON. */
const lines = async (): Promise<Line[]> =>
  (await readFile(join(folder, 'log'), 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);

/** Asks with a body that comes in two parts: the second one is read in a turn of its own, as large ones are. */
async function askedSlowly(client: Client, query: string, variables: object): Promise<Answer<object>> {
  const { cookie } = client as unknown as { cookie: string };
  const body = Buffer.from(JSON.stringify({ query, variables }));
  const headers = { 'content-type': 'application/json', 'content-length': body.length, cookie };
  const asked = request(huiji.apiUrl, { method: 'POST', headers });
  asked.write(body.subarray(0, 50));
  await sleep(200);
  asked.end(body.subarray(50));
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return JSON.parse(Buffer.concat(await response.toArray()).toString()) as Answer<object>;
}

test('a fault of a request is found by the id that its client was told, with whose it was', async () => {
  await owner.query(`ALTER TABLE person ADD CONSTRAINT broken CHECK (login <> 'unlucky') NOT VALID`);
  for (const code of ['alpha', 'beta']) {
    const { admin, root } = towns[code]!;
    const input = {
      login: 'unlucky',
      name: '某人',
      password,
      appointments: [{ unionId: root, role: 'LEADER' }],
    };
    const answer = await askedSlowly(admin, mutationOf('createPerson'), { input });
    const [{ code: problem, requestId } = {} as never] = toldIn(answer) as unknown as Array<{
      code: string;
      requestId: string;
    }>;
    expect(problem).toBe('INTERNAL');
    await eventually(async () => {
      const about = (await lines()).filter((line) => line['requestId'] === requestId);
      expect(about).toContainEqual(
        expect.objectContaining({
          ...{ level: 'error', name: 'GraphQL', msg: 'a request failed', tenantId: ids[code] },
          fault: expect.stringContaining('constraint=broken'),
        }),
      );
      expect(about).toContainEqual(
        expect.objectContaining({
          ...{ level: 'info', name: 'Fastify', msg: 'request completed', tenantId: ids[code] },
          res: { statusCode: expect.any(Number) },
        }),
      );
      expect(new Set(about.map(({ tenantId }) => tenantId ?? ids[code]))).toEqual(new Set([ids[code]]));
    });
  }
  await owner.query('ALTER TABLE person DROP CONSTRAINT broken');
});

test('a fault of the worker says in which tenant, form and period, and at which job', async () => {
  await owner.query(`CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$;
    CREATE TRIGGER broken BEFORE INSERT OR UPDATE ON rollup FOR EACH ROW EXECUTE FUNCTION broken()`);
  for (const code of ['alpha', 'beta'])
    await towns[code]!.fileAndAccept(towns[code]!.grassroots[0], { mem_member_cnt: '5' });
  await eventually(async () => {
    const said = await lines();
    for (const code of ['alpha', 'beta']) {
      const about = { level: 'error', tenantId: ids[code], fault: expect.stringContaining('code=P0001') };
      expect(said).toContainEqual(
        expect.objectContaining({ ...about, name: 'Drainer', form: 'work-q', period: '2026Q3' }),
      );
      expect(said).toContainEqual(
        expect.objectContaining({
          ...about,
          name: 'EventsProcessor',
          job: expect.stringMatching(/^drain \S+$/),
        }),
      );
    }
  });
  await owner.query('DROP TRIGGER broken ON rollup');
});

test('every line of both has when, how bad, whose and what; what is under way for one is never said of another', async () => {
  const said = await lines();
  for (const line of said) {
    expect(line).toMatchObject({ name: expect.any(String), msg: expect.any(String) });
    expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(['info', 'warn', 'error', 'fatal']).toContain(line.level);
  }
  const tenantsOf = new Map<unknown, Set<unknown>>();
  for (const { requestId, tenantId } of said)
    if (requestId && tenantId)
      tenantsOf.set(requestId, (tenantsOf.get(requestId) ?? new Set()).add(tenantId));
  expect(tenantsOf.size).toBeGreaterThan(20);
  for (const tenants of tenantsOf.values()) expect(tenants.size).toBe(1);
});
