import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Attempt } from '@huiji/store/operation-attempt';
import { frugal } from '@huiji/workbook/apart';

/** What the process that works is told, and what it answers: that it goes on, and that an attempt has come to its end, whatever that is. */
export type Order = Attempt | 'stop';
export type Answer = 'alive' | 'ended';

const entry = fileURLToPath(new URL('./apart-main.js', import.meta.url));

/** How long it may say nothing, which is less than an attempt is claimed for, how long it waits for the next attempt, and how long it has to stop: in milliseconds. */
const silence = 58_000;
const lingering = 10_000;
const stopping = 5_000;

/**
 * A process beside the worker in which operations are worked, so that a large one neither delays the totals that the worker adds up nor keeps
 * the memory that it took. It is started for the first attempt and ends when none has come for a while.
 */
export class Apart {
  private child: ChildProcess | null = null;
  private stopped = false;
  private ending: NodeJS.Timeout | undefined;

  /** Has an attempt worked, one at a time. False: the process ended and left it as it was (killed, out of memory, silent for too long), or was not begun, after `stop`. */
  async work(attempt: Attempt): Promise<boolean> {
    if (this.stopped) return false;
    clearTimeout(this.ending);
    const child = (this.child ??= this.start());
    const done = await new Promise<boolean>((resolve) => {
      const silent = setTimeout(() => child.kill('SIGKILL'), silence);
      const heard = (answer: Answer): void => {
        silent.refresh();
        if (answer === 'ended') end(true);
      };
      const exited = (): void => end(false);
      const end = (ended: boolean): void => {
        clearTimeout(silent);
        child.off('message', heard).off('exit', exited);
        resolve(ended);
      };
      child.on('message', heard).once('exit', exited);
      this.tell(child, attempt);
    });
    this.ending = setTimeout(() => this.end(), lingering);
    return done;
  }

  /** Has what is under way given back as soon as it next reports; what does not within some seconds is killed. */
  stop(): void {
    this.stopped = true;
    const { child } = this;
    if (!child) return;
    this.tell(child, 'stop');
    const late = setTimeout(() => child.kill('SIGKILL'), stopping);
    child.once('exit', () => clearTimeout(late));
  }

  /** Ends the process: nothing is under way. */
  end(): void {
    clearTimeout(this.ending);
    if (this.child?.connected) this.child.disconnect();
    this.child = null;
  }

  private start(): ChildProcess {
    const child = fork(entry, [], { execArgv: ['--enable-source-maps', ...frugal] });
    child.once('exit', () => {
      if (this.child === child) this.child = null;
    });
    return child;
  }

  /** A process that is gone hears nothing: its `exit` says the rest. */
  private tell(child: ChildProcess, order: Order): void {
    child.send(order, () => undefined);
  }
}
