import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type HomeScore, scored } from '@huiji/domain/home';
import { type HomeStandard, shippedStandard } from '@huiji/domain/home-standard';
import pg from 'pg';
import type { Client } from './harness/client.js';
import {
  actOn,
  awardHome,
  awardInput,
  type File,
  fileOf,
  scores,
  standingAt,
  talliesOf,
} from './harness/homes.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { type NewBureau, newBureau } from './harness/new-bureau.js';
import { addPerson, buildTown, eventually, key, told, type Town } from './harness/town.js';

let huiji: Huiji;
let owner: pg.Client;
let town: Town;
beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  town = await buildTown(huiji, 'alpha');
});
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

let places = 0;
const bureauWith = (unions: number): Promise<NewBureau> => newBureau(huiji, town, `H${++places}`, unions);

const ballots = { members: 100, issued: 90, returned: 80, satisfied: 60, basically: 12, unsatisfied: 8 };
const codesOf = async (...asked: Parameters<typeof told>): Promise<unknown[]> =>
  (await told(...asked)).map(({ code }) => code);
const plan = (client: Client, lines: object[]) =>
  codesOf(client, 'planHomes', { lines, idempotencyKey: key() });
const recheck = (client: Client, awardId: string, outcome: string, more: object = {}) =>
  codesOf(client, 'recheckHome', {
    ...{ awardId, outcome, checkedOn: '2026-08-15', documentNo: '复查〔2026〕1号', idempotencyKey: key() },
    ...more,
  });

/** A year of a home, from the union's own scores to the award: 18 points of each criterion, 90 together. */
async function yearOf(reviewer: Client, unionId: string, grade: number, on: string): Promise<string> {
  const year = Number(on.slice(0, 4));
  const before = await fileOf(reviewer, unionId, year);
  const own = { unionId, year, grade, scores: scores('19') };
  await actOn(town.clerk, 'assessHome', { ...own, expectedRevision: before.assessment?.revision ?? 0 });
  await actOn(town.clerk, 'evaluateHome', { unionId, heldOn: `${year}-07-01`, ...ballots });
  await actOn(reviewer, 'inspectHome', { ...own, scores: scores('18') });
  return awardHome(reviewer, unionId, { grade, awardedOn: on, documentNo: `临工〔${year}〕${grade}号` });
}

