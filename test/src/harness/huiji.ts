import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from '@huiji/api/server';
import { openTenant } from '@huiji/migrations/tenant';
import { Redis } from 'ioredis';
import { Client } from './client.js';
import { type TestDatabase, testDatabase } from './database.js';

export const password = 'a-long-test-password';

/** A running product on a database of its own: the api in this process, the worker in one of its own. */
export interface Huiji {
  database: TestDatabase;
  apiUrl: string;
  wsUrl: string;
  redisUrl: string;
  /** Where the workers anchor the heads of audit chains. */
  anchors: string;
  /** Starts a worker, one more if there is one already; `settings` go over those that all of them have. */
  startWorker(settings?: NodeJS.ProcessEnv): Promise<void>;
  /** Kills the workers as a power cut would. */
  killWorker(): Promise<void>;
  client(tenant: string, login: string): Promise<Client>;
  stop(): Promise<void>;
}

const workerMain = new URL('../../../apps/worker/dist/main.js', import.meta.url).pathname;

/** `settings`: what the installation has besides its servers, such as SMTP_URL. */
export async function startHuiji({
  worker = true,
  settings = {},
}: { worker?: boolean; settings?: NodeJS.ProcessEnv } = {}): Promise<Huiji> {
  const database = await testDatabase();
  // A database of its own for each Jest worker, so that no worker takes another suite's jobs.
  const redisUrl = `${process.env['REDIS_URL']}/${process.env['JEST_WORKER_ID'] ?? 0}`;
  await emptied(redisUrl);
  const app = await createServer({
    DATABASE_URL: database.appUrl,
    REDIS_URL: redisUrl,
    HOST: '127.0.0.1',
    PORT: 0,
    DATABASE_POOL: 8,
    COOKIE_SECURE: false,
    LOG_LEVEL: 'fatal',
    SMTP_URL: 'SMTP_URL' in settings,
    SMS_GATEWAY_URL: 'SMS_GATEWAY_URL' in settings,
  });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const anchors = await mkdtemp(join(tmpdir(), 'huiji-anchors-'));
  const apiUrl = `http://127.0.0.1:${port}/graphql`;
  let running: ChildProcess[] = [];

  const huiji: Huiji = {
    database,
    apiUrl,
    wsUrl: apiUrl.replace('http', 'ws'),
    redisUrl,
    anchors,
    async startWorker(more = {}) {
      const servers = {
        ...{ DATABASE_URL: database.appUrl, REDIS_URL: redisUrl, NODE_OPTIONS: '' },
        AUDIT_ANCHOR_DIR: anchors,
      };
      const child = spawn(process.execPath, [workerMain], {
        env: { ...process.env, ...servers, ...settings, ...more },
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      });
      running.push(child);
      await Promise.race([
        once(child, 'message'),
        once(child, 'exit').then(() => Promise.reject(new Error('the worker ended before it was ready'))),
      ]);
    },
    async killWorker() {
      const living = running.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
      running = [];
      const gone = living.map((child) => once(child, 'exit'));
      for (const child of living) child.kill('SIGKILL');
      await Promise.all(gone);
    },
    client: (tenant, login) => new Client(apiUrl).signIn(tenant, login, password),
    async stop() {
      await huiji.killWorker();
      await app.close();
      await database.drop();
      await rm(anchors, { recursive: true });
    },
  };
  if (worker) await huiji.startWorker();
  return huiji;
}

/** The suite before may have killed a worker at a job, which BullMQ would give to the next one half a minute later. */
async function emptied(redisUrl: string): Promise<void> {
  const redis = new Redis(redisUrl);
  await redis.flushdb();
  await redis.quit();
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
