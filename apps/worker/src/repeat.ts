import { setTimeout as sleep } from 'node:timers/promises';
import { Log } from '@huiji/store/log';
import { failed } from './failed.js';

/** Does some work again and again, with a pause after each time, until it is stopped; a failure ends only that time. */
export class Repeat {
  private readonly log: Log;
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    name: string,
    /** The pause, in milliseconds. */
    private readonly interval: number,
    private readonly work: () => Promise<void>,
  ) {
    this.log = new Log(name);
  }

  start(): void {
    this.running = this.run();
  }

  /** Resolves once the work under way is done. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        await this.work();
      } catch (error) {
        failed(this.log, {}, error);
      }
      await this.pause();
    }
  }

  /** Resolves after the interval, or at once when the work is stopped. */
  private async pause(): Promise<void> {
    const { signal } = this.stopping;
    await sleep(this.interval, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}
