/** `npm test`: every check and every test, against fresh servers that are gone afterwards. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand, type Started } from './command.js';
import { add, countJest, lastLine, type Counts, type JestResults } from './counts.js';
import { CHECKOUT } from './places.js';
import { namedServer } from './named.js';
import { startPostgres } from './postgres.js';
import { APP_LADDER, run } from './processes.js';
import { startRedis } from './redis.js';
import { temporaryFolder } from './temporary.js';

const CHECKS = ['check:format', 'check:lint', 'check:cycles', 'check:types'];

await runCommand(test, 130);

async function test(started: Started): Promise<number> {
  const args = process.argv.slice(2); // for Jest; whoever names tests wants those, not the checks
  const [folder] = await started.together(temporaryFolder);
  let counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  if (args.length === 0) {
    const checks = CHECKS.map((check) => runCheck(started, check, join(folder.path, `${check}.log`)));
    for (const check of checks) counts = add(counts, await check);
  }
  const tests = await runJest(
    started,
    args,
    await startServers(started, folder.path),
    join(folder.path, 'jest.json'),
  );
  if (started.stopping) return 1; // interrupted: half a count is none
  counts = add(counts, tests);

  await started.stop(); // before the last line, so that nothing follows it
  console.log(lastLine(counts));
  return counts.failed > 0 || tests.passed + tests.failed === 0 ? 1 : 0;
}

async function runCheck(started: Started, name: string, logFile: string): Promise<Counts> {
  const began = performance.now();
  const log = await open(logFile, 'w+');
  const options = { cwd: CHECKOUT, stdio: ['ignore', log.fd, log.fd] as ['ignore', number, number] };
  const [check] = await started.together(() => run('npm', ['run', '--silent', name], options, APP_LADDER));
  const passed = (await check.exited).code === 0;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${passed ? 'passed' : 'FAILED'}  ${name}  ${seconds} s`);
  if (!passed) console.log(await readFile(logFile, 'utf8'));
  await log.close();
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

/** What the tests find their servers by, and what the api asks for besides. A server that the environment names is used as it is. */
async function startServers(started: Started, folder: string): Promise<NodeJS.ProcessEnv> {
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

async function runJest(
  started: Started,
  args: string[],
  servers: NodeJS.ProcessEnv,
  resultsFile: string,
): Promise<Counts> {
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
      { cwd: CHECKOUT, env: { ...process.env, ...servers, NODE_NO_WARNINGS: '1' }, stdio: ['ignore', 2, 2] },
      APP_LADDER,
    ),
  );
  const { code, how } = await jest.exited;
  const results = existsSync(resultsFile)
    ? (JSON.parse(await readFile(resultsFile, 'utf8')) as JestResults)
    : undefined;
  if (!results) console.error(`Jest ended without results (${how}).`);
  return countJest(results, code);
}
