/**
 * `npm run test:weakened [-- pattern [log]]`: weakens each row-level policy, each guard and each condition of SQL that keeps
 * rows to a person or to what still holds, one at a time in a copy of the checkout, and runs the tests that reach it
 * until one fails, those that are about it first. What no test sees has survived; then it ends with 1. A pattern names those to be tried. The whole takes
 * some hours on two cores; what the log of a run before says was seen is not tried again, so that a run that was stopped goes on.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand, type Started } from './command.js';
import { CHECKOUT } from './places.js';
import { temporaryFolder } from './temporary.js';
import { builtFiles } from './weakened/copy.js';
import { apply, weakenedConditions, weakenedGuards } from './weakened/guards.js';
import { type Asked, Lane } from './weakened/lane.js';
import { weakenedPolicies } from './weakened/policies.js';
import { marked, REACHED_FILE, type Numbered } from './weakened/reach.js';

/** So many things are tried side by side. */
const LANES = 2;

/** The suite that is asked of policies. */
const ABOUT_POLICIES = 'database-lint';

/** The suite that has a test for each action and role, which begins with the action. */
const ABOUT_ACCESS = 'access';

/** The suite that meets every query with whoever may not ask it: asked right after those about the weakened file. */
const ABOUT_EVERYTHING = 'scope';

/** How the suites about a file begin: those about apps/api/dist/register/employer-view.js with `employer`. */
const subjectsOf = (path: string): string[] => {
  const [file = '', folder = ''] = path.split('/').toReversed();
  const name = file.replace(/\..*/, '');
  const [first = ''] = name.split('-');
  const called = [name, first, folder].flatMap((word) => ABOUT[word] ?? []);
  return [name, first, folder, ...called].filter((word) => word !== 'dist');
};

/** Suites that are about a file and called otherwise. */
const ABOUT: Readonly<Record<string, readonly string[]>> = {
  administered: ['administrators', 'identity'],
  appointment: ['administrators', 'entrustment'],
  audit: ['administrators'],
  'authentication-request': ['oidc'],
  change: ['reorganise'],
  contacts: ['personal-data'],
  code: ['identity'],
  employer: ['reorganise', 'founding'],
  entry: ['work-record'],
  erasure: ['personal-data'],
  idempotency: ['bad-input', 'filing'],
  identity: ['oidc'],
  message: ['reminder'],
  open: ['import', 'json-lines', 'history'],
  organisation: ['reorganise'],
  'one-time-code': ['identity'],
  person: ['administrators', 'identity'],
  'person-record': ['personal-data'],
  restatement: ['below'],
  rollup: ['as-of', 'below', 'comparison', 'region'],
  'rollup-check': ['self-check'],
  submission: ['filing', 'review'],
  target: ['below'],
  task: ['below'],
  totp: ['second-factor'],
  visible: ['below', 'filing', 'form'],
};

/** Suites that go random ways: what they see now and then is not seen. */
const RANDOM = /random|model|race|malformed|hostile/;

/** A weakened policy or place of the code, and by which groups of suites it is tried, one group after the other. */
interface Attempt {
  name: string;
  groups: Asked[];
  /** Whatever else reaches it: minutes long, and so asked only once everything has been tried by its groups. */
  rest: Asked[];
  /** Besides the servers: the weakened SQL. */
  env: NodeJS.ProcessEnv;
  /** Weakens the lane's copy, and answers how to make it whole again. */
  begin: (lane: Lane) => Promise<() => Promise<void>>;
}

/** A place of the code in a file, by its path in the checkout. */
interface Place extends Numbered {
  path: string;
}

/** What a suite reaches, by the numbers of the places, and how long it takes. */
interface Suite {
  name: string;
  reaches: Set<number>;
  ms: number;
}

await runCommand(weaken, 130);

async function weaken(started: Started): Promise<number> {
  const pattern = new RegExp(process.argv[2] ?? '');
  const before = process.argv[3] ? seenBefore(await readFile(process.argv[3], 'utf8')) : new Set();
  const [folder] = await started.together(temporaryFolder);
  const lanes = await Promise.all(
    Array.from({ length: LANES }, (_, i) => Lane.open(started, join(folder.path, `${i}`))),
  );
  const policies = (await weakenedPolicies(lanes[0]?.servers['TEST_DATABASE_URL'] ?? '')).map(
    ({ name, sql }): Attempt => ({
      name,
      groups: [{ suites: [ABOUT_POLICIES] }],
      rest: [],
      env: { TEST_WEAKENED: sql },
      begin: () => Promise.resolve(() => Promise.resolve()),
    }),
  );
  const places = (await placesOfCode()).filter(({ path, weakening }) =>
    pattern.test(`${path} ${weakening.name}`),
  );
  if (await lanes[0]?.failing({ suites: [ABOUT_POLICIES] }))
    throw new Error(`${ABOUT_POLICIES} fails though nothing is weakened.`);
  const suites = places.length > 0 ? await whatSuitesReach(lanes, places, folder.path) : [];
  const all = [
    ...policies.filter(({ name }) => pattern.test(name)),
    ...places.map((place) => attemptOf(place, suites)),
  ];
  const attempts = all.filter(({ name }) => !before.has(name));
  let seenOnes = 0;
  const survived: string[] = [];
  const tried = async (lane: Lane, attempt: Attempt, groups: Asked[]): Promise<boolean> => {
    const seenBy = await seen(lane, attempt, groups);
    if (started.stopping || !seenBy) return false;
    seenOnes += 1;
    console.log(`seen  ${attempt.name}  ${seenBy}`);
    return true;
  };
  const later: Attempt[] = [];
  await sideBySide(lanes, attempts, async (lane, attempt) => {
    if (started.stopping || (await tried(lane, attempt, attempt.groups)) || started.stopping) return;
    if (attempt.rest.length > 0) console.log(`later  ${attempt.name}`);
    later.push(attempt);
  });
  await sideBySide(lanes, later, async (lane, attempt) => {
    if (started.stopping || (await tried(lane, attempt, attempt.rest)) || started.stopping) return;
    survived.push(attempt.name);
    const reached = attempt.groups.length + attempt.rest.length > 0;
    console.log(`SURVIVED  ${attempt.name}  ${reached ? '' : 'no suite reaches it'}`);
  });
  console.log(
    `${seenOnes + survived.length} of ${attempts.length} tried, ${survived.length} survived${survived.map((name) => `\n${name}`).join('')}`,
  );
  return survived.length > 0 || started.stopping ? 1 : 0;
}

