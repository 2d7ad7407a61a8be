import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from './harness/client.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import {
  addPerson,
  buildTown,
  eventually,
  found,
  key,
  mutationOf,
  operations,
  type Seen,
  toldIn,
  type Town,
} from './harness/town.js';

let huiji: Huiji;
let town: Town;
beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
});
afterAll(() => huiji.stop());

const period = '2026Q3';
const at = ({ id, version }: Seen) => ({ submissionId: id, expectedVersion: version, idempotencyKey: key() });
const done = async (client: Client, operation: keyof typeof operations, input: object): Promise<Seen> =>
  Object.values(await client.get<Record<string, { submission: Seen }>>(operations[operation], { input }))[0]!
    .submission;
const refusal = async (client: Client, operation: keyof typeof operations, input: object) =>
  toldIn(await client.ask(operations[operation], { input }));

let n = 0;
/** A grassroots union of its own under a parent, and who files for it. */
async function base(
  parentId: string,
  more: object = {},
): Promise<{ id: string; clerk: Client; login: string }> {
  n += 1;
  const id = await found(town.admin, {
    parentId,
    code: `R${n}`,
    name: `审核${n}工会`,
    level: 'GRASSROOTS',
    kind: 'SINGLE',
    ...more,
  });
  await addPerson(town.admin, `r${n}`, [{ unionId: id, role: 'FILER' }]);
  return { id, login: `r${n}`, clerk: await huiji.client('alpha', `r${n}`) };
}
async function body(parentId: string, more: object = {}): Promise<string> {
  n += 1;
  return found(town.admin, {
    parentId,
    code: `RB${n}`,
    name: `审核${n}局`,
    level: 'INTERMEDIATE',
    kind: 'BUREAU',
    ...more,
  });
}
async function person(login: string, ...appointments: Array<[string, string]>): Promise<Client> {
  await addPerson(
    town.admin,
    login,
    appointments.map(([unionId, role]) => ({ unionId, role })),
  );
  return huiji.client('alpha', login);
}
const save = (
  client: Client,
  unionId: string,
  cells: Record<string, string>,
  expectedVersion?: number,
  of = period,
) =>
  done(client, 'save', {
    ...{ unionId, form: 'work-q', period: of, idempotencyKey: key(), expectedVersion },
    cells: Object.entries(cells).map(([cell, value]) => ({ cell, value })),
  });
const submit = (client: Client, submission: Seen) => done(client, 'submit', at(submission));
const file = async (
  client: Client,
  unionId: string,
  cells: Record<string, string> = { comp_event_cnt: '1' },
) => submit(client, await save(client, unionId, cells));

/** Cells of a union's total by code, once nothing waits. */
async function totals(unionId: string, of = period): Promise<Record<string, number>> {
  let cells: Array<{ cell: string; value: string | null }> = [];
  await eventually(async () => {
    const query = `query ($unionId: ID!, $period: String!) { rollup(unionId: $unionId, form: "work-q", period: $period) {
      pending reportsExpected reportsAccepted cells { cell value } } }`;
    const { rollup } = await town.statistician.get<{
      rollup: Record<string, number> & { cells: typeof cells };
    }>(query, { unionId, period: of });
    expect(rollup['pending']).toBe(0);
    cells = [
      ...rollup.cells,
      { cell: 'expected', value: String(rollup['reportsExpected']) },
      { cell: 'accepted', value: String(rollup['reportsAccepted']) },
    ];
  });
  return Object.fromEntries(cells.map(({ cell, value }) => [cell, Number(value ?? NaN)]));
}

