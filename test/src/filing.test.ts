import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from './harness/client.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { type Town, buildTown, eventually } from './harness/town.js';

let huiji: Huiji;
let town: Town;
beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
});
afterAll(() => huiji.stop());

const total = async (client: Client, unionId: string, cell: string): Promise<string | null> => {
  const { rollup } = await client.get<{ rollup: { cells: Array<{ value: string | null }> } }>(
    `query ($unionId: ID!, $cells: [String!]) { rollup(unionId: $unionId, form: "work-q", period: "2026Q3") {
       reportsExpected reportsAccepted upTo pending cells(codes: $cells) { value filled expected missing mark } } }`,
    { unionId, cells: [cell] },
  );
  return rollup.cells[0]?.value ?? null;
};

test('what is accepted is in every total above it', async () => {
  const [first, second] = town.grassroots;
  for (const [union, value] of [
    [first, '120'],
    [second, '３０'],
  ] as const) {
    await town.fileAndAccept(union, { mem_member_cnt: value });
  }
  await eventually(async () =>
    expect(await total(town.statistician, town.root, 'mem_member_cnt')).toBe('150'),
  );
  expect(await total(town.statistician, town.bureau, 'mem_member_cnt')).toBe('150');
  expect(await total(town.statistician, first, 'mem_member_cnt')).toBe('120');
  expect(await total(town.statistician, town.root, 'org_grassroots_union_cnt')).toBe('3');
});
