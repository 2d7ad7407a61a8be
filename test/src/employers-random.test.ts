import { dayAfter } from '@huiji/domain/period';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from './harness/client.js';
import { change, lastDay, type Rate, Register } from './harness/employers.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { Chance, lengthOf, longest, seedOf } from './harness/random.js';
import { mutationOf } from './harness/town.js';

const seed = seedOf();
const commands = lengthOf('COMMANDS', { short: 80, long: 500 });
let huiji: Huiji;
let register: Register;
let admin: Client;
let ids: Register['ids'];
beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  register = await Register.build(huiji, 'alpha');
  ({ ids } = register);
  ({ admin } = register.town);
});
afterAll(() => huiji.stop());

/** An employer as brute force keeps it. */
interface Model {
  id: string;
  code: string;
  aboveScale: boolean;
  ownership: string | null;
  unitType: string | null;
  headcount: number;
  version: number;
  from: string;
  to: string | null;
  /** Each from its day to the next one's. */
  accountable: Array<{ unionId: string; from: string }>;
  coverages: Array<{ unionId: string; from: string; to: string | null }>;
  duties: Array<{ from: string; due: string; to: string | null }>;
}
type Within = { from: string; to: string | null };
const within = ({ from, to }: Within, day: string): boolean => from <= day && (to === null || to > day);
const coveredOn = (one: Model, day: string): boolean => one.coverages.some((each) => within(each, day));
const accountableOn = (one: Model, day: string): string | undefined =>
  one.accountable.findLast(({ from }) => from <= day)?.unionId;
const dutyOn = (one: Model, day: string) => one.duties.find((duty) => within(duty, day));

