import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { buildTown, eventually, type Town } from './harness/town.js';

// A Redis that answers and refuses, as one does whose disk is full: here, because the worker's user may run no scripts.
const user = 'refused';
let huiji: Huiji;
let town: Town;
let redis: Redis;
let folder: string;
let log: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'huiji-redis-refuses-'));
  log = join(folder, 'log');
  huiji = await startHuiji({ worker: false });
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  redis = new Redis(huiji.redisUrl);
  await redis.call(
    'ACL',
    'SETUSER',
    user,
    'reset',
    'on',
    `>${user}`,
    '~*',
    '&*',
    '+@all',
    '-eval',
    '-evalsha',
  );
  await redis.call('ACL', 'LOG', 'RESET');
});
afterAll(async () => {
  await huiji.stop();
  await redis.call('ACL', 'DELUSER', user);
  await redis.quit();
  await rm(folder, { recursive: true });
});

/** How often the worker was refused. */
async function refusals(): Promise<number> {
  const entries = (await redis.call('ACL', 'LOG')) as Array<Array<string | number>>;
  const counts = entries.map((entry) => {
    const at = (name: string) => entry[entry.indexOf(name) + 1];
    return at('username') === user ? Number(at('count')) : 0;
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

test('where Redis refuses, totals follow by the timers, the queues are left alone for a while, and the log says so without the jobs', async () => {
  const url = new URL(huiji.redisUrl);
  [url.username, url.password] = [user, user];
  await huiji.startWorker({ REDIS_URL: url.toString(), TEST_LOG: log });
  // A doorbell rings for each; only the timer can hear of it.
  for (const unionId of town.grassroots) {
    await town.fileAndAccept(unionId, { mem_retained_cnt: '5' });
    const before = town.grassroots.indexOf(unionId);
    await eventually(async () => {
      const { rollup } = await town.statistician.get<{ rollup: { cells: Array<{ value: string }> } }>(
        `{ rollup(unionCode: "B1", form: "work-q", period: "2026Q3") { cells(codes: ["mem_retained_cnt"]) { value } } }`,
      );
      expect(rollup.cells[0]?.value).toBe(String(5 * (before + 1)));
    });
  }
  expect(await refusals()).toBeGreaterThan(0);
  expect(await refusals()).toBeLessThan(100);
  const said = await readFile(log, 'utf8');
  expect(said.match(/Redis does not take/g)?.length).toBeLessThanOrEqual(3);
  expect(said).toContain('Redis does not take');
  expect(said).not.toMatch(/evalsha|bull:/);
});

test('where Redis is away, all that the worker says is in its log', async () => {
  const away = join(folder, 'away');
  await huiji.startWorker({ REDIS_URL: 'redis://127.0.0.1:1', TEST_LOG: away });
  const lines = async (): Promise<string[]> => (await readFile(away, 'utf8')).split('\n').filter(Boolean);
  await eventually(async () => expect((await lines()).join()).toContain('ECONNREFUSED'), 20);
  for (const line of await lines()) expect(JSON.parse(line)).toHaveProperty('level');
});
