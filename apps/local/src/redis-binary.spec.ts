import { describe, expect, test } from '@jest/globals';
import { aptFailure, isNewEnough, parseRedisVersion } from './redis-binary.js';

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

test('apt-get without a network is told from apt-get without the package', () => {
  const offline =
    'W: Failed to fetch http://deb.debian.org/debian/dists/bookworm/InRelease  Could not connect\n';
  expect(aptFailure(`${offline}E: Unable to locate package redis-server\n`)).toBe(
    'the package mirror cannot be reached',
  );
  expect(aptFailure('E: Unable to locate package redis-server\n')).toBe(
    'Unable to locate package redis-server',
  );
  expect(aptFailure('redis-server is already the newest version\n')).toBe(
    'it is too old or does not run here',
  );
});
