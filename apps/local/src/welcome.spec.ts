import { expect, test } from '@jest/globals';
import { portFrom, table } from './welcome.js';

test('the port is 3000 unless the environment names one', () => {
  expect(portFrom(undefined)).toBe(3000);
  expect(portFrom('')).toBe(3000);
  expect(portFrom('8080')).toBe(8080);
  for (const wrong of ['http', '0', '65536', '80.5']) expect(() => portFrom(wrong)).toThrow(wrong);
});

test('columns with Chinese words line up', () => {
  expect(
    table([
      ['a', 'b'],
      ['市总工会', 'x'],
    ]),
  ).toEqual(['  a         b', '  市总工会  x']);
});
