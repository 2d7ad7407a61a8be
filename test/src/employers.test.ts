import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Client } from './harness/client.js';
import { change, lastDay, type Rate, Register, since } from './harness/employers.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { addPerson, mutationOf, operations } from './harness/town.js';

let huiji: Huiji;
let register: Register;
let admin: Client;
let ids: Register['ids'];
let owner: pg.Client;
let hereAdmin: Client;

beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  register = await Register.build(huiji, 'alpha');
  ({ ids } = register);
  ({ admin } = register.town);
  owner = new pg.Client({ connectionString: huiji.database.ownerUrl });
  await owner.connect();
  hereAdmin = await register.person('here-admin', ids.here, 'UNION_ADMIN');
});
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

/** What has been added, union by union, to the counts of operating and covered employers. */
async function delta(unionIds: string[], work: () => Promise<unknown>): Promise<number[][]> {
  const counts = async (): Promise<Array<[number, number]>> => {
    const all: Array<[number, number]> = [];
    for (const unionId of unionIds) all.push(await register.operatingAndCovered(unionId));
    return all;
  };
  const before = await counts();
  await work();
  return (await counts()).map((now, i) => now.map((count, k) => count - before[i]![k]!));
}

describe('coverage', () => {
  test('an employer that three unions claim counts once at every level, and the claims are told', async () => {
    const id = await register.employer({ aboveScale: true });
    const levels = [ids.own, ids.here, ids.there, ids.root];
    const claims: unknown[] = [];
    const gained = await delta(levels, async () => {
      for (const [unionId, from] of [
        [ids.farJoint, '2026-03-01'],
        [ids.near, '2026-02-01'],
        [ids.own, '2026-04-01'],
      ] as const) {
        const { coverEmployer } = await admin.get<{ coverEmployer: { otherClaims: unknown[] } }>(
          mutationOf('coverEmployer', 'otherClaims { union { code } from to }'),
          { input: { employerId: id, unionId, from } },
        );
        claims.push(coverEmployer.otherClaims);
      }
    });
    expect(gained).toEqual([
      [0, 1],
      [0, 1],
      [0, 0],
      [0, 1],
    ]);
    const [far, near, own] = [
      { union: { code: 'FARJ' }, from: '2026-03-01', to: null },
      { union: { code: 'NEAR' }, from: '2026-02-01', to: null },
      { union: { code: 'OWN' }, from: '2026-04-01', to: null },
    ];
    // The second meets the first only later.
    expect(claims).toEqual([[], [far], [near, far]]);

    const double = (on: string, client = admin, unionId = ids.root) =>
      register.all(
        'doubleClaims',
        `unionId: "${unionId}", on: "${on}"`,
        'employer { id coveredBy(on: "2026-03-15") } claims { union { code } from to }',
        client,
      );
    expect(await double('2026-04-01')).toEqual([
      { employer: { id, coveredBy: 'JOINT' }, claims: [near, far, own] },
    ]);
    expect(await double('2026-03-01')).toEqual([
      { employer: { id, coveredBy: 'JOINT' }, claims: [near, far] },
    ]);
    expect(await double('2026-02-28')).toEqual([]);
    expect(await double('2026-04-01', admin, ids.there)).toEqual([]);
    // Who may not see a claimant hears of the claim all the same.
    expect(await double('2026-03-01', hereAdmin, ids.here)).toMatchObject([
      { claims: [near, { union: null, from: '2026-03-01' }] },
    ]);
    const { employer: seen } = await admin.get<{ employer: object }>(
      `{ employer(id: "${id}") { coveredBy coverages { union { code } } past: coverages(on: "2026-02-01") { from } } }`,
    );
    expect(seen).toEqual({
      coveredBy: 'SINGLE',
      coverages: [near, far, own].map(({ union }) => ({ union })),
      past: [{ from: '2026-02-01' }],
    });
  });

  test('ends on a day, is not deleted, and one that ends when it began was never', async () => {
    const id = await register.employer({ coveredBy: since(ids.own) });
    const end = (on: string) => change(admin, 'endCoverage', { employerId: id, unionId: ids.own, on });
    expect(await delta([ids.own, ids.root], () => end('2026-09-30'))).toEqual([
      [0, -1],
      [0, -1],
    ]);
    expect((await register.rateOf(ids.own, '2026-09-29')).whole.covered).toBe(
      (await register.rateOf(ids.own)).whole.covered + 1,
    );
    await change(admin, 'coverEmployer', { employerId: id, unionId: ids.own, from: '2026-09-30' });
    expect(await delta([ids.own], () => end('2026-09-30'))).toEqual([[0, -1]]);
    const { rows } = await owner.query(
      `SELECT valid_from::text, valid_to::text, voided_by IS NOT NULL AS void FROM coverage WHERE employer_id = $1 ORDER BY 1, 2`,
      [id],
    );
    expect(rows).toEqual([
      { valid_from: '2021-01-01', valid_to: '2026-09-30', void: false },
      { valid_from: '2021-01-01', valid_to: null, void: true },
      { valid_from: '2026-09-30', valid_to: null, void: true },
    ]);
  });

  test('by a union in preparation or dissolved is none', async () => {
    const unborn = await register.found({ code: 'UNBORN', preparedOn: '2026-01-01', establishedOn: null });
    const gone = await register.found({ code: 'GONE' });
    const at = { accountableUnionId: unborn, operatingFrom: '2026-02-01' };
    await register.employer({ ...at, coveredBy: since(unborn, gone) });
    await register.employer({ ...at, coveredBy: since(unborn) });
    expect((await register.rateOf(unborn)).whole).toMatchObject({ operating: 2, covered: 1 });
    await admin.get(operations.dissolve, {
      input: { unionId: gone, expectedVersion: 1, on: lastDay, reason: 'r', documentNo: 'd' },
    });
    expect((await register.rateOf(unborn, '2026-09-29')).whole).toMatchObject({ covered: 1 });
    expect((await register.rateOf(unborn)).whole).toMatchObject({ operating: 2, covered: 0, rate: '0.0' });
    expect(await register.operatingAndCovered(unborn)).toEqual([2, 0]);
  });

  test('drivers and couriers: a joint union without an employer is a union with members, and adds no employer', async () => {
    const couriers = await register.found({ code: 'COURIER', parentId: ids.there, kind: 'JOINT' });
    const clerk = await register.person('courier', couriers, 'FILER');
    const reviewer = await register.person('there-reviewer', ids.there, 'REVIEWER');
    const before = await register.cellsOf(ids.there);
    const act = async (client: Client, operation: 'save' | 'submit' | 'accept', input: object) =>
      Object.values(
        await client.get<Record<string, { submission: { id: string; version: number } }>>(
          operations[operation],
          { input: { ...input, idempotencyKey: randomUUID() } },
        ),
      )[0]!.submission;
    const draft = await act(clerk, 'save', {
      ...{ unionId: couriers, form: 'work-q', period: '2026Q3' },
      cells: [{ cell: 'mem_member_cnt', value: '260' }],
    });
    const filed = await act(clerk, 'submit', { submissionId: draft.id, expectedVersion: draft.version });
    await act(reviewer, 'accept', {
      submissionId: filed.id,
      expectedVersion: filed.version,
    });
    const after = await register.cellsOf(ids.there);
    for (const cell of Object.keys(after).filter((code) => code.startsWith('cov_')))
      expect([cell, after[cell]]).toEqual([cell, before[cell]]);
    expect(after['mem_member_cnt']! - before['mem_member_cnt']!).toBe(260);
    expect(await register.cellsOf(couriers)).toMatchObject({ org_joint_union_cnt: 1, mem_member_cnt: 260 });
    expect((await register.rateOf(couriers)).whole).toEqual({
      ...{ aboveScale: null, ownership: null, unitType: null, operating: 0, covered: 0, rate: null },
    });
  });
});