describe('who accepts', () => {
  test('never the person who filed: where the only reviewer of the parent did, the next union up', async () => {
    const bureau = await body(town.root);
    const union = await base(bureau);
    const both = await person('both', [union.id, 'FILER'], [bureau, 'REVIEWER']);
    const submission = await file(both, union.id);
    expect(await refusal(both, 'accept', at(submission))).toMatchObject([{ code: 'FILER_MAY_NOT_ACCEPT' }]);
    expect((await done(town.chief, 'accept', at(submission))).state).toBe('ACCEPTED');
  });

  test('nor whoever filled anything in, though somebody else submitted it', async () => {
    const bureau = await body(town.root);
    const union = await base(bureau);
    const both = await person('fills-in', [union.id, 'FILER'], [bureau, 'REVIEWER']);
    const draft = await save(both, union.id, { comp_event_cnt: '1' });
    const more = await save(union.clerk, union.id, { comp_suggestion_cnt: '2' }, draft.version);
    const submission = await submit(union.clerk, more);
    expect(await refusal(both, 'accept', at(submission))).toMatchObject([{ code: 'FILER_MAY_NOT_ACCEPT' }]);
    expect((await done(town.chief, 'accept', at(submission))).state).toBe('ACCEPTED');
  });

  test('the direct parent while it has another reviewer, even if one of them filed', async () => {
    const bureau = await body(town.root);
    const union = await base(bureau);
    const both = await person('one-of-two', [union.id, 'FILER'], [bureau, 'REVIEWER']);
    const other = await person('two-of-two', [bureau, 'REVIEWER']);
    const submission = await file(both, union.id);
    const [told] = await refusal(town.chief, 'accept', at(submission));
    expect(told).toMatchObject({ code: 'NOT_THE_ACCEPTING_UNION' });
    expect(told?.message).toContain(`审核${n - 1}局`);
    expect((await done(other, 'accept', at(submission))).state).toBe('ACCEPTED');
  });

  test('a higher body only returns what its subordinate accepts', async () => {
    const union = await base(town.bureau);
    const submission = await file(union.clerk, union.id);
    const told = await refusal(town.chief, 'accept', at(submission));
    expect(told).toMatchObject([{ code: 'NOT_THE_ACCEPTING_UNION' }]);
    expect(told[0]?.message).toContain('建设局工会');
    expect((await done(town.chief, 'return', { ...at(submission), reason: '市里退回' })).state).toBe(
      'RETURNED',
    );
  });

  test('at the root a second reviewer; with nobody else, nobody', async () => {
    await addPerson(town.admin, 'root-filer', [
      { unionId: town.root, role: 'FILER' },
      { unionId: town.root, role: 'REVIEWER' },
    ]);
    const filer = await huiji.client('alpha', 'root-filer');
    const submission = await file(filer, town.root);
    expect(await refusal(filer, 'accept', at(submission))).toMatchObject([{ code: 'FILER_MAY_NOT_ACCEPT' }]);
    expect(await refusal(town.reviewer, 'accept', at(submission))).toMatchObject([
      { code: 'NOT_FOUND', field: 'submissionId' },
    ]);
    expect((await done(town.chief, 'accept', at(submission))).state).toBe('ACCEPTED');
  });

  test('of 10 acceptances at once one counts', async () => {
    const bureau = await body(town.root);
    await person('racer', [bureau, 'REVIEWER']);
    const union = await base(bureau);
    const submission = await file(union.clerk, union.id, { comp_event_cnt: '7' });
    const racer = await huiji.client('alpha', 'racer');
    const told = (
      await Promise.all(Array.from({ length: 10 }, () => refusal(racer, 'accept', at(submission))))
    ).map((one) => one.map((each) => each.code));
    expect(told.filter((one) => one.length === 0)).toHaveLength(1);
    expect(told.flat()).toEqual(Array.from({ length: 9 }, () => 'STALE_REVISION'));
    expect(await totals(bureau)).toMatchObject({ comp_event_cnt: 7, accepted: 1, expected: 2 });
  });

  test('an acceptance and a return at once: one of the two', async () => {
    const bureau = await body(town.root);
    const reviewer = await person('torn', [bureau, 'REVIEWER']);
    const union = await base(bureau);
    const submission = await file(union.clerk, union.id, { comp_event_cnt: '7' });
    const told = await Promise.all([
      refusal(reviewer, 'accept', at(submission)),
      refusal(reviewer, 'return', { ...at(submission), reason: '退' }),
    ]);
    expect(told.map((one) => one.length).toSorted()).toEqual([0, 1]);
    const accepted = told[0].length === 0;
    expect((await totals(bureau))['accepted']).toBe(accepted ? 1 : 0);
  });
});

