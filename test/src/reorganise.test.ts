import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Client } from './harness/client.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { cellsOf, change, changeText, inputFor, refusalOf, versionOf } from './harness/organisation.js';
import { totals } from './harness/recompute.js';
import {
  addPerson,
  buildTown,
  eventually,
  found,
  key,
  mutationOf,
  operations,
  type Town,
} from './harness/town.js';

let huiji: Huiji;
let town: Town;
let owner: pg.Client;
let admin: Client;
/** Reviews at every body. */
let judge: Client;
/** A second bureau with a district below it, and a clerk who files for whatever a test founds. */
let other: string;
let district: string;
let clerkId: string;

beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  admin = town.admin;
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  other = await body(town.root, 'B2');
  district = await body(other, 'D1');
  const bodies = [town.root, town.bureau, other, district];
  await addPerson(
    admin,
    'judge',
    bodies.map((unionId) => ({ unionId, role: 'REVIEWER' })),
  );
  judge = await huiji.client('alpha', 'judge');
  clerkId = (await town.clerk.get<{ me: { id: string } }>('{ me { id } }')).me.id;
  await town.statistician.get(operations.open, { period: '2026Q2' });
});
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

const body = (parentId: string, code: string): Promise<string> =>
  found(admin, { parentId, code, name: `${code}局`, level: 'INTERMEDIATE', kind: 'BUREAU' });

let count = 0;
async function grassroots(parentId: string, more: Record<string, unknown> = {}): Promise<string> {
  const code = `N${++count}`;
  const id = await found(admin, { parentId, code, name: code, level: 'GRASSROOTS', kind: 'SINGLE', ...more });
  await admin.get('mutation ($input: AppointInput!) { appoint(input: $input) { userErrors { code } } }', {
    input: { personId: clerkId, appointments: [{ unionId: id, role: 'FILER' }] },
  });
  return id;
}

async function act(client: Client, operation: keyof typeof operations, input: object) {
  const data = await client.get<Record<string, { submission: { id: string; version: number } }>>(
    operations[operation],
    { input: { ...input, idempotencyKey: key() } },
  );
  const { id, version } = Object.values(data)[0]!.submission;
  return { submissionId: id, expectedVersion: version };
}

async function fileAndAccept(
  unionId: string,
  members: number,
  { period = '2026Q3', clerk = town.clerk } = {},
): Promise<void> {
  const cells = [{ cell: 'mem_member_cnt', value: String(members) }];
  const saved = await act(clerk, 'save', { unionId, form: 'work-q', period, cells });
  const filed = await act(clerk, 'submit', { ...saved, explanation: '说明' });
  await act(judge, 'accept', filed);
}

/** Nothing waits, and totals are stored as brute force makes them. */
async function exact(): Promise<void> {
  await eventually(async () => {
    const { rows } = await owner.query('SELECT FROM rollup_outbox LIMIT 1');
    expect(rows).toEqual([]);
  });
  const { stored, recomputed } = await totals(owner);
  expect(stored).toEqual(recomputed);
}

const both = ['mem_member_cnt', 'org_grassroots_union_cnt'];
const flows = ['org_moved_in_cnt', 'org_moved_out_cnt'];
const q2 = { period: '2026Q2' };
const now = { tree: 'CURRENT' } as const;

async function employer(accountableUnionId: string): Promise<string> {
  const { registerEmployer } = await admin.get<{ registerEmployer: { employerId: string } }>(
    'mutation ($input: RegisterEmployerInput!) { registerEmployer(input: $input) { employerId userErrors { code } } }',
    {
      input: {
        ...{ code: `E${++count}`, name: '企业', aboveScale: true, headcount: 5, operatingFrom: '2020-01-01' },
        ...{ source: '台账', sourceDate: '2026-01-01', accountableUnionId },
        coveredBy: [{ unionId: accountableUnionId, from: '2020-01-01' }],
      },
    },
  );
  return registerEmployer.employerId;
}
const coverage = ['cov_operating_enterprise_cnt', 'cov_covered_enterprise_cnt'];

