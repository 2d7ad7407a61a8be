import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { change } from './harness/organisation.js';
import {
  addPerson,
  buildTown,
  eventually,
  found,
  key,
  mutationOf,
  operations,
  type Seen,
  type Town,
} from './harness/town.js';

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

test('a cell is grouped by what the registers know of the unions, and its shares add up to the total', async () => {
  const { admin, bureau } = town;
  const union = (code: string, more: object) =>
    found(admin, { parentId: bureau, code, name: code, level: 'GRASSROOTS', kind: 'SINGLE', ...more });
  const [first, second, third] = [
    await union('I1', { industry: '建筑业' }),
    await union('I2', { industry: '建筑业', kind: 'JOINT' }),
    await union('I3', { industry: '采矿业' }),
  ];
  await admin.get(mutationOf('registerEmployer', 'employerId'), {
    input: {
      ...{
        code: 'E1',
        name: 'E1',
        aboveScale: false,
        headcount: 9,
        ownership: '私营',
        operatingFrom: '2020-01-01',
      },
      ...{ source: '台账', sourceDate: '2026-01-01', accountableUnionId: first },
      coveredBy: [{ unionId: first, from: '2020-01-01' }],
    },
  });
  await addPerson(
    admin,
    'groups',
    [first, second, third].map((unionId) => ({ unionId, role: 'FILER' })),
  );
  const clerk = await huiji.client('alpha', 'groups');
  for (const [unionId, value] of [
    [first, '30'],
    [second, '20'],
    [third, '7'],
  ] as const) {
    const input = { unionId, form: 'work-q', period: '2026Q3', cells: [{ cell: 'comp_event_cnt', value }] };
    const { saveDraft } = await clerk.get<{ saveDraft: { submission: Seen } }>(operations.save, {
      input: { ...input, idempotencyKey: key() },
    });
    await clerk.get(operations.submit, {
      input: {
        ...{ submissionId: saveDraft.submission.id, expectedVersion: 1, idempotencyKey: key() },
        explanation: '说明',
      },
    });
    await town.accept({ ...saveDraft.submission, version: 2 });
  }
  const shares = async (by: string) => {
    const { rollup } = await town.statistician.get<{
      rollup: { breakdown: Array<{ value: string | null; figure: string; unions: number }> };
    }>(
      `{ rollup(unionCode: "alpha-root", form: "work-q", period: "2026Q3") {
           breakdown(cell: "comp_event_cnt", by: ${by}) { value figure unions } } }`,
    );
    return rollup.breakdown.map(({ value, figure, unions }) => [value, figure, unions]);
  };
  expect(await shares('INDUSTRY')).toEqual([
    ['建筑业', '50', 2],
    ['采矿业', '7', 1],
  ]);
  expect(await shares('KIND')).toEqual([
    ['SINGLE', '37', 2],
    ['JOINT', '20', 1],
  ]);
  expect(await shares('OWNERSHIP')).toEqual([
    ['私营', '30', 1],
    [null, '27', 2],
  ]);
  const asked = `query ($unionId: ID) { rollup(unionId: $unionId, form: "work-q", period: "2026Q3") {
    breakdown(cell: "comp_event_cnt", by: INDUSTRY) { figure } } }`;
  expect((await clerk.ask(asked, { unionId: bureau })).data).toEqual({ rollup: null });
  // Who files for the bureau itself reads its total, not what it is made of.
  await addPerson(admin, 'bureau-clerk', [{ unionId: bureau, role: 'FILER' }]);
  const own = await huiji.client('alpha', 'bureau-clerk');
  expect(await own.refusal(asked, { unionId: bureau })).toEqual(['FORBIDDEN']);
});
