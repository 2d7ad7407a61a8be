import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from './harness/client.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import {
  addPerson,
  buildTown,
  eventually,
  found,
  mutationOf,
  operations,
  type Town,
} from './harness/town.js';

interface Node {
  id: string;
  at: string;
  person: { id: string; name: string } | null;
  action: string;
  objectType: string;
  objectId: string;
  union: { id: string; code: string } | null;
  requestId: string | null;
  address: string | null;
  before: unknown;
  after: unknown;
  sealed: boolean;
  sequence: number | null;
}
interface Page {
  nodes: Node[];
  pageInfo: { endCursor: string | null; hasNextPage: boolean };
}

const query = `query ($personId: ID, $unionId: ID, $unionCode: String, $objectType: String, $objectId: ID, $action: String,
    $since: DateTime, $until: DateTime, $first: Int, $after: String) {
  auditEvents(personId: $personId, unionId: $unionId, unionCode: $unionCode, objectType: $objectType, objectId: $objectId,
      action: $action, since: $since, until: $until, first: $first, after: $after) {
    nodes { id at person { id name } action objectType objectId union { id code } requestId address before after sealed sequence }
    pageInfo { endCursor hasNextPage } } }`;

const page = async (client: Client, args: object = {}): Promise<Page> =>
  (await client.get<{ auditEvents: Page }>(query, args)).auditEvents;

/** Everything that is found, read some at a time. */
async function all(client: Client, args: object = {}, first = 7): Promise<Node[]> {
  const nodes: Node[] = [];
  for (let after: string | null = null; ;) {
    const read: Page = await page(client, { ...args, first, after });
    nodes.push(...read.nodes);
    if (!read.pageInfo.hasNextPage) return nodes;
    after = read.pageInfo.endCursor;
  }
}

let huiji: Huiji;
let town: Town;
let other: Town;
/** 审计管理员: reads everything. */
let auditor: Client;
let otherAuditor: Client;
/** Administrators of the bureau and of its first grassroots union. */
let bureauAdmin: Client;
let baseAdmin: Client;
let everything: Node[];
let submissionId: string;

beforeAll(async () => {
  huiji = await startHuiji();
  for (const tenant of ['alpha', 'beta']) await openTestTenant(huiji, tenant);
  [town, other] = [await buildTown(huiji, 'alpha'), await buildTown(huiji, 'beta')];
  const { admin, root, bureau, grassroots } = town;
  await found(admin, { parentId: root, code: 'B2', name: '另一局', level: 'INTERMEDIATE', kind: 'BUREAU' });
  for (const [login, unionId] of [
    ['bureau-admin', bureau],
    ['base-admin', grassroots[0]],
  ] as const)
    await addPerson(admin, login, [{ unionId, role: 'UNION_ADMIN' }]);
  [bureauAdmin, baseAdmin] = [
    await huiji.client('alpha', 'bureau-admin'),
    await huiji.client('alpha', 'base-admin'),
  ];
  [auditor, otherAuditor] = [await huiji.client('alpha', 'auditor'), await huiji.client('beta', 'auditor')];
  submissionId = (await town.fileAndAccept(grassroots[0], { mem_member_cnt: '10' })).id;
  await town.save(grassroots[1], { mem_member_cnt: '20' });
  await admin.get(mutationOf('updateUnion'), {
    input: { unionId: bureau, expectedVersion: 1, chair: '王主席' },
  });
  await eventually(async () => {
    everything = await all(auditor, {}, 200);
    expect(everything.filter(({ sealed }) => !sealed)).toEqual([]);
  });
});
afterAll(() => huiji.stop());

const ids = (nodes: readonly Node[]): string[] => nodes.map(({ id }) => id);
const those = (of: (node: Node) => boolean): string[] => ids(everything.filter(of));

test('the auditor reads all of it, newest first, page by page, each sealed at a place of its own', async () => {
  const at = everything.map((node) => node.at);
  expect(at).toEqual(at.toSorted().toReversed());
  expect(everything.at(-1)).toMatchObject({ action: 'OPEN_TENANT', union: null, person: null });
  expect(ids(await all(auditor))).toEqual(ids(everything));
  const places = everything.map(({ sequence }) => sequence ?? 0).toSorted((a, b) => a - b);
  expect(places).toEqual(everything.map((_, i) => i + 1));
  expect(everything.find(({ action }) => action === 'ACCEPT')).toMatchObject({
    ...{ person: { name: 'reviewer' }, objectType: 'submission', objectId: submissionId },
    ...{ union: { code: 'G1' }, address: '127.0.0.1', requestId: expect.stringMatching(/./) as unknown },
    ...{ before: { state: 'SUBMITTED' }, after: { state: 'ACCEPTED' } },
  });
});

test('what is about a union names it', () => {
  const actions = (code: string) =>
    new Set(everything.filter(({ union }) => union?.code === code).map(({ action }) => action));
  expect(actions('G1')).toEqual(
    new Set(['FOUND_UNION', 'CREATE_PERSON', 'APPOINT', 'SAVE_DRAFT', 'SUBMIT', 'ACCEPT']),
  );
  expect(actions('B1')).toEqual(new Set(['FOUND_UNION', 'CREATE_PERSON', 'APPOINT', 'UPDATE_UNION']));
});