describe('a move', () => {
  test('in an open period carries the totals to the new ancestors, and counts as moved, not as new', async () => {
    const union = await grassroots(town.bureau);
    await fileAndAccept(union, 100, q2);
    await fileAndAccept(union, 120);
    await exact();
    const root = await cellsOf(admin, { unionId: town.root }, ...both);
    const bureau = await cellsOf(admin, { unionId: town.bureau }, ...both);

    const { change: made } = await change(admin, 'moveUnion', { unionId: union, parentId: district });
    expect(made?.unions.map(({ role, union: { code } }) => `${role} ${code}`).sort()).toEqual([
      'FROM B1',
      `SUBJECT N${count}`,
      'TO D1',
    ]);
    await exact();
    expect(await cellsOf(admin, { unionId: town.root }, ...both, ...flows)).toEqual([...root!, 0, 0]);
    for (const unionId of [district, other])
      expect(await cellsOf(admin, { unionId }, ...both, ...flows)).toEqual([120, 1, 1, 0]);
    expect(await cellsOf(admin, { unionId: town.bureau }, 'org_grassroots_union_cnt', ...flows)).toEqual([
      bureau![1]! - 1,
      0,
      1,
    ]);
    // The quarter before is still organised as it was then; recast, the union stands where it is now.
    expect(await cellsOf(admin, { ...q2, unionId: district }, 'mem_member_cnt')).toEqual([null]);
    for (const unionId of [district, other])
      expect(await cellsOf(admin, { ...q2, ...now, unionId }, ...both)).toEqual([100, 1]);
    expect(await cellsOf(admin, { ...q2, ...now, unionId: town.root }, ...both)).toEqual(
      await cellsOf(admin, { ...q2, unionId: town.root }, ...both),
    );
    // Year to date: each quarter in its own tree, or all in today's.
    const toDate = { yearToDate: true, unionId: district };
    expect(await cellsOf(admin, toDate, 'org_moved_in_cnt')).toEqual([1]);
    expect(await cellsOf(admin, { ...toDate, ...now }, 'mem_member_cnt')).toEqual([120]);

    await change(admin, 'undoChange', { changeId: made?.id });
    await exact();
    expect(await cellsOf(admin, { unionId: town.bureau }, ...both, ...flows)).toEqual([...bureau!, 0, 0]);
    expect(await cellsOf(admin, { unionId: other }, 'mem_member_cnt', ...flows)).toEqual([null, 0, 0]);
  });

  test('of a body takes all below it, and who stands where decides who accepts', async () => {
    const zone = await body(town.bureau, 'Z1');
    const union = await grassroots(zone);
    const reviewerOf = async (unionId: string, login: string): Promise<Client> => {
      await addPerson(admin, login, [{ unionId, role: 'REVIEWER' }]);
      return huiji.client('alpha', login);
    };
    await fileAndAcceptBy(await reviewerOf(zone, 'zone-reviewer'), union, 77);
    await change(admin, 'moveUnion', { unionId: zone, parentId: other });
    await exact();
    expect(await cellsOf(admin, { unionId: other }, 'mem_member_cnt', ...flows)).toEqual([77, 1, 0]);
    const read = `{ rollup(unionId: "${zone}", form: "work-q", period: "2026Q3") { reportsExpected } }`;
    expect((await town.reviewer.ask(read)).data).toEqual({ rollup: null });
    const reader = await reviewerOf(other, 'other-reviewer');
    expect((await reader.ask<{ rollup: object | null }>(read)).data?.rollup).not.toBeNull();
  });

  test('two at once never make a circle: one of them is refused', async () => {
    const [one, two] = [await body(town.root, 'C1'), await body(town.root, 'C2')];
    const answers = await Promise.all([
      refusalOf(admin, 'moveUnion', { unionId: one, parentId: two }),
      refusalOf(admin, 'moveUnion', { unionId: two, parentId: one }),
    ]);
    expect(answers.flat()).toEqual(['MOVE_INTO_OWN_SUBTREE']);
  });

  test('leaves no circle on any later day either', async () => {
    const [upper, lower] = [await body(town.root, 'C3'), await body(town.root, 'C4')];
    await change(admin, 'moveUnion', { unionId: lower, parentId: upper, on: '2026-08-20' });
    expect(
      await refusalOf(admin, 'moveUnion', { unionId: upper, parentId: lower, on: '2026-08-10' }),
    ).toEqual(['MOVE_INTO_OWN_SUBTREE']);
  });

  test('rehearsed says which totals would change by how much, and changes nothing', async () => {
    const union = await grassroots(town.bureau);
    await fileAndAccept(union, 31);
    await exact();
    const before = await totals(owner);
    const input = { unionId: union, parentId: district };
    const rehearsed = await change(admin, 'moveUnion', { ...input, dryRun: true });
    expect(rehearsed.change).toBeNull();
    expect((await totals(owner)).stored).toEqual(before.stored);
    const members = rehearsed.effects!.flatMap(({ union: { code }, period, cells }) =>
      cells.filter(({ cell }) => cell === 'mem_member_cnt').map((cell) => ({ code, period, ...cell })),
    );
    expect(members.map(({ code, period }) => `${code} ${period}`).sort()).toEqual([
      'B1 2026Q3',
      'B2 2026Q3',
      'D1 2026Q3',
    ]);
    await change(admin, 'moveUnion', input);
    await exact();
    for (const { code, period, after } of members) {
      const unionId = { B1: town.bureau, B2: other, D1: district }[code]!;
      expect(await cellsOf(admin, { unionId, period }, 'mem_member_cnt')).toEqual([Number(after)]);
    }
  });
});

