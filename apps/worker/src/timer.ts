import { setTimeout as sleep } from 'node:timers/promises';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Drainer } from './drainer.js';

/** How long a change waits at most when no doorbell rang, in milliseconds. */
const interval = 500;

/** Drains what the doorbell missed, Redis up or not. */
@Injectable()
export class Timer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger(Timer.name);
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(@Inject(Drainer) private readonly drainer: Drainer) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        await this.drainer.sweep();
      } catch (error) {
        this.log.error(`the sweep will be tried again: ${String(error)}`);
      }
      await this.pause();
    }
  }

  /** Resolves after the interval, or at once when the process stops. */
  private async pause(): Promise<void> {
    const { signal } = this.stopping;
    await sleep(interval, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}
