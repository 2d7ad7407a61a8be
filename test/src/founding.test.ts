import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Client } from './harness/client.js';
import {
  cellsOf,
  congress,
  day,
  elect,
  type Election,
  electionFields,
  establish,
  open,
  quarterOf,
} from './harness/elections.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { codes, probe, thrice } from './harness/probe.js';
import { addPerson, buildTown, mutationOf, type MutationName, type Told, type Town } from './harness/town.js';

let huiji: Huiji;
let owner: pg.Client;
let town: Town;
let admin: Client;
/** Approved in this quarter; before it the union is in preparation. */
const founded = day(-1);
const quarter = quarterOf(founded);
const before = quarterOf(founded, -1);

beforeAll(async () => {
  huiji = await startHuiji();
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  ({ admin } = town);
  await open(town.statistician, before, quarter);
});
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

/** What is refused, the same the first, second and third time a request is sent. */
async function refused(name: MutationName, input: object, client: Client = admin): Promise<Told[]> {
  const query = mutationOf(name);
  const reply = await thrice(() => probe(huiji, client, JSON.stringify({ query, variables: { input } })));
  return reply.told;
}
const refusal = async (name: MutationName, input: object, client: Client = admin) =>
  codes(await refused(name, input, client));

const bureau = () => establish(admin, town.root, { level: 'INTERMEDIATE', kind: 'BUREAU' });

let prepared = 0;
const preparation = (parentId: string, more: object = {}) => {
  prepared += 1;
  return {
    ...{ parentId, code: `P${prepared}`, name: `筹建${prepared}`, level: 'GRASSROOTS', kind: 'SINGLE' },
    ...{ preparedOn: day(-100), approvalNo: `筹〔${prepared}〕号` },
    ...more,
  };
};
async function prepare(parentId: string, more: object = {}): Promise<string> {
  const query = mutationOf('prepareUnion', 'union { id state }');
  const { prepareUnion } = await admin.get<{ prepareUnion: { union: { id: string; state: string } } }>(
    query,
    {
      input: preparation(parentId, more),
    },
  );
  expect(prepareUnion.union.state).toBe('PREPARING');
  return prepareUnion.union.id;
}
const record = (unionId: string, more: object = {}) =>
  elect(admin, 'recordCongress', congress(unionId, more));
const approval = (electionId: string, more: object = {}) => ({
  ...{ electionId, on: founded, documentNo: `批〔${electionId}〕号` },
  ...more,
});

interface Union {
  state: string;
  establishedOn: string | null;
  approvalNo: string | null;
  version: number;
  elections: Election[];
}
async function unionOf(id: string): Promise<Union> {
  const query = `query ($id: ID!) { tradeUnion(id: $id) {
    state establishedOn approvalNo version elections { ${electionFields} } } }`;
  return (await admin.get<{ tradeUnion: Union }>(query, { id })).tradeUnion;
}
interface Change {
  id: string;
  kind: string;
  effectiveOn: string;
  countedOn: string;
  reason: string;
  documentNo: string;
}
async function changesOf(unionId: string): Promise<Change[]> {
  const query = `query ($unionId: ID!) { organisationChanges(unionId: $unionId) {
    nodes { id kind effectiveOn countedOn reason documentNo } } }`;
  const data = await admin.get<{ organisationChanges: { nodes: Change[] } }>(query, { unionId });
  return data.organisationChanges.nodes;
}
const counted = [
  ...['org_preparing_union_cnt', 'org_grassroots_union_cnt', 'org_new_union_cnt', 'expected'],
  ...['org_audit_committee_cnt', 'wom_committee_cnt', 'org_term_done_cnt', 'cov_covered_enterprise_cnt'],
];
const cells = (unionId: string, period = quarter) => cellsOf(town.statistician, unionId, period, counted);
async function waiting(unionId: string): Promise<string[]> {
  const query = `query ($unionId: ID!) { electionsToApprove(unionId: $unionId) { nodes { id union { id } } } }`;
  const data = await admin.get<{ electionsToApprove: { nodes: Array<{ id: string }> } }>(query, { unionId });
  return data.electionsToApprove.nodes.map(({ id }) => id);
}