/** What a log says was seen. It speaks of lines, so that it is of use only for the same sources. */
function seenBefore(log: string): Set<string> {
  return new Set([...log.matchAll(/^seen {2}(.+?) {2}/gm)].map(([, name = '']) => name));
}

async function seen(lane: Lane, { env, begin }: Attempt, groups: Asked[]): Promise<string | undefined> {
  const mend = await begin(lane);
  let seenBy: string | undefined;
  for (const group of groups) seenBy ??= await lane.failing(group, env);
  await mend();
  return seenBy;
}

/** Does each piece of work once, a lane taking the next when it has done one. */
async function sideBySide<T>(
  lanes: readonly Lane[],
  work: readonly T[],
  one: (lane: Lane, work: T) => Promise<void>,
): Promise<void> {
  const left = work.values(); // shared by the lanes
  await Promise.all(
    lanes.map(async (lane) => {
      for (const each of left) await one(lane, each);
    }),
  );
}

async function placesOfCode(): Promise<Place[]> {
  const folders = ['apps/api', 'libs/filing', 'libs/store'];
  const files = (await Promise.all(folders.map(builtFiles))).flat();
  const found = await Promise.all(
    files.map(async (path) => {
      const source = await readFile(join(CHECKOUT, path), 'utf8');
      return [...weakenedGuards(source), ...weakenedConditions(source)].map((weakening) => ({
        path,
        weakening,
      }));
    }),
  );
  return found.flat().map((place, number) => ({ ...place, number }));
}

/** Runs every suite in copies whose places are marked; one that fails though nothing is weakened cannot tell anything. */
async function whatSuitesReach(lanes: readonly Lane[], places: Place[], folder: string): Promise<Suite[]> {
  const rewrite = async (of: (source: string, path: string) => string): Promise<void> => {
    for (const path of new Set(places.map((place) => place.path))) {
      const source = await readFile(join(CHECKOUT, path), 'utf8');
      for (const { copy } of lanes) await writeFile(join(copy, path), of(source, path));
    }
  };
  await rewrite((source, path) =>
    marked(
      source,
      places.filter((place) => place.path === path),
    ),
  );
  const suites: Suite[] = [];
  const names = (await readdir(join(CHECKOUT, 'test/src')))
    .flatMap((file) => /^(.+)\.test\.ts$/.exec(file)?.[1] ?? [])
    .filter((name) => !RANDOM.test(name));
  await sideBySide(lanes, names, async (lane, name) => {
    const file = join(folder, `reached-${name}`);
    await writeFile(file, '');
    const began = performance.now();
    const failed = await lane.failing({ suites: [name] }, { [REACHED_FILE]: file });
    // Such as one that compares what is committed with what `npm run generate` makes, which a copy cannot.
    if (failed) return console.log(`not asked: ${name}, which fails where nothing is weakened (${failed})`);
    const numbers = (await readFile(file, 'utf8')).split('\n').filter(Boolean).map(Number);
    suites.push({ name, reaches: new Set(numbers), ms: performance.now() - began });
  });
  await rewrite((source) => source);
  console.log(
    `${suites.length} suites pass; they reach ${new Set(suites.flatMap((s) => [...s.reaches])).size} of ${places.length} places`,
  );
  return suites;
}

/**
 * First by what the suite about access asks of the action, then by the suites about its subject, then by the one about everything,
 * then by whatever else reaches it.
 */
function attemptOf({ path, weakening, number }: Place, suites: readonly Suite[]): Attempt {
  const reaching = suites.filter(({ reaches }) => reaches.has(number)).toSorted((a, b) => a.ms - b.ms);
  const about = subjectsOf(path);
  const [named, others] = partition(
    reaching.map(({ name }) => name),
    (name) => about.some((subject) => name.startsWith(subject)),
  );
  const [everything, rest] = partition(others, (name) => name === ABOUT_EVERYTHING);
  const action = /^\w+ ([A-Z_]+) /.exec(weakening.name)?.[1];
  const ofAction =
    action && reaching.some(({ name }) => name === ABOUT_ACCESS)
      ? [{ suites: [ABOUT_ACCESS], tests: `^${action} ` }]
      : [];
  const asked = (groups: string[][]): Asked[] =>
    groups.filter((suites) => suites.length > 0).map((suites) => ({ suites }));
  return {
    name: `${path} ${weakening.name}`,
    groups: [...ofAction, ...asked([named, everything])],
    rest: asked([rest]),
    env: {},
    begin: async ({ copy }) => {
      const source = await readFile(join(CHECKOUT, path), 'utf8');
      await writeFile(join(copy, path), apply(source, weakening));
      return () => writeFile(join(copy, path), source);
    },
  };
}

function partition(names: readonly string[], isFirst: (name: string) => boolean): [string[], string[]] {
  return [names.filter(isFirst), names.filter((name) => !isFirst(name))];
}