async function fileAndAcceptBy(reviewer: Client, unionId: string, members: number): Promise<void> {
  const cells = [{ cell: 'mem_member_cnt', value: String(members) }];
  const saved = await act(town.clerk, 'save', { unionId, form: 'work-q', period: '2026Q3', cells });
  await act(reviewer, 'accept', await act(town.clerk, 'submit', { ...saved, explanation: '说明' }));
}

describe('a merger', () => {
  test('of grassroots unions hands over employers, drafts and members, and ends the home grade', async () => {
    const [ends, receiver] = [await grassroots(town.bureau), await grassroots(district)];
    const employerId = await employer(ends);
    await town.statistician.get(
      'mutation ($input: AwardHomeInput!) { awardHome(input: $input) { userErrors { code } } }',
      {
        input: {
          unionId: ends,
          grade: 2,
          awardingLevel: '市',
          documentNo: '家〔2025〕1号',
          awardedOn: '2025-08-01',
        },
      },
    );
    await addPerson(admin, 'receiver-clerk', [{ unionId: receiver, role: 'FILER' }]);
    const clerk = await huiji.client('alpha', 'receiver-clerk');
    const open = { unionId: ends, form: 'work-q', period: '2026Q3' };
    const cells = [{ cell: 'mem_member_cnt', value: '0' }];
    await fileAndAccept(ends, 58, q2);
    const draft = await act(town.clerk, 'save', { ...open, cells });
    const bureau = await cellsOf(admin, { unionId: town.bureau }, ...coverage);
    const there = await cellsOf(admin, { unionId: district }, ...coverage);

    const { change: made } = await change(admin, 'mergeUnion', {
      unionId: ends,
      receiverId: receiver,
      members: 58,
    });
    await exact();
    expect(await cellsOf(admin, { unionId: town.bureau }, ...coverage)).toEqual(bureau!.map((n) => n! - 1));
    expect(await cellsOf(admin, { unionId: district }, ...coverage)).toEqual(there!.map((n) => n! + 1));
    expect(await cellsOf(admin, { ...q2, unionId: district }, coverage[0]!)).toEqual([0]);
    const { rows } = await owner.query('SELECT ended_on::text FROM home_award WHERE union_id = $1', [ends]);
    expect(rows).toEqual([{ ended_on: '2026-08-20' }]);
    const seen = await admin.get<{ tradeUnion: unknown }>(
      `{ tradeUnion(id: "${ends}") { state(on: "2026-09-01") successor { id } handovers { to { id } members } } }`,
    );
    expect(seen.tradeUnion).toEqual({
      state: 'DISSOLVED',
      successor: { id: receiver },
      handovers: [{ to: { id: receiver }, members: 58 }],
    });

    // The receiver's clerk finishes the last return. Where the members went is computed by the document.
    const filed = await act(clerk, 'submit', { ...draft, explanation: '已并入' });
    await act(judge, 'accept', filed);
    const transferred = ['mem_transfer_in_cnt', 'mem_transfer_out_cnt'];
    await exact();
    expect(await cellsOf(admin, { unionId: ends }, ...transferred)).toEqual([0, 58]);
    expect(await cellsOf(admin, { unionId: receiver }, ...transferred)).toEqual([58, 0]);
    await fileAndAccept(receiver, 200, { clerk });
    await exact();
    // As filed, each stands with its own; recast, what merged is the receiver's, and the root is the same.
    expect(await cellsOf(admin, { ...q2, ...now, unionId: receiver }, 'mem_member_cnt')).toEqual([58]);
    expect(await cellsOf(admin, { ...now, unionId: receiver }, ...both)).toEqual([200, 1]);
    expect(await cellsOf(admin, { ...now, unionId: town.root }, ...both)).toEqual(
      await cellsOf(admin, { unionId: town.root }, ...both),
    );
    const { rollup } = await admin.get<{ rollup: { children: { nodes: unknown[] } } }>(
      `{ rollup(unionId: "${receiver}", form: "work-q", period: "2026Q2", tree: CURRENT) {
           children { nodes { union { id } cells(codes: ["mem_member_cnt"]) { value } } } } }`,
    );
    expect(rollup.children.nodes).toEqual([{ union: { id: ends }, cells: [{ value: '58' }] }]);

    await change(admin, 'undoChange', { changeId: made?.id });
    await exact();
    expect(await cellsOf(admin, { unionId: town.bureau }, ...coverage)).toEqual(bureau);
    const again = await owner.query('SELECT ended_on FROM home_award WHERE union_id = $1', [ends]);
    expect(again.rows).toEqual([{ ended_on: null }]);
    expect(employerId).toBeTruthy();
  });

  test('shows each side what it may see of the other, as a union shows its parent', async () => {
    const [ends, receiver] = [await grassroots(town.bureau), await grassroots(district)];
    await addPerson(admin, 'left', [{ unionId: ends, role: 'FILER' }]);
    await addPerson(admin, 'went-on', [{ unionId: receiver, role: 'FILER' }]);
    await addPerson(admin, 'district', [{ unionId: district, role: 'REVIEWER' }]);
    const [left, goesOn, above] = await Promise.all(
      ['left', 'went-on', 'district'].map((login) => huiji.client('alpha', login)),
    );
    const ledTo = async (client: Client, unionId: string) =>
      (
        await client.get<{ tradeUnion: unknown }>(
          `{ tradeUnion(id: "${unionId}") { parent { id } successor { id } handovers { from { id } to { id } } } }`,
        )
      ).tradeUnion;
    expect(await ledTo(left!, ends)).toEqual({ parent: null, successor: null, handovers: [] });
    expect(await ledTo(above!, receiver)).toMatchObject({ parent: { id: district } });
    await change(admin, 'mergeUnion', { unionId: ends, receiverId: receiver, members: 1 });
    expect(await ledTo(left!, ends)).toEqual({
      ...{ parent: null, successor: null },
      handovers: [{ from: { id: ends }, to: null }],
    });
    expect(await ledTo(goesOn!, receiver)).toEqual({
      ...{ parent: null, successor: null },
      handovers: [{ from: { id: ends }, to: { id: receiver } }],
    });
    expect(await ledTo(goesOn!, ends)).toMatchObject({ successor: { id: receiver } });
    const concerned = async (client: Client, unionId: string) => {
      const { organisationChanges } = await client.get<{
        organisationChanges: { nodes: Array<{ kind: string; unions: Array<{ union: { id: string } }> }> };
      }>(`{ organisationChanges(unionId: "${unionId}") { nodes { kind unions { union { id } } } } }`);
      const merger = organisationChanges.nodes.find(({ kind }) => kind === 'MERGE');
      return merger?.unions.map(({ union }) => union.id).toSorted();
    };
    expect(await concerned(admin, receiver)).toEqual(expect.arrayContaining([ends, receiver]));
    expect(await concerned(left!, ends)).toEqual([ends]);
  });

  test('of bodies carries what stands below to the receiver', async () => {
    const [ends, receiver] = [await body(town.root, 'M1'), await body(town.root, 'M2')];
    const unions = [await grassroots(ends), await grassroots(ends)];
    await change(admin, 'mergeUnion', { unionId: ends, receiverId: receiver });
    await exact();
    expect(await cellsOf(admin, { unionId: receiver }, 'org_grassroots_union_cnt', ...flows)).toEqual([
      2, 2, 0,
    ]);
    expect(await cellsOf(admin, { ...q2, unionId: ends }, 'org_grassroots_union_cnt')).toEqual([2]);
    expect(await cellsOf(admin, { ...q2, ...now, unionId: receiver }, 'org_grassroots_union_cnt')).toEqual([
      2,
    ]);
    expect(unions).toHaveLength(2);
  });
});

