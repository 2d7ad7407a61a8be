/** A copy of the checkout with servers of its own, in which one thing is tried after the other. */
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Started } from '../command.js';
import { runJest, startTestServers } from '../jest.js';
import { copyCheckout } from './copy.js';

/** How often a run is tried that fails and names no test, such as one whose servers a busy machine has not started in time, or what comes before its tests. */
const TRIES = 3;

/** What is asked whether it fails: suites by their names, and of these only the tests whose names match; it may be that none does. */
export interface Asked {
  suites: readonly string[];
  tests?: string | undefined;
}

export class Lane {
  private constructor(
    private readonly started: Started,
    private readonly folder: string,
    readonly copy: string,
    readonly servers: NodeJS.ProcessEnv,
  ) {}

  /** Makes the copy and starts the servers in `folder`, which does not exist yet. */
  static async open(started: Started, folder: string): Promise<Lane> {
    const copy = join(folder, 'checkout');
    await mkdir(copy, { recursive: true });
    await copyCheckout(copy);
    return new Lane(started, folder, copy, await startTestServers(started, folder));
  }

  /** The first test that fails of those asked, or what comes before all of them; undefined where all pass. Throws where Jest ran no suite. */
  async failing(
    { suites, tests }: Asked,
    env: NodeJS.ProcessEnv = {},
    tries = TRIES,
  ): Promise<string | undefined> {
    const printed = join(this.folder, 'jest.log');
    const args = [
      ...['--bail', '--maxWorkers=1', '--selectProjects', 'server'],
      // What comes after the first failure would be run for nothing.
      ...['--testEnvironment', join(this.copy, 'test/src/harness/first-failure.mjs')],
      ...['--testPathPatterns', `src/(${suites.join('|')})\\.test`],
      ...(tests === undefined ? [] : ['--testNamePattern', tests]),
    ];
    const log = await open(printed, 'w');
    const run = { args, cwd: this.copy, env: { ...this.servers, ...env }, log: log.fd };
    const { passed, failed } = await runJest(this.started, run, join(this.folder, 'jest.json'));
    await log.close();
    const none = passed === 0 && tests === undefined;
    if ((failed === 0 && !none) || this.started.stopping) return undefined;
    const text = await readFile(printed, 'utf8');
    const name = firstFailure(text);
    if (name !== undefined || tries > 1) return name ?? this.failing({ suites, tests }, env, tries - 1);
    if (allSkipped.test(text)) return `what comes before the tests of ${suites.join(', ')}`;
    throw new Error(`Jest fails, and names no test:\n${text}`);
  }
}

/** As Jest prints it where what comes before the tests of a suite fails: none of them is run, nor named. */
const allSkipped = /^Test Suites: .*\b0 of \d+ total/m;

/** The first test that failed by what Jest printed, since with --bail it writes no results; not what tests print, nor a suite without tests. */
function firstFailure(printed: string): string | undefined {
  return /^\s*● (?!Console$|Test suite failed to run$)(.+)$/m.exec(printed)?.[1];
}