describe('建会 step by step', () => {
  test('is counted as preparing, then as new and in the stock from the approval of the election', async () => {
    const above = await bureau();
    const employing = await establish(admin, above);
    const federation = await cells(town.root);
    const plus = (more: number[]) => federation.map((one, i) => one + (more[i] ?? 0));
    const nothing = await cells(above);
    expect(nothing).toEqual([0, 1, 0, 2, 0, 0, 0, 0]);

    const unionId = await prepare(above);
    await admin.get(mutationOf('registerEmployer'), {
      input: {
        ...{ code: 'E', name: '厂', aboveScale: true, headcount: 9, operatingFrom: day(-200) },
        ...{ source: 's', sourceDate: day(-200), accountableUnionId: employing },
        coveredBy: [{ unionId, from: day(-90) }],
      },
    });
    const preparing = [1, 0, 0, 0, 0, 0, 0, 0];
    expect(await cells(above)).toEqual(nothing.map((one, i) => one + preparing[i]!));
    expect(await cells(town.root)).toEqual(plus(preparing));
    expect(await unionOf(unionId)).toMatchObject({ establishedOn: null, elections: [] });

    const recorded = await record(unionId);
    expect(recorded).toMatchObject({
      ...{ termNo: 1, heldOn: day(-30), approvedOn: null, approvalNo: null, warnings: [] },
      union: { id: unionId },
      bodies: [
        { body: 'AUDITOR', members: 1, head: null, endedOn: null },
        { body: 'COMMITTEE', members: 7, head: '王主席', endedOn: null },
        { body: 'WOMENS_COMMITTEE', members: 3, head: null, endedOn: null },
      ],
    });
    expect(recorded.termEndsOn.slice(4)).toBe(day(-30).slice(4));
    expect(await cells(town.root)).toEqual(plus(preparing));
    expect(await waiting(above)).toEqual([recorded.id]);

    const { version } = await unionOf(unionId);
    // The reviewer of the body above, who keeps no registers, approves.
    await addPerson(admin, 'founding-reviewer', [{ unionId: above, role: 'REVIEWER' }]);
    const reviewer = await huiji.client('alpha', 'founding-reviewer');
    const approved = await elect(reviewer, 'approveElection', approval(recorded.id, { documentNo: '批1号' }));
    expect(approved).toMatchObject({ id: recorded.id, approvedOn: founded, approvalNo: '批1号' });
    const established = [0, 1, 1, 1, 1, 1, 0, 1];
    expect(await cells(above)).toEqual(nothing.map((one, i) => one + established[i]!));
    expect(await cells(town.root)).toEqual(plus(established));
    // At the end of the quarter before it was in preparation, and still is.
    expect(await cells(above, before)).toEqual([1, 1, 0, 2, 0, 0, 0, 0]);
    expect(await unionOf(unionId)).toMatchObject({
      ...{ state: 'ESTABLISHED', establishedOn: founded, approvalNo: '批1号', version: version + 1 },
      elections: [{ id: recorded.id }],
    });
    const on = `query ($id: ID!, $on: Date!) { tradeUnion(id: $id) { state(on: $on) } }`;
    const { tradeUnion } = await admin.get<{ tradeUnion: { state: string } }>(on, {
      id: unionId,
      on: day(-2),
    });
    expect(tradeUnion.state).toBe('PREPARING');
    expect(await waiting(above)).toEqual([]);
    expect(await changesOf(unionId)).toMatchObject([
      {
        kind: 'FOUND',
        effectiveOn: founded,
        countedOn: founded,
        reason: '选举结果批复',
        documentNo: '批1号',
      },
      { kind: 'PREPARE', effectiveOn: day(-100), reason: '筹建', documentNo: expect.stringMatching(/^筹/) },
    ]);
    const { rows } = await owner.query<{ action: string }>(
      `SELECT action FROM audit_event WHERE object_id IN ($1, $2) ORDER BY at, id`,
      [unionId, recorded.id],
    );
    expect(rows.map(({ action }) => action)).toEqual([
      ...['PREPARE_UNION', 'RECORD_CONGRESS', 'APPROVE_ELECTION', 'FOUND_UNION'],
    ]);
  });

  test('can be rehearsed: what it would count is told, and nothing has changed', async () => {
    const above = await bureau();
    const input = preparation(above, { dryRun: true });
    const answer = 'change { id } effects { union { id } period cells { cell before after } }';
    interface Rehearsal {
      change: unknown;
      effects: Array<{
        union: { id: string };
        period: string;
        cells: Array<{ cell: string; after: string }>;
      }>;
    }
    const told = await admin.get<{ prepareUnion: Rehearsal }>(mutationOf('prepareUnion', answer), { input });
    expect(told.prepareUnion.change).toBeNull();
    expect(told.prepareUnion.effects.map(({ union }) => union.id)).toContain(above);
    const unionId = await prepare(above, { code: input.code });
    const { id } = await record(unionId);
    const rehearsed = await admin.get<{ approveElection: Rehearsal }>(mutationOf('approveElection', answer), {
      input: approval(id, { dryRun: true }),
    });
    const effect = rehearsed.approveElection.effects.find(
      ({ union, period }) => union.id === above && period === quarter,
    );
    expect(effect?.cells).toContainEqual({ cell: 'org_new_union_cnt', before: '0', after: '1' });
    expect(await unionOf(unionId)).toMatchObject({ state: 'PREPARING', elections: [{ approvedOn: null }] });
    expect(await waiting(above)).toEqual([id]);
  });

  test('is undone step by step: the union prepares again, its congress waits again, then it is gone', async () => {
    const above = await bureau();
    const nothing = await cells(above);
    const unionId = await prepare(above);
    const { id } = await record(unionId);
    await elect(admin, 'approveElection', approval(id));
    const [found, prepared] = (await changesOf(unionId)) as [Change, Change];
    const undo = 'mutation ($input: UndoChangeInput!) { undoChange(input: $input) { userErrors { code } } }';
    // A later term, once recorded, rests on the founding.
    const later = await elect(admin, 'recordElection', congress(unionId, { heldOn: founded }));
    expect(await admin.refusal(undo, { input: { changeId: found.id, reason: 'r' } })).toEqual([
      'UNION_IN_USE',
    ]);
    await owner.query('UPDATE election SET replaced_at = now() WHERE id = $1', [later.id]);

    await admin.get(undo, { input: { changeId: found.id, reason: 'r' } });
    expect(await unionOf(unionId)).toMatchObject({
      ...{ state: 'PREPARING', establishedOn: null },
      elections: [{ id, approvedOn: null, approvalNo: null }],
    });
    expect((await cells(above)).slice(0, 4)).toEqual([1, 0, 0, 1]);
    expect(await waiting(above)).toEqual([id]);
    await elect(admin, 'approveElection', approval(id));
    const [again] = (await changesOf(unionId)) as [Change];
    await admin.get(undo, { input: { changeId: again.id, reason: 'r' } });
    await admin.get(undo, { input: { changeId: prepared.id, reason: 'r' } });
    expect(await cells(above)).toEqual(nothing);
    expect(await waiting(above)).toEqual([]);
    expect(await refusal('approveElection', approval(id))).toEqual(['NOT_FOUND']);
  });
});