test('a split founds unions beside the old one, each with its share', async () => {
  const union = await grassroots(town.bureau);
  const [kept, given] = [await employer(union), await employer(union)];
  const parts = [{ code: 'S1', name: '分立工会', kind: 'SINGLE', members: 12, employerIds: [given] }];
  const counts = ['org_grassroots_union_cnt', 'org_new_union_cnt', ...coverage];
  await exact();
  const before = await cellsOf(admin, { unionId: town.bureau }, ...counts);
  const { change: made } = await change(admin, 'splitUnion', { unionId: union, parts });
  await exact();
  expect(await cellsOf(admin, { unionId: town.bureau }, ...counts)).toEqual([
    before![0]! + 1,
    before![1]! + 1,
    before![2],
    before![3],
  ]);
  const part = await admin.get<{ tradeUnion: { id: string } }>('{ tradeUnion(code: "S1") { id } }');
  expect(await cellsOf(admin, { unionId: part.tradeUnion.id }, ...coverage)).toEqual([1, 1]);
  await change(admin, 'undoChange', { changeId: made?.id });
  await exact();
  expect(await cellsOf(admin, { unionId: town.bureau }, ...counts)).toEqual(before);
  expect((await admin.ask('{ tradeUnion(code: "S1") { id } }')).data).toEqual({ tradeUnion: null });
  expect(kept).toBeTruthy();
});

