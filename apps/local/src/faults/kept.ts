/** A process that is killed again and again, and started again a moment after. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Running } from '../processes.js';
import type { Stoppable } from '../supervise.js';

/** How long after a death, or after a start that failed, it is started again, in milliseconds. */
const moment = 100;

export interface Keeping {
  name: string;
  launch: () => Promise<Running>;
  /** Ends it as a power cut would, with all that belongs to it. */
  kill: (running: Running) => Promise<void> | void;
  /** Hears of a death that `kill` was not asked for, once it had been ready. */
  onDeath: (how: string) => void;
}

/** Keeps a process running, however often it dies. */
export class Kept implements Stoppable {
  private running: Running | undefined;
  private killed = false;
  private said = '';
  private stopping = false;
  private readonly watching: Promise<void>;

  private constructor(
    private readonly keeping: Keeping,
    first: Running,
  ) {
    this.running = first;
    this.watching = this.watch(first);
  }

  /** Throws what the first launch throws. */
  static async start(keeping: Keeping): Promise<Kept> {
    return new Kept(keeping, await keeping.launch());
  }

  get name(): string {
    return this.keeping.name;
  }

  /** Whether it was ready and has not died since. */
  get isUp(): boolean {
    return this.running !== undefined;
  }

  /** Why it could not be started when that was last tried; empty where it always could. */
  get trouble(): string {
    return this.said;
  }

  /** Kills it; harmless where it is down. */
  async kill(): Promise<void> {
    const { running } = this;
    if (!running) return;
    this.killed = true;
    this.running = undefined;
    await this.keeping.kill(running);
    await running.exited;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.running?.stop();
    await this.watching;
  }

  private async watch(first: Running): Promise<void> {
    let current: Running | undefined = first;
    while (current && !this.stopping) {
      const { how } = await current.exited;
      this.running = undefined;
      if (!this.killed && !this.stopping) this.keeping.onDeath(how);
      current = await this.again();
    }
  }

  private async again(): Promise<Running | undefined> {
    while (!this.stopping) {
      await sleep(moment);
      this.killed = false;
      // Such as an api whose database is down: it is tried again until that is up.
      const running = await this.keeping.launch().catch((error: Error) => this.note(error));
      if (running && this.stopping) await running.stop();
      else if (running) return (this.running = running);
    }
    return undefined;
  }

  private note({ message }: Error): undefined {
    this.said = message;
  }
}
