import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from './harness/client.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import {
  act,
  addPerson,
  buildTown,
  eventually,
  key,
  type MutationName,
  mutationOf,
  operations,
  type Seen,
  type Told,
  told,
  toldIn,
  type Town,
} from './harness/town.js';

let huiji: Huiji;
let town: Town;
/** A second reviewer of the federation, a second one of the bureau, and who files the bureau's own reports. */
let [second, colleague, bureauClerk]: Client[] = [];
beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  await addPerson(town.admin, 'second', [{ unionId: town.root, role: 'REVIEWER' }]);
  await addPerson(town.admin, 'colleague', [{ unionId: town.bureau, role: 'REVIEWER' }]);
  await addPerson(town.admin, 'bureau-clerk', [{ unionId: town.bureau, role: 'FILER' }]);
  [second, colleague, bureauClerk] = await Promise.all(
    ['second', 'colleague', 'bureau-clerk'].map((login) => huiji.client('alpha', login)),
  );
});
afterAll(() => huiji.stop());

interface Signature {
  id: string;
  number: number;
  state: string;
  version: number;
  signedVersion: string;
  explanation: string | null;
  returnReason: string | null;
  signed: { reportsExpected: number; reportsAccepted: number; cells: Array<{ cell: string; value: string }> };
  changes: Array<{ cell: string; signed: string | null; now: string | null; delta: string }>;
}
const fields = `id number state version signedVersion explanation returnReason union { code }
  signed { reportsExpected reportsAccepted cells(codes: ["mem_member_cnt"]) { cell value } }
  changes { cell signed now delta }`;
interface Total {
  version: string;
  pending: number;
  cells: Array<{ value: string | null }>;
  signature: Signature | null;
}
const totalOf = async (unionId = town.bureau, client: Client = town.reviewer): Promise<Total> =>
  (
    await client.get<{ rollup: Total }>(
      `query ($id: ID) { rollup(unionId: $id, form: "work-q", period: "2026Q3") {
         version pending cells(codes: ["mem_member_cnt"]) { value } signature { ${fields} } } }`,
      { id: unionId },
    )
  ).rollup;
const drained = async (value: string): Promise<Total> => {
  await eventually(async () => expect((await totalOf()).cells).toEqual([{ value }]));
  return totalOf();
};
const where = () => ({ unionId: town.bureau, form: 'work-q', period: '2026Q3' });
const done = async (client: Client, name: MutationName, input: object): Promise<Signature> => {
  const answer = await client.ask<Record<string, { signature: Signature }>>(
    mutationOf(name, `signature { ${fields} }`),
    { input: { ...input, idempotencyKey: key() } },
  );
  expect(toldIn(answer)).toEqual([]);
  return answer.data![name]!.signature;
};
const refused = async (client: Client, name: MutationName, input: object): Promise<string[]> =>
  (await told(client, name, { ...input, idempotencyKey: key() })).map(({ code }: Told) => code);
const of = ({ id, version }: Signature) => ({ signatureId: id, expectedVersion: version });
const sign = (expectedVersion: string, explanation: string | null = '两家未报') =>
  done(town.reviewer, 'signTotal', { ...where(), expectedVersion, explanation });

let signed: Signature;
let accepted: Seen;

test('a body signs the total that it saw, with its gaps explained', async () => {
  accepted = await town.fileAndAccept(town.grassroots[0], { mem_member_cnt: '100' });
  const { version } = await drained('100');
  const input = { ...where(), expectedVersion: version };
  expect(await refused(town.reviewer, 'signTotal', { ...input, expectedVersion: '0' })).toEqual([
    'STALE_TOTAL',
  ]);
  expect(await refused(town.reviewer, 'signTotal', input)).toEqual(['GAPS_UNEXPLAINED']);
  for (const client of [town.chief, town.statistician, town.admin])
    expect(await refused(client, 'signTotal', { ...input, explanation: '说明' })).toEqual(['FORBIDDEN']);
  expect(await refused(town.clerk, 'signTotal', { ...input, explanation: '说明' })).toEqual(['NOT_FOUND']);
  signed = await sign(version);
  expect(signed).toMatchObject({
    ...{
      number: 1,
      state: 'SIGNED',
      version: 1,
      signedVersion: version,
      explanation: '两家未报',
      changes: [],
    },
    signed: { reportsExpected: 4, reportsAccepted: 1, cells: [{ cell: 'mem_member_cnt', value: '100' }] },
  });
  expect(await refused(town.reviewer, 'signTotal', { ...input, explanation: '说明' })).toEqual([
    'SIGNED_ALREADY',
  ]);
});