describe('the congress', () => {
  test('is corrected by naming what it replaces, until it is approved', async () => {
    const above = await bureau();
    const unionId = await prepare(above);
    const first = await record(unionId, { present: 50 });
    expect(await refusal('recordCongress', congress(unionId))).toEqual(['ELECTION_WAITING']);
    const second = await record(unionId, {
      replaces: first.id,
      bodies: [
        { body: 'COMMITTEE', members: 9 },
        { body: 'AUDIT_COMMITTEE', members: 3, head: '李' },
      ],
    });
    expect(second.id).not.toBe(first.id);
    expect((await unionOf(unionId)).elections).toMatchObject([
      { id: second.id, termNo: 1, bodies: [{ body: 'AUDIT_COMMITTEE', head: '李' }, { members: 9 }] },
    ]);
    expect(await waiting(above)).toEqual([second.id]);
    // What was seen is not what is there any more: neither approved nor corrected again.
    expect(await refused('approveElection', approval(first.id))).toMatchObject([
      { code: 'ELECTION_REPLACED', field: 'electionId' },
    ]);
    expect(await refused('recordCongress', congress(unionId, { replaces: first.id }))).toMatchObject([
      { code: 'ELECTION_REPLACED', field: 'replaces' },
    ]);
    const elsewhere = await record(await prepare(above));
    for (const replaces of [elsewhere.id, randomUUID(), 'x']) {
      expect(await refused('recordCongress', congress(unionId, { replaces }))).toMatchObject([
        { code: 'NOT_FOUND', field: 'replaces' },
      ]);
    }
    await elect(admin, 'approveElection', approval(second.id));
    expect(await refusal('recordCongress', congress(unionId, { replaces: second.id }))).toEqual([
      'UNION_NOT_PREPARING',
    ]);
    expect(
      await refused('recordElection', congress(unionId, { heldOn: day(), replaces: second.id })),
    ).toMatchObject([{ code: 'ELECTION_APPROVED', field: 'replaces' }]);
  });

  test('that is unlawful is flagged and stands: it can be approved, and the approver sees the flags', async () => {
    const unionId = await prepare(town.bureau);
    const more = { due: 100, present: 66, termYears: 4, bodies: [{ body: 'COMMITTEE', members: 3 }] };
    const answer = `election { ${electionFields} } warnings { code severity field messageZh messageEn }`;
    const { recordCongress } = await admin.get<{ recordCongress: { election: Election; warnings: Told[] } }>(
      mutationOf('recordCongress', answer),
      { input: congress(unionId, more) },
    );
    const flags = ['ELECTION_WITHOUT_QUORUM', 'ELECTION_TERM_LENGTH', 'ELECTION_WITHOUT_AUDIT'];
    expect(codes(recordCongress.warnings)).toEqual(flags);
    expect(codes(recordCongress.election.warnings)).toEqual(flags);
    for (const { severity, messageZh, messageEn } of recordCongress.warnings) {
      expect(severity).toBe('LAW');
      expect(`${messageZh}${messageEn}`).not.toMatch(/\{\w+\}/);
      expect([messageZh, messageEn].join()).toMatch(/已照实登记.*recorded as it was/s);
    }
    const approved = await elect(admin, 'approveElection', approval(recordCongress.election.id));
    expect(codes(approved.warnings)).toEqual(flags);
    // A refusal answers no warnings, and not null either.
    const { data } = await admin.ask<{ recordCongress: object }>(
      mutationOf('recordCongress', 'warnings { code }'),
      {
        input: congress(unionId),
      },
    );
    expect(data?.recordCongress).toMatchObject({
      warnings: [],
      userErrors: [{ code: 'UNION_NOT_PREPARING' }],
    });
  });

  const two = (...names: string[]) => ({ bodies: names.map((body) => ({ body, members: 2 })) });
  test.each<[string, object, string, string]>([
    ['before the approval to prepare', { heldOn: day(-101) }, 'DATE_ORDER', 'heldOn'],
    ['tomorrow', { heldOn: day(2) }, 'DATE_IN_FUTURE', 'heldOn'],
    ['without a committee', two('AUDITOR'), 'ELECTION_WITHOUT_COMMITTEE', 'bodies'],
    ['with one twice', two('COMMITTEE', 'COMMITTEE'), 'ELECTION_BODY_TWICE', 'bodies'],
    [
      'with both to audit',
      two('COMMITTEE', 'AUDITOR', 'AUDIT_COMMITTEE'),
      'ELECTION_BODIES_EXCLUSIVE',
      'bodies',
    ],
    [
      'with both of women',
      two('COMMITTEE', 'WOMENS_MEMBER', 'WOMENS_COMMITTEE'),
      'ELECTION_BODIES_EXCLUSIVE',
      'bodies',
    ],
    ['with more present than due', { present: 91 }, 'NUMBER_OUT_OF_RANGE', 'present'],
    ['with nobody due', { due: 0, present: 0 }, 'NUMBER_OUT_OF_RANGE', 'due'],
    ['for no time', { termYears: 0 }, 'NUMBER_OUT_OF_RANGE', 'termYears'],
    [
      'of nobody',
      { bodies: [{ body: 'COMMITTEE', members: 0 }] },
      'NUMBER_OUT_OF_RANGE',
      'bodies[0].members',
    ],
    [
      'with an endless name',
      { bodies: [{ body: 'COMMITTEE', members: 1, head: '王'.repeat(51) }] },
      'FIELD_TOO_LONG',
      'bodies[0].head',
    ],
  ])('is refused when held %s', async (_, more, code, field) => {
    const unionId = await prepare(town.bureau);
    expect(await refused('recordCongress', congress(unionId, more))).toMatchObject([{ code, field }]);
    expect((await unionOf(unionId)).elections).toEqual([]);
  });

  test('is refused of an established union, and for whoever does not keep its register', async () => {
    const [established] = town.grassroots;
    expect(await refusal('recordCongress', congress(established))).toEqual(['UNION_NOT_PREPARING']);
    const unionId = await prepare(town.bureau);
    expect(await refusal('recordCongress', congress(unionId), town.reviewer)).toEqual(['FORBIDDEN']);
    expect(await refusal('recordCongress', congress(unionId), town.clerk)).toEqual(['NOT_FOUND']);
    expect(await refusal('recordCongress', congress(randomUUID()))).toEqual(['NOT_FOUND']);
  });
});

