import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from '@huiji/api/server';
import { openTenant } from '@huiji/migrations/tenant';
import { Client } from './client.js';
import { type TestDatabase, testDatabase } from './database.js';

export const password = 'a-long-test-password';

/** A running product on a database of its own: the api in this process, the worker in one of its own. */
export interface Huiji {
  database: TestDatabase;
  apiUrl: string;
  wsUrl: string;
  redisUrl: string;
  startWorker(): Promise<void>;
  /** Kills the worker as a power cut would. */
  killWorker(): Promise<void>;
  client(tenant: string, login: string): Promise<Client>;
  stop(): Promise<void>;
}

const workerMain = new URL('../../../apps/worker/dist/main.js', import.meta.url).pathname;

export async function startHuiji({ worker = true } = {}): Promise<Huiji> {
  const database = await testDatabase();
  // A database of its own for each Jest worker, so that no worker takes another suite's jobs.
  const redisUrl = `${process.env['REDIS_URL']}/${process.env['JEST_WORKER_ID'] ?? 0}`;
  const app = await createServer({
    DATABASE_URL: database.appUrl,
    REDIS_URL: redisUrl,
    HOST: '127.0.0.1',
    PORT: 0,
    DATABASE_POOL: 8,
    COOKIE_SECURE: false,
    LOG_LEVEL: 'fatal',
  });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const apiUrl = `http://127.0.0.1:${port}/graphql`;
  let running: ChildProcess | null = null;

  const huiji: Huiji = {
    database,
    apiUrl,
    wsUrl: apiUrl.replace('http', 'ws'),
    redisUrl,
    async startWorker() {
      const child = spawn(process.execPath, [workerMain], {
        env: { ...process.env, DATABASE_URL: database.appUrl, REDIS_URL: redisUrl, NODE_OPTIONS: '' },
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      });
      running = child;
      await Promise.race([
        once(child, 'message'),
        once(child, 'exit').then(() => Promise.reject(new Error('the worker ended before it was ready'))),
      ]);
    },
    async killWorker() {
      if (!running || running.exitCode !== null) return;
      const gone = once(running, 'exit');
      running.kill('SIGKILL');
      await gone;
    },
    client: (tenant, login) => new Client(apiUrl).signIn(tenant, login, password),
    async stop() {
      await huiji.killWorker();
      await app.close();
      await database.drop();
    },
  };
  if (worker) await huiji.startWorker();
  return huiji;
}

/** Opens a tenant whose administrator is `admin`; its federation has the code `<tenant>-root`. */
export async function openTestTenant(
  huiji: Huiji,
  code: string,
  { catalogueVersion }: { catalogueVersion?: number } = {},
): Promise<void> {
  await openTenant(huiji.database.ownerUrl, {
    code,
    name: `${code}总工会`,
    root: { code: `${code}-root`, name: `${code}总工会`, establishedOn: '1950-01-01' },
    admin: { login: 'admin', name: '管理员', password },
    ...(catalogueVersion === undefined ? {} : { catalogueVersion }),
  });
}
