import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type AppraisalInputs, appraised } from '@huiji/domain/appraisal';
import type { AppraisalScheme } from '@huiji/domain/appraisal-scheme';
import pg from 'pg';
import { appraisalOf, childOf, codesOf, done, inYear, ownOf, scheme, scores } from './harness/appraisals.js';
import type { Client } from './harness/client.js';
import { entrust } from './harness/entrustments.js';
import { ended, exported, fetched, sheetIn, textsOf } from './harness/exports.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { type NewBureau, newBureau } from './harness/new-bureau.js';
import { change } from './harness/organisation.js';
import { issueTargets } from './harness/targets.js';
import { act, addPerson, buildTown, eventually, key, told, type Town } from './harness/town.js';

let huiji: Huiji;
let owner: pg.Client;
let town: Town;
beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  town = await buildTown(huiji, 'alpha');
  await targets(town.statistician, town.root, [{ unionId: town.root, value: '100000' }]);
  await targets(town.statistician, town.root, [
    { unionId: town.root, cell: 'comp_event_cnt', value: '100000' },
  ]);
});
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

const targets = async (...asked: Parameters<typeof issueTargets>): Promise<void> =>
  expect(await issueTargets(...asked)).toEqual([]);

let places = 0;
/** A bureau whose unions are to win 100 members (50 points) and hold 4 contests (10 points) each, and a scheme for it. */
async function appraisingBureau(unions: number): Promise<NewBureau> {
  const made = await newBureau(huiji, town, `A${++places}`, unions);
  const { bureau, reviewer, ids } = made;
  await targets(town.statistician, town.root, [
    { unionId: bureau, value: '1000' },
    { unionId: bureau, cell: 'comp_event_cnt', value: '100' },
  ]);
  await targets(
    reviewer,
    bureau,
    ids.flatMap((unionId) => [
      { unionId, value: '100', weight: '50' },
      { unionId, cell: 'comp_event_cnt', value: '4', weight: '10' },
    ]),
  );
  await done(reviewer, 'setAppraisalScheme', { bodyId: bureau, expectedRevision: 0, ...scheme });
  return made;
}

/** Reports how many members a union has won and how many contests it has held, and has it accepted. */
async function reported({ reviewer }: NewBureau, unionId: string, members: string, contests: string) {
  const saved = await town.save(unionId, { mem_new_member_cnt: members, comp_event_cnt: contests });
  const { id, version } = await town.submit(saved);
  await act(reviewer, 'accept', { submissionId: id, expectedVersion: version });
}

const give = (unionId: string, points: Record<string, string>, expectedRevision = 0) => ({
  ...{ unionId, expectedRevision, scores: scores(points) },
});
const full = { safety: '20', study: '20' };
const line = (unionId: string, expectedRevision = 0) => ({ unionId, expectedRevision });

/** Answers an appeal, which is named alone. */
const answered = async (input: object, client: Client): Promise<string[]> =>
  (await told(client, 'answerAppeal', { ...input, idempotencyKey: key() })).map(({ code }) => code);

/** Puts the publication of a body as many days back as appeals are taken, so that they are over. */
const appealsOver = (bureau: string) =>
  owner.query(
    'UPDATE appraisal_publication SET published_on = published_on - 8, appeal_until = appeal_until - 8 WHERE body_id = $1',
    [bureau],
  );

