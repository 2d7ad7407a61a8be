import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Client } from './harness/client.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { countingApi } from './harness/statements.js';
import { dueOn, tomorrow, yesterday } from './harness/periods.js';
import {
  acceptMany,
  accepting,
  before,
  bureauOf,
  elected,
  file,
  form,
  idOf,
  officeOf,
  person,
  queue,
  save,
  seen,
  submit,
  totalOf,
  unionsOf,
  waiting,
} from './harness/review.js';
import { act, buildTown, key, mutationOf, operations, type Seen, told, type Town } from './harness/town.js';

const [last, period] = ['2026Q2', '2026Q3'] as const;
let huiji: Huiji;
let town: Town;
let owner: pg.Client;
beforeAll(async () => {
  huiji = await startHuiji();
  for (const tenant of ['alpha', 'beta']) await openTestTenant(huiji, tenant);
  town = await buildTown(huiji, 'alpha');
  await town.statistician.get(operations.open, { period: last });
  await dueOn(town.statistician, period, tomorrow);
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
}, 60_000);
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

/** Has one plausibility hit, and no stock moves: 50 元 a family. */
const meagre = { aid_family_cnt: '10', aid_amount: '500' };
/** Has one law hit. */
const noQuorum = {
  tables: [
    {
      table: 'wc_session',
      rows: [{ held_on: '2026-08-01', due: '40', present: '20', proxy: '0', absent: '20' }],
    },
  ],
};