test('the plan of a bureau with six unions is worked off over three years, and every year adds up', async () => {
  const { bureau, reviewer, ids, codes } = await bureauWith(6);
  const steps = [
    [1, 1, 1, 1, null, null], // 2024
    [2, 2, null, 1, 1, null], // 2025: the fourth is planned again and does not do it
    [3, null, 2, null, 2, 1], // 2026
  ];
  const lines = steps.flatMap((grades, at) =>
    grades.flatMap((grade, union) => (grade ? [{ unionId: ids[union], year: 2024 + at, grade }] : [])),
  );
  expect(await plan(reviewer, lines)).toEqual([]);
  const awards: Record<string, string> = {};
  for (const [at, grades] of steps.entries()) {
    const year = 2024 + at;
    for (const [union, grade] of grades.entries())
      if (grade && !(union === 3))
        awards[`${union} ${grade}`] = await yearOf(reviewer, ids[union]!, grade, `${year}-09-01`);
  }
  // Looked at again: one kept, one lowered, one revoked.
  const on2026 = { checkedOn: '2026-09-10', documentNo: '复查〔2026〕2号' };
  expect(await recheck(reviewer, awards['1 2']!, 'KEPT', { ...on2026, checkedOn: '2025-12-01' })).toEqual([]);
  expect(
    await recheck(reviewer, awards['1 2']!, 'LOWERED', { ...on2026, grade: 1, reason: '台账不全' }),
  ).toEqual([]);
  expect(await recheck(reviewer, awards['4 2']!, 'REVOKED', { ...on2026, reason: '弄虚作假' })).toEqual([]);

  const of = async (on: string) => {
    const { homes } = await talliesOf(reviewer, bureau, on);
    const { share, awarded, lowered, revoked, evaluated, inspected } = homes;
    return {
      ...{
        at: homes.grades.map(({ unions }) => unions),
        plan: homes.grades.map((one) => [one.planned, one.reached]),
      },
      ...{ share, awarded, lowered, revoked, evaluated, inspected },
    };
  };
  expect(await of('2024-12-31')).toEqual({
    ...{
      at: [3, 3, 0, 0],
      plan: [
        [0, 0],
        [4, 3],
        [0, 0],
        [0, 0],
      ],
      share: '50.00',
    },
    ...{ awarded: 3, lowered: 0, revoked: 0, evaluated: 3, inspected: 3 },
  });
  expect(await of('2025-12-31')).toEqual({
    ...{
      at: [2, 2, 2, 0],
      plan: [
        [0, 0],
        [2, 1],
        [2, 2],
        [0, 0],
      ],
      share: '66.67',
    },
    ...{ awarded: 3, lowered: 0, revoked: 0, evaluated: 3, inspected: 3 },
  });
  // The first reached the top; the second fell to its lowered grade, the fifth back to the grade it held before.
  expect(await of('2026-09-30')).toEqual({
    ...{
      at: [1, 3, 1, 1],
      plan: [
        [0, 0],
        [1, 1],
        [2, 1],
        [1, 1],
      ],
      share: '83.33',
    },
    ...{ awarded: 4, lowered: 1, revoked: 1, evaluated: 4, inspected: 4 },
  });
  // By date within a year, the day before and the day of an award; and a day later than the lowering.
  expect((await of('2026-08-31')).at).toEqual([2, 2, 2, 0]);
  expect((await of('2026-09-01')).at).toEqual([1, 1, 3, 1]);

  // What the tally says, the list shows union by union, and the registers post to the totals.
  expect(await standingAt(reviewer, bureau, '2026-09-30', { grade: 1 })).toEqual([
    codes[1],
    codes[4],
    codes[5],
  ]);
  expect(await standingAt(reviewer, bureau, '2026-09-30', { grade: 0 })).toEqual([codes[3]]);
  expect(await standingAt(reviewer, bureau, '2026-09-30')).toEqual(codes);
  await eventually(async () => {
    const { rollup } = await reviewer.get<{ rollup: { cells: Array<{ cell: string; value: string }> } }>(
      'query ($unionId: ID) { rollup(unionId: $unionId, form: "work-q", period: "2026Q3") { cells { cell value } } }',
      { unionId: bureau },
    );
    const figures = Object.fromEntries(rollup.cells.map(({ cell, value }) => [cell, value]));
    expect(figures).toMatchObject({
      ...{ home_none_cnt: '1', home_qualified_cnt: '3', home_advanced_cnt: '1', home_model_cnt: '1' },
      // Named in the quarter: four, and not the one that was lowered.
      home_new_award_cnt: '4',
    });
  });
  // The federation is the sum of what stands below it.
  const { homes, below } = await talliesOf(town.statistician, town.root, '2026-09-30');
  for (const count of ['unions', 'awarded', 'lowered', 'revoked', 'assessed', 'expired', 'notRechecked'])
    expect([count, below.reduce((sum, one) => sum + Number(one[count]), 0)]).toEqual([count, homes[count]]);

  const { rows } = await owner.query<{
    grade: number;
    scores: HomeScore[];
    total: string;
    complete: boolean;
    passed: boolean;
  }>('SELECT grade, scores, total, complete, passed FROM home_assessment WHERE union_id = ANY ($1)', [ids]);
  expect(rows).toHaveLength(20);
  for (const { grade, scores: stored, total, complete, passed } of rows)
    expect(scored(shippedStandard, grade, stored)).toEqual({ total: BigInt(total), complete, passed });
});

