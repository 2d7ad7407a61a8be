import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openTenant } from '@huiji/migrations/tenant';
import { Redis } from 'ioredis';
import { Client } from './client.js';
import { type TestDatabase, testDatabase } from './database.js';

export const password = 'a-long-test-password';

/** What addresses of attachments are signed by. */
export const attachmentSecret = 'an-attachment-secret-of-the-tests';

/** A running product on a database of its own: api and worker as they are built, each in a process of its own. */
export interface Huiji {
  database: TestDatabase;
  apiUrl: string;
  wsUrl: string;
  redisUrl: string;
  /** Where the workers anchor the heads of audit chains. */
  anchors: string;
  /** The folder in which attachments are kept. */
  attachments: string;
  /** Starts a worker, one more if there is one already; `settings` go over those that all of them have. */
  startWorker(settings?: NodeJS.ProcessEnv): Promise<void>;
  /** Kills the workers as a power cut would. */
  killWorker(): Promise<void>;
  client(tenant: string, login: string): Promise<Client>;
  stop(): Promise<void>;
}

const built = (app: 'api' | 'worker'): string =>
  new URL(`../../../apps/${app}/dist/main.js`, import.meta.url).pathname;

/** `settings`: what the installation has besides its servers, such as SMTP_URL. */
export async function startHuiji({
  worker = true,
  settings = {},
}: { worker?: boolean; settings?: NodeJS.ProcessEnv } = {}): Promise<Huiji> {
  const database = await testDatabase();
  // A database of its own for each Jest worker, so that no worker takes another suite's jobs.
  const redisUrl = `${process.env['REDIS_URL']}/${process.env['JEST_WORKER_ID'] ?? 0}`;
  await emptied(redisUrl);
  const port = await freePort();
  const anchors = await mkdtemp(join(tmpdir(), 'huiji-anchors-'));
  const attachments = await mkdtemp(join(tmpdir(), 'huiji-attachments-'));
  const environment = {
    ...{ ...process.env, DATABASE_URL: database.appUrl, REDIS_URL: redisUrl, NODE_OPTIONS: '' },
    ...{ HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'fatal', AUDIT_ANCHOR_DIR: anchors },
    ...{
      ATTACHMENT_STORE: pathToFileURL(attachments).href,
      ATTACHMENT_SECRET: attachmentSecret,
      ...settings,
    },
  };
  const apiUrl = `http://127.0.0.1:${port}/graphql`;
  let running: Launched[] = [];

  const huiji: Huiji = {
    database,
    apiUrl,
    wsUrl: apiUrl.replace('http', 'ws'),
    redisUrl,
    anchors,
    attachments,
    async startWorker(more = {}) {
      const child = launch('worker', { ...environment, ...more });
      running.push(child);
      await child.ready;
    },
    async killWorker() {
      const living = running;
      running = [];
      await Promise.all(living.map((child) => child.kill()));
    },
    client: (tenant, login) => new Client(apiUrl).signIn(tenant, login, password),
    async stop() {
      await huiji.killWorker();
      await api.kill();
      await database.drop();
      await Promise.all([anchors, attachments].map((folder) => rm(folder, { recursive: true })));
    },
  };
  const api = launch('api', environment);
  await Promise.all([api.ready, worker && huiji.startWorker()]);
  return huiji;
}

interface Launched {
  /** Resolves once the process says that it works; rejects when it ended before. */
  ready: Promise<void>;
  /** As a power cut would. */
  kill(): Promise<void>;
}

function launch(app: 'api' | 'worker', env: NodeJS.ProcessEnv): Launched {
  const child = spawn(process.execPath, [built(app)], {
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const early = ended.then(() => Promise.reject(new Error(`the ${app} ended before it was ready`)));
  return {
    ready: Promise.race([once(child, 'message').then(() => undefined), early]),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
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
