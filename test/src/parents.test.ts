import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from './harness/client.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { change } from './harness/organisation.js';
import { countingApi } from './harness/statements.js';
import { buildTown, found, type Town } from './harness/town.js';

let huiji: Huiji;
let town: Town;
let other: string;
let rootCode: string;

beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  const body = { level: 'INTERMEDIATE', kind: 'BUREAU' };
  other = await found(town.admin, { parentId: town.root, code: 'B2', name: '卫生局工会', ...body });
  rootCode = (
    await town.admin.get<{ tradeUnion: { code: string } }>(`{ tradeUnion(id: "${town.root}") { code } }`)
  ).tradeUnion.code;
});
afterAll(() => huiji.stop());

type Placed = Record<'code', string> & Record<'now' | 'then', { code: string } | null>;

/** Unions directly below the root and the bureau, each with its parent today and before one of them moved. */
async function placed(client: Client, first: number): Promise<Placed[]> {
  const below = `children(on: "2026-08-01", first: ${first}) {
    nodes { code now: parent { code } then: parent(on: "2026-08-01") { code } } }`;
  const seen = await client.get<Record<string, { children: { nodes: Placed[] } }>>(
    `{ root: tradeUnion(id: "${town.root}") { ${below} } bureau: tradeUnion(id: "${town.bureau}") { ${below} } }`,
  );
  return Object.values(seen).flatMap(({ children }) => children.nodes);
}

test('unions side by side each have their parent of a day', async () => {
  await change(town.admin, 'moveUnion', {
    ...{ unionId: town.grassroots[1], parentId: other, on: '2026-08-20' },
  });
  const root = { code: rootCode };
  const [b1, b2] = [{ code: 'B1' }, { code: 'B2' }];
  expect(await placed(town.statistician, 50)).toEqual([
    { code: 'B1', now: root, then: root },
    { code: 'B2', now: root, then: root },
    { code: 'G1', now: b1, then: b1 },
    { code: 'G2', now: b2, then: b1 },
    { code: 'G3', now: b1, then: b1 },
  ]);
});

test('a parent outside the subtrees of whoever asks is null', async () => {
  const { bureau } = await town.reviewer.get<{ bureau: unknown }>(
    `{ bureau: tradeUnion(id: "${town.bureau}") { parent { code } children { nodes { code parent { code } } } } }`,
  );
  expect(bureau).toEqual({
    parent: null,
    children: { nodes: ['G1', 'G3'].map((code) => ({ code, parent: { code: 'B1' } })) },
  });
});

test('three of them cost as many statements as one', async () => {
  const api = await countingApi(huiji);
  // One list alone: where there are more, how many of them are looked up together is a matter of time.
  const asked = `query ($first: Int!) { tradeUnion(id: "${town.bureau}") {
    children(on: "2026-08-01", first: $first) { nodes { parent(on: "2026-08-01") { code } } } } }`;
  const cost = (first: number) => api.statementsOf(town.statistician, (here) => here.get(asked, { first }));
  await cost(1);
  expect(await cost(3)).toBe(await cost(1));
  await api.stop();
});