test('administrators of unions read what is about their subtree, and nothing else', async () => {
  const below = (codes: string[]) => those(({ union }) => union !== null && codes.includes(union.code));
  const { root, bureau, grassroots } = town;
  const unions = ['alpha-root', 'B1', 'B2', 'G1', 'G2', 'G3'];
  // What is about no union, as sign-ins and periods are, is the auditor's.
  expect(ids(await all(town.admin, { unionId: root }))).toEqual(below(unions));
  expect(ids(await all(bureauAdmin, { unionId: bureau }))).toEqual(below(['B1', 'G1', 'G2', 'G3']));
  expect(ids(await all(baseAdmin, { unionId: grassroots[0] }))).toEqual(below(['G1']));
  expect(await baseAdmin.refusal(query, { unionId: town.bureau })).toEqual(['NOT_FOUND']);
  expect(await bureauAdmin.refusal(query, { unionCode: 'B2' })).toEqual(['NOT_FOUND']);
  const { clerk, reviewer, statistician, admin } = town;
  for (const client of [clerk, reviewer, statistician, admin, bureauAdmin])
    expect(await client.refusal(query)).toEqual(['FORBIDDEN']);
  for (const client of [reviewer, statistician])
    expect(await client.refusal(query, { unionId: bureau })).toEqual(['FORBIDDEN']);
  // Filters never widen: what they would find elsewhere is not there.
  expect(await all(baseAdmin, { unionId: grassroots[0], action: 'OPEN_PERIOD' })).toEqual([]);
});

test('each argument finds what it names', async () => {
  const { bureau } = town;
  const clerk = everything.find(({ action }) => action === 'SAVE_DRAFT')!.person!.id;
  const cases: Array<[object, (node: Node) => boolean]> = [
    [{ personId: clerk }, (node) => node.person?.id === clerk],
    [{ unionId: bureau }, ({ union }) => ['B1', 'G1', 'G2', 'G3'].includes(union?.code ?? '')],
    [{ unionCode: 'G2' }, ({ union }) => union?.code === 'G2'],
    [{ objectType: 'submission' }, ({ objectType }) => objectType === 'submission'],
    [{ objectType: 'submission', objectId: submissionId }, ({ objectId }) => objectId === submissionId],
    [{ objectType: 'period', objectId: '2026Q3' }, ({ objectId }) => objectId === '2026Q3'],
    [{ action: 'APPOINT' }, ({ action }) => action === 'APPOINT'],
    [
      { personId: clerk, unionCode: 'G1', action: 'SUBMIT' },
      (node) => node.person?.id === clerk && node.union?.code === 'G1' && node.action === 'SUBMIT',
    ],
  ];
  for (const [args, of] of cases) {
    const expected = those(of);
    expect(expected.length).toBeGreaterThan(0);
    expect([args, ids(await all(auditor, args, 3))]).toEqual([args, expected]);
  }
  const middle = everything[Math.floor(everything.length / 2)]!.at;
  const later = ids(await all(auditor, { since: middle }));
  const earlier = ids(await all(auditor, { until: middle }));
  expect([...later, ...earlier]).toEqual(ids(everything));
  expect(earlier.length * later.length).toBeGreaterThan(0);
});

test('nothing of another tenant is found, and what cannot be meant is refused', async () => {
  const [foreign] = (await page(otherAuditor, { action: 'SIGN_IN', first: 1 })).nodes;
  expect(await all(auditor, { personId: foreign!.person!.id })).toEqual([]);
  expect(await all(auditor, { objectType: 'person', objectId: foreign!.objectId })).toEqual([]);
  expect(await auditor.refusal(query, { unionId: other.bureau })).toEqual(['NOT_FOUND']);
  for (const [args, code] of [
    [{ personId: 'nobody' }, 'NOT_FOUND'],
    [{ objectId: submissionId }, 'FIELD_REQUIRED'],
    [{ since: 'yesterday' }, 'REQUEST_INVALID'],
    [{ until: '-000300-01-01T00:00:00Z' }, 'REQUEST_INVALID'],
    [{ first: 201 }, 'REQUEST_TOO_LARGE'],
    [{ after: 'eA' }, 'REQUEST_INVALID'],
  ] as const)
    expect([args, await auditor.refusal(query, args)]).toEqual([args, [code]]);
});

test('a wrong password leaves its trace, by nobody', async () => {
  const input = { tenant: 'alpha', login: 'chief', password: 'a-wrong-password' };
  expect(await town.chief.refusal(mutationOf('signIn'), { input })).toEqual(['SIGN_IN_FAILED']);
  const { nodes } = await page(auditor, { action: 'SIGN_IN_FAILED' });
  expect(nodes).toMatchObject([{ person: null, objectType: 'person', address: '127.0.0.1' }]);
  // A refused mutation leaves nothing: it changed nothing.
  expect(await town.statistician.refusal(operations.open, { period: '2026Q3' })).toEqual(['PERIOD_EXISTS']);
  expect((await page(auditor, { action: 'OPEN_PERIOD' })).nodes).toHaveLength(1);
});
