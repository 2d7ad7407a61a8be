/** `npm test`: every check and every test, the browser's last, against fresh servers that are gone afterwards. */
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runBrowserTests } from './browser-tests.js';
import { runCommand, type Started } from './command.js';
import { add, lastLine, type Counts } from './counts.js';
import { runJest, startTestServers } from './jest.js';
import { CHECKOUT } from './places.js';
import { PlainError } from './plain-error.js';
import { APP_LADDER, run } from './processes.js';
import { temporaryFolder } from './temporary.js';

const CHECKS = ['check:format', 'check:lint', 'check:cycles', 'check:types', 'check:size'];

await runCommand(test, 130);

async function test(started: Started): Promise<number> {
  const args = process.argv.slice(2); // for Jest; whoever names tests wants those, not the checks
  const [folder] = await started.together(temporaryFolder);
  let counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  if (args.length === 0) {
    const checks = CHECKS.map((check) => runCheck(started, check, join(folder.path, `${check}.log`)));
    for (const check of checks) counts = add(counts, await check);
  }
  const servers = await startTestServers(started, folder.path);
  const notBrowser = [...args, '--ignoreProjects', 'browser'];
  const tests = await runJest(
    started,
    { args: notBrowser, cwd: CHECKOUT, env: servers },
    join(folder.path, 'jest.json'),
  );
  counts = add(counts, tests);
  if (args.length === 0 && !started.stopping)
    counts = add(counts, await runBrowserTests(started, servers, folder.path).catch(failedAsAWhole));
  if (started.stopping) return 1; // interrupted: half a count is none

  await started.stop(); // before the last line, so that nothing follows it
  console.log(lastLine(counts));
  return counts.failed > 0 || tests.passed + tests.failed === 0 ? 1 : 0;
}

/** Where there can be no browser, say, the rest still counts. */
function failedAsAWhole(error: unknown): Counts {
  if (!(error instanceof PlainError)) throw error;
  console.log(`FAILED  the tests in a browser: ${error.message}`);
  return { passed: 0, failed: 1, skipped: 0 };
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
