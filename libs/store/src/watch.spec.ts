import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, jest, test } from '@jest/globals';
import { Gauge, register } from 'prom-client';
import type { DataSource } from 'typeorm';
import { serveWatch, Watch } from './watch.js';

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  register.clear();
  jest.restoreAllMocks();
});

const installation = { migrated: true, waiting: 3, lagSeconds: 1.5 };
/** A database that answers so, or not at all. */
const database = (answer: object | null): DataSource =>
  ({
    query: () => (answer ? Promise.resolve([answer]) : Promise.reject(new Error('no database'))),
  }) as unknown as DataSource;

/** Serves at any port; answers how a path is asked for. */
async function served(watch: Watch): Promise<(path: string) => Promise<Response>> {
  server = await serveWatch('127.0.0.1:0', watch);
  const { port } = server?.address() as AddressInfo;
  return (path) => fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(5_000) });
}

test('a count that cannot be told is answered 500, and the next one is told again', async () => {
  const logged = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const get = await served(new Watch(database(installation), () => true));
  const collect = () => Promise.reject(new Error('Connection is closed'));
  register.registerMetric(new Gauge({ name: 'gone', help: 'of what is gone', registers: [], collect }));
  expect((await get('/metrics')).status).toBe(500);
  expect(logged).toHaveBeenCalled();
  register.removeSingleMetric('gone');
  expect(await (await get('/metrics')).text()).toContain('huiji_outbox_waiting 3');
});

test('without its database a process is not ready, and knows no lag', async () => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const get = await served(new Watch(database(null), () => false));
  const answer = await get('/readyz');
  expect(answer.status).toBe(503);
  expect(await answer.json()).toEqual({
    ...{ ready: false, database: false, migrated: false, redis: false, lagSeconds: null },
  });
});

test('nothing is served without an address', async () => {
  expect(await serveWatch('', new Watch(database(installation), () => true))).toBeNull();
});