test('a union that was renamed is shown under the name it bore then', async () => {
  const union = await grassroots(town.bureau);
  const code = `N${count}`;
  const names = async () => {
    const read = (period: string) =>
      `rollup(unionId: "${union}", form: "work-q", period: "${period}") { name union { name } }`;
    const seen = await admin.get<Record<string, { name: string; union: { name: string } }>>(
      `{ then: ${read('2026Q2')} now: ${read('2026Q3')} }`,
    );
    return [seen['then']!.name, seen['now']!.name, seen['now']!.union.name];
  };
  const { change: made } = await change(admin, 'renameUnion', { unionId: union, name: '新名工会' });
  expect(await names()).toEqual([code, '新名工会', '新名工会']);
  await change(admin, 'undoChange', { changeId: made?.id });
  expect(await names()).toEqual([code, code, code]);
});

test('cells that a newer version of the form appends are posted for every union once it is filed by', async () => {
  await exact();
  const before = await cellsOf(admin, { unionId: town.root }, 'org_prior_union_cnt');
  // As the version before had it: 22 positions of what the registers know.
  await owner.query(
    "UPDATE contribution SET figures = figures[1:22], states = states[1:22] WHERE kind = 'REGISTRY'",
  );
  await owner.query(`UPDATE rollup SET totals = totals[1:22], filled = filled[1:22],
    not_applicable = not_applicable[1:22], at_least = at_least[1:22], about = about[1:22] WHERE part = 0`);
  await owner.query('UPDATE rollup_scope SET form_version = 1');
  expect(await cellsOf(admin, { unionId: town.root }, 'org_prior_union_cnt')).toEqual([null]);
  await town.statistician.get(mutationOf('renewForm'), { input: { form: 'work-q', period: '2026Q2' } });
  await town.statistician.get(mutationOf('renewForm'), { input: { form: 'work-q', period: '2026Q3' } });
  await exact();
  expect(await cellsOf(admin, { unionId: town.root }, 'org_prior_union_cnt')).toEqual(before);
});