test('a bureau appraises six unions: targets and items give points, equals share a rank, and every score can be replayed', async () => {
  const made = await appraisingBureau(6);
  const { bureau, reviewer, ids, codes } = made;
  const [one, two, three, four, five] = ids as [string, string, string, string, string, string];
  await reported(made, one, '100', '4'); // all: 60
  await reported(made, two, '120', '5'); // over the most that counts: 55 + 11
  await reported(made, three, '49', '1'); // less than half of either: 0
  await reported(made, four, '87', '3'); // 43.5 + 7.5
  await reported(made, five, '100', '4');
  await done(town.clerk, 'claimAppraisal', {
    ...{ unionId: one, expectedRevision: 0, note: '自评' },
    scores: scores({ safety: '20', study: '19.5' }, '工发〔2026〕9号'),
  });
  // Once what was accepted stands in the totals.
  await eventually(async () =>
    expect(await completions(made)).toEqual(['100.0', '120.0', '49.0', '87.0', '100.0', null]),
  );
  await done(reviewer, 'appraise', {
    bodyId: bureau,
    lines: [
      give(one, full),
      give(two, { ...full, honour: '5' }),
      give(three, { safety: '20', study: '10', late: '2.5' }),
      give(four, { safety: '15.55', study: '20' }),
      give(five, full),
      give(ids[5]!, full), // has reported nothing
    ],
  });
  const seen = await appraisalOf(reviewer, bureau);
  expect(
    seen.children.nodes.map(({ union, rank, result }) => [
      ...[union.code, rank, result?.targets.map(({ points }) => points).join(' + ')],
      ...[result?.total, result?.outOf, result?.rate, result?.grade?.zh ?? null],
    ]),
  ).toEqual([
    [codes[1], 1, '55.00 + 11.00', '111.00', '100.00', '111.00', '优秀'],
    [codes[0], 2, '50.00 + 10.00', '100.00', '100.00', '100.00', '优秀'],
    [codes[4], 2, '50.00 + 10.00', '100.00', '100.00', '100.00', '优秀'],
    [codes[3], 4, '43.50 + 7.50', '86.55', '100.00', '86.55', '良好'],
    [codes[2], 5, '0.00 + 0.00', '27.50', '100.00', '27.50', null],
    [codes[5], null, ' + ', '40.00', '100.00', '40.00', null],
  ]);
  expect(seen).toMatchObject({ unions: 6, appraised: 6, complete: 5, schemeOpen: false, appealsOpen: 0 });
  expect(seen.distribution.map(({ grade, unions }) => [grade?.zh ?? null, unions])).toEqual([
    ...[['优秀', 3], ['良好', 1], ['合格', 0]], // prettier-ignore
    [null, 2],
  ]);
  const points = (of: Array<{ points: string | null }> = []) => of.map((each) => each.points);
  for (const { result, targetsNow } of seen.children.nodes)
    expect(points(targetsNow)).toEqual(points(result?.targets));
  expect(await childOf(reviewer, bureau, codes[3]!)).toEqual({ rank: 4, result: { total: '86.55' } });
  for (const code of [codes[3]!.toLowerCase(), 'B1', 'G1'])
    expect(await childOf(reviewer, bureau, code)).toBeNull();
  const pages = [await appraisalOf(reviewer, bureau, { first: 4 })];
  pages.push(await appraisalOf(reviewer, bureau, { first: 4, after: pages[0]!.children.pageInfo.endCursor }));
  expect(pages.flatMap(({ children }) => children.nodes)).toEqual(seen.children.nodes);
  const sheet = await workbookOf(made);
  expect(sheet.find((row) => row.includes(codes[3]!))).toEqual([
    ...['4', codes[3], `${codes[3]!}工会`],
    ...['100', '87', '43.5', '4', '3', '7.5'],
    ...['15.55', '20', '', '', '86.55', '100', '86.55', '良好'],
  ]);
  expect(sheet.find((row) => row.includes(codes[5]!))?.slice(0, 6)).toEqual([
    ...['', codes[5], `${codes[5]!}工会`, '100', '', ''],
  ]);
  const { rows } = await owner.query<
    AppraisalInputs &
      Record<'total' | 'out_of', string> & { scheme: AppraisalScheme; complete: boolean; grade: number }
  >(
    `SELECT r.targets, r.scores, r.total, r.out_of, r.complete, r.grade, s.scheme
     FROM appraisal_result r JOIN appraisal_scheme s ON s.id = r.scheme_id WHERE r.body_id = $1`,
    [bureau],
  );
  expect(rows).toHaveLength(6);
  for (const stored of rows) {
    expect(appraised(stored.scheme, stored)).toMatchObject({
      ...{ total: BigInt(stored.total), outOf: BigInt(stored.out_of), complete: stored.complete },
      grade: stored.grade === null ? null : stored.grade - 1,
    });
  }
});

/** The rows of the workbook that leaves with what a body gave. */
async function workbookOf({ reviewer, bureau }: NewBureau): Promise<string[][]> {
  const begun = await exported(reviewer, { table: 'APPRAISAL', unionId: bureau, period: '2026' });
  const { url } = await ended(reviewer, begun.id);
  return textsOf(await sheetIn((await fetched(huiji.apiUrl, url ?? '')).bytes));
}

