import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { change } from './harness/organisation.js';
import { buildTown, eventually, found, type Town } from './harness/town.js';

let huiji: Huiji;
let town: Town;
let other: string;

beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  const { admin, root, bureau } = town;
  other = await found(admin, {
    parentId: root,
    code: 'B2',
    name: '二局',
    level: 'INTERMEDIATE',
    kind: 'BUREAU',
  });
  const base = (parentId: string, code: string, regionCode: string) =>
    found(admin, { parentId, code, name: code, level: 'GRASSROOTS', kind: 'SINGLE', regionCode });
  await base(bureau, 'R1', '320102');
  await base(bureau, 'R2', '320104001');
  await base(other, 'R3', '320102003');
  await base(other, 'R4', '3301');
});
afterAll(() => huiji.stop());

interface Region {
  regionCode: string;
  cells: Array<{ value: string | null }>;
  reportsExpected: number;
  regions?: Region[];
}

const read = (regionCode: string, where = 'unionCode: "alpha-root"', period = '2026Q3') => `{
  regionRollup(${where}, regionCode: "${regionCode}", form: "work-q", period: "${period}") {
    regionCode reportsExpected cells(codes: ["org_grassroots_union_cnt"]) { value }
    regions { regionCode reportsExpected cells(codes: ["org_grassroots_union_cnt"]) { value } } } }`;

async function counts(query: string): Promise<Record<string, number | null>> {
  const { regionRollup } = await town.admin.get<{ regionRollup: Region }>(query);
  return Object.fromEntries(
    [regionRollup, ...(regionRollup.regions ?? [])].map((region) => {
      const value = region.cells[0]?.value ?? null;
      return [region.regionCode, value === null ? null : Number(value)];
    }),
  );
}

test('a region adds up its unions, whoever they belong to, and what is finer in it', async () => {
  expect(await counts(read('3201'))).toEqual({ 3201: 3, 320102: 2, 320104: 1 });
  expect(await counts(read('320102'))).toEqual({ 320102: 2, 320102003: 1 });
  expect(await counts(read('33'))).toEqual({ 33: 1, 3301: 1 });
  expect(await counts(read('99'))).toEqual({ 99: null });
  expect(await counts(read('3201', 'unionCode: "alpha-root"', '2026H2'))).toEqual({
    3201: 3,
    320102: 2,
    320104: 1,
  });
});

test('below one union only what stands there; a move changes that, and not the region', async () => {
  expect(await counts(read('3201', `unionId: "${town.bureau}"`))).toEqual({ 3201: 2, 320102: 1, 320104: 1 });
  const { tradeUnion } = await town.admin.get<{ tradeUnion: { id: string } }>(
    '{ tradeUnion(code: "R1") { id } }',
  );
  await change(town.admin, 'moveUnion', { unionId: tradeUnion.id, parentId: other });
  expect(await counts(read('3201', `unionId: "${town.bureau}"`))).toEqual({ 3201: 1, 320104: 1 });
  await eventually(async () => expect(await counts(read('3201'))).toEqual({ 3201: 3, 320102: 2, 320104: 1 }));
});

test.each(['', '3', '32%', '江苏'])('REGION_INVALID: %p', async (code) => {
  expect(await town.admin.refusal(read(code))).toEqual(['REGION_INVALID']);
});

test('nobody reads the region of a union that is not theirs, nor reports below their own', async () => {
  expect((await town.reviewer.ask(read('3201', `unionId: "${other}"`))).data).toEqual({ regionRollup: null });
  expect(
    (await town.reviewer.ask<{ regionRollup: Region }>(read('3201', `unionId: "${town.bureau}"`))).data
      ?.regionRollup.regionCode,
  ).toBe('3201');
});
