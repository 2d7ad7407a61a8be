import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { neededMigration } from '@huiji/store/installation';
import pg from 'pg';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { freePort } from './harness/launch.mjs';
import { buildTown, eventually, type Town } from './harness/town.js';

let huiji: Huiji;
let town: Town;
let owner: pg.Client;
let api: string;
let worker: string;

beforeAll(async () => {
  api = `127.0.0.1:${await freePort()}`;
  worker = `127.0.0.1:${await freePort()}`;
  huiji = await startHuiji({ worker: false, settings: { WATCH_ADDRESS: api } });
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

interface Standing {
  ready: boolean;
  database: boolean;
  migrated: boolean;
  redis: boolean;
  lagSeconds: number | null;
}
const standing = async (url: string): Promise<{ status: number; said: Standing }> => {
  const answer = await fetch(url);
  return { status: answer.status, said: (await answer.json()) as Standing };
};
const readyz = (): Promise<{ status: number; said: Standing }> =>
  standing(huiji.apiUrl.replace('/graphql', '/readyz'));
const metrics = async (address: string): Promise<string> => (await fetch(`http://${address}/metrics`)).text();
/** The value of one series, NaN where there is none. */
const series = async (address: string, name: string): Promise<number> =>
  Number(
    (await metrics(address))
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')
      .at(-1),
  );

test('an api is ready once the database has the schema that it needs', async () => {
  const { rows } = await owner.query<{ name: string }>(
    'SELECT name FROM migrations ORDER BY timestamp DESC LIMIT 1',
  );
  expect(rows[0]?.name).toBe(neededMigration);
  const there = { ready: true, database: true, migrated: true, redis: true };
  expect(await readyz()).toEqual({ status: 200, said: { ...there, lagSeconds: expect.any(Number) } });
  await owner.query(`UPDATE migrations SET name = 'of before' WHERE name = $1`, [neededMigration]);
  await eventually(async () =>
    expect(await readyz()).toMatchObject({ status: 503, said: { ...there, ready: false, migrated: false } }),
  );
  expect(await standing(`http://${api}/readyz`)).toMatchObject({ status: 503 });
  expect(await series(api, 'huiji_ready{of="migrated"}')).toBe(0);
  await owner.query(`UPDATE migrations SET name = $1 WHERE name = 'of before'`, [neededMigration]);
  await eventually(async () => expect(await readyz()).toMatchObject({ status: 200, said: there }));
});

test('without its database an api says that it is not ready, and is again by itself', async () => {
  const role = new URL(huiji.database.appUrl).username;
  await owner.query(`ALTER ROLE ${role} NOLOGIN`);
  await owner.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [role]);
  await eventually(async () =>
    expect(await readyz()).toMatchObject({
      status: 503,
      said: { ready: false, database: false, lagSeconds: null },
    }),
  );
  expect(await series(api, 'huiji_ready{of="database"}')).toBe(0);
  await owner.query(`ALTER ROLE ${role} LOGIN`);
  await eventually(async () =>
    expect(await readyz()).toMatchObject({ status: 200, said: { ready: true, database: true } }),
  );
});

test('without Redis an api is ready, and says that Redis is away', async () => {
  const other = await huiji.startApi({
    ...{ REDIS_URL: `redis://127.0.0.1:${await freePort()}`, WATCH_ADDRESS: '' },
  });
  expect(await standing(other.apiUrl.replace('/graphql', '/readyz'))).toMatchObject({
    ...{ status: 200, said: { ready: true, redis: false } },
  });
  await other.stop();
});

test('what waits for a worker is told with its age, and what a worker has done; of nobody by name', async () => {
  await town.fileAndAccept(town.grassroots[0], { mem_member_cnt: '5' });
  await eventually(async () => {
    expect(await series(api, 'huiji_outbox_waiting')).toBeGreaterThan(0);
    expect(await series(api, 'huiji_outbox_oldest_seconds')).toBeGreaterThan(0);
  });
  const waited = await series(api, 'huiji_outbox_oldest_seconds');
  await huiji.startWorker({ WATCH_ADDRESS: worker });
  await eventually(async () => {
    expect(await series(worker, 'huiji_outbox_waiting')).toBe(0);
    expect(await series(worker, 'huiji_outbox_oldest_seconds')).toBe(0);
  });
  expect(await series(worker, 'huiji_drained_changes_total')).toBeGreaterThan(0);
  expect(await series(worker, 'huiji_drain_seconds_count')).toBeGreaterThan(0);
  // From the leaf to the root it took at least as long as it had been seen to wait.
  expect(await series(worker, 'huiji_leaf_to_root_seconds_sum')).toBeGreaterThanOrEqual(waited);
  expect(await series(worker, 'huiji_queue_jobs{queue="rollup",state="failed"}')).toBe(0);
  expect(await standing(`http://${worker}/readyz`)).toMatchObject({
    status: 200,
    said: { ready: true, redis: true },
  });
  expect(await series(worker, 'process_cpu_user_seconds_total')).toBeGreaterThan(0);
  expect((await fetch(`http://${worker}/`)).status).toBe(404);
});

test('requests are measured by route, and mutations counted by what became of them', async () => {
  const done = 'huiji_mutations_total{mutation="acceptSubmission",outcome="done"}';
  const before = await series(api, done);
  const submission = await town.fileAndAccept(town.grassroots[1], { mem_member_cnt: '7' });
  expect(await series(api, done)).toBe((before || 0) + 1);
  const again = `mutation ($input: AcceptSubmissionInput!) { again: acceptSubmission(input: $input) { userErrors { code } } }`;
  const input = { submissionId: submission.id, expectedVersion: 1, idempotencyKey: 'once more' };
  expect((await town.reviewer.ask(again, { input })).data).toMatchObject({
    again: { userErrors: [expect.anything()] },
  });
  expect(await series(api, 'huiji_mutations_total{mutation="acceptSubmission",outcome="refused"}')).toBe(1);
  await fetch(huiji.apiUrl.replace('/graphql', `/${submission.id}`));
  const told = await metrics(api);
  expect(await series(api, 'huiji_request_seconds_count{route="none",status="404"}')).toBe(1);
  expect(await series(api, 'huiji_request_seconds_count{route="/graphql",status="200"}')).toBeGreaterThan(10);
  for (const secret of [submission.id, 'alpha', town.bureau]) expect(told).not.toContain(secret);
});
