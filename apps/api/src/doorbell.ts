import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { doorbellQueue, type Scope } from '@huiji/store/rollup';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';

/** At most one ring for a scope in this many milliseconds from one process; the worker's timer covers the rest. */
const coalesce = 20;
const patience = 2_000;

/**
 * Rings the worker after a commit: a job says "look at this scope" and carries ids only. Fire and forget: what a lost
 * ring leaves behind is drained by the worker's own timer within half a second.
 */
export class Doorbell {
  private readonly log = new Logger(Doorbell.name);
  private readonly redis: Redis;
  private readonly queue: Queue;
  private readonly ringing = new Set<string>();
  private silent = false;
  private closed = false;

  constructor(redisUrl: string) {
    this.redis = new Redis(redisUrl, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      commandTimeout: 2_000,
    });
    this.redis.on('error', (error) => this.muted(error));
    this.queue = new Queue(doorbellQueue, { connection: this.redis });
    this.queue.on('error', (error) => this.muted(error));
  }

  /** Waits a moment for Redis, so that the first rings are not lost; without Redis the api starts all the same. */
  static async open(redisUrl: string): Promise<Doorbell> {
    const doorbell = new Doorbell(redisUrl);
    const ready = new Promise((resolve) => doorbell.redis.once('ready', resolve));
    await Promise.race([ready, sleep(patience, undefined, { ref: false })]);
    return doorbell;
  }

  ring(scopes: readonly Scope[]): void {
    for (const scope of scopes) {
      const id = `${scope.tenantId}.${scope.form}.${scope.period}`;
      if (this.ringing.has(id)) continue;
      this.ringing.add(id);
      setTimeout(() => {
        this.ringing.delete(id);
        if (this.closed) return;
        this.queue
          .add('drain', scope, {
            deduplication: { id, keepLastIfActive: true },
            removeOnComplete: true,
            removeOnFail: 1_000,
          })
          .then(
            () => (this.silent = false),
            (error: Error) => this.muted(error),
          );
      }, coalesce).unref();
    }
  }

  /** Says once that Redis is away, not with every acceptance. */
  private muted(error: Error): void {
    if (!this.silent) this.log.warn(`Redis is away, the worker's timer drains meanwhile: ${error.message}`);
    this.silent = true;
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.queue.close();
    this.redis.disconnect();
  }
}
