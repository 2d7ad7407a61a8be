/** 导出 of 覆盖率: the workbook says what `coverageRate` answers, to whoever may ask it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from './harness/client.js';
import { lastDay, type Rate, Register, since } from './harness/employers.js';
import { listLines, listRefused, listRows } from './harness/export-lists.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';

let huiji: Huiji;
let register: Register;
let leader: Client;

beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  register = await Register.build(huiji, 'alpha');
  const { ids } = register;
  leader = await register.person('leader', ids.root, 'LEADER');
  const covered = { coveredBy: since(ids.own) };
  const large = { aboveScale: true, unitType: '企业', ownership: '私营' };
  for (const more of [
    ...[{ ...large, ...covered }, large, { ...large, ...covered, ownership: '国有' }],
    ...[{ unitType: '机关', ...covered }, { unitType: '企业' }, {}],
    // Of the other bureau; and one that opened after the quarter.
    ...[
      { ...large, accountableUnionId: ids.far },
      { ...large, operatingFrom: '2026-10-15' },
    ],
  ])
    await register.employer(more);
});
afterAll(() => huiji.stop());

const sizes = { true: '规模以上', false: '规模以下', null: '未知' } as const;
/** What the query answers, as the columns of the file are called. */
const answered = ({ whole, rows }: Rate, by: readonly string[]): Array<Record<string, string>> => {
  const counts = ({ operating, covered }: Rate['whole']) => ({
    ...{ '在营(家)': String(operating), '已覆盖(家)': String(covered) },
  });
  return [
    { 范围: '合计', ...counts(whole) },
    ...rows.map((row) => ({
      ...{ 范围: '其中', ...counts(row) },
      ...(by.includes('SIZE') && { 规模: sizes[`${row.aboveScale}`] }),
      ...(by.includes('OWNERSHIP') && { 所有制: row.ownership ?? '未知' }),
      ...(by.includes('UNIT_TYPE') && { 单位类型: row.unitType ?? '未知' }),
    })),
  ];
};

test.each<[string[], number]>([
  [[], 1],
  [['UNIT_TYPE', 'SIZE'], 5],
  [['OWNERSHIP'], 4],
  [['SIZE', 'OWNERSHIP', 'UNIT_TYPE', 'SIZE'], 6],
])('by %j it is what the query answers: %d lines', async (by, lines) => {
  const { ids } = register;
  for (const [unionId, on] of [
    [ids.root, lastDay],
    [ids.here, lastDay],
    [ids.here, '2026-11-01'],
  ] as const) {
    const found = await listLines(leader, huiji.apiUrl, { list: 'COVERAGE', unionId, on, by }, '范围');
    const rate = await register.rateOf(unionId, on, by);
    expect(found).toEqual(answered(rate, by).map((line): unknown => expect.objectContaining(line)));
    expect(found.map((line) => line['覆盖率(%)'])).toEqual(
      [rate.whole, ...rate.rows].map(({ rate: percent }) => String(Number(percent))),
    );
    expect(found).toHaveLength(lines);
  }
});

test('it says of which day it is; a rate of no employers is blank and not 0', async () => {
  const of = { list: 'COVERAGE', unionId: register.ids.own, on: '2019-12-31', by: ['SIZE'] };
  const text = (await listRows(leader, huiji.apiUrl, of)).flat().join();
  expect(text).toContain('截至 2019-12-31 在营的用人单位,每家只在统计归口的工会计一次');
  expect(await listLines(leader, huiji.apiUrl, of, '范围')).toEqual([
    { 范围: '合计', 规模: '', '在营(家)': '0', '已覆盖(家)': '0', '覆盖率(%)': '' },
  ]);
});

test('it is a total, for whoever reads that; a union elsewhere is not there', async () => {
  const { ids } = register;
  const filer = await register.person('here-filer', ids.here, 'FILER');
  const here = { list: 'COVERAGE', unionId: ids.here, on: lastDay };
  expect(await listLines(filer, huiji.apiUrl, here, '范围')).toMatchObject([{ '在营(家)': '6' }]);
  expect(await listRefused(filer, { list: 'EMPLOYERS', unionId: ids.here })).toEqual(['FORBIDDEN']);
  expect(await listRefused(filer, { list: 'COVERAGE', unionId: ids.there })).toEqual(['NOT_FOUND']);
});
