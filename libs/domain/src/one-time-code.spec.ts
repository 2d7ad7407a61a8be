import { expect, test } from '@jest/globals';
import { codeFrom, codeTyped, resetMail } from './one-time-code.js';

test('a code holds five bits of every byte, and is read however it is typed', () => {
  const code = codeFrom(Uint8Array.from([0, 31, 32, 63, 10, 255, 1, 18, 17]));
  expect(code).toBe('0Z0ZA-Z1JH');
  for (const typed of [code, code.toLowerCase(), 'oz0z az ijh', '\uff2fz\uff10za-zljh'])
    expect([typed, codeTyped(typed)]).toEqual([typed, '0Z0ZAZ1JH']);
  expect(codeTyped('0Z0ZA-Z1JG')).not.toBe('0Z0ZAZ1JH');
});

test('the e-mail says the code once', () => {
  const { body } = resetMail('ABCDE-FGHJK');
  expect(body.split('ABCDE-FGHJK')).toHaveLength(2);
});