describe('a FINAL period', () => {
  test('stays as it was; what is learnt of later counts in the next one, and its stock still adds up', async () => {
    const union = await grassroots(town.bureau);
    await town.statistician.get(operations.close, { period: '2026Q2' });
    expect(await town.statistician.refusal(operations.finalise, { period: '2026Q3' })).toEqual([
      'PERIOD_NOT_CLOSED',
    ]);
    expect(await admin.refusal(operations.finalise, { period: '2026Q2' })).toEqual(['FORBIDDEN']);
    const early = await change(admin, 'moveUnion', {
      ...{ unionId: await grassroots(town.bureau), parentId: other, on: '2026-05-02' },
    });
    await town.statistician.get(operations.finalise, { period: '2026Q2' });
    const frozen = async () =>
      (await owner.query<object>("SELECT * FROM rollup WHERE period = '2026Q2' ORDER BY union_id, part"))
        .rows;
    const before = await frozen();

    const late = await change(admin, 'moveUnion', { unionId: union, parentId: district, on: '2026-05-02' });
    expect(late.change?.countedOn).toBe('2026-07-01');
    const born = await grassroots(district, { establishedOn: '2026-06-15' });
    expect(await frozen()).toEqual(before);
    expect((await refusalOf(admin, 'undoChange', { changeId: early.change?.id }))[0]).toBe('CHANGE_IS_FINAL');
    const stock = 'org_grassroots_union_cnt';
    for (const unionId of [district, other, town.bureau, town.root]) {
      const [was] = (await cellsOf(admin, { ...q2, unionId }, stock))!;
      const cells = [stock, 'org_new_union_cnt', ...flows, 'org_dissolved_union_cnt'];
      await eventually(async () => {
        const [is, added, cameIn, wentOut, ended] = (await cellsOf(admin, { unionId }, ...cells))!;
        expect(is).toBe((was ?? 0) + added! + cameIn! - wentOut! - ended!);
      });
    }
    // Who owes a report for it is frozen too.
    const { notFiled } = await admin.get<{ notFiled: { nodes: Array<{ union: { id: string } }> } }>(
      `{ notFiled(unionId: "${town.root}", form: "work-q", period: "2026Q2", first: 200) { nodes { union { id } } } }`,
    );
    expect(notFiled.nodes.map((debt) => debt.union.id)).not.toContain(born);
    await exact();
  });
});

