import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { FieldCipher } from './field-cipher.js';

test('what is sealed opens by the same key at the same place only, unaltered, and looks different each time', () => {
  const [cipher, other] = [new FieldCipher(randomBytes(32)), new FieldCipher(randomBytes(32))];
  const value = Buffer.from('a secret');
  const sealed = cipher.seal(value, 'totp a');
  expect(cipher.open(sealed, 'totp a')).toEqual(value);
  expect(sealed.includes(value)).toBe(false);
  expect(cipher.seal(value, 'totp a')).not.toEqual(sealed);
  expect(() => cipher.open(sealed, 'totp b')).toThrow();
  expect(() => other.open(sealed, 'totp a')).toThrow();
  for (const at of sealed.keys()) {
    const altered = Buffer.from(sealed);
    altered.writeUInt8(altered.readUInt8(at) ^ 1, at);
    expect(() => cipher.open(altered, 'totp a')).toThrow();
  }
});