/** What the target book says of the members that its unions were to win. */
async function completions({ reviewer, bureau }: NewBureau): Promise<Array<string | null>> {
  const { targetBook } = await reviewer.get<{
    targetBook: { children: { nodes: Array<{ targets: Array<{ completion: string | null }> }> } };
  }>(
    `query ($id: ID, $form: String!, $period: String!) { targetBook(unionId: $id, form: $form, period: $period) {
       children { nodes { targets { completion } } } } }`,
    { ...inYear, id: bureau },
  );
  return targetBook.children.nodes.map(({ targets: [first] }) => first?.completion ?? null);
}

describe('a scheme', () => {
  test('is set until the first union is appraised by it, and then stays for its year', async () => {
    const { bureau, reviewer, ids } = await appraisingBureau(1);
    const set = (expectedRevision: number, more: object = {}) =>
      codesOf(reviewer, 'setAppraisalScheme', { bodyId: bureau, ...scheme, expectedRevision, ...more });
    expect(await set(0)).toEqual(['STALE_REVISION']);
    expect(await set(1, { documentNo: '工发〔2026〕10号' })).toEqual([]);
    await done(reviewer, 'appraise', { bodyId: bureau, lines: [give(ids[0]!, full)] });
    expect(await set(2, { mostCounted: '100' })).toEqual(['APPRAISAL_SCHEME_FROZEN']);
    const before = await appraisalOf(reviewer, bureau);
    expect(before.scheme).toEqual({ revision: 2, documentNo: '工发〔2026〕10号' });
    // The next year's is another, and changes nothing of this one.
    expect(await set(0, { period: 'S2026', nothingBelow: '90', items: [] })).toEqual([]);
    expect(await appraisalOf(reviewer, bureau)).toEqual(before);
  });

  test('is refused for all that is wrong with it, and by whoever may not', async () => {
    const { bureau, reviewer } = await appraisingBureau(1);
    const set = (more: object, client = reviewer) =>
      codesOf(client, 'setAppraisalScheme', { bodyId: bureau, ...scheme, expectedRevision: 1, ...more });
    const [item] = scheme.items;
    const [grade] = scheme.grades;
    expect(await set({ nothingBelow: '100.01', mostCounted: '99', appealDays: 0 })).toEqual(
      Array(3).fill('NUMBER_OUT_OF_RANGE'),
    );
    expect(await set({ items: [{ ...item, points: '0' }] })).toEqual(['NUMBER_OUT_OF_RANGE']);
    expect(await set({ items: [item, item, { ...item, code: 'Ä' }] })).toEqual([
      'APPRAISAL_ITEM_CODE',
      'APPRAISAL_ITEM_TWICE',
    ]);
    expect(await set({ grades: [grade, grade] })).toEqual(['APPRAISAL_GRADES_RISE']);
    expect(await set({ grades: [] })).toEqual(['NUMBER_OUT_OF_RANGE']);
    expect(await set({ period: '2026Q3' })).toEqual(['TARGET_NEEDS_YEAR']);
    expect(await set({}, town.reviewer)).toEqual(['NOT_FOUND']);
    expect(await set({}, town.chief)).toEqual(['FORBIDDEN']);
    expect((await appraisalOf(reviewer, bureau)).scheme?.revision).toBe(1);
  });
});

