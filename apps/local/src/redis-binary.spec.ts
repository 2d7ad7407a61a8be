import { describe, expect, test } from '@jest/globals';
import { isNewEnough, parseRedisVersion } from './redis-binary.js';

describe('the version', () => {
  test('is read from Redis and from Valkey', () => {
    expect(parseRedisVersion('Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64')).toEqual([
      7, 0,
    ]);
    expect(parseRedisVersion('Valkey server v=8.1.1 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64')).toEqual([
      8, 1,
    ]);
    expect(parseRedisVersion('error while loading shared libraries: libjemalloc.so.2')).toBeUndefined();
  });

  test('must be 6.2 or newer', () => {
    expect(
      [
        [6, 2],
        [7, 0],
        [8, 1],
      ].every(([major = 0, minor = 0]) => isNewEnough([major, minor])),
    ).toBe(true);
    expect(
      [
        [5, 9],
        [6, 0],
      ].some(([major = 0, minor = 0]) => isNewEnough([major, minor])),
    ).toBe(false);
  });
});