describe('the queue', () => {
  test('goes by hits, the largest change, what was taken over and lateness; and says all of it', async () => {
    const codes = ['clean', 'late', 'carried', 'moved30', 'moved300', 'law', 'onehit', 'twohits', 'emptied'];
    const { bureau, unionOf, reviewer, clerk } = await officeOf(huiji, town, 'order', codes, last);
    const [first] = (await unionsOf(town, bureau, ['first'])) as [string];
    await elected(town, first);
    const newcomer = await person(huiji, town, 'order-newcomer', [first, 'FILER']);
    const files = (code: string, cells: object = {}, more: object = {}) =>
      file(clerk, { unionId: unionOf[code]!, period }, { ...before, ...cells }, more);
    await dueOn(town.statistician, period, yesterday);
    await files('late');
    await dueOn(town.statistician, period, tomorrow);
    await files('clean', { mem_retained_cnt: '119' });
    await files('moved30', { mem_retained_cnt: '130' });
    await files('moved300', { mem_retained_cnt: '400' });
    await files('onehit', meagre);
    await files('twohits', { mem_member_cnt: '150', mem_worker_cnt: '150' });
    await file(
      clerk,
      { unionId: unionOf['emptied']!, period },
      { mem_worker_cnt: '100', mem_member_cnt: '100' },
    );
    await files('law', {}, noQuorum);
    const draft = await save(clerk, { unionId: unionOf['carried']!, period }, { mem_worker_cnt: '100' });
    const { takeOffers } = await clerk.get<{ takeOffers: { submission: Seen } }>(
      mutationOf('takeOffers', 'submission { id version }'),
      {
        input: {
          ...{ unionId: unionOf['carried'], form, period, expectedVersion: draft.version },
          ...{ cells: ['mem_member_cnt', 'mem_retained_cnt'], idempotencyKey: key() },
        },
      },
    );
    await submit(clerk, takeOffers.submission);
    await file(newcomer, { unionId: first, period }, before);

    const { nodes } = await queue(reviewer, period);
    const steady = {
      ...{ plausibilityHits: 0, lawHits: 0, comparedWith: last, largestChange: null },
      ...{ changedMuch: false, carriedCells: 0, late: false, clean: false },
    };
    const moved = (cell: string, then: string, now: string | null, changePercent: string | null) => ({
      largestChange: { cell, then, now, changePercent },
      changedMuch: true,
    });
    const retained = (now: string | null, percent: string | null) =>
      moved('mem_retained_cnt', '100', now, percent);
    const workers = moved('mem_worker_cnt', '100', '150', '50.0');
    expect(nodes.map(({ submission, risk }) => [submission.union.code, risk])).toEqual([
      ['twohits', { ...steady, ...workers, plausibilityHits: 2, score: 200_050_000 }],
      ['onehit', { ...steady, plausibilityHits: 1, score: 100_000_000 }],
      ['law', { ...steady, lawHits: 1, score: 10_000_000 }],
      ['moved300', { ...steady, ...retained('400', '300.0'), score: 300_000 }],
      // Of a first report all is new, and of a figure that is left blank all is gone.
      ...nodes
        .filter(({ risk }) => risk?.score === 100_000)
        .map(({ submission, risk }) => [submission.union.code, risk]),
      ['moved30', { ...steady, ...retained('130', '30.0'), score: 30_000 }],
      ['carried', { ...steady, carriedCells: 2, score: 20 }],
      ['late', { ...steady, late: true, score: 1 }],
      ['clean', { ...steady, clean: true, score: 0 }],
    ]);
    const alike = nodes.filter(({ risk }) => risk?.score === 100_000);
    expect(alike.map(({ submission }) => submission.id)).toEqual(
      alike.map(({ submission }) => submission.id).toSorted(),
    );
    expect(Object.fromEntries(alike.map(({ submission, risk }) => [submission.union.code, risk]))).toEqual({
      first: { ...steady, comparedWith: null, score: 100_000 },
      emptied: { ...steady, ...retained(null, null), score: 100_000 },
    });

    // What was weighed stays as it was until it is submitted again, while the hits are those of now.
    const hit = nodes.find(({ submission }) => submission.union.code === 'onehit')!.submission;
    const back = await act(reviewer, 'return', { ...seen(hit), reason: '请核对' });
    expect(await waiting(reviewer, period)).not.toContain('onehit');
    const again = await save(
      clerk,
      { unionId: unionOf['onehit']!, period, version: back.version },
      { aid_family_cnt: null, aid_amount: null },
    );
    await submit(clerk, again);
    expect((await waiting(reviewer, period)).slice(-2).toSorted()).toEqual(['clean', 'onehit']);
  }, 60_000);

  test('has what was submitted before risks were weighed first, and never as clean', async () => {
    const { unionOf, reviewer, clerk } = await officeOf(huiji, town, 'old', ['old-1', 'old-2'], last);
    const old = await file(clerk, { unionId: unionOf['old-1']!, period }, before);
    await file(clerk, { unionId: unionOf['old-2']!, period }, { ...before, ...meagre });
    await owner.query('UPDATE submission SET risk = DEFAULT, risk_score = DEFAULT WHERE id = $1', [old.id]);
    const { nodes } = await queue(reviewer, period);
    expect(nodes.map(({ submission, risk }) => [submission.union.code, risk === null])).toEqual([
      ['old-1', true],
      ['old-2', false],
    ]);
    const [result] = await acceptMany(reviewer, [seen(old)]);
    expect(result).toMatchObject({ accepted: false, userErrors: [{ code: 'SUBMISSION_NOT_CLEAN' }] });
  });

  test('shows to each what waits for them, and to nobody else anything', async () => {
    const bureau = await bureauOf(town);
    const [plain, both, second, deep] = (await unionsOf(town, bureau, [
      'who-1',
      'who-2',
      'who-3',
      'who-4',
    ])) as [string, string, string, string];
    const clerk = await person(huiji, town, 'who-clerk', [plain, 'FILER'], [second, 'FILER']);
    const torn = await person(
      huiji,
      town,
      'who-torn',
      [bureau, 'REVIEWER'],
      [both, 'FILER'],
      [deep, 'FILER'],
    );
    await file(clerk, { unionId: plain, period }, before);
    await file(torn, { unionId: both, period }, before);
    // Filled in by the only reviewer, submitted by the clerk: up it goes all the same.
    const draft = await save(torn, { unionId: deep, period }, before);
    await town.admin.get(mutationOf('appoint'), {
      input: { personId: await idOf(clerk), appointments: [{ unionId: deep, role: 'FILER' }] },
    });
    await submit(clerk, draft);
    expect(await waiting(torn, period)).toEqual(['who-1']);
    const rest = async () => (await waiting(town.chief, period)).filter((code) => code.startsWith('who'));
    expect((await rest()).toSorted()).toEqual(['who-2', 'who-4']);
    // A body where nobody reviews is passed over, and so is one below it.
    const [empty, below] = [await bureauOf(town), await bureauOf(town, bureau)];
    const [orphan, nested] = [
      (await unionsOf(town, empty, ['who-5']))[0]!,
      (await unionsOf(town, below, ['who-6']))[0]!,
    ];
    const other = await person(huiji, town, 'who-other', [orphan, 'FILER'], [nested, 'FILER']);
    for (const unionId of [orphan, nested]) await file(other, { unionId, period }, before);
    expect((await rest()).toSorted()).toEqual(['who-2', 'who-4', 'who-5']);
    expect((await waiting(torn, period)).toSorted()).toEqual(['who-1', 'who-6']);
    // Another reviewer at the bureau takes what the first one filed.
    const colleague = await person(huiji, town, 'who-colleague', [bureau, 'REVIEWER']);
    expect((await waiting(colleague, period)).toSorted()).toEqual(['who-1', 'who-2', 'who-4', 'who-6']);
    expect(await rest()).toEqual(['who-5']);
    // The root's own report is for a second reviewer there.
    const rootFiler = await person(huiji, town, 'who-root', [town.root, 'FILER'], [town.root, 'REVIEWER']);
    await file(rootFiler, { unionId: town.root, period }, { comp_event_cnt: '1' });
    expect(await waiting(town.chief, period)).toContain('alpha-root');
    expect(await waiting(rootFiler, period)).toEqual(['who-5']);

    // What waits can be accepted, and nothing else: the queue and the acceptance know the same rule.
    const all = await town.statistician.get<{
      submissions: { nodes: Array<Seen & { union: { code: string } }> };
    }>(
      `{ submissions(unionCode: "alpha-root", form: "work-q", period: "${period}", first: 200) { nodes { id version union { code } } } }`,
    );
    const mine = all.submissions.nodes.filter(({ union }) => /^who|^alpha/.test(union.code));
    for (const client of [torn, clerk, other, rootFiler, town.statistician, town.clerk]) {
      const listed = await waiting(client, period);
      for (const one of mine.filter(({ union }) => !listed.includes(union.code)))
        expect(await accepting(client, one)).toHaveLength(1);
    }
    for (const client of [colleague, rootFiler, town.chief]) {
      for (const { submission } of (await queue(client, period)).nodes.filter(({ submission: { union } }) =>
        /^who|^alpha/.test(union.code),
      ))
        expect(await accepting(client, submission)).toEqual([]);
    }
    expect((await rest()).length + (await waiting(colleague, period)).length).toBe(0);

    const foreign = await huiji.client('beta', 'admin');
    const refusal = (client: Client, unionId: string) =>
      client.refusal(
        `query ($unionId: ID) { reviewQueue(unionId: $unionId, form: "work-q", period: "${period}") { nodes { risk { score } } } }`,
        { unionId },
      );
    expect(await refusal(foreign, bureau)).toEqual(['PERIOD_UNKNOWN']);
    expect(await refusal(town.statistician, bureau)).toEqual(['FORBIDDEN']);
    expect(await refusal(town.reviewer, bureau)).toEqual(['NOT_FOUND']);
    expect(await refusal(town.chief, bureau)).toEqual(['FORBIDDEN']);
    expect(await refusal(torn, bureau)).toEqual([]);
  }, 60_000);

  test('is read page by page without a gap or a double while others accept from it', async () => {
    const codes = Array.from({ length: 23 }, (_, i) => `page-${String(i).padStart(2, '0')}`);
    const { bureau, ids, reviewer, clerk } = await officeOf(huiji, town, 'page', codes);
    const colleague = await person(huiji, town, 'page-colleague', [bureau, 'REVIEWER']);
    const filed: Seen[] = [];
    // Three scores, so that pages end within and between them.
    const kinds = [[{}], [meagre], [{}, noQuorum]] as const;
    for (const [i, unionId] of ids.entries()) {
      const [cells, more] = kinds[i % 3]!;
      filed.push(await file(clerk, { unionId, period }, { ...before, ...cells }, more));
    }
    const order = (await queue(reviewer, period)).nodes;
    expect(new Set(order.map(({ risk }) => risk!.score)).size).toBe(3);
    const met: string[] = [];
    const gone = new Set<string>();
    let after: string | null = null;
    do {
      const page = await queue(reviewer, period, { first: 4, after });
      met.push(...page.nodes.map(({ submission }) => submission.id));
      // One that was just read, one that is still to come, and of every other page the one that it ended with.
      const ahead = order.filter(({ submission: { id } }) => !met.includes(id) && !gone.has(id));
      for (const { submission } of [
        page.nodes[0],
        ahead[1],
        met.length % 8 ? undefined : page.nodes.at(-1),
      ].flatMap((one) => one ?? [])) {
        if (gone.has(submission.id)) continue;
        gone.add(submission.id);
        expect(await accepting(colleague, submission)).toEqual([]);
      }
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    expect(new Set(met).size).toBe(met.length);
    const stayed = order.map(({ submission }) => submission.id).filter((id) => !gone.has(id));
    expect(met.filter((id) => !gone.has(id))).toEqual(stayed);
    expect((await queue(reviewer, period)).nodes.map(({ submission }) => submission.id)).toEqual(stayed);
    for (const bad of ['nothing', '5', '5 x', `x ${filed[0]!.id}`])
      expect(
        await reviewer.refusal(
          `query ($after: String) { reviewQueue(form: "work-q", period: "${period}", after: $after) { pageInfo { hasNextPage } } }`,
          { after: Buffer.from(bad).toString('base64url') },
        ),
      ).toEqual(['NOT_FOUND']);
  }, 60_000);
});

describe('accepting many', () => {
  test('takes what is clean and says of each other why not; again with its key it says the same', async () => {
    const codes = [
      'good-1',
      'good-2',
      'good-3',
      'good-4',
      'stale',
      'doubtful',
      'done',
      'draft',
      'own',
      'body',
    ];
    const { bureau, unionOf, reviewer, clerk } = await officeOf(huiji, town, 'many', codes, last);
    const files = (code: string, cells: object = {}, client = clerk) =>
      file(client, { unionId: unionOf[code]!, period }, { ...before, ...cells });
    const good = [];
    for (const code of codes.slice(0, 4)) good.push(await files(code, { comp_event_cnt: '7' }));
    const stale = await files('stale');
    const doubtful = await files('doubtful', { mem_retained_cnt: '150' });
    const done = await files('done');
    expect(await accepting(reviewer, done)).toEqual([]);
    const draft = await save(clerk, { unionId: unionOf['draft']!, period }, before);
    await town.admin.get(mutationOf('appoint'), {
      input: { personId: await idOf(reviewer), appointments: [{ unionId: unionOf['own']!, role: 'FILER' }] },
    });
    const own = await files('own', {}, reviewer);
    const [elsewhere] = (await unionsOf(town, town.bureau, ['elsewhere'])) as [string];
    const stranger = await person(huiji, town, 'many-stranger', [elsewhere, 'FILER']);
    const hidden = await file(stranger, { unionId: elsewhere, period }, before);
    const theirs = '00000000-0000-4000-8000-000000000000';

    const submissions = [
      { submissionId: good[0]!.id, expectedVersion: good[0]!.version },
      { submissionId: stale.id, expectedVersion: stale.version - 1 },
      { submissionId: good[1]!.id.toUpperCase(), expectedVersion: good[1]!.version },
      seen(doubtful),
      seen(hidden),
      { submissionId: theirs, expectedVersion: 1 },
      { submissionId: `' OR 1=1`, expectedVersion: 1 },
      { ...seen(done), expectedVersion: done.version + 1 },
      seen(draft),
      seen(own),
      seen(good[2]!),
      seen(good[2]!),
      seen(good[3]!),
    ];
    const expected = [
      ...[[], ['STALE_REVISION'], [], ['SUBMISSION_NOT_CLEAN'], ['NOT_FOUND'], ['NOT_FOUND'], ['NOT_FOUND']],
      ...[['WRONG_STATE'], ['WRONG_STATE'], ['FILER_MAY_NOT_ACCEPT'], [], ['STALE_REVISION'], []],
    ];
    const idempotencyKey = key();
    const results = await acceptMany(reviewer, submissions, { idempotencyKey });
    expect(results.map(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual(expected);
    expect(results.map(({ accepted }) => accepted)).toEqual(expected.map((one) => one.length === 0));
    expect(results.map(({ submissionId }) => submissionId)).toEqual(
      submissions.map(({ submissionId }) => submissionId),
    );
    expect(results[3]!.userErrors[0]!.messageZh).toContain('“mem_retained_cnt”比 2026Q2 变动较大');
    expect(results[3]!.userErrors[0]!.messageEn).toContain('mem_retained_cnt changed much since 2026Q2');
    expect(await acceptMany(reviewer, submissions, { idempotencyKey })).toEqual(results);
    const reused = { submissions: submissions.slice(1), idempotencyKey };
    expect(await told(reviewer, 'acceptSubmissions', reused)).toMatchObject([
      { code: 'IDEMPOTENCY_KEY_REUSED' },
    ]);

    expect(await totalOf(town, { unionId: bureau, period }, 'comp_event_cnt')).toEqual({
      value: '28',
      accepted: 5,
    });
    const audited = await owner.query<{ n: number; who: number }>(
      `SELECT count(*)::int AS n, count(DISTINCT object_id)::int AS who FROM audit_event
       WHERE action = 'ACCEPT' AND object_id = ANY($1)`,
      [[...good, stale, doubtful, own, draft].map(({ id }) => id)],
    );
    expect(audited.rows).toEqual([{ n: 4, who: 4 }]);
    // Without onlyClean the doubtful one is taken too.
    expect(await acceptMany(reviewer, [seen(doubtful)], { onlyClean: false })).toMatchObject([
      { accepted: true },
    ]);
    expect(await acceptMany(reviewer, [seen(stale)], { onlyClean: null })).toMatchObject([
      { accepted: true },
    ]);
    expect((await totalOf(town, { unionId: bureau, period }, 'comp_event_cnt')).accepted).toBe(7);
  }, 60_000);

  test('is for who reviews, not for who only sees', async () => {
    const [union] = town.grassroots;
    const filed = await town.submit(await town.save(union, { mem_member_cnt: '9' }));
    const one = { submissionId: filed.id, expectedVersion: filed.version };
    for (const client of [town.statistician, town.clerk])
      expect(await acceptMany(client, [one], { onlyClean: false })).toMatchObject([
        { accepted: false, userErrors: [{ code: 'FORBIDDEN' }] },
      ]);
    expect(await acceptMany(town.reviewer, [one], { onlyClean: false })).toMatchObject([{ accepted: true }]);
  });

  test('holds 1 to 200', async () => {
    const one = { submissionId: key(), expectedVersion: 1 };
    const asking = (submissions: object[]) =>
      told(town.reviewer, 'acceptSubmissions', { submissions, idempotencyKey: key() });
    expect(await asking([])).toMatchObject([{ code: 'FIELD_REQUIRED', field: 'submissions' }]);
    expect(await asking(Array.from({ length: 201 }, () => one))).toMatchObject([
      { code: 'REQUEST_TOO_LARGE' },
    ]);
    const results = await acceptMany(
      town.reviewer,
      Array.from({ length: 200 }, () => one),
    );
    expect(results.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual(
      Array.from({ length: 200 }, () => 'NOT_FOUND'),
    );
  });

  test('takes as many statements for 20 as for 2, and two at once that overlap take each report once', async () => {
    const codes = Array.from({ length: 44 }, (_, i) => `bulk-${i}`);
    const { bureau, ids, reviewer, clerk } = await officeOf(huiji, town, 'bulk', codes, last);
    const filed: Seen[] = [];
    for (const unionId of ids)
      filed.push(await file(clerk, { unionId, period }, { ...before, comp_event_cnt: '1' }));
    const api = await countingApi(huiji);
    const counted = (submissions: readonly Seen[]): Promise<number> =>
      api.statementsOf(reviewer, async (here) => {
        const results = await acceptMany(here, submissions.map(seen));
        expect(results.filter(({ accepted }) => accepted)).toHaveLength(submissions.length);
      });
    await counted(filed.slice(0, 2));
    const [few, many] = [await counted(filed.slice(2, 4)), await counted(filed.slice(4, 24))];
    console.log(`statements for 2: ${few}, for 20: ${many}`);
    await api.stop();
    expect(few).toBeGreaterThan(5);
    expect(many).toBe(few);

    const rest = filed.slice(24).map(seen);
    const both = await Promise.all([acceptMany(reviewer, rest), acceptMany(reviewer, rest.toReversed())]);
    const won = both.flat().filter(({ accepted }) => accepted);
    expect(won.map(({ submissionId }) => submissionId).toSorted()).toEqual(
      rest.map(({ submissionId }) => submissionId).toSorted(),
    );
    const lost = both.flat().flatMap(({ userErrors }) => userErrors.map(({ code }) => code));
    expect(lost).toEqual(rest.map(() => 'STALE_REVISION'));
    expect(await totalOf(town, { unionId: bureau, period }, 'comp_event_cnt')).toEqual({
      value: '44',
      accepted: 44,
    });
  }, 120_000);
});
