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

/** A command that passes or fails as a whole; what it prints is shown where it fails, and where `tells`, always. */
interface Check {
  name: string;
  command: string;
  args: string[];
  tells: boolean;
}

const CHECKS = ['check:format', 'check:lint', 'check:cycles', 'check:types', 'check:size'].map(
  (name): Check => ({ name, command: 'npm', args: ['run', '--silent', name], tells: false }),
);

/** The short fault run: its seed is told, whatever comes of it. */
const FAULTS: Check = {
  ...{ name: 'test:faults', command: process.execPath, tells: true },
  args: ['--enable-source-maps', join(CHECKOUT, 'apps/local/dist/faults.js'), '--kills', '15'],
};

await runCommand(test, 130);

async function test(started: Started): Promise<number> {
  const args = process.argv.slice(2); // for Jest; whoever names tests wants those, not the checks
  const [folder] = await started.together(temporaryFolder);
  let counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  if (args.length === 0) {
    const checks = CHECKS.map((check) => runCheck(started, check, folder.path));
    for (const check of checks) counts = add(counts, await check);
    // Alone: what it starts anew all the time should come up soon.
    counts = add(counts, await runCheck(started, FAULTS, folder.path));
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

async function runCheck(
  started: Started,
  { name, command, args, tells }: Check,
  folder: string,
): Promise<Counts> {
  const began = performance.now();
  const logFile = join(folder, `${name}.log`);
  const log = await open(logFile, 'w+');
  const options = { cwd: CHECKOUT, stdio: ['ignore', log.fd, log.fd] as ['ignore', number, number] };
  const [check] = await started.together(() => run(command, args, options, APP_LADDER));
  const passed = (await check.exited).code === 0;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${passed ? 'passed' : 'FAILED'}  ${name}  ${seconds} s`);
  if (!passed || tells) console.log((await readFile(logFile, 'utf8')).trimEnd());
  await log.close();
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}
