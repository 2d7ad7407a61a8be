import { Redis } from 'ioredis';
import type pg from 'pg';

/** All that a database holds, as text: each row of each table, bytes in hexadecimal. */
export async function everythingIn(owner: pg.Client): Promise<string> {
  const { rows: tables } = await owner.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await owner.query<{ text: string }>(`SELECT t::text AS text FROM "${name}" t`);
    texts.push(...rows.map(({ text }) => `${name} ${text}`));
  }
  return texts.join('\n');
}

/** All that Redis holds: each key with its value, jobs and their failures included. */
export async function everythingOf(redisUrl: string): Promise<string> {
  const redis = new Redis(redisUrl);
  const held: unknown[] = [];
  for (const key of await redis.keys('*')) {
    const type = await redis.type(key);
    held.push([key, await valueOf(redis, key, type)]);
  }
  await redis.quit();
  return JSON.stringify(held);
}

function valueOf(redis: Redis, key: string, type: string): Promise<unknown> {
  if (type === 'hash') return redis.hgetall(key);
  if (type === 'list') return redis.lrange(key, '0', '-1');
  if (type === 'set') return redis.smembers(key);
  if (type === 'zset') return redis.zrange(key, '0', '-1', 'WITHSCORES');
  return type === 'stream' ? redis.xrange(key, '-', '+') : redis.get(key);
}

/** Those of the canaries that a text holds, as they are or as bytes in hexadecimal. */
export const canariesIn = (text: string, canaries: readonly string[]): string[] =>
  canaries.filter((one) => text.includes(one) || text.includes(Buffer.from(one).toString('hex')));