describe('a year of a home', () => {
  test('is assessed half, then in full, inspected, changed and inspected again', async () => {
    const { bureau, reviewer, ids } = await bureauWith(1);
    const [unionId] = ids;
    const own = { unionId, year: 2026, grade: 1 };
    const due = (step: string) => standingAt(reviewer, bureau, '2026-12-31', { due: step });
    await plan(reviewer, [{ unionId, year: 2026, grade: 1 }]);
    expect(await due('ASSESSMENT')).toHaveLength(1);
    const half = (await actOn(town.clerk, 'assessHome', {
      ...own,
      scores: scores('15', { building: null }),
    })) as File;
    expect(half.assessment).toMatchObject({
      revision: 1,
      total: '60.00',
      outOf: '100.00',
      complete: false,
      passed: null,
    });
    expect(half.assessment?.scores.at(-1)).toEqual({ criterion: 'building', points: null, evidence: null });
    expect(await actOn(reviewer, 'inspectHome', { ...own, scores: scores('10') })).toEqual([
      'HOME_NOT_ASSESSED',
    ]);
    const full = { ...own, scores: scores('15', { building: '0' }), expectedRevision: 1 };
    expect(await actOn(town.clerk, 'assessHome', full)).toMatchObject({
      ...{ assessment: { revision: 2, total: '60.00', complete: true, passed: true } },
      wouldFlag: ['NOT_INSPECTED', 'NOT_EVALUATED'],
    });
    expect(await due('ASSESSMENT')).toEqual([]);
    expect(await due('INSPECTION')).toHaveLength(1);
    expect(await actOn(reviewer, 'inspectHome', { ...own, scores: scores('11.99') })).toMatchObject({
      ...{ inspection: { revision: 1, total: '59.95', passed: false }, inspectionOutdated: false },
      wouldFlag: ['BELOW_PASS', 'NOT_EVALUATED'],
    });
    expect([await due('INSPECTION'), await due('AWARD')]).toEqual([[], []]);
    const more = { ...own, scores: scores('16'), expectedRevision: 2 };
    expect(await actOn(town.clerk, 'assessHome', more)).toMatchObject({ inspectionOutdated: true });
    const again = { ...own, scores: scores('12'), expectedRevision: 1, note: '整改后复核' };
    expect(await actOn(reviewer, 'inspectHome', again)).toMatchObject({
      inspection: { revision: 2, total: '60.00', passed: true },
      inspectionOutdated: false,
    });
    expect(await due('AWARD')).toHaveLength(1);
    expect(
      await actOn(town.clerk, 'evaluateHome', { unionId, heldOn: '2026-07-01', ...ballots }),
    ).toMatchObject({
      ...{ evaluation: { revision: 1, returnedPercent: '88.89', satisfiedPercent: '90.00' }, wouldFlag: [] },
    });
    // What was written before stays.
    const kept = await owner.query('SELECT count(*)::int FROM home_assessment WHERE union_id = $1', [
      unionId,
    ]);
    expect(kept.rows).toEqual([{ count: 5 }]);
  });

  test('takes only what can be, from whoever may, as it was seen', async () => {
    const { bureau, reviewer, ids } = await bureauWith(1);
    const [unionId] = ids;
    const own = { unionId, year: 2026, grade: 1, scores: scores('15') };
    expect(await actOn(town.clerk, 'assessHome', { ...own, scores: scores('20.01') })).toEqual(
      Array<string>(5).fill('HOME_POINTS_TOO_MANY'),
    );
    expect(await actOn(town.clerk, 'assessHome', { ...own, grade: 4 })).toEqual(['GRADE_UNKNOWN']);
    expect(await actOn(town.clerk, 'assessHome', { ...own, year: 9999 })).toEqual(['NUMBER_OUT_OF_RANGE']);
    expect(await actOn(reviewer, 'assessHome', own)).toEqual(['FORBIDDEN']);
    expect(await actOn(town.clerk, 'inspectHome', own)).toEqual(['FORBIDDEN']);
    expect(await actOn(town.reviewer, 'inspectHome', own)).toEqual(['NOT_FOUND']);
    const held = { unionId, heldOn: '2026-07-01', ...ballots };
    expect(await actOn(town.clerk, 'evaluateHome', { ...held, unsatisfied: 9 })).toEqual([
      'HOME_BALLOTS_EXCEED',
    ]);
    expect(await actOn(town.clerk, 'evaluateHome', { ...held, heldOn: '9999-01-01' })).toEqual([
      'DATE_IN_FUTURE',
    ]);
    expect(await actOn(town.clerk, 'evaluateHome', { ...held, heldOn: '1999-12-31' })).toEqual([
      'NUMBER_OUT_OF_RANGE',
    ]);
    const many = Array.from({ length: 101 }, () => ({ criterion: 'x' }));
    expect(await actOn(town.clerk, 'assessHome', { ...own, scores: many })).toEqual(['REQUEST_TOO_LARGE']);
    expect(await fileOf(reviewer, unionId!, 2026)).toMatchObject({ assessment: null, evaluation: null });
    const stale = { ...own, expectedRevision: 1, idempotencyKey: key() };
    expect(await told(town.clerk, 'assessHome', stale)).toMatchObject([
      { code: 'STALE_REVISION', field: 'expectedRevision' },
    ]);
    const files = await Promise.all([1, 2].map(() => actOn(town.clerk, 'assessHome', own)));
    expect(files.filter((file) => !Array.isArray(file))).toHaveLength(1);
    expect(files).toContainEqual(['STALE_REVISION']);
    const counted = await Promise.all([1, 2].map(() => actOn(town.clerk, 'evaluateHome', held)));
    expect(counted).toContainEqual(['STALE_REVISION']);
    expect(counted.filter((file) => !Array.isArray(file))).toHaveLength(1);
    const line = { unionId, year: 2026, grade: 1 };
    expect(await plan(reviewer, [line, { ...line, year: 2027 }, line, { ...line, unionId: bureau }])).toEqual(
      [...['HOME_PLAN_TWICE', 'FORBIDDEN']],
    );
    expect(await plan(town.statistician, [line, { ...line, unionId: bureau }])).toEqual([
      'HOME_OF_GRASSROOTS',
    ]);
    expect((await fileOf(reviewer, unionId!, 2026)).plans).toEqual([]);
    expect(await plan(reviewer, [line])).toEqual([]);
    expect(await plan(reviewer, [{ ...line, grade: null }])).toEqual([]);
    expect((await fileOf(reviewer, unionId!, 2026)).plans).toEqual([]);
  });

  test('is never inspected by whoever assessed it', async () => {
    const { bureau, ids } = await bureauWith(1);
    const both = [
      { unionId: ids[0]!, role: 'FILER' },
      { unionId: bureau, role: 'REVIEWER' },
    ];
    await addPerson(town.admin, `both-${bureau}`, both);
    const person = await huiji.client('alpha', `both-${bureau}`);
    const own = { unionId: ids[0], year: 2026, grade: 1, scores: scores('15') };
    await actOn(person, 'assessHome', own);
    expect(await actOn(person, 'inspectHome', own)).toEqual(['HOME_ASSESSED_BY_INSPECTOR']);
    expect(await actOn(town.chief, 'inspectHome', own)).toMatchObject({ inspection: { revision: 1 } });
  });
});