describe('the approval to prepare', () => {
  test.each<[string, object, string, string]>([
    ['of tomorrow', { preparedOn: day(2) }, 'DATE_IN_FUTURE', 'preparedOn'],
    ['without a number', { approvalNo: ' ' }, 'FIELD_REQUIRED', 'approvalNo'],
    ['without a code', { code: '' }, 'FIELD_REQUIRED', 'code'],
    ['with a code that is taken', { code: 'G1' }, 'CODE_TAKEN', 'code'],
    ['of a second federation', { level: 'FEDERATION', kind: 'FEDERATION' }, 'UNION_KIND_MISMATCH', 'level'],
    ['of a kind that stands elsewhere', { kind: 'BUREAU' }, 'UNION_KIND_MISMATCH', 'kind'],
    ['before the body above it was there', { preparedOn: '1999-12-31' }, 'UNION_NOT_ESTABLISHED', 'parentId'],
  ])('%s is refused', async (_, more, code, field) => {
    expect(await refused('prepareUnion', preparation(town.bureau, more))).toMatchObject([{ code, field }]);
  });

  test('below a grassroots union, nowhere, or without the right to it, is refused', async () => {
    const below = (parentId: string) => preparation(parentId);
    expect(await refused('prepareUnion', below(town.grassroots[0]))).toMatchObject([
      { code: 'PARENT_CANNOT_HAVE_CHILDREN', field: 'parentId' },
    ]);
    expect(await refused('prepareUnion', below(randomUUID()))).toMatchObject([
      { code: 'NOT_FOUND', field: 'parentId' },
    ]);
    expect(await refusal('prepareUnion', below(town.bureau), town.reviewer)).toEqual(['FORBIDDEN']);
  });
});