describe('points', () => {
  test('are taken only as they can be, all lines or none', async () => {
    const { bureau, reviewer, ids } = await appraisingBureau(2);
    const [one, two] = ids as [string, string];
    const given = (...lines: object[]) => codesOf(reviewer, 'appraise', { bodyId: bureau, lines });
    expect(await given(give(one, full), give(two, { safety: '20.01' }))).toEqual([
      'APPRAISAL_POINTS_TOO_MANY',
    ]);
    expect(await given(give(one, { nothing: '1' }))).toEqual(['APPRAISAL_ITEM_UNKNOWN']);
    const twice = [...scores({ safety: '1' }), ...scores({ safety: '1' })];
    expect(await given({ ...give(one, {}), scores: twice })).toEqual(['APPRAISAL_ITEM_TWICE']);
    expect(await given(give(one, { safety: '-1' }))).toEqual(['NEGATIVE']);
    expect(await given(give(one, full), give(one, full))).toEqual(['APPRAISAL_UNION_TWICE']);
    expect(await given(give(one, full, 1), give(two, full))).toEqual(['STALE_REVISION']);
    expect(await given(give(bureau, full))).toEqual(['APPRAISAL_NOT_BELOW']);
    expect(await given(give(town.grassroots[0], full))).toEqual(['NOT_FOUND']);
    expect(await given()).toEqual(['FIELD_REQUIRED']);
    expect(await given(...Array.from({ length: 101 }, () => give(one, full)))).toEqual(['REQUEST_TOO_LARGE']);
    expect((await appraisalOf(reviewer, bureau)).appraised).toBe(0);
    const gone = await newBureau(huiji, town, `A${++places}`, 1);
    expect(
      await codesOf(gone.reviewer, 'appraise', { bodyId: gone.bureau, lines: [give(gone.ids[0]!, {})] }),
    ).toEqual(['APPRAISAL_SCHEME_MISSING']);
  });

  test('are never given by whoever wrote the claim', async () => {
    const { bureau, reviewer, ids } = await appraisingBureau(1);
    const [one] = ids as [string];
    await addPerson(town.admin, `both-${bureau}`, [
      { unionId: bureau, role: 'REVIEWER' },
      { unionId: one, role: 'FILER' },
    ]);
    const both = await huiji.client('alpha', `both-${bureau}`);
    await done(both, 'claimAppraisal', { unionId: one, expectedRevision: 0, scores: scores(full) });
    const appraise = { bodyId: bureau, lines: [give(one, full)] };
    expect(await codesOf(both, 'appraise', appraise)).toEqual(['APPRAISAL_CLAIMED_BY_APPRAISER']);
    expect(await codesOf(reviewer, 'appraise', appraise)).toEqual([]);
  });

  test('stay as they were given when reports are corrected, which is shown, and follow when they are given anew', async () => {
    const made = await appraisingBureau(1);
    const { bureau, reviewer, ids } = made;
    const [one] = ids as [string];
    await reported(made, one, '60', '4');
    await eventually(async () => expect(await completions(made)).toEqual(['60.0']));
    await done(reviewer, 'appraise', { bodyId: bureau, lines: [give(one, { safety: '20' })] });
    const now = async () => {
      const { children, complete } = await appraisalOf(reviewer, bureau);
      const [union] = children.nodes;
      return [union?.result?.total, complete, union?.rank, union?.differs];
    };
    expect(await now()).toEqual(['60.00', 0, null, false]);
    await done(reviewer, 'appraise', { bodyId: bureau, lines: [give(one, full, 1)] });
    expect(await now()).toEqual(['80.00', 1, 1, false]);
    await targets(reviewer, bureau, [{ unionId: one, value: '80' }]);
    expect(await now()).toEqual(['80.00', 1, 1, true]);
    // Without scores those given before stay.
    await done(reviewer, 'appraise', { bodyId: bureau, lines: [line(one, 2)] });
    expect(await now()).toEqual(['87.50', 1, 1, false]);
    await targets(reviewer, bureau, [{ unionId: one, value: '80', weight: '55' }]);
    expect(await now()).toEqual(['87.50', 1, 1, true]);
  });

  test('are given once, whoever else gives some at the same time', async () => {
    const { bureau, reviewer, ids } = await appraisingBureau(1);
    const one = { bodyId: bureau, lines: [give(ids[0]!, full)] };
    const told = await Promise.all(Array.from({ length: 4 }, () => codesOf(reviewer, 'appraise', one)));
    expect(told.toSorted((a, b) => a.length - b.length)).toEqual([
      [],
      ...Array.from({ length: 3 }, () => ['STALE_REVISION']),
    ]);
  });
});

