/** Huiji itself, on servers that run already: as `npm start` has it, and the browser tests. */
import { join } from 'node:path';
import { grantLogin, migrate } from '@huiji/migrations/run';
import { ownAttachments } from './attachments.js';
import type { Started } from './command.js';
import { demoPeople, isProduction, loadDemo, type SignIn } from './demo.js';
import { keptKey } from './kept-key.js';
import { launchApp } from './launch.js';
import { anchorsOf, OPERATIONS, PAGES } from './places.js';
import type { PlainError } from './plain-error.js';
import { keepRunning } from './supervise.js';

/** What an installation is made of. */
export interface Site {
  /** The url of the database's owner. */
  databaseUrl: string;
  redisUrl: string;
  host: string;
  port: number;
  /** Where it keeps its key, its attachments and the audit's anchors, unless the settings say otherwise. */
  state: string;
  /** The environment of its processes, with the settings that somebody has chosen. */
  settings: NodeJS.ProcessEnv;
}

/** Where it answers, and who may sign in. */
export interface Installation {
  address: string;
  signIn: SignIn[];
}

/** Migrates, starts api and worker, and loads the demonstration where it is not there yet; none in production. */
export async function startInstallation(
  started: Started,
  { databaseUrl, redisUrl, host, port, state, settings }: Site,
  onGiveUp: (error: PlainError) => void,
): Promise<Installation> {
  // Migrations and the demonstration seal by it, too.
  process.env['FIELD_KEY'] ||= await keptKey(join(state, 'field-key'));
  await migrate(databaseUrl);
  const env = {
    LOG_LEVEL: 'warn',
    // Whoever runs this looks around, and the demo is loaded through the api.
    ...{ GRAPHQL_INTROSPECTION: 'true', RATE_LIMIT_PERSON: '100000', RATE_LIMIT_TENANT: '1000000' },
    ...{ PAGES_DIR: PAGES, GRAPHQL_OPERATIONS: OPERATIONS, DEMO_PEOPLE: demoPeople(settings) },
    ...settings,
    FIELD_KEY: process.env['FIELD_KEY'],
    // The demonstration's administrators sign in with the password that it prints.
    REQUIRE_TOTP: settings['REQUIRE_TOTP'] || 'false',
    AUDIT_ANCHOR_DIR: settings['AUDIT_ANCHOR_DIR'] || anchorsOf(state),
    ...(settings['ATTACHMENT_STORE'] ? {} : await ownAttachments(state)),
    DATABASE_URL: await grantLogin(databaseUrl),
    REDIS_URL: redisUrl,
    PORT: String(port),
    HOST: host,
  };
  const app = (name: string, more: NodeJS.ProcessEnv) => () =>
    keepRunning(name, () => launchApp(name, { ...env, ...more }), onGiveUp);
  // Two processes of one machine cannot answer at one address.
  await started.together(
    app('api', {}),
    app('worker', { WATCH_ADDRESS: settings['WORKER_WATCH_ADDRESS'] ?? '' }),
  );

  const address = `http://${['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host}:${port}`;
  if (isProduction(settings)) return { address, signIn: [] };
  const { signIn } = await loadDemo({ ownerUrl: databaseUrl, apiUrl: `${address}/graphql` });
  return { address, signIn };
}