describe('统计归口', () => {
  test('between bureaus takes numerator and denominator along, and the federation stays as it is', async () => {
    const id = await register.employer({ coveredBy: since(ids.own) });
    const unions = [ids.own, ids.here, ids.far, ids.there, ids.root];
    const input = { employerId: id, unionId: ids.far, on: '2026-09-01' };
    expect(await delta(unions, () => change(admin, 'moveAccountability', input))).toEqual([
      [-1, -1],
      [-1, -1],
      [1, 1],
      [1, 1],
      [0, 0],
    ]);
    const { employer: seen } = await admin.get<{ employer: object }>(
      `{ employer(id: "${id}") { now: accountableUnion { code } before: accountableUnion(on: "2026-08-31") { code }
           never: accountableUnion(on: "2019-12-31") { code } coveredBy } }`,
    );
    expect(seen).toEqual({
      ...{ now: { code: 'FAR' }, before: { code: 'OWN' }, never: null, coveredBy: 'SINGLE' },
    });
    // Whoever took it over is not led to where it counted before.
    const there = await register.person('there', ids.there, 'UNION_ADMIN');
    const taken = await there.get<{ employer: object }>(
      `{ employer(id: "${id}") { now: accountableUnion { code } before: accountableUnion(on: "2026-08-31") { code } } }`,
    );
    expect(taken.employer).toEqual({ now: { code: 'FAR' }, before: null });
    // Back on the day it went: it has never counted there.
    const back = { ...input, unionId: ids.own };
    expect(await delta(unions, () => change(admin, 'moveAccountability', back))).toEqual([
      [1, 1],
      [1, 1],
      [-1, -1],
      [-1, -1],
      [0, 0],
    ]);
    const { rows } = await owner.query(
      `SELECT u.code, a.valid_from::text AS from, a.valid_to::text AS to, a.voided_by IS NOT NULL AS void
       FROM accountability a JOIN trade_union u ON u.tenant_id = a.tenant_id AND u.id = a.union_id
       WHERE a.employer_id = $1 ORDER BY a.voided_by IS NULL, 2, 3`,
      [id],
    );
    expect(rows).toEqual([
      { code: 'OWN', from: '2020-01-01', to: null, void: true },
      { code: 'FAR', from: '2026-09-01', to: null, void: true },
      { code: 'OWN', from: '2020-01-01', to: '2026-09-01', void: false },
      { code: 'OWN', from: '2026-09-01', to: null, void: false },
    ]);
  });

  test('a change of before a move is posted where the employer counted then', async () => {
    const id = await register.employer();
    const moved = () =>
      change(admin, 'moveAccountability', { employerId: id, unionId: ids.far, on: '2026-10-01' });
    const covered = () => change(admin, 'coverEmployer', { employerId: id, unionId: ids.own, from: lastDay });
    const unions = [ids.own, ids.here, ids.far, ids.root];
    expect(await delta(unions, moved)).toEqual(unions.map(() => [0, 0]));
    expect(await delta(unions, covered)).toEqual([
      [0, 1],
      [0, 1],
      [0, 0],
      [0, 1],
    ]);
  });

  test('who has given an employer away no longer sees it, not even on a day when it was theirs', async () => {
    const [id, kept] = [await register.employer({ name: '走失' }), await register.employer({ name: '走失' })];
    const list = (client: Client) =>
      register.all<{ id: string }>(
        'employers',
        `unionId: "${ids.here}", on: "2026-08-31", text: "走失"`,
        'id',
        client,
      );
    expect(await list(hereAdmin)).toEqual([{ id }, { id: kept }]);
    await change(admin, 'moveAccountability', { employerId: id, unionId: ids.far, on: '2026-09-01' });
    expect(await list(hereAdmin)).toEqual([{ id: kept }]);
    expect(await list(admin)).toEqual([{ id }, { id: kept }]);
    // Who files for the body above it now sees no more; who files for the union that it counts at sees it.
    for (const [login, filesFor, seen] of [
      ['of-there', ids.there, [{ id: kept }]],
      ['of-far', ids.far, [{ id }, { id: kept }]],
    ] as const) {
      await addPerson(register.town.admin, login, [
        { unionId: ids.here, role: 'REVIEWER' },
        { unionId: filesFor, role: 'FILER' },
      ]);
      expect([login, await list(await huiji.client('alpha', login))]).toEqual([login, seen]);
    }
    expect(await hereAdmin.get(`{ employer(id: "${id}") { id } }`)).toEqual({ employer: null });
    // The rate of that day is a total, and stays.
    const { coverageRate } = await hereAdmin.get<{ coverageRate: Rate }>(
      `{ coverageRate(unionCode: "HERE", on: "2026-08-31") { whole { operating } } }`,
    );
    expect(coverageRate.whole.operating).toBe(
      (await register.rateOf(ids.here, '2026-08-31')).whole.operating,
    );
  });
});