describe('an award', () => {
  test('keeps what was noticed about it, and is entered once', async () => {
    const { reviewer, ids } = await bureauWith(1);
    const [unionId] = ids as [string];
    await awardHome(reviewer, unionId, { grade: 2 });
    expect((await fileOf(reviewer, unionId, 2026)).awards).toMatchObject([
      { grade: 2, lowered: false, flags: ['STEP_SKIPPED', 'NOT_INSPECTED', 'NOT_EVALUATED'] },
    ]);
    const again = (more: object) => codesOf(reviewer, 'awardHome', awardInput(unionId, more));
    expect(await again({ grade: 2 })).toEqual(['AWARD_EXISTS']);
    expect(await again({ grade: 4 })).toEqual(['GRADE_UNKNOWN']);
    expect(await again({ year: 2024 })).toEqual(['NUMBER_OUT_OF_RANGE']);
    expect(await again({ validUntil: '2026-07-31' })).toEqual(['DATE_ORDER']);
    // The other track has a ladder of its own.
    await awardHome(reviewer, unionId, { track: 'SYSTEM', awardingLevel: '系统', documentNo: '金工1号' });
    expect((await fileOf(reviewer, unionId, 2026, 'SYSTEM')).held).toEqual({
      grade: 1,
      documentNo: '金工1号',
    });
    expect((await fileOf(reviewer, unionId, 2026)).held).toMatchObject({ grade: 2 });
  });

  test('is looked at again: once at a time, and not after it has ended', async () => {
    const { bureau, reviewer, ids } = await bureauWith(1);
    const [unionId] = ids as [string];
    const awardId = await awardHome(reviewer, unionId, { grade: 3, awardedOn: '2024-05-01' });
    const flagged = (on: string) => standingAt(reviewer, bureau, on, { due: 'RECHECK' });
    expect([await flagged('2025-12-31'), await flagged('2026-01-01')]).toEqual([
      [],
      ['x'].map(() => expect.any(String)),
    ]);
    expect(await recheck(reviewer, awardId, 'KEPT', { checkedOn: '2025-06-01' })).toEqual([]);
    expect([await flagged('2026-01-01'), await flagged('2027-01-01')]).toEqual([[], [expect.any(String)]]);
    // What is held is held today, whichever year is looked at.
    const noticed = async (year: number) => (await fileOf(reviewer, unionId, year)).flags;
    expect(await noticed(2024)).toEqual(await noticed(2026));
    expect(await recheck(reviewer, awardId, 'LOWERED', { reason: 'r' })).toEqual(['FIELD_REQUIRED']);
    expect(await recheck(reviewer, awardId, 'LOWERED', { reason: 'r', grade: 3 })).toEqual([
      'HOME_NOT_LOWER',
    ]);
    expect(await recheck(reviewer, awardId, 'REVOKED', {})).toEqual(['FIELD_REQUIRED']);
    expect(await recheck(reviewer, awardId, 'KEPT', { checkedOn: '2024-04-30' })).toEqual(['DATE_ORDER']);
    expect(await recheck(reviewer, awardId, 'KEPT', { checkedOn: '9999-01-01' })).toEqual(['DATE_IN_FUTURE']);
    expect(await recheck(town.clerk, awardId, 'KEPT')).toEqual(['FORBIDDEN']);
    expect(await recheck(town.reviewer, awardId, 'KEPT')).toEqual(['NOT_FOUND']);
    const ended = await Promise.all(
      ['LOWERED', 'REVOKED'].map((outcome) => recheck(reviewer, awardId, outcome, { reason: 'r', grade: 2 })),
    );
    expect(ended.toSorted((one, other) => one.length - other.length)).toEqual([[], ['HOME_AWARD_ENDED']]);
    const { awards } = await fileOf(reviewer, unionId, 2026);
    expect(awards.at(-1)).toMatchObject({
      endedOn: '2026-08-15',
      rechecks: [expect.anything(), expect.anything()],
    });
  });

  test('is not looked at again once its days are over, and none is given to a union that is no more', async () => {
    const { reviewer, ids } = await bureauWith(2);
    const [from, receiverId] = ids as [string, string];
    const days = { grade: 2, awardedOn: '2023-05-01', validUntil: '2026-04-30' };
    const awardId = await awardHome(reviewer, from, days);
    for (const outcome of ['KEPT', 'LOWERED', 'REVOKED'])
      expect(await recheck(reviewer, awardId, outcome, { reason: 'r', grade: 1 })).toEqual([
        'HOME_AWARD_ENDED',
      ]);
    expect(await recheck(reviewer, awardId, 'KEPT', { checkedOn: '2026-04-30' })).toEqual([]);
    const merger = { on: '2026-08-01', reason: '合并', documentNo: '合〔2026〕2号' };
    expect(
      await codesOf(town.admin, 'mergeUnion', { unionId: from, expectedVersion: 1, receiverId, ...merger }),
    ).toEqual([]);
    const after = awardInput(from, { awardedOn: '2026-08-02', documentNo: '3号' });
    expect(await codesOf(reviewer, 'awardHome', after)).toEqual(['UNION_DISSOLVED']);
  });

  test('ends with a merger, and what was awarded in the year counts at the receiver', async () => {
    const { bureau, reviewer, ids, codes } = await bureauWith(2);
    const [from, to] = ids as [string, string];
    await awardHome(reviewer, from, { awardedOn: '2026-03-01' });
    const merger = {
      unionId: from,
      expectedVersion: 1,
      receiverId: to,
      on: '2026-08-01',
      reason: '合并',
      documentNo: '合〔2026〕1号',
    };
    expect(await codesOf(town.admin, 'mergeUnion', merger)).toEqual([]);
    const { homes, below } = await talliesOf(reviewer, bureau, '2026-09-30');
    expect(homes).toMatchObject({ unions: 1, awarded: 1, share: '0.00' });
    expect(below).toMatchObject([{ union: { code: codes[1] }, unions: 1, awarded: 1 }]);
    expect((await talliesOf(reviewer, bureau, '2026-07-31')).homes).toMatchObject({
      unions: 2,
      share: '50.00',
    });
  });
});

