import { Log } from '@huiji/store/log';
import { type Change, changeChannel } from '@huiji/store/rollup';
import type { Scope } from '@huiji/store/scope';
import { Redis } from 'ioredis';
import { z } from 'zod';

/** How often a subscription is checked again while nothing happens, in milliseconds. */
const recheck = 15_000;
/** How old a check may be when a change is told. */
const fresh = 1_000;

/** One topic for each total, so that a subscriber gets only what it asked for and may see. */
export const topicOf = ({ tenantId, form, period, unionId }: Scope & { unionId: string }): string =>
  `rollup/${tenantId}/${form}/${period}/${unionId}`;

/**
 * What one subscriber is told of a topic. A change says only that there is one; so those that come while the last is on its
 * way are one, and a slow client holds nothing up.
 */
class Listener<T> implements AsyncIterableIterator<T> {
  private changed = false;
  private closed = false;
  private wake: () => void = () => undefined;
  private checkedAt = performance.now();
  private readonly timer = setInterval(() => this.wake(), recheck).unref();

  constructor(
    private readonly event: T,
    private readonly requireStill: () => Promise<void>,
    private readonly onClose: () => void,
  ) {}

  [Symbol.asyncIterator](): this {
    return this;
  }

  tell(): void {
    this.changed = true;
    this.wake();
  }

  async next(): Promise<IteratorResult<T>> {
    while (!this.closed) {
      await this.check();
      if (this.isClosed()) break;
      if (this.changed) {
        this.changed = false;
        return { done: false, value: this.event };
      }
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    return { done: true, value: undefined };
  }

  return(): Promise<IteratorResult<T>> {
    if (!this.closed) {
      this.closed = true;
      clearInterval(this.timer);
      this.onClose();
      this.wake();
    }
    return Promise.resolve({ done: true, value: undefined });
  }

  /** Asked anew where it may have closed meanwhile. */
  private isClosed(): boolean {
    return this.closed;
  }

  private async check(): Promise<void> {
    if (performance.now() - this.checkedAt < fresh) return;
    try {
      await this.requireStill();
    } catch (error) {
      await this.return();
      throw error;
    }
    this.checkedAt = performance.now();
  }
}

/** The subscribers of this process, by topic. */
export class Changes {
  private readonly listeners = new Map<string, Set<Listener<unknown>>>();

  /**
   * Tells `event` whenever something of a topic has changed. Ends with what `requireStill` throws: it is asked again now and
   * then, and before a change is told.
   */
  of<T>(topic: string, event: T, requireStill: () => Promise<void>): AsyncIterableIterator<T> {
    const all = this.listeners.get(topic) ?? new Set();
    const listener = new Listener(event, requireStill, () => {
      all.delete(listener);
      if (all.size === 0) this.listeners.delete(topic);
    });
    this.listeners.set(topic, all.add(listener));
    return listener;
  }

  tell(topic: string): void {
    for (const listener of this.listeners.get(topic) ?? []) listener.tell();
  }
}

const changeMessage = z.object({
  ...{ tenantId: z.string(), form: z.string(), period: z.string(), unions: z.array(z.string()) },
});

/** Whoever writes to Redis must not end the process by what is no change. */
function readChange(text: string): Change | null {
  try {
    return changeMessage.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}

/** Brings the worker's messages from Redis to this process's subscribers. Losing one harms nothing. */
export function relayChanges(redisUrl: string, changes: Changes): { close(): void } {
  const log = new Log('RollupChanges');
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: null });
  // ioredis reconnects and subscribes again by itself; without a listener the process would end.
  redis.on('error', () => undefined);
  redis.on('message', (_channel: string, text: string) => {
    const change = readChange(text);
    if (!change) return log.warn('a message that is no change');
    const { unions, ...scope } = change;
    for (const unionId of unions) changes.tell(topicOf({ ...scope, unionId }));
  });
  redis.subscribe(changeChannel).catch((error: Error) => log.warn('no change messages', error));
  return { close: () => redis.disconnect() };
}
