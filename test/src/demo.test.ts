import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { linjiang, linjiangPeriod, linjiangUnions } from '@huiji/local/cases/linjiang';
import { loadDemo, type SignIn } from '@huiji/local/demo';
import pg from 'pg';
import { Client } from './harness/client.js';
import { type Huiji, startHuiji } from './harness/huiji.js';
import { eventually } from './harness/town.js';

let huiji: Huiji;
let signIn: SignIn[];
let before: Record<string, number>;

const load = () => loadDemo({ ownerUrl: huiji.database.ownerUrl, apiUrl: huiji.apiUrl });

/** Where loads are cut off, one after the other: at which request of which mutation. */
const interruptions = [
  ['foundUnion', 30],
  ['registerEmployer', 50],
  ['awardHome', 8],
  ['acceptSubmission', 40],
  ['finalisePeriod', 1],
  ['moveUnion', 1],
  ['mergeUnion', 1],
  ['returnSubmission', 1],
] as const;

/** How many rows each table holds that a load writes to; sessions and sign-ins are what a look leaves behind. */
async function counts(): Promise<Record<string, number>> {
  const client = new pg.Client({ connectionString: huiji.database.ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, number>>(`SELECT
      (SELECT count(*)::int FROM tenant) AS tenants, (SELECT count(*)::int FROM trade_union) AS unions,
      (SELECT count(*)::int FROM person) AS people, (SELECT count(*)::int FROM appointment) AS appointments,
      (SELECT count(*)::int FROM employer) AS employers, (SELECT count(*)::int FROM home_award) AS awards,
      (SELECT count(*)::int FROM submission) AS submissions, (SELECT count(*)::int FROM contribution) AS contributions,
      (SELECT count(*)::int FROM audit_event WHERE action <> 'SIGN_IN') AS events`);
    return rows[0]!;
  } finally {
    await client.end();
  }
}

/** Loads until the power fails: the server has done what it was asked last, but nobody reads the answer. */
async function interruptedAt(mutation: string, nth: number): Promise<void> {
  const real = globalThis.fetch;
  let left = nth;
  const cut = jest.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
    if (left === 0) throw new Error('interrupted');
    const response = await real(url, init);
    if ((init?.body as string).includes(`{ ${mutation}(`)) left -= 1;
    if (left === 0) throw new Error('interrupted');
    return response;
  });
  await expect(load()).rejects.toThrow('interrupted');
  cut.mockRestore();
}

beforeAll(async () => {
  jest.spyOn(console, 'log').mockImplementation(() => undefined);
  huiji = await startHuiji();
  // Each of them goes on where the one before was cut off.
  for (const [mutation, nth] of interruptions) await interruptedAt(mutation, nth);
  ({ signIn } = await load());
  before = await counts();
}, 300_000);
afterAll(() => huiji.stop());

test('is all there, and once, after loads that were interrupted', () => {
  const loaded = { tenants: 2, unions: 87, people: 29, employers: 109, awards: 24, submissions: 189 };
  expect(before).toMatchObject(loaded);
});

test('a second load looks, changes nothing, and is quick', async () => {
  const asked = jest.spyOn(globalThis, 'fetch');
  const again = await load();
  const requests = asked.mock.calls.map(([, init]) => init?.body as string);
  asked.mockRestore();
  expect(again.signIn).toEqual(signIn);
  expect(await counts()).toEqual(before);
  // Of each tenant: who it is, its periods, and whether its last union and its last filing are there.
  expect(
    requests.map((one) => /\b(?:signIn|periods|tradeUnion|submission\w*)\b/.exec(one)?.[0]).sort(),
  ).toEqual(['periods', 'signIn', 'submissionHistory', 'tradeUnion'].flatMap((one) => [one, one]));
});

test('everybody in the list signs in to a tenant of their own', async () => {
  for (const { tenant, login, password } of signIn) {
    const client = await new Client(huiji.apiUrl).signIn(tenant, login, password);
    const { me } = await client.get<{
      me: { login: string; tenant: { code: string }; appointments: unknown[] };
    }>('{ me { login tenant { code } appointments { role } } }');
    expect({ ...me, appointments: me.appointments.length > 0 }).toEqual({
      login,
      tenant: { code: tenant },
      appointments: true,
    });
  }
});

