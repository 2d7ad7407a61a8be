/**
 * `npm run test:weakened [-- pattern]`: weakens each row-level policy, each guard and each condition of SQL that keeps
 * rows to a person or to what still holds, one at a time in a copy of the checkout, and runs the tests that should see it. What no
 * test sees has survived; then it ends with 1. A pattern names those to be tried. It takes an hour or more.
 */
import { open, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { runCommand, type Started } from './command.js';
import { runJest, startTestServers } from './jest.js';
import { temporaryFolder } from './temporary.js';
import { builtFiles, copyCheckout } from './weakened/copy.js';
import { apply, weakenedConditions, weakenedGuards } from './weakened/guards.js';
import { weakenedPolicies } from './weakened/policies.js';

/** Which suites are asked, one group after the other until one of them fails. */
const suites = {
  policy: ['src/database-lint'],
  guard: [
    'src/scope',
    'src/access',
    'src/(review|signature|comment|attachment|reminder|session|identity|api-token|entrustment|tenancy|second-factor)',
    'src/(employers|founding|search|audit-search|period|form|load|as-of|region|completeness|transitions|subscription|operation|import|history)',
  ],
};

interface Attempt {
  name: string;
  kind: keyof typeof suites;
  /** Besides the servers: the weakened SQL. */
  env: NodeJS.ProcessEnv;
  /** Weakens the copy, and answers how to make it whole again. */
  begin: () => Promise<() => Promise<void>>;
}

await runCommand(weaken, 130);

async function weaken(started: Started): Promise<number> {
  const pattern = new RegExp(process.argv[2] ?? '');
  const [folder] = await started.together(temporaryFolder);
  const copy = join(folder.path, 'checkout');
  await copyCheckout(copy);
  const servers = await startTestServers(started, folder.path);
  const attempts = [...(await policies(servers['TEST_DATABASE_URL'] ?? '')), ...(await code(copy))];
  const results = join(folder.path, 'jest.json');
  const printed = join(folder.path, 'jest.log');
  /** The name of a test that fails, or undefined where all pass. */
  const failing = async (suite: string, env: NodeJS.ProcessEnv, tries = 3): Promise<string | undefined> => {
    const args = ['--bail', '--selectProjects', 'server', '--testPathPatterns', suite];
    const log = await open(printed, 'w');
    const run = { args, cwd: copy, env: { ...servers, ...env }, log: log.fd };
    const { passed, failed } = await runJest(started, run, results);
    await log.close();
    const whole = failed === 0 && passed > 0;
    if (whole || started.stopping) return undefined;
    const text = await readFile(printed, 'utf8');
    const name = firstFailure(text);
    if (name === undefined && tries === 1) throw new Error(`Jest fails, and names no test:\n${text}`);
    return name ?? failing(suite, env, tries - 1); // such as servers that a busy machine has not started in time
  };
  const sound = new Set<string>();
  const survived: string[] = [];
  for (const { name, kind, env, begin } of attempts.filter((one) => pattern.test(one.name))) {
    let seenBy: string | undefined;
    for (const each of suites[kind]) {
      if (seenBy) break;
      if (!sound.has(each) && (await failing(each, {})))
        throw new Error(`The tests ${each} fail though nothing is weakened.`);
      sound.add(each);
      const mend = await begin();
      seenBy = await failing(each, env);
      await mend();
      if (started.stopping) return 1;
    }
    if (!seenBy) survived.push(name);
    console.log(`${seenBy ? 'seen' : 'SURVIVED'}  ${name}  ${seenBy ?? ''}`);
  }
  console.log(`${survived.length} survived${survived.length > 0 ? `:\n${survived.join('\n')}` : ''}`);
  return survived.length > 0 ? 1 : 0;
}

/** The first test that failed by what Jest printed, since with --bail it writes no results; undefined where none did. */
function firstFailure(printed: string): string | undefined {
  return /^\s*● (.+)$/m.exec(printed)?.[1];
}

async function policies(server: string): Promise<Attempt[]> {
  const nothing = () => Promise.resolve(() => Promise.resolve());
  const found = await weakenedPolicies(server);
  return found.map(({ name, sql }) => ({
    name,
    kind: 'policy',
    env: { TEST_WEAKENED: sql },
    begin: nothing,
  }));
}

async function code(copy: string): Promise<Attempt[]> {
  const folders = ['apps/api', 'libs/filing', 'libs/store'];
  const files = (await Promise.all(folders.map((folder) => builtFiles(copy, folder)))).flat();
  const attempts = await Promise.all(
    files.map(async (file) => {
      const source = await readFile(file, 'utf8');
      return [...weakenedGuards(source), ...weakenedConditions(source)].map((one): Attempt => {
        const begin = async () => {
          await writeFile(file, apply(source, one));
          return () => writeFile(file, source);
        };
        return { name: `${relative(copy, file)} ${one.name}`, kind: 'guard', env: {}, begin };
      });
    }),
  );
  return attempts.flat();
}