describe('refused', () => {
  let union: string;
  beforeAll(async () => {
    union = await grassroots(town.bureau);
  });
  const cases: Array<[string, () => [Parameters<typeof refusalOf>[1], Record<string, unknown>]]> = [
    ['ALREADY_THERE', () => ['moveUnion', { unionId: union, parentId: town.bureau }]],
    ['PARENT_CANNOT_HAVE_CHILDREN', () => ['moveUnion', { unionId: union, parentId: town.grassroots[0] }]],
    ['MOVE_INTO_OWN_SUBTREE', () => ['moveUnion', { unionId: other, parentId: district }]],
    ['MOVE_INTO_OWN_SUBTREE', () => ['moveUnion', { unionId: other, parentId: other }]],
    ['DATE_IN_FUTURE', () => ['moveUnion', { unionId: union, parentId: other, on: '2099-01-01' }]],
    ['UNION_NOT_ESTABLISHED', () => ['moveUnion', { unionId: union, parentId: other, on: '1999-12-31' }]],
    ['STALE_REVISION', () => ['moveUnion', { unionId: union, parentId: other, expectedVersion: 99 }]],
    ['FIELD_REQUIRED', () => ['moveUnion', { unionId: union, parentId: other, reason: ' ' }]],
    ['FORBIDDEN', () => ['moveUnion', { unionId: town.root, parentId: other }]],
    ['MERGE_WITH_ITSELF', () => ['mergeUnion', { unionId: union, receiverId: union }]],
    ['MERGE_LEVELS_DIFFER', () => ['mergeUnion', { unionId: union, receiverId: other }]],
    ['RECEIVER_BELOW', () => ['mergeUnion', { unionId: other, receiverId: district }]],
    ['UNION_HAS_CHILDREN', () => ['dissolveUnion', { unionId: other }]],
    ['FIELD_REQUIRED', () => ['dissolveUnion', { unionId: union, membersTo: 'SUCCESSOR' }]],
    ['MERGE_WITH_ITSELF', () => ['dissolveUnion', { unionId: union, successorId: union }]],
    ['SPLIT_EMPTY', () => ['splitUnion', { unionId: union, parts: [] }]],
    ['UNION_KIND_MISMATCH', () => ['splitUnion', { unionId: union, parts: [part('X1', { kind: 'ZONE' })] }]],
    ['CODE_TAKEN', () => ['splitUnion', { unionId: union, parts: [part('X1'), part('X1')] }]],
    ['CODE_TAKEN', () => ['splitUnion', { unionId: union, parts: [part('G1')] }]],
    ['NOT_ITS_OWN', () => ['splitUnion', { unionId: union, parts: [part('X1', { childIds: [other] })] }]],
    ['FIELD_TOO_LONG', () => ['renameUnion', { unionId: union, name: '名'.repeat(101) }]],
    ['NOT_FOUND', () => ['undoChange', { changeId: union }]],
  ];
  const part = (code: string, more: object = {}) => ({ code, name: code, kind: 'SINGLE', ...more });

  test.each(cases)('%s', async (code, request) => {
    const [name, input] = request();
    expect(await refusalOf(admin, name, input)).toEqual([code]);
  });

  test('SPLIT_TWICE, UNION_HAS_CHILDREN: nothing goes to two parts, nothing is left behind', async () => {
    const zone = await body(town.root, 'Z2');
    const child = await grassroots(zone);
    const of = (code: string, childIds: string[]) => ({ code, name: code, kind: 'BUREAU', childIds });
    const split = (more: object) => refusalOf(admin, 'splitUnion', { unionId: zone, ...more });
    expect(await split({ parts: [of('Z3', [child]), of('Z4', [child])] })).toEqual(['SPLIT_TWICE']);
    expect(await split({ parts: [of('Z3', [])], dissolves: true })).toEqual(['UNION_HAS_CHILDREN']);
    await change(admin, 'splitUnion', { unionId: zone, parts: [of('Z3', [child])], dissolves: true });
    await exact();
  });

  test('UNION_DISSOLVED, UNION_HAS_FILED_AFTER: what has ended, or has filed since', async () => {
    const [gone, filed] = [await grassroots(town.bureau), await grassroots(town.bureau)];
    await change(admin, 'dissolveUnion', { unionId: gone, membersTo: 'RETAINED', members: 3 });
    for (const [name, input] of [
      ['moveUnion', { unionId: gone, parentId: other }],
      ['renameUnion', { unionId: gone, name: '无' }],
      ['mergeUnion', { unionId: union, receiverId: gone }],
      ['dissolveUnion', { unionId: gone }],
    ] as const)
      expect([name, await refusalOf(admin, name, input)]).toEqual([name, ['UNION_DISSOLVED']]);
    await fileAndAccept(filed, 9);
    expect(await refusalOf(admin, 'dissolveUnion', { unionId: filed, on: '2026-06-01' })).toEqual([
      'UNION_HAS_FILED_AFTER',
    ]);
  });

  test('LATER_CHANGE, CHANGE_UNDONE: the newest change is undone first, and once', async () => {
    const moved = await grassroots(town.bureau);
    const first = await change(admin, 'moveUnion', { unionId: moved, parentId: other, on: '2026-08-10' });
    const second = await change(admin, 'moveUnion', { unionId: moved, parentId: district, on: '2026-08-20' });
    const undo = (done: typeof first) => ({ changeId: done.change?.id });
    expect(await refusalOf(admin, 'renameUnion', { unionId: moved, name: '新', on: '2026-08-15' })).toEqual([
      'LATER_CHANGE',
    ]);
    expect(await refusalOf(admin, 'undoChange', undo(first))).toEqual(['LATER_CHANGE']);
    await change(admin, 'undoChange', undo(second));
    expect(await refusalOf(admin, 'undoChange', undo(second))).toEqual(['CHANGE_UNDONE']);
    await change(admin, 'undoChange', undo(first));
    await exact();
  });

  test('UNION_IN_USE: a founding that something rests on', async () => {
    const used = await grassroots(town.bureau);
    await fileAndAccept(used, 4);
    const { organisationChanges } = await admin.get<{
      organisationChanges: { nodes: Array<{ id: string }> };
    }>(`{ organisationChanges(unionId: "${used}") { nodes { id kind } } }`);
    const undo = { changeId: organisationChanges.nodes[0]?.id };
    expect(await refusalOf(admin, 'undoChange', undo)).toEqual(['UNION_IN_USE']);
  });

  test('EMPLOYER_CHANGED_SINCE: what was handed over has gone on', async () => {
    const [ends, receiver, third] = [
      await grassroots(town.bureau),
      await grassroots(district),
      await grassroots(other),
    ];
    const employerId = await employer(ends);
    const merged = await change(admin, 'mergeUnion', { unionId: ends, receiverId: receiver });
    await admin.get(
      'mutation ($input: MoveAccountabilityInput!) { moveAccountability(input: $input) { userErrors { code } } }',
      { input: { employerId, unionId: third, on: '2026-09-01' } },
    );
    const undo = { changeId: merged.change?.id };
    expect(await refusalOf(admin, 'undoChange', undo)).toEqual(['EMPLOYER_CHANGED_SINCE']);
    await exact();
  });

  test('FORBIDDEN and NOT_FOUND: whoever keeps only one end may not move to the other', async () => {
    await addPerson(admin, 'bureau-admin', [{ unionId: town.bureau, role: 'UNION_ADMIN' }]);
    const keeper = await huiji.client('alpha', 'bureau-admin');
    const expectedVersion = await versionOf(admin, union);
    const move = (client: Client, unionId: string, parentId: string) =>
      refusalOf(client, 'moveUnion', { unionId, parentId, expectedVersion });
    expect(await move(keeper, union, other)).toEqual(['NOT_FOUND']);
    expect(await move(keeper, district, town.bureau)).toEqual(['NOT_FOUND']);
    expect(await move(keeper, town.bureau, town.bureau)).toEqual(['FORBIDDEN']);
    expect(await move(town.reviewer, union, town.bureau)).toEqual(['FORBIDDEN']);
    const text = changeText('moveUnion');
    const input = await inputFor(admin, 'moveUnion', { unionId: union, parentId: other });
    expect(await judge.refusal(text, { input })).toEqual(['FORBIDDEN']);
  });
});