describe('linjiang is in the middle of its quarter', () => {
  const as = (login: string): Promise<Client> =>
    new Client(huiji.apiUrl).signIn(linjiang.code, login, signIn[0]!.password);
  const expected = {
    accepted: ['ACCEPTED'],
    acceptedToo: ['ACCEPTED'],
    waiting: ['SUBMITTED'],
    returned: ['RETURNED'],
    halfFilled: ['DRAFT'],
    notBegun: [],
  } satisfies Record<keyof typeof linjiangUnions, string[]>;

  test.each(Object.entries(expected))('%s', async (which, states) => {
    const { code } = linjiangUnions[which as keyof typeof linjiangUnions];
    const reader = await as('tongji');
    const { tradeUnion } = await reader.get<{ tradeUnion: { id: string } }>(
      'query ($code: String) { tradeUnion(code: $code) { id } }',
      { code },
    );
    const { submissionHistory } = await reader.get<{
      submissionHistory: Array<{ state: string; returnReason: string | null }>;
    }>(
      `query ($unionId: ID!, $form: String!, $period: String!) {
         submissionHistory(unionId: $unionId, form: $form, period: $period) { state returnReason } }`,
      { unionId: tradeUnion.id, ...linjiangPeriod },
    );
    expect(submissionHistory.map((one) => one.state)).toEqual(states);
    if (which === 'returned') expect(submissionHistory[0]?.returnReason).toContain('1310');
  });

  test('one person files for three unions by entrustment (代报), and what that person filed says so', async () => {
    const agent = await as('daibao');
    const { me, myTasks } = await agent.get<{
      me: object;
      myTasks: { nodes: Array<{ union: { code: string }; state: string }> };
    }>(
      `{ me { name entrustments } myTasks(period: "2026Q3", form: "work-q", entrusted: true) { nodes { union { code } state } } }`,
    );
    expect(me).toEqual({ name: '方圆', entrustments: 3 });
    const { returned, notBegun } = linjiangUnions;
    expect(myTasks.nodes).toEqual([
      { union: { code: returned.code }, state: 'RETURNED' },
      { union: { code: notBegun.code }, state: 'NOT_BEGUN' },
    ]);
    const { submissionHistory } = await agent.get<{ submissionHistory: object[] }>(
      `{ submissionHistory(unionCode: "${returned.code}", form: "work-q", period: "2026Q3") { entrustment { personName } } }`,
    );
    expect(submissionHistory).toEqual([{ entrustment: { personName: '方圆' } }]);
  });

  test('one union was moved and one merged since the quarter that is final', async () => {
    const leader = await as('lingdao');
    const read = (tree: string) =>
      leader.get<{ rollup: { children: { nodes: unknown[] } } }>(
        `{ rollup(unionCode: "LJ", form: "work-q", period: "2026Q2", tree: ${tree}) {
             children { nodes { union { code } cells(codes: ["mem_member_cnt"]) { value } } } } }`,
      );
    const bodies = async (tree: string) => JSON.stringify((await read(tree)).rollup.children.nodes);
    await eventually(async () => {
      expect(await bodies('AS_FILED')).toBe(
        '[{"union":{"code":"LJ-DC"},"cells":[{"value":"227"}]},{"union":{"code":"LJ-JT"},"cells":[{"value":"1311"}]}]',
      );
    });
    expect(await bodies('CURRENT')).toBe(
      '[{"union":{"code":"LJ-DC"},"cells":[{"value":"639"}]},{"union":{"code":"LJ-JT"},"cells":[{"value":"899"}]}]',
    );
    const admin = await as('guanli');
    const { organisationChanges } = await admin.get<{
      organisationChanges: { nodes: Array<{ kind: string }> };
    }>('{ organisationChanges(unionCode: "LJ") { nodes { kind } } }');
    expect(organisationChanges.nodes.slice(0, 2).map((one) => one.kind)).toEqual(['MERGE', 'MOVE']);
  });

  test('one report waits for the reviewer of the district', async () => {
    const reviewer = await as('shenhe.dongcheng');
    const { me } = await reader(reviewer);
    const { submissions } = await reviewer.get<{
      submissions: { nodes: Array<{ union: { code: string } }> };
    }>(
      `query ($unionId: ID!, $form: String!, $period: String!) {
         submissions(unionId: $unionId, form: $form, period: $period) { nodes { union { code } } } }`,
      { unionId: me.appointments[0]!.union.id, ...linjiangPeriod },
    );
    expect(submissions.nodes.map((node) => node.union.code)).toEqual([linjiangUnions.waiting.code]);
  });
});

const reader = (client: Client) =>
  client.get<{ me: { appointments: Array<{ union: { id: string } }> } }>(
    '{ me { appointments { union { id } } } }',
  );