describe('an employer', () => {
  test('is corrected by a newer register, as it was seen; what is left out stays', async () => {
    const id = await register.employer({
      name: '旧名',
      ownership: '私营',
      regionCode: '420102',
      coveredBy: since(ids.own),
    });
    const input = { employerId: id, expectedVersion: 1, source: '经济普查', sourceDate: '2026-10-01' };
    const fields =
      'employer { name aboveScale ownership unitType regionCode headcount source sourceDate version }';
    const { updateEmployer } = await admin.get<{ updateEmployer: { employer: object } }>(
      mutationOf('updateEmployer', fields),
      { input: { ...input, aboveScale: true, unitType: '企业', regionCode: '', headcount: 25 } },
    );
    expect(updateEmployer.employer).toMatchObject({
      ...{ name: '旧名', aboveScale: true, ownership: '私营', unitType: '企业', regionCode: null },
      ...{ headcount: 25, source: '经济普查', sourceDate: '2026-10-01', version: 2 },
    });
    expect(await change(admin, 'updateEmployer', input)).toEqual(['STALE_REVISION']);
    const { rows } = await owner.query(
      `SELECT before, after FROM audit_event WHERE object_id = $1 AND action = 'UPDATE_EMPLOYER'`,
      [id],
    );
    expect(rows).toMatchObject([{ before: { headcount: 10 }, after: { headcount: 25, regionCode: null } }]);
  });

  test('that ceases counts no more from that day on, and nobody is responsible for it', async () => {
    const id = await register.employer({ headcount: 7, coveredBy: since(ids.own) });
    const assignment = { employerId: id, personName: '王', assignedOn: '2026-01-01', dueOn: '2026-12-31' };
    await change(admin, 'assignEmployer', assignment);
    const before = await register.cellsOf(ids.root);
    const input = { employerId: id, expectedVersion: 1, on: lastDay };
    expect(await change(admin, 'ceaseEmployer', input)).toEqual([]);
    const after = await register.cellsOf(ids.root);
    const lost = (code: string) => before[code]! - after[code]!;
    expect(
      ['operating_enterprise', 'covered_enterprise', 'other_single_union', 'assigned_enterprise'].map(
        (code) => lost(`cov_${code}_cnt`),
      ),
    ).toEqual([1, 1, 1, 1]);
    expect(lost('cov_operating_worker_cnt')).toBe(7);
    const { employer: seen } = await admin.get<{ employer: object }>(
      `{ employer(id: "${id}") { operatingTo state last: state(on: "2026-09-29") before: state(on: "2019-12-31")
           responsibility { id } then: responsibility(on: "2026-09-29") { personName endedOn } } }`,
    );
    expect(seen).toEqual({
      ...{ operatingTo: lastDay, state: 'CEASED', last: 'OPERATING', before: null },
      ...{ responsibility: null, then: { personName: '王', endedOn: lastDay } },
    });
  });

  test('leaves one audit row for each change, and none for what is refused', async () => {
    const id = await register.employer();
    const [source, union] = [{ source: 's', sourceDate: '2026-07-01' }, { unionId: ids.near }];
    const due = { personName: '甲', assignedOn: '2026-01-01', dueOn: '2026-12-31' };
    for (const [name, input] of [
      ['updateEmployer', { expectedVersion: 1, headcount: 3, ...source }],
      ['coverEmployer', { ...union, from: '2026-01-01' }],
      ['endCoverage', { ...union, on: '2026-02-01' }],
      ['moveAccountability', { ...union, on: '2026-02-01' }],
      ['assignEmployer', due],
      ['endResponsibility', { on: '2026-02-01' }],
      ['ceaseEmployer', { expectedVersion: 2, on: '2026-03-01' }],
    ] as const) {
      expect([name, await change(admin, name, { employerId: id, ...input })]).toEqual([name, []]);
      // Whoever is assigned on the same day again takes the first one's place; all else is refused.
      if (name !== 'assignEmployer')
        expect(await change(admin, name, { employerId: id, ...input })).toHaveLength(1);
    }
    const { rows } = await owner.query<{ action: string }>(
      `SELECT action FROM audit_event WHERE object_type = 'employer' AND object_id = $1 ORDER BY id`,
      [id],
    );
    expect(rows.map((row) => row.action)).toEqual([
      ...['REGISTER_EMPLOYER', 'UPDATE_EMPLOYER', 'COVER_EMPLOYER', 'END_COVERAGE', 'MOVE_ACCOUNTABILITY'],
      ...['ASSIGN_EMPLOYER', 'END_RESPONSIBILITY', 'CEASE_EMPLOYER'],
    ]);
  });

  test('is listed by code, by what it is called and by whether it is covered', async () => {
    const union = await register.found({ code: 'LIST', parentId: ids.there });
    const names = ['50%股份', '50股份', 'a_b', 'aXb', String.raw`c\d`];
    const codes: string[] = [];
    for (const [i, name] of names.entries()) {
      const coveredBy = i % 2 ? since(union) : [];
      const input = register.newEmployer({ name, accountableUnionId: union, coveredBy });
      await admin.get(mutationOf('registerEmployer'), { input });
      codes.push(input.code);
    }
    const input = register.newEmployer({ name: '停业', accountableUnionId: union, coveredBy: since(union) });
    await admin.get(mutationOf('registerEmployer'), { input });
    codes.push(input.code);
    const { employer: ceased } = await admin.get<{ employer: { id: string } }>(
      `{ employer(code: "${input.code}") { id } }`,
    );
    await change(admin, 'ceaseEmployer', { employerId: ceased.id, expectedVersion: 1, on: '2026-07-01' });

    expect(await register.codesIn('unionCode: "LIST"')).toEqual(codes);
    expect(await register.codesIn('unionCode: "LIST", on: "2019-12-31"')).toEqual([]);
    expect(await register.codesIn('unionCode: "LIST", covered: true')).toEqual([codes[1], codes[3]]);
    expect(await register.codesIn('unionCode: "LIST", covered: false')).toEqual([
      codes[0],
      codes[2],
      codes[4],
    ]);
    expect(await register.codesIn('unionCode: "LIST", covered: true, on: "2026-06-30"')).toContain(codes[5]);
    const search = (text: string) => register.codesIn(`unionCode: "LIST", text: ${JSON.stringify(text)}`);
    expect(await search('50%')).toEqual([codes[0]]);
    expect(await search('A_B')).toEqual([codes[2]]);
    expect(await search('\\')).toEqual([codes[4]]);
    expect(await search(codes[1]!.toLowerCase())).toEqual([codes[1]]);
    expect(await search(' ')).toEqual(codes);
  });
});

