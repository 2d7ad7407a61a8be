import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTenant } from '@huiji/migrations/tenant';
import { Redis } from 'ioredis';
import { requireAudited } from './audited.js';
import { Client } from './client.js';
import { type TestDatabase, testDatabase } from './database.js';
import { launch, launchApi, type Launched, redisOf, settingsFor } from './launch.mjs';

export const password = 'a-long-test-password';

/** A running product on a database of its own: api and worker as they are built, each in a process of its own. */
export interface Huiji {
  database: TestDatabase;
  apiUrl: string;
  wsUrl: string;
  redisUrl: string;
  /** Where the workers anchor the heads of audit chains. */
  anchors: string;
  /** Starts one more api, with settings of its own. */
  startApi(
    settings: NodeJS.ProcessEnv,
  ): Promise<{ apiUrl: string; stop(): Promise<void>; end(): Promise<void> }>;
  /** The folder in which attachments are kept. */
  attachments: string;
  /** Starts a worker, one more if there is one already; `settings` go over those that all of them have. */
  startWorker(settings?: NodeJS.ProcessEnv): Promise<void>;
  /** Kills the workers as a power cut would. */
  killWorker(): Promise<void>;
  /** Ends the workers as whoever stops them would. Rejects where one has not ended after ten seconds. */
  endWorker(): Promise<void>;
  client(tenant: string, login: string): Promise<Client>;
  stop(): Promise<void>;
}

/** Whether a suite asks the api of its Jest worker already; one more has to be started then. */
let taken = false;

/**
 * The product for a suite. Its api is the one that global-setup.mjs started for this Jest worker, on a database made anew,
 * unless `settings` say what the installation has besides its servers, such as SMTP_URL: then it has an api of its own.
 */
export async function startHuiji({
  worker = true,
  settings,
}: { worker?: boolean; settings?: NodeJS.ProcessEnv | undefined } = {}): Promise<Huiji> {
  const number = process.env['JEST_WORKER_ID'] ?? '1';
  const shared = settings || taken ? undefined : process.env[`TEST_API_${number}`];
  const database = await testDatabase(shared && `huiji_test_${number}`);
  const redisUrl = redisOf(number);
  await emptied(redisUrl);
  const anchors = await mkdtemp(join(tmpdir(), 'huiji-anchors-'));
  const attachments = shared
    ? await emptyFolder(process.env[`TEST_ATTACHMENTS_${number}`] ?? '')
    : await mkdtemp(join(tmpdir(), 'huiji-attachments-'));
  const environment = {
    ...settingsFor(database.appUrl, redisUrl, attachments),
    ...{ AUDIT_ANCHOR_DIR: anchors, ...settings },
  };
  const running: Launched[] = [];
  const startWorker = async (more: NodeJS.ProcessEnv = {}): Promise<void> => {
    const child = launch('worker', { ...environment, ...more });
    running.push(child);
    await child.ready;
  };
  const [own] = await Promise.all([shared ? undefined : launchApi(environment), worker && startWorker()]);
  const apiUrl = shared ?? own?.url ?? '';
  taken ||= shared !== undefined;

  const huiji: Huiji = {
    database,
    apiUrl,
    wsUrl: apiUrl.replace('http', 'ws'),
    redisUrl,
    anchors,
    attachments,
    async startApi(more) {
      const api = await launchApi({ ...environment, ...more });
      const stop = async (): Promise<void> => {
        await requireAudited(api.url, database.ownerUrl);
        await api.kill();
      };
      return { apiUrl: api.url, stop, end: api.end };
    },
    startWorker,
    killWorker: () => Promise.all(running.splice(0).map((child) => child.kill())).then(() => undefined),
    endWorker: () => Promise.all(running.splice(0).map((child) => child.end())).then(() => undefined),
    client: (tenant, login) => new Client(apiUrl).signIn(tenant, login, password),
    async stop() {
      await huiji.killWorker();
      await requireAudited(apiUrl, database.ownerUrl);
      await own?.kill();
      if (own) await database.drop();
      else taken = false;
      await Promise.all(
        [anchors, ...(own ? [attachments] : [])].map((folder) => rm(folder, { recursive: true })),
      );
    },
  };
  return huiji;
}

async function emptyFolder(folder: string): Promise<string> {
  await rm(folder, { recursive: true });
  await mkdir(folder);
  return folder;
}

/** The suite before may have killed a worker at a job, which BullMQ would give to the next one half a minute later. */
async function emptied(redisUrl: string): Promise<void> {
  const redis = new Redis(redisUrl);
  await redis.flushdb();
  await redis.quit();
}

/** Opens a tenant whose administrators are `admin` (of its unions), `system`, `security` and `auditor`; its federation is `<tenant>-root`. */
export async function openTestTenant(
  huiji: Huiji,
  code: string,
  { catalogueVersion }: { catalogueVersion?: number } = {},
): Promise<void> {
  await openTenant(huiji.database.ownerUrl, {
    code,
    name: `${code}总工会`,
    root: { code: `${code}-root`, name: `${code}总工会`, establishedOn: '1950-01-01' },
    people: [
      { login: 'admin', name: '管理员', role: 'UNION_ADMIN', password },
      { login: 'system', name: '系统管理员', role: 'SYSTEM_ADMIN', password },
      { login: 'security', name: '安全管理员', role: 'SECURITY_ADMIN', password },
      { login: 'auditor', name: '审计管理员', role: 'AUDIT_ADMIN', password },
    ],
    ...(catalogueVersion === undefined ? {} : { catalogueVersion }),
  });
}
