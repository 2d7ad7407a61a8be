import { expect, test } from '@jest/globals';
import pg from 'pg';
import { types } from './number-arrays.js';

const arrays = { smallint: 1005, integer: 1007, bigint: 1016 };
const read = (from: pg.TypeOverrides, oid: number, text: string): unknown => {
  const parse = from.getTypeParser(oid, 'text') as unknown as (text: string) => unknown;
  return parse(text);
};
const asPg = new pg.TypeOverrides();

test.each(Object.entries(arrays))('an array of %s is read as pg reads it', (_, oid) => {
  const texts = [
    ...['{}', '{0}', '{1,2,3}', '{-1,0,32767}', '{NULL}', '{1,NULL,-3}', '{{1,2},{3,4}}', '[0:1]={7,8}'],
    ...['{1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1}', '{-32768}'],
  ];
  for (const text of texts) expect(read(types, oid, text)).toEqual(read(asPg, oid, text));
});

test('a bigint keeps all its digits, as a text', () => {
  const most = ['9223372036854775807', '-9223372036854775808', '9007199254740993'];
  expect(read(types, arrays.bigint, `{${most.join(',')}}`)).toEqual(most);
});

test('what is no array of whole numbers is read by pg', () => {
  for (const [oid, text] of [
    [20, '5'],
    [25, '{1,2}'],
    [1009, '{"1","2"}'],
    [2951, '{00000000-0000-0000-0000-000000000000}'],
  ] as const)
    expect(read(types, oid, text)).toEqual(read(asPg, oid, text));
});
