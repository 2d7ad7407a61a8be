import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { Client } from './harness/client.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { addPerson, buildTown, found, mutationOf, type Town } from './harness/town.js';

let huiji: Huiji;
let town: Town;
let otherBureau: string;
let bureauClerk: Client;
let baseClerk: Client;
const names: Record<string, string> = {
  'X-10': '重庆路长途客运站工会',
  'X-11': '银行系统100%_工会',
  'X-12': 'ABC（中国）有限公司工会',
  'y-13': '建设银行工会',
};
beforeAll(async () => {
  huiji = await startHuiji({ worker: false });
  for (const tenant of ['alpha', 'beta']) await openTestTenant(huiji, tenant);
  town = await buildTown(huiji, 'alpha');
  const theirs = await buildTown(huiji, 'beta');
  await found(theirs.admin, {
    ...{ parentId: theirs.bureau, code: 'CANARY-1', name: '建设CANARY工会' },
    ...{ level: 'GRASSROOTS', kind: 'SINGLE' },
  });
  otherBureau = await found(town.admin, {
    parentId: town.root,
    code: 'B2',
    name: '交通局工会',
    level: 'INTERMEDIATE',
    kind: 'BUREAU',
  });
  for (const [code, name] of Object.entries(names))
    await found(town.admin, { parentId: otherBureau, code, name, level: 'GRASSROOTS', kind: 'SINGLE' });
  await addPerson(town.admin, 'b-filer', [{ unionId: otherBureau, role: 'FILER' }]);
  await addPerson(town.admin, 'g-filer', [
    { unionId: town.grassroots[0], role: 'FILER' },
    { unionId: town.grassroots[2], role: 'FILER' },
  ]);
  [bureauClerk, baseClerk] = [await huiji.client('alpha', 'b-filer'), await huiji.client('alpha', 'g-filer')];
});
afterAll(() => huiji.stop());

interface Page {
  nodes: Array<{ code: string; name: string }>;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}
const query = `query ($text: String!, $unionId: ID, $unionCode: String, $first: Int, $after: String) {
  searchUnions(text: $text, unionId: $unionId, unionCode: $unionCode, first: $first, after: $after) {
    nodes { code name } pageInfo { hasNextPage endCursor } } }`;
const search = async (text: string, more: object = {}, client = town.admin): Promise<Page> =>
  (await client.get<{ searchUnions: Page }>(query, { first: 20, text, ...more })).searchUnions;
/** Sorted here: in which order the database puts codes is its collation's affair. */
const codesOf = async (...args: Parameters<typeof search>): Promise<string[]> =>
  (await search(...args)).nodes.map(({ code }) => code).toSorted();

test.each<[string, string[]]>([
  ['建设', ['B1', 'y-13']],
  ['  建设 ', ['B1', 'y-13']],
  ['jsj', ['B1']],
  ['JSJ', ['B1']],
  ['ｊｓ', ['B1', 'y-13']],
  ['cqlct', ['X-10']],
  ['zqlct', []],
  ['yhgh', ['y-13']],
  ['abczg', ['X-12']],
  ['x-1', ['X-10', 'X-11', 'X-12']],
  ['Y-13', ['y-13']],
  ['13', []],
  ['100%', ['X-11']],
  ['%', ['X-11']],
  ['_', ['X-11']],
  ['%建', []],
  ['\\', []],
  ["'; --", []],
  ['alpha', ['alpha-root']],
  ['没有', []],
])('“%s” finds by name, code and initials: %p', async (text, expected) => {
  expect(await codesOf(text)).toEqual(expected);
});

test('is by code, page by page', async () => {
  const all = (await search('工会')).nodes.map(({ code }) => code);
  expect(all.toSorted()).toEqual([
    'B1',
    'B2',
    'G1',
    'G2',
    'G3',
    'X-10',
    'X-11',
    'X-12',
    'alpha-root',
    'y-13',
  ]);
  const read: string[] = [];
  for (let after: string | null = null; ;) {
    const page: Page = await search('工会', { first: 3, after });
    read.push(...page.nodes.map(({ code }) => code));
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  expect(read).toEqual(all);
});

test('finds only what the actor may see, below all appointments or the union named', async () => {
  expect(await codesOf('工会', {}, bureauClerk)).toEqual(['B2', 'X-10', 'X-11', 'X-12', 'y-13']);
  expect(await codesOf('工会', { first: 2 }, bureauClerk)).toEqual(['B2', 'X-10']);
  expect(await codesOf('工会', {}, baseClerk)).toEqual(['G1', 'G3']);
  expect(await codesOf('建设', {}, baseClerk)).toEqual([]);
  expect(await codesOf('工会', { unionId: otherBureau })).toEqual(['B2', 'X-10', 'X-11', 'X-12', 'y-13']);
  expect(await codesOf('银行', { unionCode: 'B2' })).toEqual(['X-11', 'y-13']);
  expect(await codesOf('银行', { unionCode: 'alpha-root' })).toEqual(['X-11', 'y-13']);
  const refusal = (more: object, client: Client) =>
    client.refusal(query, { text: '工会', first: 20, ...more });
  for (const more of [
    { unionId: town.bureau },
    { unionCode: 'B1' },
    { unionCode: 'CANARY-1' },
    { unionCode: 'no' },
  ])
    expect([more, await refusal(more, bureauClerk)]).toEqual([more, ['NOT_FOUND']]);
  expect(await refusal({}, new Client(huiji.apiUrl))).toEqual(['UNAUTHENTICATED']);
  expect(await codesOf('CANARY')).toEqual([]);
  expect(await codesOf('建设C')).toEqual([]);
});

test('needs a text', async () => {
  for (const text of ['', '  \u3000'])
    expect(await town.admin.refusal(query, { text, first: 20 })).toEqual(['FIELD_REQUIRED']);
  expect(await town.admin.refusal(query, { text: '汉'.repeat(101), first: 20 })).toEqual(['FIELD_TOO_LONG']);
  expect(await town.admin.refusal(query, { text: '汉', first: 201 })).toEqual(['REQUEST_TOO_LARGE']);
});

test('follows a name, and forgets a founding that was undone', async () => {
  const id = await found(town.admin, {
    ...{ parentId: otherBureau, code: 'N-1', name: '海关工会', level: 'GRASSROOTS', kind: 'SINGLE' },
  });
  expect(await codesOf('hggh')).toEqual(['N-1']);
  const rename = {
    unionId: id,
    expectedVersion: 1,
    name: '航空工会',
    on: '2026-08-01',
    reason: 'r',
    documentNo: 'd',
  };
  expect(await town.admin.refusal(mutationOf('renameUnion'), { input: rename })).toEqual([]);
  expect([await codesOf('hggh'), await codesOf('hkgh')]).toEqual([[], ['N-1']]);

  const owner = new pg.Client({ connectionString: huiji.database.ownerUrl });
  await owner.connect();
  await owner.query('UPDATE trade_union SET withdrawn_at = now() WHERE id = $1', [id]);
  await owner.end();
  for (const client of [town.admin, bureauClerk])
    expect([await codesOf('hkgh', {}, client), await codesOf('N-1', {}, client)]).toEqual([[], []]);
});