describe('the approval of the election', () => {
  test.each<[string, object, string, string]>([
    ['of tomorrow', { on: day(2) }, 'DATE_IN_FUTURE', 'on'],
    ['before the congress', { on: day(-31) }, 'DATE_ORDER', 'on'],
    ['without a number', { documentNo: ' ' }, 'FIELD_REQUIRED', 'documentNo'],
    ['with an endless reason', { reason: '因'.repeat(501) }, 'FIELD_TOO_LONG', 'reason'],
    ['of another election', { electionId: randomUUID() }, 'NOT_FOUND', 'electionId'],
  ])('%s is refused', async (_, more, code, field) => {
    const unionId = await prepare(town.bureau);
    const { id } = await record(unionId);
    expect(await refused('approveElection', approval(id, more))).toMatchObject([{ code, field }]);
    expect((await unionOf(unionId)).state).toBe('PREPARING');
  });

  test('is never the union’s own, and only of a body above it', async () => {
    const above = await bureau();
    const unionId = await prepare(above);
    const { id } = await record(unionId);
    const tries = [
      ['UNION_ADMIN', unionId, 'FORBIDDEN'],
      ['REVIEWER', unionId, 'FORBIDDEN'],
      ['LEADER', above, 'FORBIDDEN'],
      ['UNION_ADMIN', town.bureau, 'NOT_FOUND'],
    ] as const;
    for (const [i, [role, at, code]] of tries.entries()) {
      await addPerson(admin, `approver-${i}`, [{ unionId: at, role }]);
      const approver = await huiji.client('alpha', `approver-${i}`);
      expect([role, at, await refusal('approveElection', approval(id), approver)]).toEqual([
        role,
        at,
        [code],
      ]);
    }
    await elect(town.chief, 'approveElection', approval(id));
  });

  test('counts once, however many approve at once', async () => {
    const above = await bureau();
    const unionId = await prepare(above);
    const { id } = await record(unionId);
    const told = await Promise.all(
      Array.from({ length: 4 }, () => admin.refusal(mutationOf('approveElection'), { input: approval(id) })),
    );
    expect(told.flat()).toEqual(['ELECTION_APPROVED', 'ELECTION_APPROVED', 'ELECTION_APPROVED']);
    expect((await changesOf(unionId)).map(({ kind }) => kind)).toEqual(['FOUND', 'PREPARE']);
    expect((await cells(above)).slice(0, 4)).toEqual([0, 1, 1, 2]);
  });

  test('and a correction at the same time: what is approved is what was seen', async () => {
    for (let round = 0; round < 5; round += 1) {
      const unionId = await prepare(town.bureau);
      const { id } = await record(unionId);
      const [approving, correcting] = await Promise.all([
        admin.refusal(mutationOf('approveElection'), { input: approval(id) }),
        admin.refusal(mutationOf('recordCongress'), {
          input: congress(unionId, { replaces: id, present: 70 }),
        }),
      ]);
      const { state, elections } = await unionOf(unionId);
      if (approving.length === 0) {
        expect([state, elections[0]?.id, correcting]).toEqual(['ESTABLISHED', id, ['UNION_NOT_PREPARING']]);
      } else {
        expect([state, approving, correcting]).toEqual(['PREPARING', ['ELECTION_REPLACED'], []]);
        expect(elections).toMatchObject([{ present: 70, approvedOn: null }]);
      }
    }
  });
});