describe('what is made known', () => {
  test('the union sees nothing but its claim before, and its result, rank and appeals after', async () => {
    const { bureau, reviewer, ids } = await appraisingBureau(3);
    const [one, two, three] = ids as [string, string, string];
    await done(town.clerk, 'claimAppraisal', { unionId: one, expectedRevision: 0, scores: scores(full) });
    expect(await codesOf(reviewer, 'publishAppraisal', { bodyId: bureau })).toEqual([
      'APPRAISAL_NOTHING_TO_PUBLISH',
    ]);
    // No targets with points: what the bureau's unions have not reported keeps nobody from being complete.
    await targets(
      reviewer,
      bureau,
      ids.flatMap((unionId) => [
        { unionId, value: '100', weight: null },
        { unionId, cell: 'comp_event_cnt', value: '4', weight: null },
      ]),
    );
    await done(reviewer, 'appraise', {
      bodyId: bureau,
      lines: [give(one, { safety: '15', study: '10' }), give(two, full)],
    });
    const before = await ownOf(town.clerk, one);
    expect(before).toMatchObject({
      stage: 'OPEN',
      mayAppeal: false,
      ranked: null,
      own: { result: null, rank: null },
    });
    expect(before.own.claim?.revision).toBe(1);
    expect(await codesOf(town.clerk, 'appealAppraisal', { unionId: one, reason: '不同意' })).toEqual([
      'APPRAISAL_NOT_PUBLISHED',
    ]);
    await done(reviewer, 'publishAppraisal', { bodyId: bureau });
    expect(await codesOf(reviewer, 'publishAppraisal', { bodyId: bureau })).toEqual([
      'APPRAISAL_PUBLISHED_BEFORE',
    ]);
    const after = await ownOf(town.clerk, one);
    expect(after).toMatchObject({
      ...{ stage: 'PUBLISHED', mayAppeal: true, ranked: 2 },
      own: {
        rank: 2,
        differs: null,
        targetsNow: [],
        result: { total: '25.00', outOf: '40.00', rate: '62.50', grade: { zh: '合格' } },
      },
    });
    expect((await ownOf(town.clerk, three)).own).toMatchObject({ rank: null, result: null });
    expect(
      await codesOf(town.clerk, 'claimAppraisal', { unionId: one, expectedRevision: 1, scores: [] }),
    ).toEqual(['APPRAISAL_PUBLISHED']);
    expect(await codesOf(reviewer, 'appraise', { bodyId: bureau, lines: [give(one, full, 1)] })).toEqual([
      'APPRAISAL_PUBLISHED',
    ]);
  });

  test('a claim is written also by whom the union has entrusted, which the audit says', async () => {
    const { ids } = await appraisingBureau(1);
    const [unionId] = ids as [string];
    const login = `entrusted-${unionId}`;
    await addPerson(town.admin, login, [{ unionId: town.grassroots[0], role: 'FILER' }]);
    const [entrustmentId] = await entrust(town.admin, [unionId], login);
    const client = await huiji.client('alpha', login);
    await done(client, 'claimAppraisal', { unionId, expectedRevision: 0, scores: scores(full) });
    const { rows } = await owner.query<{ after: { entrustmentId?: string } }>(
      `SELECT after FROM audit_event WHERE action = 'CLAIM_APPRAISAL' AND union_id = $1`,
      [unionId],
    );
    expect(rows.map(({ after }) => after.entrustmentId)).toEqual([entrustmentId]);
  });

  test('an upheld appeal has the union appraised again, a rejected one does not, and then it ends', async () => {
    const { bureau, reviewer, ids } = await appraisingBureau(2);
    const [one, two] = ids as [string, string];
    const own = async (unionId: string) => (await ownOf(town.clerk, unionId)).own;
    const appeal = (unionId: string) =>
      codesOf(town.clerk, 'appealAppraisal', { unionId, reason: '材料未计入' });
    const answer = async (unionId: string, outcome: string) => {
      const [appeal] = (await own(unionId)).appeals;
      return answered({ appealId: appeal?.id, outcome, answer: '已核' }, reviewer);
    };
    const appraise = (unionId: string, expectedRevision: number) =>
      codesOf(reviewer, 'appraise', { bodyId: bureau, lines: [give(unionId, full, expectedRevision)] });
    const finalise = () => codesOf(reviewer, 'finaliseAppraisal', { bodyId: bureau });
    expect(await appraise(one, 0)).toEqual([]);
    expect(await finalise()).toEqual(['APPRAISAL_NOT_PUBLISHED']);
    await done(reviewer, 'publishAppraisal', { bodyId: bureau });
    expect(await appeal(one)).toEqual([]);
    expect(await appeal(one)).toEqual(['APPRAISAL_APPEALED']);
    expect(await appeal(two)).toEqual([]); // has no result, and may say so
    expect(await answer(one, 'REJECTED')).toEqual([]);
    expect(await answer(one, 'UPHELD')).toEqual(['APPRAISAL_APPEAL_ANSWERED']);
    expect(await appraise(one, 1)).toEqual(['APPRAISAL_PUBLISHED']);
    expect(await answer(two, 'UPHELD')).toEqual([]);
    expect(await finalise()).toEqual(['APPRAISAL_APPEALS_RUN']);
    await appealsOver(bureau);
    expect(await appeal(one)).toEqual(['APPRAISAL_APPEALS_OVER']);
    expect(await finalise()).toEqual(['APPRAISAL_APPEALS_OPEN']);
    expect((await appraisalOf(reviewer, bureau)).appealsOpen).toBe(1);
    expect(await appraise(two, 0)).toEqual([]);
    expect(await appraise(two, 1)).toEqual(['APPRAISAL_PUBLISHED']);
    expect((await own(two)).appeals).toMatchObject([{ outcome: 'UPHELD', answer: '已核' }]);
    expect(await finalise()).toEqual([]);
    expect((await appraisalOf(reviewer, bureau)).stage).toBe('FINAL');
    for (const [client, name, input] of [
      [reviewer, 'finaliseAppraisal', { bodyId: bureau }],
      [reviewer, 'appraise', { bodyId: bureau, lines: [give(one, full, 1)] }],
      [reviewer, 'setAppraisalScheme', { bodyId: bureau, ...scheme, expectedRevision: 1 }],
      [town.clerk, 'appealAppraisal', { unionId: one, reason: 'r' }],
      [town.clerk, 'claimAppraisal', { unionId: one, scores: [], expectedRevision: 0 }],
    ] as const)
      expect([name, await codesOf(client, name, input)]).toEqual([name, ['APPRAISAL_FINAL']]);
  });

  test('an appeal is answered only by the body, and looks to others as if it did not exist', async () => {
    const { bureau, reviewer, ids } = await appraisingBureau(1);
    const [one] = ids as [string];
    await done(reviewer, 'appraise', { bodyId: bureau, lines: [give(one, full)] });
    await done(reviewer, 'publishAppraisal', { bodyId: bureau });
    await done(town.clerk, 'appealAppraisal', { unionId: one, reason: '不同意' });
    const [appeal] = (await ownOf(town.clerk, one)).own.appeals;
    const answer = { appealId: appeal?.id, outcome: 'UPHELD', answer: '好' };
    for (const client of [town.clerk, town.reviewer])
      expect(await answered(answer, client)).toEqual(['NOT_FOUND']);
    expect(await answered(answer, town.chief)).toEqual(['FORBIDDEN']);
    // Who stands above the body sees all, and changes nothing.
    expect((await appraisalOf(town.chief, bureau)).appealsOpen).toBe(1);
  });
});