test('a return needs a reason and shows it; what was filed stays, and is filed again', async () => {
  const union = await base(town.bureau);
  const first = await file(union.clerk, union.id, { comp_event_cnt: '3' });
  for (const [reason, code] of [
    ['', 'FIELD_REQUIRED'],
    [' \u3000', 'FIELD_REQUIRED'],
    ['长'.repeat(1_001), 'FIELD_TOO_LONG'],
  ] as const) {
    expect(await refusal(town.reviewer, 'return', { ...at(first), reason })).toMatchObject([
      { code, field: 'reason' },
    ]);
  }
  const returned = await done(town.reviewer, 'return', { ...at(first), reason: '活动次数请核对' });
  const seen = async () =>
    (
      await union.clerk.get<{ submission: object }>(
        `{ submission(id: "${first.id}") { state returnReason reviewedBy filedBy cells { cell value } } }`,
      )
    ).submission;
  expect(await seen()).toMatchObject({
    state: 'RETURNED',
    returnReason: '活动次数请核对',
    cells: [{ cell: 'comp_event_cnt', value: '3' }],
  });
  expect(await refusal(town.reviewer, 'accept', at(returned))).toMatchObject([{ code: 'WRONG_STATE' }]);
  const corrected = await save(union.clerk, union.id, { comp_event_cnt: '4' }, returned.version);
  expect(corrected.state).toBe('RETURNED');
  const again = await submit(union.clerk, corrected);
  expect(await seen()).toMatchObject({ state: 'SUBMITTED', returnReason: null, reviewedBy: null });
  expect((await done(town.reviewer, 'accept', at(again))).state).toBe('ACCEPTED');
  expect(await totals(union.id)).toMatchObject({ comp_event_cnt: 4 });
});

test('a restatement replaces the accepted revision in every total when it is accepted, and not before', async () => {
  const bureau = await body(town.root);
  const reviewer = await person('restater', [bureau, 'REVIEWER']);
  const union = await base(bureau);
  const accepted = await done(
    reviewer,
    'accept',
    at(await file(union.clerk, union.id, { comp_event_cnt: '10', mem_member_cnt: '50', cul_event_cnt: '2' })),
  );
  const before = await totals(bureau);
  expect(before).toMatchObject({ comp_event_cnt: 10, mem_member_cnt: 50, cul_event_cnt: 2, accepted: 1 });
  const root = await totals(town.root);

  const input = { submissionId: accepted.id, reason: '重复统计', idempotencyKey: key() };
  expect(await refusal(union.clerk, 'restate', { ...input, reason: ' ' })).toMatchObject([
    { code: 'FIELD_REQUIRED', field: 'reason' },
  ]);
  const revision = await done(union.clerk, 'restate', input);
  expect(revision).toMatchObject({ revision: 2, state: 'DRAFT' });
  expect(await refusal(union.clerk, 'restate', { ...input, idempotencyKey: key() })).toMatchObject([
    { code: 'RESTATEMENT_EXISTS' },
  ]);
  // Kept as it was, changed, and cleared.
  const saved = await done(union.clerk, 'save', {
    ...{
      unionId: union.id,
      form: 'work-q',
      period,
      expectedVersion: revision.version,
      idempotencyKey: key(),
    },
    cells: [
      { cell: 'comp_event_cnt', value: '8' },
      { cell: 'cul_event_cnt', value: null },
    ],
  });
  const filed = await submit(union.clerk, saved);
  expect(await totals(bureau)).toEqual(before);
  const returned = await done(reviewer, 'return', { ...at(filed), reason: '再核' });
  expect(await totals(bureau)).toEqual(before);
  const last = await done(reviewer, 'accept', at(await submit(union.clerk, returned)));
  expect(last).toMatchObject({ revision: 2, state: 'ACCEPTED' });
  expect(await totals(bureau)).toEqual({ ...before, comp_event_cnt: 8, cul_event_cnt: NaN });
  const now = await totals(town.root);
  expect([
    now['comp_event_cnt']! - root['comp_event_cnt']!,
    now['mem_member_cnt']! - root['mem_member_cnt']!,
    now['accepted']! - root['accepted']!,
  ]).toEqual([-2, 0, 0]);
  const history = await union.clerk.get<{ submissionHistory: object[] }>(
    `{ submissionHistory(unionId: "${union.id}", form: "work-q", period: "${period}") { revision state restatementReason } }`,
  );
  expect(history.submissionHistory).toEqual([
    { revision: 2, state: 'ACCEPTED', restatementReason: '重复统计' },
    { revision: 1, state: 'ACCEPTED', restatementReason: null },
  ]);
});