test('who has only begun or submitted a report below makes no signature stale', async () => {
  await town.submit(await town.save(town.grassroots[1], { mem_member_cnt: '20' }));
  await eventually(async () => expect((await totalOf()).pending).toBe(0));
  expect(await totalOf()).toMatchObject({
    version: signed.signedVersion,
    signature: { id: signed.id, changes: [] },
  });
});

test('later changes below show by how much, block nobody, and the copy stays as it was', async () => {
  const draft = await act(town.clerk, 'restate', { submissionId: accepted.id, reason: '漏报' });
  const saved = await town.save(town.grassroots[0], { mem_member_cnt: '130' }, draft.version);
  await town.accept(await town.submit(saved));
  const total = await drained('130');
  expect(total.signature).toMatchObject({
    ...{ id: signed.id, state: 'SIGNED', signed: { cells: [{ value: '100' }] } },
    changes: expect.arrayContaining([{ cell: 'mem_member_cnt', signed: '100', now: '130', delta: '30' }]),
  });
  expect(total.signature?.changes.map(({ cell }) => cell)).not.toContain('reports_accepted_grassroots');
});

test('the body above accepts or returns, never who signed, and each signature once', async () => {
  expect(await refused(town.reviewer, 'acceptSignature', of(signed))).toEqual(['SIGNER_MAY_NOT_ACCEPT']);
  expect(await refused(colleague!, 'acceptSignature', of(signed))).toEqual(['NOT_THE_ACCEPTING_UNION']);
  expect(await refused(colleague!, 'returnSignature', { ...of(signed), reason: '退' })).toEqual([
    'FORBIDDEN',
  ]);
  for (const client of [town.statistician, town.admin])
    expect(await refused(client, 'acceptSignature', of(signed))).toEqual(['FORBIDDEN']);
  expect(await refused(town.clerk, 'acceptSignature', of(signed))).toEqual(['NOT_FOUND']);
  expect(await refused(town.chief, 'acceptSignature', { ...of(signed), expectedVersion: 9 })).toEqual([
    'STALE_REVISION',
  ]);
  const returned = await done(town.chief, 'returnSignature', { ...of(signed), reason: '请补第三工会' });
  expect(returned).toMatchObject({ state: 'RETURNED', version: 2, returnReason: '请补第三工会' });
  expect(await refused(town.chief, 'acceptSignature', of(returned))).toEqual(['SIGNATURE_DECIDED']);
});

