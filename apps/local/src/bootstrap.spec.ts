import { describe, expect, test } from '@jest/globals';
import { saysOffline, satisfies } from '../bootstrap.mjs';

const range = '^20.19.0 || ^22.13.0 || >=24.11.0';

describe('the Node version', () => {
  test.each(['20.19.0', '20.20.2', '22.13.1', '24.11.0', '24.12.0', '25.0.0', '26.1.0-nightly'])(
    '%s is new enough',
    (version) => {
      expect(satisfies(version, range)).toBe(true);
    },
  );

  test.each(['16.20.2', '18.20.0', '20.18.3', '21.7.0', '22.12.9', '23.11.0', '24.10.9'])(
    '%s is not',
    (version) => {
      expect(satisfies(version, range)).toBe(false);
    },
  );

  test('a range of another form is refused, not guessed', () => {
    expect(() => satisfies('20.0.0', '20.x')).toThrow('20.x');
  });
});

test('a missing network is told from other failures of npm', () => {
  expect(saysOffline('npm error code ECONNREFUSED\nnpm error syscall connect')).toBe(true);
  expect(
    saysOffline('npm error code EUSAGE\nnpm error package.json and package-lock.json are not in sync'),
  ).toBe(false);
});
