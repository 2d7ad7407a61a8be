import { Logger } from '@nestjs/common';
import { type Change, changeChannel } from '@huiji/store/rollup';
import type { Scope } from '@huiji/store/scope';
import { Redis } from 'ioredis';
import type { PubSub } from 'mercurius';

/** One topic for each total, so that a subscriber gets only what it asked for and may see. */
export const topicOf = ({ tenantId, form, period, unionId }: Scope & { unionId: string }): string =>
  `rollup/${tenantId}/${form}/${period}/${unionId}`;

/** Brings the worker's messages from Redis to this process's subscribers. Losing one harms nothing. */
export function relayChanges(redisUrl: string, pubsub: PubSub): { close(): void } {
  const log = new Logger('RollupChanges');
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: null });
  // ioredis reconnects and subscribes again by itself; without a listener the process would end.
  redis.on('error', () => undefined);
  redis.on('message', (_channel: string, text: string) => {
    const { unions, ...scope } = JSON.parse(text) as Change;
    for (const unionId of unions) {
      const payload = { rollupChanged: { unionId, form: scope.form, period: scope.period } };
      pubsub.publish({ topic: topicOf({ ...scope, unionId }), payload }, () => undefined);
    }
  });
  redis.subscribe(changeChannel).catch((error: Error) => log.warn(`no change messages: ${error.message}`));
  return { close: () => redis.disconnect() };
}