describe(`with SEED=${seed}`, () => {
  const employers: Model[] = [];
  const unions = ['own', 'near', 'far', 'farJoint'] as const;
  const bodies = {
    ...{ own: ['own'], near: ['near'], far: ['far'], farJoint: ['farJoint'] },
    ...{ here: ['own', 'near'], there: ['far', 'farJoint'], root: unions },
  } satisfies Partial<Record<keyof Register['ids'], readonly string[]>>;
  const days = ['2025-12-31', '2026-01-01', '2026-06-30', '2026-07-01', '2026-09-29', lastDay, '2026-10-01'];
  const classes = { ownership: ['国有', '港澳台商', null], unitType: ['企业', '社会组织', null] };

  /** Sends a mutation; what it refuses the model leaves undone. */
  const done = async (...asked: Parameters<typeof change> extends [Client, ...infer Rest] ? Rest : never) =>
    (await change(admin, ...asked)).length === 0;

  const acts: Array<(chance: Chance, one: Model, day: string) => Promise<unknown>> = [
    async (chance, one, on) => {
      const unionId = ids[chance.pick(unions)];
      if (!(await done('coverEmployer', { employerId: one.id, unionId, from: on }))) return;
      one.coverages.push({ unionId, from: on, to: null });
    },
    async (chance, one, on) => {
      const unionId = ids[chance.pick(unions)];
      if (!(await done('endCoverage', { employerId: one.id, unionId, on }))) return;
      const ended = one.coverages.find((each) => each.unionId === unionId && each.to === null)!;
      ended.to = on;
      one.coverages = one.coverages.filter(({ from, to }) => from !== to);
    },
    async (chance, one, on) => {
      const unionId = ids[chance.pick(unions)];
      if (!(await done('moveAccountability', { employerId: one.id, unionId, on }))) return;
      one.accountable = [...one.accountable.filter(({ from }) => from !== on), { unionId, from: on }];
    },
    async (chance, one, on) => {
      if (chance.below(4) > 0) return;
      if (!(await done('ceaseEmployer', { employerId: one.id, expectedVersion: one.version, on }))) return;
      one.to = on;
      one.version += 1;
      const duty = one.duties.find(({ to }) => to === null);
      if (duty) duty.to = duty.from > on ? duty.from : on;
    },
    async (chance, one) => {
      const changed = { aboveScale: chance.below(2) === 0, headcount: chance.below(50) };
      const input = { ...changed, employerId: one.id, expectedVersion: one.version };
      expect(await done('updateEmployer', { ...input, source: 's', sourceDate: lastDay })).toBe(true);
      Object.assign(one, changed, { version: one.version + 1 });
    },
    async (chance, one, assignedOn) => {
      const due = chance.pick(days.filter((day) => day >= assignedOn));
      const input = { employerId: one.id, personName: '人', assignedOn, dueOn: due };
      if (!(await done('assignEmployer', input))) return;
      const present = one.duties.find(({ to }) => to === null);
      if (present) present.to = assignedOn;
      one.duties.push({ from: assignedOn, due, to: null });
    },
    async (_, one, on) => {
      if (!(await done('endResponsibility', { employerId: one.id, on }))) return;
      one.duties.find(({ to }) => to === null)!.to = on;
    },
  ];

  async function registerOne(chance: Chance): Promise<void> {
    const of = {
      aboveScale: chance.below(2) === 0,
      ownership: chance.pick(classes.ownership),
      unitType: chance.pick(classes.unitType),
      headcount: chance.below(50),
    };
    const [unionId, from] = [ids[chance.pick(unions)], chance.pick(days)];
    const coveredBy = chance.below(2) ? [{ unionId: ids[chance.pick(unions)], from: chance.pick(days) }] : [];
    const input = register.newEmployer({
      ...of,
      operatingFrom: from,
      accountableUnionId: unionId,
      coveredBy,
    });
    const { registerEmployer } = await admin.get<{ registerEmployer: { employerId: string } }>(
      mutationOf('registerEmployer', 'employerId'),
      { input },
    );
    employers.push({
      ...of,
      ...{ id: registerEmployer.employerId, code: input.code, version: 1, from, to: null },
      accountable: [{ unionId, from }],
      coverages: coveredBy.map((each) => ({ ...each, to: null })),
      duties: [],
    });
  }

  const percent = (covered: number, operating: number): string | null =>
    operating === 0 ? null : (Math.round((covered * 1000) / operating) / 10).toFixed(1);
  const countsOf = (list: readonly Model[], day: string) => {
    const covered = list.filter((one) => coveredOn(one, day)).length;
    return { operating: list.length, covered, rate: percent(covered, list.length) };
  };

  /** Compares rate, report and lists of one body with brute force. */
  async function compare(body: keyof typeof bodies, day: string): Promise<void> {
    const where = new Set(bodies[body].map((union) => ids[union as keyof typeof ids]));
    const counted = employers.filter((one) => where.has(accountableOn(one, day) ?? ''));
    const operating = counted.filter((one) => within(one, day));
    const { whole, rows } = await register.rateOf(ids[body], day, ['SIZE', 'OWNERSHIP', 'UNIT_TYPE']);
    expect([body, day, whole]).toMatchObject([body, day, countsOf(operating, day)]);
    for (const row of rows) {
      const alike = operating.filter(
        (one) =>
          one.aboveScale === row.aboveScale &&
          one.ownership === row.ownership &&
          one.unitType === row.unitType,
      );
      expect(row).toMatchObject(countsOf(alike, day));
      expect(Number(row.rate)).toBeLessThanOrEqual(100);
    }
    const codes = (list: readonly Model[]) => list.map((one) => one.code).toSorted();
    const at = `unionId: "${ids[body]}", on: "${day}"`;
    expect(await register.codesIn(at)).toEqual(codes(counted));
    for (const covered of [true, false]) {
      expect(await register.codesIn(`${at}, covered: ${covered}`)).toEqual(
        codes(operating.filter((one) => coveredOn(one, day) === covered)),
      );
    }
    const claims = (one: Model) => one.coverages.filter((each) => within(each, day)).length;
    const double = await register.all<{ employer: { code: string } }>(
      'doubleClaims',
      at,
      'employer { code }',
    );
    expect(double.map(({ employer }) => employer.code)).toEqual(
      codes(counted.filter((one) => claims(one) > 1)),
    );
    const assigned = counted.filter((one) => dutyOn(one, day));
    const status = (one: Model) =>
      coveredOn(one, day) ? 'DONE' : dutyOn(one, day)!.due < day ? 'OVERDUE' : 'IN_PROGRESS';
    const cells = day === lastDay ? await register.cellsOf(ids[body]) : null;
    for (const [which, part] of [
      ['DONE', 'done'],
      ['IN_PROGRESS', 'in progress'],
      ['OVERDUE', 'overdue'],
    ] as const) {
      const expected = codes(assigned.filter((one) => status(one) === which));
      const list = await register.all<{ employer: { code: string } }>(
        'responsibilities',
        `${at}, status: ${which}`,
        'employer { code }',
      );
      expect(list.map(({ employer }) => employer.code).toSorted()).toEqual(expected);
      if (cells) expect(cells[`cov_assigned_enterprise_cnt[${part}]`]).toBe(expected.length);
    }
    if (!cells) return;
    const large = (list: Rate['rows']) => list.filter((row) => row.aboveScale);
    expect(cells).toMatchObject({
      cov_operating_enterprise_cnt: whole.operating,
      cov_covered_enterprise_cnt: whole.covered,
      cov_large_enterprise_cnt: large(rows).reduce((sum, row) => sum + row.operating, 0),
      cov_operating_worker_cnt: operating.reduce((sum, one) => sum + one.headcount, 0),
      cov_assigned_enterprise_cnt: assigned.length,
    });
    const classed = ['large_single_union', 'other_single_union', 'joint_covered_enterprise'].map(
      (code) => cells[`cov_${code}_cnt`]!,
    );
    expect(classed.reduce((sum, count) => sum + count)).toBe(whole.covered);
  }

  test(
    'rates, lists and reports are what brute force counts, at every level and on every day',
    async () => {
      const chance = new Chance(seed);
      const moved = () => employers.some((one) => one.accountable.length > 1);
      for (let step = 1; step <= commands || !moved(); step += 1) {
        if (employers.length < 8 || chance.below(8) === 0) await registerOne(chance);
        else await chance.pick(acts)(chance, chance.pick(employers), chance.pick(days));
      }
      for (const body of Object.keys(bodies) as Array<keyof typeof bodies>) await compare(body, lastDay);
      for (const day of [...days, dayAfter(lastDay)]) await compare('root', day);
      await compare('here', chance.pick(days));
    },
    longest,
  );
});

