/** Jest with the servers that the tests meet, fresh and gone afterwards. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Started } from './command.js';
import { countJest, type Counts, type JestResults } from './counts.js';
import { namedServer } from './named.js';
import { startPostgres } from './postgres.js';
import { APP_LADDER, run } from './processes.js';
import { startRedis } from './redis.js';

/** What the tests find their servers by, and what the api asks for besides. A server that the environment names is used as it is. */
export async function startTestServers(started: Started, folder: string): Promise<NodeJS.ProcessEnv> {
  const { DATABASE_URL, REDIS_URL } = process.env;
  const [postgres, redis] = await started.together(
    () =>
      DATABASE_URL
        ? namedServer('DATABASE_URL', DATABASE_URL)
        : startPostgres(join(folder, 'postgres'), { durable: false }),
    () => (REDIS_URL ? namedServer('REDIS_URL', REDIS_URL) : startRedis(join(folder, 'redis'))),
  );
  // The suite that is about second factors asks for them.
  const settings = { FIELD_KEY: randomBytes(32).toString('base64'), REQUIRE_TOTP: 'false' };
  return { TEST_DATABASE_URL: postgres.url, REDIS_URL: redis.url, ...settings };
}

/** What a run of Jest is about: its arguments, the checkout it runs in, and its environment beside ours. */
export interface JestRun {
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** The file that what it prints goes to, instead of the terminal. */
  log?: number;
}

/** Runs Jest, and counts what it wrote to `resultsFile`. */
export async function runJest(
  started: Started,
  { args, cwd, env, log = 2 }: JestRun,
  resultsFile: string,
): Promise<Counts> {
  await rm(resultsFile, { force: true }); // those of a run before are not this one's
  const [jest] = await started.together(() =>
    run(
      process.execPath,
      [
        '--experimental-vm-modules',
        'node_modules/jest/bin/jest.js',
        '--json',
        '--forceExit',
        `--outputFile=${resultsFile}`,
        ...args,
      ],
      // A test that fails before it closes its connections must not keep Jest waiting for them, hence --forceExit.
      // Jest reports on stderr; what tests print themselves joins it there.
      {
        cwd,
        env: { ...process.env, ...env, NODE_NO_WARNINGS: '1' },
        stdio: ['ignore', log, log],
      },
      APP_LADDER,
    ),
  );
  const { code, how } = await jest.exited;
  const results = existsSync(resultsFile)
    ? (JSON.parse(await readFile(resultsFile, 'utf8')) as JestResults)
    : undefined;
  if (!results && log === 2) console.error(`Jest ended without results (${how}).`);
  return countJest(results, code);
}
