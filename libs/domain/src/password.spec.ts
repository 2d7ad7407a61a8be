import { describe, expect, test } from '@jest/globals';
import { requirePassword } from './password.js';
import { Refusal } from './problem.js';

const owner = { login: 'tianbao.jianzhu', name: '马超' };

const refusalOf = (password: string, of = owner): string | null => {
  try {
    requirePassword(password, of);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.problems[0].code;
    throw error;
  }
};

describe('a password is refused', () => {
  test.each([
    ['of 9 characters', 'kXv7!tRwq', 'PASSWORD_TOO_SHORT'],
    ['of 201', 'k7'.repeat(101).slice(0, 201), 'FIELD_TOO_LONG'],
    ['that everybody tries', 'qwertyuiop', 'PASSWORD_COMMON'],
    ['in capitals', 'QwertyUiop', 'PASSWORD_COMMON'],
    ['in full-width letters', '\uff51wertyuiop', 'PASSWORD_COMMON'],
    ['of a common word and a year', 'Password2026', 'PASSWORD_COMMON'],
    ['of a common word between signs', '**dragon!!2026', 'PASSWORD_COMMON'],
    ['of digits, as a phone number', '13800000001', 'PASSWORD_COMMON'],
    ['of digits and signs', '2026-11-26!', 'PASSWORD_COMMON'],
    ['that is the account', 'tianbao.jianzhu', 'PASSWORD_PERSONAL'],
    ['that holds the account', 'my-Tianbao.Jianzhu-1', 'PASSWORD_PERSONAL'],
    ['that is the name with a year', '马超20260101', 'PASSWORD_PERSONAL'],
  ])('%s', (_, password, code) => expect(refusalOf(password)).toBe(code));

  test('and taken otherwise', () => {
    for (const password of [
      'kXv7!tRwqz',
      'correct horse battery',
      '汇总统计填报员今天上报',
      '马超 rode at dawn',
    ])
      expect([password, refusalOf(password)]).toEqual([password, null]);
    // A short login occurs in anything.
    expect(refusalOf('a-long-test-password', { login: 'a', name: 'l' })).toBeNull();
  });
});