test('a union that is no more is appraised no more', async () => {
  const { bureau, reviewer, ids } = await appraisingBureau(2);
  const gone = ids[0]!;
  await change(town.admin, 'dissolveUnion', { unionId: gone });
  expect(await appraisalOf(reviewer, bureau)).toMatchObject({ unions: 1, appraised: 0 });
  expect(await codesOf(reviewer, 'appraise', { bodyId: bureau, lines: [give(gone, full)] })).toEqual([
    'UNION_DISSOLVED',
  ]);
  expect(
    await codesOf(town.clerk, 'claimAppraisal', { unionId: gone, scores: [], expectedRevision: 0 }),
  ).toEqual(['UNION_DISSOLVED']);
});

test('a union that moves is appraised by the body that it stands below', async () => {
  const [from, to] = [await appraisingBureau(2), await appraisingBureau(1)];
  const moved = from.ids[0]!;
  await done(from.reviewer, 'appraise', { bodyId: from.bureau, lines: [give(moved, full)] });
  await change(town.admin, 'moveUnion', {
    unionId: moved,
    parentId: to.bureau,
    reason: '划转',
    documentNo: 'd',
  });
  expect(await appraisalOf(from.reviewer, from.bureau)).toMatchObject({ unions: 1, appraised: 0 });
  expect(await appraisalOf(to.reviewer, to.bureau)).toMatchObject({ unions: 2, appraised: 0 });
  expect(
    await codesOf(from.reviewer, 'appraise', { bodyId: from.bureau, lines: [give(moved, full, 1)] }),
  ).toEqual(['NOT_FOUND']);
  await done(to.reviewer, 'appraise', { bodyId: to.bureau, lines: [give(moved, full)] });
  // The union at the top is appraised by nobody.
  expect(await ownOf(town.chief, town.root)).toMatchObject({ bodyName: null, mayAppeal: false });
  const above = await codesOf(town.chief, 'claimAppraisal', {
    unionId: town.root,
    scores: [],
    expectedRevision: 0,
  });
  expect(above).toEqual(['APPRAISAL_NOBODY_ABOVE']);
});
