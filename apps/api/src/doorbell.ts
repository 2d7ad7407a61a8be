import { setTimeout as sleep } from 'node:timers/promises';
import { Log } from '@huiji/store/log';
import { reminderQueue } from '@huiji/store/reminder-delivery';
import { type Change, changeChannel, doorbellQueue } from '@huiji/store/rollup';
import type { Scope } from '@huiji/store/scope';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';

/** At most one ring for the same thing in this many milliseconds from one process; the worker's timer covers the rest. */
const coalesce = 20;
const patience = 2_000;

/**
 * Rings the worker after a commit: a job says "look at this scope", or at this tenant's deliveries, and carries ids only.
 * Fire and forget: what a lost ring leaves behind is found by the worker's own timers within a second.
 */
export class Doorbell {
  private readonly log = new Log(Doorbell.name);
  private readonly redis: Redis;
  private readonly scopes: Queue;
  private readonly reminders: Queue;
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
    this.scopes = this.queueOf(doorbellQueue);
    this.reminders = this.queueOf(reminderQueue);
  }

  /** Waits a moment for Redis, so that the first rings are not lost; without Redis the api starts all the same. */
  static async open(redisUrl: string): Promise<Doorbell> {
    const doorbell = new Doorbell(redisUrl);
    const ready = new Promise((resolve) => doorbell.redis.once('ready', resolve));
    await Promise.race([ready, sleep(patience, undefined, { ref: false })]);
    return doorbell;
  }

  /** Whether Redis answers. */
  get connected(): boolean {
    return this.redis.status === 'ready';
  }

  /** Something waits in these scopes; subscribers hear at once of the `unions` whose totals the transaction has written itself. */
  ring(scopes: readonly (Scope & Partial<Pick<Change, 'unions'>>)[]): void {
    for (const { unions = [], ...scope } of scopes) {
      this.ringOnce(this.scopes, 'drain', `${scope.tenantId}.${scope.form}.${scope.period}`, scope);
      if (unions.length > 0) this.tell({ ...scope, unions });
    }
  }

  /** A tenant has reminders to deliver. */
  ringReminders(tenantId: string): void {
    this.ringOnce(this.reminders, 'deliver', tenantId, { tenantId });
  }

  /** Totals were written here and not by the worker: tells subscribers. Losing a message harms nothing. */
  tell(change: Change): void {
    this.redis.publish(changeChannel, JSON.stringify(change)).catch((error: Error) => this.muted(error));
  }

  private queueOf(name: string): Queue {
    const queue = new Queue(name, { connection: this.redis });
    queue.on('error', (error) => this.muted(error));
    return queue;
  }

  private ringOnce(queue: Queue, job: string, id: string, data: object): void {
    const ring = `${job} ${id}`;
    if (this.ringing.has(ring)) return;
    this.ringing.add(ring);
    setTimeout(() => {
      this.ringing.delete(ring);
      if (this.closed) return;
      queue
        .add(job, data, {
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

  /** Says once that Redis is away, not with every acceptance. */
  private muted(error: Error): void {
    if (!this.silent) this.log.warn("Redis is away, the worker's timers work meanwhile", error);
    this.silent = true;
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([this.scopes.close(), this.reminders.close()]);
    this.redis.disconnect();
  }
}