describe('unions in preparation', () => {
  interface Listed {
    nodes: Array<{ union: { code: string }; preparedOn: string; days: number }>;
    pageInfo: { endCursor: string; hasNextPage: boolean };
  }
  const list = async (client: Client, variables: object): Promise<Listed> => {
    const query = `query ($unionId: ID, $unionCode: String, $olderThanDays: Int = 180, $first: Int = 50, $after: String) {
      preparingUnions(unionId: $unionId, unionCode: $unionCode, olderThanDays: $olderThanDays, first: $first, after: $after) {
        nodes { union { code } preparedOn days } pageInfo { endCursor hasNextPage } } }`;
    return (await client.get<{ preparingUnions: Listed }>(query, variables)).preparingUnions;
  };

  test('for more than 180 days are listed, the longest first, page by page', async () => {
    const above = await bureau();
    for (const days of [150, 181, 400, 181]) {
      await prepare(above, { preparedOn: day(-days) });
    }
    const { nodes } = await list(admin, { unionId: above });
    const [longest, ...others] = nodes;
    expect(longest).toMatchObject({ preparedOn: day(-400) });
    expect(others.map(({ preparedOn }) => preparedOn)).toEqual([day(-181), day(-181)]);
    // A union that has been in preparation for just so many days is not yet older than that.
    const { days = 0 } = longest ?? {};
    expect([400, 401]).toContain(days); // the tenant's midnight may pass
    expect((await list(admin, { unionId: above, olderThanDays: days - 1 })).nodes).toEqual([longest]);
    expect((await list(admin, { unionId: above, olderThanDays: days })).nodes).toEqual([]);
    expect((await list(admin, { unionId: above, olderThanDays: 0 })).nodes).toHaveLength(4);
    const paged: string[] = [];
    for (let after: string | null = null; ;) {
      const page: Listed = await list(admin, { unionId: above, first: 1, after });
      paged.push(...page.nodes.map(({ union }) => union.code));
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(paged).toEqual(nodes.map(({ union }) => union.code));
    // Below the federation they are among all others; beside it they are not.
    const all = (await list(admin, { unionCode: 'alpha-root' })).nodes.map(({ union }) => union.code);
    expect(all).toEqual(expect.arrayContaining(paged));
    expect((await list(admin, { unionId: town.bureau })).nodes).toEqual([]);
  });

  test('are shown to who reads what stands below, for a sensible number of days', async () => {
    const query = `query ($unionId: ID, $days: Int) {
      preparingUnions(unionId: $unionId, olderThanDays: $days) { nodes { days } } }`;
    const at = (client: Client, unionId: string, days: number | null = null) =>
      client.refusal(query, { unionId, days });
    expect(await at(town.reviewer, town.bureau)).toEqual([]);
    expect(await at(town.reviewer, town.root)).toEqual(['NOT_FOUND']);
    expect(await at(admin, randomUUID())).toEqual(['NOT_FOUND']);
    for (const days of [-1, 40_000])
      expect(await at(admin, town.root, days)).toEqual(['NUMBER_OUT_OF_RANGE']);
    await addPerson(admin, 'bureau-filer', [{ unionId: town.bureau, role: 'FILER' }]);
    const filer = await huiji.client('alpha', 'bureau-filer');
    expect(await at(filer, town.bureau)).toEqual(['FORBIDDEN']);
    const toApprove = `query ($unionId: ID) { electionsToApprove(unionId: $unionId) { nodes { id } } }`;
    expect(await filer.refusal(toApprove, { unionId: town.bureau })).toEqual(['FORBIDDEN']);
    expect(await town.reviewer.refusal(toApprove, { unionId: town.bureau })).toEqual([]);
  });
});