describe('at once', () => {
  const told = async (asked: Array<Promise<string[]>>): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {};
    for (const code of (await Promise.all(asked)).map((codes) => codes.join() || 'done'))
      counts[code] = (counts[code] ?? 0) + 1;
    return counts;
  };
  const ten = Array.from({ length: 10 }, (_, i) => i);

  test('ten corrections of one version are one', async () => {
    const input = {
      employerId: await register.employer(),
      expectedVersion: 1,
      source: 's',
      sourceDate: lastDay,
    };
    const asked = ten.map((i) => change(admin, 'updateEmployer', { ...input, headcount: i }));
    expect(await told(asked)).toEqual({ done: 1, STALE_REVISION: 9 });
  });

  test('ten claims of one union are one', async () => {
    const input = { employerId: await register.employer(), unionId: ids.near, from: '2026-01-01' };
    const asked = ten.map(() => change(admin, 'coverEmployer', input));
    expect(await told(asked)).toEqual({ done: 1, COVERAGE_EXISTS: 9 });
  });

  test('however an employer is moved, covered, assigned and ceased, it counts once, at one union', async () => {
    const before = await register.operatingAndCovered(ids.root);
    const id = await register.employer({ coveredBy: [{ unionId: ids.own, from: '2026-01-01' }] });
    const others = await Promise.all(ten.map(() => register.employer()));
    const targets = [ids.near, ids.far, ids.farJoint];
    const due = { personName: 'p', assignedOn: '2026-02-01', dueOn: '2026-12-31' };
    await Promise.all([
      ...ten.map((i) =>
        change(admin, 'moveAccountability', { employerId: id, unionId: targets[i % 3], on: '2026-08-01' }),
      ),
      ...ten.map(() => change(admin, 'assignEmployer', { employerId: id, ...due })),
      ...others.map((employerId) =>
        change(admin, 'coverEmployer', { employerId, unionId: ids.farJoint, from: '2026-01-01' }),
      ),
      ...others.map((employerId) =>
        change(admin, 'moveAccountability', { employerId, unionId: ids.far, on: '2026-08-01' }),
      ),
    ]);
    const after = await register.operatingAndCovered(ids.root);
    expect(after.map((count, i) => count - before[i]!)).toEqual([11, 11]);
    for (const union of ['own', 'near', 'far', 'farJoint', 'here', 'there', 'root'] as const) {
      const { whole } = await register.rateOf(ids[union]);
      expect([union, ...(await register.operatingAndCovered(ids[union]))]).toEqual([
        union,
        whole.operating,
        whole.covered,
      ]);
    }
  });
});