describe('a standard', () => {
  const stars = ['QUALIFIED', 'QUALIFIED', 'ADVANCED', 'ADVANCED', 'MODEL'];
  const standard = (more: object = {}): object => ({
    ...{ fromYear: 2026, documentNo: '临工发〔2026〕9号', idempotencyKey: key() },
    grades: stars.map((countsAs, at) => ({
      ...{ zh: `${at + 1}星`, en: `${at + 1} stars`, countsAs, pass: '6', satisfiedPercent: '80' },
    })),
    criteria: [{ code: 'all', text: '综合', points: Array<string>(5).fill('10') }],
    rules: [
      { flag: 'STEP_SKIPPED', handling: 'REFUSE' },
      { flag: 'NOT_EVALUATED', handling: 'IGNORE' },
    ],
    ...more,
  });

  test('holds from its year on, and what was assessed by another keeps it', async () => {
    // A federation of its own: what it sets, nobody else has.
    await openTestTenant(huiji, 'stars');
    const own = await buildTown(huiji, 'stars');
    const [first, second] = own.grassroots;
    const shipped = { unionId: first, year: 2026, grade: 1, scores: scores('15') };
    await actOn(own.clerk, 'assessHome', shipped);
    expect(await codesOf(own.chief, 'setHomeStandard', standard())).toEqual(['FORBIDDEN']);
    expect(await codesOf(own.statistician, 'setHomeStandard', standard({ criteria: [] }))).toEqual([
      'NUMBER_OUT_OF_RANGE',
    ]);
    expect(await codesOf(own.statistician, 'setHomeStandard', standard())).toEqual([]);
    const ladder = async (year: number) => {
      const { homeStandard } = await own.clerk.get<{ homeStandard: HomeStandard }>(
        'query ($year: Int) { homeStandard(year: $year) { grades { zh } } }',
        { year },
      );
      return homeStandard.grades.map(({ zh }) => zh);
    };
    expect([(await ladder(2025))[0], (await ladder(2026))[4], (await ladder(2028))[4]]).toEqual([
      '合格职工之家',
      '5星',
      '5星',
    ]);
    // Assessed by the shipped one before: so it goes on. Anybody else is assessed by the new one.
    expect(await actOn(own.clerk, 'assessHome', { ...shipped, expectedRevision: 1 })).toMatchObject({
      assessment: { outOf: '100.00' },
    });
    const other = { ...shipped, unionId: second };
    expect(await actOn(own.clerk, 'assessHome', other)).toEqual(
      Array<string>(5).fill('HOME_CRITERION_UNKNOWN'),
    );
    const all = { ...other, grade: 5, scores: [{ criterion: 'all', points: '7' }] };
    expect(await actOn(own.clerk, 'assessHome', all)).toMatchObject({
      ...{
        assessment: { total: '7.00', outOf: '10.00', passed: true },
        wouldFlag: ['STEP_SKIPPED', 'NOT_INSPECTED'],
      },
    });
    const award = (grade: number, documentNo: string) =>
      told(own.reviewer, 'awardHome', awardInput(second, { grade, documentNo }));
    expect(await award(5, '1')).toMatchObject([
      { code: 'HOME_AWARD_REFUSED', messageZh: expect.stringContaining('越级') },
    ]);
    for (const grade of [1, 2, 3, 4]) expect(await award(grade, `${grade}`)).toEqual([]);
    const { homes } = await talliesOf(own.statistician, own.root, '2026-09-30');
    expect(homes.grades.map(({ zh, unions }) => [zh, unions])).toEqual([
      ...[
        ['未达标', 2],
        ['1星', 0],
        ['2星', 0],
        ['3星', 0],
        ['4星', 1],
        ['5星', 0],
      ],
    ]);
    await eventually(async () => {
      const { rollup } = await own.statistician.get<{
        rollup: { cells: Array<{ cell: string; value: string }> };
      }>(
        'query ($unionId: ID) { rollup(unionId: $unionId, form: "work-q", period: "2026Q3") { cells { cell value } } }',
        { unionId: own.root },
      );
      // Four stars count as 先进.
      expect(rollup.cells).toContainEqual({ cell: 'home_advanced_cnt', value: '1' });
    });
  });
});
