import { type Change, changeChannel } from '@huiji/store/rollup';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Redis } from 'ioredis';

/** Tells the api processes whose totals have moved, so that subscribers read again. Losing a message harms nothing. */
@Injectable()
export class Announcer implements OnModuleDestroy {
  private readonly redis: Redis;

  constructor(redisUrl: string) {
    this.redis = new Redis(redisUrl, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      commandTimeout: 2_000,
    });
    // ioredis reconnects by itself; without a listener the process would end.
    this.redis.on('error', () => undefined);
  }

  /** Whether Redis answers. */
  get connected(): boolean {
    return this.redis.status === 'ready';
  }

  tell(change: Change): void {
    // While Redis is away subscribers miss the hint; they read again on their own, and the totals are right all the same.
    this.redis.publish(changeChannel, JSON.stringify(change)).catch(() => undefined);
  }

  onModuleDestroy(): void {
    this.redis.disconnect();
  }
}
