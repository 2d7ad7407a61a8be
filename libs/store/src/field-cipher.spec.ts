import { createCipheriv, randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { FieldCipher } from './field-cipher.js';

const value = Buffer.from('a secret');

test('what is sealed opens by the same key at the same place only, unaltered, and looks different each time', () => {
  const [cipher, other] = [new FieldCipher(randomBytes(32)), new FieldCipher(randomBytes(32))];
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

test('after a change of keys what the older one sealed opens, and is told from what the newer one seals', () => {
  const [first, second] = [randomBytes(32), randomBytes(32)];
  const sealed = new FieldCipher(first).seal(value, 'totp a');
  const cipher = new FieldCipher(second, [first]);
  expect(cipher.open(sealed, 'totp a')).toEqual(value);
  expect([cipher.isStale(sealed), cipher.isStale(cipher.seal(value, 'totp a'))]).toEqual([true, false]);
  expect(() => new FieldCipher(second).open(sealed, 'totp a')).toThrow(/which neither FIELD_KEY nor/);
});

test('what was sealed before keys had names opens by any key that is here, and is stale', () => {
  const [first, second] = [randomBytes(32), randomBytes(32)];
  const iv = randomBytes(12);
  const made = createCipheriv('aes-256-gcm', first, iv).setAAD(Buffer.from('totp a'));
  const body = Buffer.concat([made.update(value), made.final()]);
  const sealed = Buffer.concat([Buffer.from([1]), iv, body, made.getAuthTag()]);
  for (const cipher of [new FieldCipher(first), new FieldCipher(second, [first])]) {
    expect(cipher.open(sealed, 'totp a')).toEqual(value);
    expect(cipher.isStale(sealed)).toBe(true);
    expect(() => cipher.open(sealed, 'totp b')).toThrow();
  }
  expect(() => new FieldCipher(second).open(sealed, 'totp a')).toThrow();
});
