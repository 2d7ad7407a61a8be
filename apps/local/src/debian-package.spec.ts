import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { aptFailure, fromDebian } from './debian-package.js';

test('what an earlier run has unpacked is not fetched again', async () => {
  const target = await mkdtemp(join(tmpdir(), 'huiji-debian-'));
  const tried: string[] = [];
  const found = await fromDebian({
    name: 'no-such-package-of-debian',
    target,
    tryOut: (folder) => Promise.resolve(tried.push(folder)),
    missing: 'There is none',
    otherwise: 'do without.',
  });
  expect([found, tried]).toEqual([1, [target]]);
  await rm(target, { recursive: true });
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
