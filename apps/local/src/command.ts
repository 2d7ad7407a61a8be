/** The frame of every command: what it started is stopped again, however it ends. */
import { PlainError } from './plain-error.js';
import type { Stoppable } from './supervise.js';

/** What a command has started, in groups; the last group is stopped first. */
export class Started {
  private readonly groups: Array<Array<Promise<Stoppable>>> = [];
  /** Whether the command is ending: what its parts report from now on is no result. */
  stopping = false;

  /**
   * Starts a group side by side, and registers it before it is up: what is interrupted half-way is stopped too.
   * Throws when the command is being stopped already.
   */
  together<T extends Stoppable[]>(...starts: { [K in keyof T]: () => T[K] | Promise<T[K]> }): Promise<T> {
    if (this.stopping) throw new PlainError('Interrupted.');
    const group = starts.map((start) => Promise.resolve().then(start));
    this.groups.push(group);
    return Promise.all(group) as Promise<T>;
  }

  /** Stops everything; what fails to stop is reported, and does not keep the rest running. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const group of this.groups.splice(0).reverse()) {
      // One that never came up has nothing to stop, and `together` has told its caller why.
      const up = (await Promise.allSettled(group)).filter((start) => start.status === 'fulfilled');
      for (const stop of await Promise.allSettled(up.map((start) => start.value.stop()))) {
        if (stop.status === 'rejected') report(stop.reason);
      }
    }
  }
}

const PARENT_CHECK_MS = 300;

/**
 * Resolves at Ctrl-C, at SIGTERM, when the terminal is closed, and when the npm that launched us is gone: its shell
 * does not pass signals on, so a killed npm would leave us running unseen. The signals may come repeatedly.
 */
function interruption(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
    const parent = process.ppid;
    const check = () => process.ppid !== parent && resolve();
    if (process.env['npm_lifecycle_event']) setInterval(check, PARENT_CHECK_MS).unref();
  });
}

/**
 * Runs a command and ends the process with the exit code it returns, 1 when it throws, or `onInterrupt` when it
 * is interrupted; before that, everything it has started is stopped.
 */
export async function runCommand(
  body: (started: Started) => Promise<number>,
  onInterrupt: number,
): Promise<never> {
  const started = new Started();
  const interrupted = interruption().then(() => {
    console.log('\nStopping …');
    return onInterrupt;
  });
  // A closed terminal or `| head` must not end us before the servers are stopped.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

  const code = await Promise.race([body(started), interrupted]).catch((error: unknown) => {
    report(error);
    return 1;
  });
  await started.stop();
  process.exit(code);
}

function report(error: unknown): void {
  console.error(error instanceof PlainError ? error.message : error);
}
