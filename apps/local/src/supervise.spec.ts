import { describe, expect, test } from '@jest/globals';
import { afterDeath, tellingLine } from './supervise.js';

describe('a program that dies', () => {
  test('is started again after longer and longer waits, and given up at the fifth death within a minute', () => {
    let deaths: number[] = [];
    const waits = [0, 1000, 2000, 3000, 4000].map((now) => {
      const next = afterDeath(deaths, now);
      deaths = next.deaths;
      return next.waitMs;
    });
    expect(waits).toEqual([100, 300, 900, 2700, undefined]);
  });

  test('is never given up when it dies once in a while', () => {
    let deaths: number[] = [];
    for (let now = 0; now < 3_600_000; now += 20_000) {
      const next = afterDeath(deaths, now);
      expect(next.waitMs).toBeDefined();
      deaths = next.deaths;
    }
  });
});

test('the hint from a log is its last error, else its last line', () => {
  expect(tellingLine('LOG: starting\nFATAL:  could not write\nLOG:  shut down\n')).toBe(
    'FATAL:  could not write',
  );
  expect(tellingLine('one\ntwo\n\n')).toBe('two');
  expect(tellingLine('')).toBe('');
});