describe('the registers', () => {
  test('founding and dissolving move the counts of every open period they touch', async () => {
    await town.statistician.get(operations.open, { period: '2026Q2' });
    const bureau = await body(town.root);
    const counts = async (of: string) => {
      const all = await totals(bureau, of);
      return [
        'expected',
        'org_grassroots_union_cnt',
        'org_new_union_cnt',
        'org_dissolved_union_cnt',
        'org_preparing_union_cnt',
        'home_none_cnt',
      ].map((cell) => all[cell]);
    };
    expect([await counts('2026Q2'), await counts('2026Q3')]).toEqual([
      [1, 0, 0, 0, 0, 0],
      [1, 0, 0, 0, 0, 0],
    ]);
    const early = await base(bureau, { establishedOn: '2026-06-30' });
    const late = await base(bureau, { establishedOn: '2026-07-01', kind: 'JOINT' });
    await found(town.admin, {
      parentId: bureau,
      code: 'R-prep',
      name: '筹建',
      level: 'GRASSROOTS',
      kind: 'SINGLE',
      preparedOn: '2026-08-01',
      establishedOn: null,
    });
    expect([await counts('2026Q2'), await counts('2026Q3')]).toEqual([
      [2, 1, 1, 0, 0, 1],
      [3, 2, 1, 0, 1, 2],
    ]);

    const end = (unionId: string, on: string, more: object = {}) =>
      refusal(town.admin, 'dissolve', {
        unionId,
        expectedVersion: 1,
        on,
        reason: '撤并',
        documentNo: '撤〔2026〕1号',
        ...more,
      });
    expect(await end(late.id, '2026-06-30')).toMatchObject([{ code: 'UNION_NOT_ESTABLISHED', field: 'on' }]);
    expect(await end(bureau, '2026-08-01')).toMatchObject([{ code: 'UNION_HAS_CHILDREN' }]);
    expect(await end(town.root, '2026-08-01')).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await end(early.id, '2026-08-15')).toEqual([]);
    expect(await end(early.id, '2026-08-16')).toMatchObject([{ code: 'STALE_REVISION' }]);
    expect(await end(early.id, '2026-08-16', { expectedVersion: 2 })).toMatchObject([
      { code: 'UNION_DISSOLVED' },
    ]);
    // It still owes the return of the quarter it ended in.
    expect([await counts('2026Q2'), await counts('2026Q3')]).toEqual([
      [2, 1, 1, 0, 0, 1],
      [3, 1, 1, 1, 1, 1],
    ]);
    const reviewer = await person('last-return', [bureau, 'REVIEWER']);
    await done(reviewer, 'accept', at(await file(early.clerk, early.id, { mem_leave_cnt: '9' })));
    expect(await totals(bureau)).toMatchObject({ mem_leave_cnt: 9, accepted: 1, expected: 3 });
    expect(await end(late.id, '2026-07-01')).toEqual([]);
    // The last return of a union dissolved before a later period is not expected in that one.
    await town.statistician.get(operations.open, { period: '2026Q4' });
    expect(await counts('2026Q4')).toEqual([1, 0, 0, 0, 1, 0]);
    const refused = await refusal(early.clerk, 'save', {
      unionId: early.id,
      form: 'work-q',
      period: '2026Q4',
      idempotencyKey: key(),
      cells: [],
    });
    expect(refused).toMatchObject([{ code: 'NOT_EXPECTED', field: 'unionId' }]);
  });

  test('a union is not dissolved before a period that it has filed for', async () => {
    const union = await base(town.bureau);
    await file(union.clerk, union.id);
    const input = { unionId: union.id, expectedVersion: 1, on: '2026-06-30', reason: 'r', documentNo: 'd' };
    expect(await refusal(town.admin, 'dissolve', input)).toMatchObject([
      { code: 'UNION_HAS_FILED_AFTER', field: 'on' },
    ]);
  });

  test('employers count once, where they are accountable, by size and by who covers them', async () => {
    const [here, there] = [await body(town.root), await body(town.root)];
    const single = await base(here);
    const joint = await base(there, { kind: 'JOINT' });
    let m = 0;
    const employer = async (more: object, ...coveredBy: string[]) => {
      m += 1;
      const input = {
        ...{
          code: `E${m}`,
          name: `企业${m}`,
          aboveScale: false,
          headcount: 10,
          operatingFrom: '2020-01-01',
          source: '市监局',
          sourceDate: '2026-06-30',
        },
        ...{
          accountableUnionId: single.id,
          coveredBy: coveredBy.map((unionId) => ({ unionId, from: '2021-01-01' })),
          ...more,
        },
      };
      const { registerEmployer } = await town.admin.get<{ registerEmployer: { employerId: string } }>(
        mutationOf('registerEmployer', 'employerId'),
        { input },
      );
      return registerEmployer.employerId;
    };
    await employer({ aboveScale: true }, single.id);
    await employer({}, single.id, joint.id);
    await employer({}, joint.id);
    const uncovered = await employer({ aboveScale: true });
    await employer({ operatingFrom: '2026-10-01' }, single.id);
    const cells = (all: Record<string, number>) =>
      Object.fromEntries(Object.entries(all).filter(([cell]) => /^cov_(?!assigned)/.test(cell)));
    expect(cells(await totals(here))).toEqual({
      ...{
        cov_operating_enterprise_cnt: 4,
        cov_covered_enterprise_cnt: 3,
        cov_large_enterprise_cnt: 2,
        cov_large_single_union_cnt: 1,
      },
      ...{ cov_other_single_union_cnt: 1, cov_joint_covered_enterprise_cnt: 1, cov_operating_worker_cnt: 40 },
    });
    expect(Object.values(cells(await totals(there)))).toEqual([0, 0, 0, 0, 0, 0, 0]);

    const cover = (input: object) =>
      town.admin.refusal(mutationOf('coverEmployer'), {
        input: { employerId: uncovered, unionId: joint.id, from: '2026-09-30', ...input },
      });
    expect(await cover({ unionId: there })).toEqual(['UNION_KIND_MISMATCH']);
    expect(await cover({})).toEqual([]);
    expect(await cover({})).toEqual(['COVERAGE_EXISTS']);
    expect(await totals(here)).toMatchObject({
      cov_covered_enterprise_cnt: 4,
      cov_joint_covered_enterprise_cnt: 2,
    });
    // The joint union's end leaves those it alone covered without a union, in the other bureau's total.
    await town.admin.get(operations.dissolve, {
      input: { unionId: joint.id, expectedVersion: 1, on: '2026-09-30', reason: 'r', documentNo: 'd' },
    });
    expect(await totals(here)).toMatchObject({
      cov_operating_enterprise_cnt: 4,
      cov_covered_enterprise_cnt: 2,
      cov_joint_covered_enterprise_cnt: 0,
    });
    const wrong = {
      code: 'E1',
      name: 'x',
      aboveScale: false,
      headcount: 1,
      operatingFrom: '2020-01-01',
      source: 's',
      sourceDate: '2026-01-01',
      accountableUnionId: single.id,
    };
    expect(await town.admin.refusal(mutationOf('registerEmployer'), { input: wrong })).toEqual([
      'CODE_TAKEN',
    ]);
    expect(
      await town.admin.refusal(mutationOf('registerEmployer'), {
        input: { ...wrong, code: 'E9', headcount: -1 },
      }),
    ).toEqual(['NEGATIVE']);
  });

  test('an award moves the distribution of homes from its day on', async () => {
    const bureau = await body(town.root);
    const union = await base(bureau);
    await base(bureau);
    const homes = async () => {
      const all = await totals(bureau);
      return ['none', 'qualified', 'advanced', 'model', 'new_award'].map(
        (grade) => all[`home_${grade}${grade === 'new_award' ? '' : ''}_cnt`],
      );
    };
    const award = (more: object) =>
      town.statistician.refusal(mutationOf('awardHome'), {
        input: {
          unionId: union.id,
          grade: 2,
          awardingLevel: '市',
          documentNo: '文',
          awardedOn: '2026-09-01',
          ...more,
        },
      });
    expect(await homes()).toEqual([2, 0, 0, 0, 0]);
    expect(await award({ grade: 1, awardedOn: '2019-01-01', validUntil: '2026-12-31' })).toEqual([]);
    expect(await homes()).toEqual([1, 1, 0, 0, 0]);
    expect(await award({ grade: 3 })).toEqual([]);
    expect(await award({ grade: 3 })).toEqual(['AWARD_EXISTS']);
    expect(await homes()).toEqual([1, 0, 0, 1, 1]);
    expect(await award({ awardedOn: '2026-10-01' })).toEqual([]);
    expect(await homes()).toEqual([1, 0, 0, 1, 1]);
    for (const [more, code] of [
      [{ grade: 0 }, 'GRADE_UNKNOWN'],
      [{ grade: 4 }, 'GRADE_UNKNOWN'],
      [{ validUntil: '2026-08-31' }, 'DATE_ORDER'],
      [{ awardedOn: '1999-12-31' }, 'UNION_NOT_ESTABLISHED'],
      [{ documentNo: ' ' }, 'FIELD_REQUIRED'],
    ] as const) {
      expect(await award(more)).toEqual([code]);
    }
  });

  test('a founding is checked in itself and against its parent', async () => {
    const leaf = await base(town.bureau);
    const input = {
      parentId: town.bureau,
      code: 'F-1',
      name: '新',
      level: 'GRASSROOTS',
      kind: 'SINGLE',
      establishedOn: '2026-08-01',
      approvalNo: '批',
    };
    for (const [more, code] of [
      [{ parentId: leaf.id }, 'PARENT_CANNOT_HAVE_CHILDREN'],
      [{ kind: 'BUREAU' }, 'UNION_KIND_MISMATCH'],
      [{ level: 'FEDERATION', kind: 'FEDERATION' }, 'UNION_KIND_MISMATCH'],
      [{ establishedOn: null }, 'FIELD_REQUIRED'],
      [{ approvalNo: null }, 'FIELD_REQUIRED'],
      [{ preparedOn: '2026-08-02' }, 'DATE_ORDER'],
      [{ establishedOn: '1990-01-01' }, 'UNION_NOT_ESTABLISHED'],
      [{ code: 'G1' }, 'CODE_TAKEN'],
      [{ name: '名'.repeat(101) }, 'FIELD_TOO_LONG'],
    ] as const) {
      expect([code, await town.admin.refusal(operations.found, { input: { ...input, ...more } })]).toEqual([
        code,
        [code],
      ]);
    }
    expect(await town.admin.refusal(operations.found, { input: { ...input, legalPerson: null } })).toEqual(
      [],
    );
  });
});
