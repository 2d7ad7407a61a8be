/** The tests in a real browser, which meet one Huiji with the demonstration in it. */
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { chromiumWithChinese } from './chromium.js';
import type { Started } from './command.js';
import type { Counts } from './counts.js';
import { startInstallation } from './installation.js';
import { runJest } from './jest.js';
import { CACHE, CHECKOUT } from './places.js';
import type { PlainError } from './plain-error.js';
import { freePort } from './supervise.js';

const DATABASE = 'huiji_browser_test';
/** Beside those of the workers of Jest (test/src/harness). */
const REDIS_DATABASE = 15;
/** All that Huiji is given of the caller's environment: his settings name stores and gateways that are none of a test's. */
const ENVIRONMENT = { PATH: process.env['PATH'], HOME: process.env['HOME'] };

/**
 * Runs the tests whose path matches `args` (all without any) in Chromium, one file after the other by name, on servers of
 * `startTestServers`. Screenshots go to SHOTS.
 */
export async function runBrowserTests(
  started: Started,
  servers: NodeJS.ProcessEnv,
  folder: string,
  args: readonly string[] = [],
): Promise<Counts> {
  const chromium = await chromiumWithChinese(CACHE, folder);
  const databaseUrl = await freshDatabase(servers['TEST_DATABASE_URL'] ?? '');
  let giveUp: (error: PlainError) => void = () => undefined;
  const gaveUp = new Promise<never>((_, reject) => (giveUp = reject));
  const until = <T>(work: Promise<T>) => Promise.race([work, gaveUp]);
  const redisUrl = `${servers['REDIS_URL']}/${REDIS_DATABASE}`;
  const site = { databaseUrl, redisUrl, host: '127.0.0.1', port: await freePort() };
  const { address } = await until(
    startInstallation(started, { ...site, state: join(folder, 'browser'), settings: ENVIRONMENT }, giveUp),
  );
  const shots = resolve(process.env['SHOTS'] || join(tmpdir(), `huiji-shots-${process.getuid?.()}`));
  await mkdir(shots, { recursive: true });
  console.log(`Screenshots go to ${shots}.`);
  const only = [
    ...['--selectProjects', 'browser', '--runInBand'],
    ...['--testSequencer', join(CHECKOUT, 'test/browser/harness/by-name.mjs')],
  ];
  const env = { TEST_ORIGIN: address, TEST_CHROMIUM: JSON.stringify(chromium), SHOTS: shots };
  const run = { args: [...args, ...only], cwd: CHECKOUT, env: { ...env, TEST_DATABASE_URL: databaseUrl } };
  return until(runJest(started, run, join(folder, 'browser.json')));
}

/** The url of an empty database on the server, for its owner. */
async function freshDatabase(server: string): Promise<string> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${DATABASE} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${DATABASE}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${DATABASE}`;
  return url.toString();
}
