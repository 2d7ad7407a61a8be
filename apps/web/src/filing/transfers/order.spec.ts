import { expect, test } from '@jest/globals';
import { blankOrder, blankSending, readReceiving, readSending } from './order.js';

const on = '2026-09-20';
const destination = { code: 'LJ-2', name: '二厂工会', superiorName: '机械局工会' };

test('an order goes to a union of the federation by its code, or outside it by a name, and never to both', () => {
  const written = { ...blankSending(on), destination, outside: ' 省城某厂工会 ', members: '12 人' };
  expect(readSending(written, '人数')).toEqual({
    ...{ toUnionCode: 'LJ-2', outside: null, members: 12, on, note: null },
  });
  expect(readSending({ ...written, receiver: 'outside', note: ' 随车间划转 ' }, '人数')).toEqual({
    ...{ toUnionCode: null, outside: '省城某厂工会', members: 12, on, note: '随车间划转' },
  });
});

test('members who came from outside have a sender by name', () => {
  expect(readReceiving({ ...blankOrder(on), outside: '邻市某厂工会', members: '1,200' }, '人数')).toEqual({
    ...{ outside: '邻市某厂工会', members: 1200, on, note: null },
  });
});

test('what is no whole count of members is told at its field, and so are too few and too many', () => {
  const written = { ...blankSending(on), destination };
  for (const members of ['十二', '-1', '1.5', '1万', ' '])
    expect(readSending({ ...written, members }, '人数')).toMatchObject({ field: 'members' });
  expect(readReceiving({ ...blankOrder(on), members: '十二' }, '人数')).toMatchObject({
    ...{ code: 'NOT_A_NUMBER', field: 'members', details: { cell: '人数', value: '十二' } },
  });
  for (const members of ['0', '100001', '99,999,999,999'])
    expect(readSending({ ...written, members }, '人数')).toMatchObject({
      ...{ code: 'NUMBER_OUT_OF_RANGE', field: 'members', details: { field: '人数', value: members } },
    });
  for (const members of ['1', '100000'])
    expect(readSending({ ...written, members }, '人数')).toMatchObject({ members: Number(members) });
});
