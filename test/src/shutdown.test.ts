import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import WebSocket from 'ws';
import { Client } from './harness/client.js';
import { ended, exported } from './harness/exports.js';
import { type Huiji, openTestTenant, password, startHuiji } from './harness/huiji.js';
import { act, buildTown, eventually, type Town } from './harness/town.js';

// How api and worker end when they are asked to: `end` rejects where that takes longer than ten seconds.
let huiji: Huiji;
let town: Town;
let owner: pg.Client;
/** Not in the transaction that holds a table. */
let beside: pg.Client;
beforeAll(async () => {
  huiji = await startHuiji({ worker: false });
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  owner = new pg.Client(huiji.database.ownerUrl);
  beside = new pg.Client(huiji.database.ownerUrl);
  await Promise.all([owner.connect(), beside.connect()]);
});
afterAll(async () => {
  await Promise.all([owner?.end(), beside?.end()]);
  await huiji.stop();
});

/** Keeps everybody from a table until it is let go of. */
async function holding<T>(table: string, work: (letGo: () => Promise<void>) => Promise<T>): Promise<T> {
  await owner.query('BEGIN');
  await owner.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  let held = true;
  const letGo = async (): Promise<void> => {
    if (held) await owner.query('ROLLBACK');
    held = false;
  };
  try {
    return await work(letGo);
  } finally {
    await letGo();
  }
}
/** Somebody waits for a table that is held. */
const waitedFor = (table: string): Promise<void> =>
  eventually(async () => {
    const { rows } = await owner.query(`SELECT FROM pg_locks WHERE NOT granted AND relation = $1::regclass`, [
      table,
    ]);
    expect(rows.length).toBeGreaterThan(0);
  });
const saving = (client: Client, unionId: string, value: number, expectedVersion = 0) =>
  act(client, 'save', {
    ...{ unionId, form: 'work-q', period: '2026Q3', expectedVersion },
    cells: [{ cell: 'mem_member_cnt', value: String(value) }],
  });

test('an api that ends answers what is under way first, and takes nothing more', async () => {
  const other = await huiji.startApi({});
  const clerk = await new Client(other.apiUrl).signIn('alpha', 'clerk', password);
  // Somebody who listens does not keep it.
  const socket = new WebSocket(other.apiUrl.replace('http', 'ws'), 'graphql-transport-ws', {
    headers: clerk.headers,
  });
  await once(socket, 'open');
  await holding('submission', async (letGo) => {
    const underWay = saving(clerk, town.grassroots[0], 5);
    await waitedFor('submission');
    const ended = other.end();
    await eventually(async () => {
      const answer = await fetch(other.apiUrl.replace('/graphql', '/healthz')).catch(() => null);
      expect(answer?.status ?? 503).toBe(503);
    });
    await letGo();
    expect(await underWay).toMatchObject({ version: 1 });
    await ended;
  });
});

test('what an api acknowledged before it ended has been done', async () => {
  const other = await huiji.startApi({});
  const clerk = await new Client(other.apiUrl).signIn('alpha', 'clerk', password);
  const acknowledged = new Map(town.grassroots.slice(1).map((unionId) => [unionId, 0]));
  const working = [...acknowledged.keys()].map(async (unionId) => {
    for (let value = 1; await saving(clerk, unionId, value, value - 1).catch(() => null); value++)
      acknowledged.set(unionId, value);
  });
  while (Math.min(...acknowledged.values()) < 3) await sleep(20);
  await other.end();
  await Promise.all(working);
  for (const [unionId, last] of acknowledged) {
    const { rows } = await owner.query<{ version: number }>(
      'SELECT version FROM submission WHERE union_id = $1',
      [unionId],
    );
    expect(rows[0]!.version).toBeGreaterThanOrEqual(last);
  }
});

test('a worker that ends gives back what it is at, for another one to begin again at once', async () => {
  await town.accept(await town.submit(await town.save(town.grassroots[0], { mem_member_cnt: '5' }, 1)));
  const { id } = await exported(town.reviewer, { unionCode: 'B1', table: 'TOTALS' });
  const state = async () => {
    const { rows } = await owner.query<{ state: string; attempts: number; free: boolean }>(
      'SELECT state, attempts, claimed_until <= clock_timestamp() AS free FROM operation WHERE id = $1',
      [id],
    );
    return rows[0];
  };
  await holding('rollup', async (letGo) => {
    await huiji.startWorker();
    await eventually(async () =>
      expect(await state()).toMatchObject({ state: 'RUNNING', attempts: 1, free: false }),
    );
    await waitedFor('rollup');
    const ended = huiji.endWorker();
    await sleep(300);
    await letGo();
    await ended;
  });
  expect(await state()).toEqual({ state: 'RUNNING', attempts: 1, free: true });
  await huiji.startWorker();
  await eventually(async () => expect(await state()).toMatchObject({ state: 'DONE', attempts: 2 }));
  const { rollup } = await town.reviewer.get<{ rollup: { reportsAccepted: number } }>(
    '{ rollup(unionCode: "B1", form: "work-q", period: "2026Q3") { reportsAccepted } }',
  );
  expect(rollup.reportsAccepted).toBe(1);
  await huiji.killWorker();
});

/** The processes that work operations on the suite's database. */
async function processesApart(): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const read = (pid: string, of: string) => readFile(`/proc/${pid}/${of}`, 'utf8').catch(() => '');
  const own = await Promise.all(
    pids.map(
      async (pid) =>
        (await read(pid, 'cmdline')).includes('operation/apart-main.js') &&
        (await read(pid, 'environ')).includes(huiji.database.appUrl),
    ),
  );
  return pids.filter((_, at) => own[at]).map(Number);
}

test('an operation whose process dies is begun again, three times at most; its worker works on', async () => {
  await huiji.startWorker();
  const { id } = await exported(town.reviewer, { unionCode: 'B1', table: 'TOTALS' });
  await holding('rollup', async () => {
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await eventually(async () => {
        const { rows } = await owner.query<{ attempts: number }>(
          'SELECT attempts FROM operation WHERE id = $1',
          [id],
        );
        expect(rows[0]!.attempts).toBe(attempt);
      });
      await waitedFor('rollup');
      // Who waits may still be what was left by the one killed before: the next is begun a moment after its attempt.
      let found: number[] = [];
      await eventually(async () => {
        found = await processesApart();
        expect(found).toHaveLength(1);
      });
      for (const pid of found) process.kill(pid, 'SIGKILL');
      // Else the next attempt waits for some seconds.
      await eventually(async () => {
        const { rowCount } = await beside.query(
          `UPDATE operation SET claimed_until = now() WHERE id = $1 AND (ended_at IS NOT NULL OR claimed_until < now() + interval '6 s')`,
          [id],
        );
        expect(rowCount).toBe(1);
      });
    }
  });
  expect(await ended(town.reviewer, id)).toMatchObject({
    ...{ state: 'FAILED', problem: { code: 'OPERATION_FAILED' } },
  });
  const next = await exported(town.reviewer, { unionCode: 'B1', table: 'TOTALS' });
  expect(await ended(town.reviewer, next.id)).toMatchObject({ state: 'DONE' });
  await huiji.killWorker();
});

test('the process apart ends with its worker, however that ends', async () => {
  await huiji.startWorker();
  const { id } = await exported(town.reviewer, { unionCode: 'B1', table: 'TOTALS' });
  await ended(town.reviewer, id);
  expect(await processesApart()).toHaveLength(1);
  await huiji.killWorker();
  await eventually(async () => expect(await processesApart()).toEqual([]));
});