test('a new signature takes the place of the one before, and only the newest is decided', async () => {
  const second_ = await sign((await totalOf()).version);
  expect(second_).toMatchObject({ number: 2, state: 'SIGNED', changes: [] });
  await town.fileAndAccept(town.grassroots[2], { mem_member_cnt: '5' });
  const third = await sign((await drained('135')).version);
  expect(await refused(town.chief, 'acceptSignature', of(second_))).toEqual(['SIGNATURE_REPLACED']);
  // Two accept at once: one does, the other hears of it.
  const told_ = await Promise.all(
    [town.chief, second!].map((client) => refused(client, 'acceptSignature', of(third))),
  );
  expect(told_.toSorted()).toEqual([[], ['STALE_REVISION']]);
  const page = `query ($first: Int, $after: String) { signatureHistory(unionCode: "B1", form: "work-q", period: "2026Q3", first: $first, after: $after) {
    nodes { number state } pageInfo { endCursor hasNextPage } } }`;
  type Page = {
    signatureHistory: { nodes: object[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
  };
  const one = await town.chief.get<Page>(page, { first: 2 });
  expect(one.signatureHistory).toMatchObject({
    ...{
      nodes: [
        { number: 3, state: 'ACCEPTED' },
        { number: 2, state: 'SIGNED' },
      ],
    },
    pageInfo: { hasNextPage: true },
  });
  const rest = await town.chief.get<Page>(page, { first: 2, after: one.signatureHistory.pageInfo.endCursor });
  expect(rest.signatureHistory.nodes).toEqual([{ number: 1, state: 'RETURNED' }]);
  const list = (state: string) =>
    town.chief.get(
      `{ signatures(unionCode: "alpha-root", form: "work-q", period: "2026Q3", state: ${state}) { nodes { number union { code } } } }`,
    );
  expect(await list('ACCEPTED')).toEqual({ signatures: { nodes: [{ number: 3, union: { code: 'B1' } }] } });
  expect(await list('SIGNED')).toEqual({ signatures: { nodes: [] } });
});

test('two sign at once: one signature', async () => {
  const draft = await act(town.clerk, 'restate', { submissionId: (await newest()).id, reason: '更正' });
  await town.accept(
    await town.submit(await town.save(town.grassroots[0], { mem_member_cnt: '131' }, draft.version)),
  );
  const { version } = await drained('136');
  const input = { ...where(), expectedVersion: version, explanation: '说明' };
  const answers = await Promise.all(
    [town.reviewer, colleague!].map((client) => refused(client, 'signTotal', input)),
  );
  expect(answers.toSorted()).toEqual([[], ['SIGNED_ALREADY']]);
  expect((await totalOf()).signature).toMatchObject({ number: 4, state: 'SIGNED' });
});
const newest = async (): Promise<Seen> =>
  (
    await town.clerk.get<{ submissionHistory: Seen[] }>(
      '{ submissionHistory(unionCode: "G1", form: "work-q", period: "2026Q3") { id version state revision } }',
    )
  ).submissionHistory[0]!;

test('neither a grassroots union nor the federation signs, nor anybody a form that does not add up', async () => {
  await addPerson(town.admin, 'own', [{ unionId: town.grassroots[0], role: 'REVIEWER' }]);
  const own = await huiji.client('alpha', 'own');
  const input = { ...where(), expectedVersion: '1', explanation: '说明' };
  expect(await refused(own, 'signTotal', { ...input, unionId: town.grassroots[0] })).toEqual([
    'NOTHING_TO_SIGN',
  ]);
  expect(await refused(town.chief, 'signTotal', { ...input, unionId: town.root })).toEqual([
    'NOTHING_TO_SIGN',
  ]);
  expect(await refused(town.reviewer, 'signTotal', { ...input, form: 'statement-q' })).toEqual([
    'NOTHING_TO_SIGN',
  ]);
  const readings = `{ rollup(unionCode: "B1", form: "work-q", period: "2026Q3", yearToDate: true) { signature { id } }
    current: rollup(unionCode: "B1", form: "work-q", period: "2026Q3", tree: CURRENT) { signature { id } } }`;
  expect(await town.reviewer.get(readings)).toEqual({
    rollup: { signature: null },
    current: { signature: null },
  });
});

interface Breaches {
  nodes: Array<{
    submission: { id: string };
    breaches: object[];
    acknowledgements: Array<{ union: { code: string }; current: boolean }>;
    awaiting: Array<{ code: string }>;
  }>;
}
const breaches = async (client: Client, unionCode = 'alpha-root'): Promise<Breaches> =>
  (
    await client.get<{ statementBreaches: Breaches }>(
      `{ statementBreaches(unionCode: "${unionCode}", form: "statement-q", period: "2026Q3") { nodes {
           submission { id explanation } breaches { cell stated below difference }
           acknowledgements { union { code } current } awaiting { code } } } }`,
    )
  ).statementBreaches;
const state = async (cells: Record<string, string>, expectedVersion?: number): Promise<Seen> =>
  act(bureauClerk!, 'save', {
    ...{ unionId: town.bureau, form: 'statement-q', period: '2026Q3', expectedVersion },
    cells: Object.entries(cells).map(([cell, value]) => ({ cell, value })),
  });
const submitted = ({ id, version }: Seen, explanation?: string) => ({
  ...{ submissionId: id, expectedVersion: version, explanation },
});

test('a statement that differs from the sum below needs an explanation, and is acknowledged before it is accepted', async () => {
  const saved = await state({ mem_member_cnt: '140', trn_class_cnt: '0' });
  const hits = await told(bureauClerk!, 'submit', { ...submitted(saved), idempotencyKey: key() });
  expect(hits.map(({ code, cell }) => [code, cell])).toEqual([
    ['EXPLANATION_REQUIRED', null],
    ['CHECK_FAILED', 'mem_member_cnt'],
  ]);
  expect(hits[1]?.messageZh).toContain('上报 140,下级汇总为 136,相差 4');
  const filed = await act(bureauClerk!, 'submit', submitted(saved, '含直管会员'));
  expect(await breaches(town.chief)).toEqual({
    nodes: [
      {
        submission: { id: filed.id, explanation: '含直管会员' },
        breaches: [{ cell: 'mem_member_cnt', stated: '140', below: '136', difference: '4' }],
        acknowledgements: [],
        awaiting: [{ code: 'alpha-root' }],
      },
    ],
  });
  const at = { submissionId: filed.id, expectedVersion: filed.version };
  expect(await refused(town.chief, 'acceptSubmission', at)).toEqual(['BREACH_UNACKNOWLEDGED']);
  // The body's own reviewers stand not above it; whoever sees nothing of it learns nothing of it.
  expect(await refused(colleague!, 'acknowledgeBreach', { submissionId: filed.id })).toEqual(['FORBIDDEN']);
  expect(await refused(town.statistician, 'acknowledgeBreach', { submissionId: filed.id })).toEqual([
    'FORBIDDEN',
  ]);
  expect(await refused(town.clerk, 'acknowledgeBreach', { submissionId: filed.id })).toEqual(['NOT_FOUND']);
  expect(await refused(town.chief, 'acknowledgeBreach', { submissionId: filed.id })).toEqual([]);
  expect((await breaches(town.chief)).nodes[0]).toMatchObject({
    ...{ acknowledgements: [{ union: { code: 'alpha-root' }, current: true }], awaiting: [] },
  });
  // Taken back and filed with another explanation it is another statement, though its figures are the same.
  const back = await act(bureauClerk!, 'withdraw', {
    submissionId: filed.id,
    expectedVersion: filed.version,
  });
  const anew = await act(bureauClerk!, 'submit', submitted(back, '另有四人待转入'));
  expect((await breaches(town.chief)).nodes[0]).toMatchObject({
    ...{ acknowledgements: [{ current: false }], awaiting: [{ code: 'alpha-root' }] },
  });
  const now = { submissionId: filed.id, expectedVersion: anew.version };
  expect(await refused(town.chief, 'acceptSubmission', now)).toEqual(['BREACH_UNACKNOWLEDGED']);
  expect(await refused(town.chief, 'acknowledgeBreach', { submissionId: filed.id })).toEqual([]);
  expect(await refused(town.chief, 'acceptSubmission', now)).toEqual([]);
});

test('once the sum below moves, the acknowledgement is of something else, and a statement that agrees is no breach', async () => {
  const draft = await act(town.clerk, 'restate', { submissionId: (await newest()).id, reason: '更正' });
  const restated = await town.save(town.grassroots[0], { mem_member_cnt: '132' }, draft.version);
  await town.accept(await town.submit(restated));
  await drained('137');
  expect((await breaches(town.chief)).nodes[0]).toMatchObject({
    ...{ breaches: [{ stated: '140', below: '137', difference: '3' }] },
    ...{ acknowledgements: [{ current: false }], awaiting: [{ code: 'alpha-root' }] },
  });
  const again = await act(town.clerk, 'restate', { submissionId: (await newest()).id, reason: '更正' });
  await town.accept(
    await town.submit(await town.save(town.grassroots[0], { mem_member_cnt: '135' }, again.version)),
  );
  await drained('140');
  expect(await breaches(town.chief)).toEqual({ nodes: [] });
  const [{ id } = { id: '' }] = (
    await town.chief.get<{ submissionHistory: Seen[] }>(
      '{ submissionHistory(unionCode: "B1", form: "statement-q", period: "2026Q3") { id } }',
    )
  ).submissionHistory;
  expect(await refused(town.chief, 'acknowledgeBreach', { submissionId: id })).toEqual(['NO_BREACH']);
});

test('differences within the tenant’s tolerance are none, and only a statement is held against anything', async () => {
  const restated = await act(bureauClerk!, 'restate', {
    submissionId: (await stated()).id,
    reason: '更正',
  });
  const saved = await state({ mem_member_cnt: '141' }, restated.version);
  const filed = await act(bureauClerk!, 'submit', submitted(saved, '四舍五入'));
  expect((await breaches(town.chief)).nodes.map(({ submission }) => submission.id)).toEqual([filed.id]);
  expect(
    await told(town.statistician, 'setParameter', {
      ...{ name: 'reconciliation_tolerance_percent', value: '1', validFrom: '2026-01-01' },
    }),
  ).toEqual([]);
  expect(await breaches(town.chief)).toEqual({ nodes: [] });
  expect(
    await refused(town.chief, 'acceptSubmission', { submissionId: filed.id, expectedVersion: filed.version }),
  ).toEqual([]);
  const { errors = [] } = await town.chief.ask(
    '{ statementBreaches(unionCode: "B1", form: "work-q", period: "2026Q3") { nodes { submission { id } } } }',
  );
  expect(toldIn({ errors }).map(({ code }) => code)).toEqual(['FORM_STATES_NOTHING']);
});
const stated = async (): Promise<Seen> =>
  (
    await town.chief.get<{ submissionHistory: Seen[] }>(
      '{ submissionHistory(unionCode: "B1", form: "statement-q", period: "2026Q3") { id version state revision } }',
    )
  ).submissionHistory[0]!;

test('what is signed stays when its period is FINAL', async () => {
  await town.statistician.get(operations.close, { period: '2026Q3' });
  await town.statistician.get(operations.finalise, { period: '2026Q3' });
  expect((await totalOf()).signature).toMatchObject({ number: 4, signed: { cells: [{ value: '136' }] } });
});