describe('包干责任制', () => {
  test('is one person’s at a time, done when covered and overdue after its day', async () => {
    const union = await register.found({ code: 'DUTY', parentId: ids.there });
    const [late, open, done] = [
      await register.employer({ accountableUnionId: union }),
      await register.employer({ accountableUnionId: union }),
      await register.employer({ accountableUnionId: union, coveredBy: since(union) }),
    ];
    const assign = (employerId: string, personName: string, assignedOn: string, dueOn: string) =>
      change(admin, 'assignEmployer', { employerId, personName, assignedOn, dueOn });
    expect(await assign(late, '旧', '2026-01-01', '2026-03-01')).toEqual([]);
    expect(await assign(late, '新', '2026-02-01', '2026-09-29')).toEqual([]);
    expect(await assign(open, '误', '2026-02-01', '2026-02-01')).toEqual([]);
    expect(await assign(open, '正', '2026-02-01', lastDay)).toEqual([]);
    expect(await assign(done, '成', '2026-02-01', '2026-03-01')).toEqual([]);

    const list = async (args: string) =>
      (
        await register.all<{ personName: string; status: string }>(
          'responsibilities',
          `unionCode: "DUTY", ${args}`,
          'personName status employer { id }',
        )
      ).map(({ personName, status }) => `${personName} ${status}`);
    const on = `on: "${lastDay}"`;
    expect(await list(on)).toEqual(['成 DONE', '新 OVERDUE', '正 IN_PROGRESS']);
    expect(await list(`${on}, status: OVERDUE`)).toEqual(['新 OVERDUE']);
    expect(await list(`${on}, status: IN_PROGRESS`)).toEqual(['正 IN_PROGRESS']);
    expect(await list(`${on}, status: DONE`)).toEqual(['成 DONE']);
    expect(await list('on: "2026-10-01", status: OVERDUE')).toEqual(['新 OVERDUE', '正 OVERDUE']);
    expect(await list('on: "2026-01-31"')).toEqual(['旧 IN_PROGRESS']);
    expect(await register.cellsOf(ids.there)).toMatchObject({
      cov_assigned_enterprise_cnt: 3,
      ...{ 'cov_assigned_enterprise_cnt[done]': 1, 'cov_assigned_enterprise_cnt[in progress]': 1 },
      'cov_assigned_enterprise_cnt[overdue]': 1,
    });
    expect(await change(admin, 'endResponsibility', { employerId: late, on: '2026-09-01' })).toEqual([]);
    expect(await list(on)).toEqual(['成 DONE', '正 IN_PROGRESS']);
    expect(await register.cellsOf(ids.there)).toMatchObject({ 'cov_assigned_enterprise_cnt[overdue]': 0 });
    expect(await assign(late, '再', '2026-08-31', '2026-12-01')).toEqual(['DATE_ORDER']);
    // An audit row names nobody.
    const { rows } = await owner.query<{ after: string }>(
      `SELECT after::text FROM audit_event WHERE action = 'ASSIGN_EMPLOYER' AND object_id = $1`,
      [open],
    );
    expect(rows.map((row) => row.after).join()).not.toMatch(/正|误/);
  });
});
