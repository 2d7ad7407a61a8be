import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { daysAfter, parsePeriod } from '@huiji/domain/period';
import pg from 'pg';
import type { Client } from './harness/client.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import {
  completenessOf,
  dueOn,
  endedQuarters,
  since,
  today,
  tomorrow,
  yesterday,
} from './harness/periods.js';
import { act, buildTown, eventually, key, operations, type Seen, told, type Town } from './harness/town.js';

// One story: each test goes on where the one before ended.

let huiji: Huiji;
let town: Town;
let owner: pg.Client;
/** Quarters that have ended, each used by one group of tests. */
const [moved, opening, queue] = endedQuarters(3) as [string, string, string];

beforeAll(async () => {
  huiji = await startHuiji();
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  owner = new pg.Client(huiji.database.ownerUrl);
  await owner.connect();
  for (const period of [moved, opening, queue]) await town.statistician.get(operations.open, { period });
});
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

const form = 'work-q';
const save = (unionId: string, period: string): Promise<Seen> =>
  act(town.clerk, 'save', { unionId, form, period, cells: [{ cell: 'mem_member_cnt', value: '10' }] });
const submit = ({ id, version }: Seen): Promise<Seen> =>
  act(town.clerk, 'submit', { submissionId: id, expectedVersion: version, explanation: '说明' });
const auditOf = async (action: string) =>
  (
    await owner.query<{ before: unknown; after: unknown }>(
      'SELECT before, after FROM audit_event WHERE action = $1 ORDER BY at',
      [action],
    )
  ).rows;

const rules = (
  grassroots: number,
  intermediate: number,
  federation: number,
  opensDays: number | null = null,
) => [
  { level: 'GRASSROOTS', opensDays, dueDays: grassroots },
  { level: 'INTERMEDIATE', dueDays: intermediate },
  { level: 'FEDERATION', dueDays: federation },
];

describe('a calendar', () => {
  test('is what is shipped until the federation’s statistician sets another, for periods opened from then on', async () => {
    const quarters = async () =>
      (
        await town.clerk.get<{
          calendar: Array<{ frequency: string; level: string; opensDays: number | null; dueDays: number }>;
        }>('{ calendar { frequency level opensDays dueDays } }')
      ).calendar.filter(({ frequency }) => frequency === 'QUARTER');
    expect(await quarters()).toEqual(
      [10, 15, 20].map((dueDays, i) => ({
        ...{
          frequency: 'QUARTER',
          level: ['GRASSROOTS', 'INTERMEDIATE', 'FEDERATION'][i],
          opensDays: null,
          dueDays,
        },
      })),
    );
    const input = { frequency: 'QUARTER', rules: rules(5, 8, 12, -10) };
    for (const client of [town.admin, town.clerk, town.reviewer, town.chief])
      expect(await told(client, 'setCalendar', input)).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await told(town.statistician, 'setCalendar', { ...input, rules: rules(5, 5, 12) })).toMatchObject([
      { code: 'DUE_ORDER', field: 'dueOn' },
    ]);
    expect(
      await told(town.statistician, 'setCalendar', { ...input, rules: rules(5, 8, 12).slice(1) }),
    ).toMatchObject([{ code: 'CALENDAR_INCOMPLETE', field: 'rules' }]);
    expect(await told(town.statistician, 'setCalendar', input)).toEqual([]);
    expect((await quarters()).map(({ opensDays, dueDays }) => [opensDays, dueDays])).toEqual([
      [-10, 5],
      [null, 8],
      [null, 12],
    ]);
    expect(await auditOf('SET_CALENDAR')).toHaveLength(1);

    await town.statistician.get(operations.open, { period: '2019Q3' });
    const read = (code: string) =>
      town.clerk.get<{ period: object }>(
        'query ($code: String!) { period(code: $code) { code kind startsOn endsOn status forms deadlines { level opensOn dueOn dueAt } } }',
        { code },
      );
    expect((await read('2019Q3')).period).toEqual({
      ...{
        code: '2019Q3',
        kind: 'QUARTER',
        startsOn: '2019-07-01',
        endsOn: '2019-09-30',
        status: 'OPEN',
        forms: ['statement-q', 'work-q'],
      },
      deadlines: [
        {
          level: 'GRASSROOTS',
          opensOn: '2019-09-20',
          dueOn: '2019-10-05',
          dueAt: '2019-10-05T16:00:00.000Z',
        },
        {
          level: 'INTERMEDIATE',
          opensOn: '2019-07-01',
          dueOn: '2019-10-08',
          dueAt: '2019-10-08T16:00:00.000Z',
        },
        {
          level: 'FEDERATION',
          opensOn: '2019-07-01',
          dueOn: '2019-10-12',
          dueAt: '2019-10-12T16:00:00.000Z',
        },
      ],
    });
    // What was open keeps its deadlines, and a period that was never opened is none.
    expect((await read('2026Q3')).period).toMatchObject({ deadlines: [{ dueOn: '2026-10-10' }, {}, {}] });
    expect(await read('2019Q2')).toEqual({ period: null });
  });
});

describe('a deadline', () => {
  const filingOf = async (client: Client, unionId: string) =>
    (
      await client.get<{ filing: Record<string, unknown> | null }>(
        `query ($unionId: ID, $period: String!) { filing(unionId: $unionId, form: "work-q", period: $period) {
           status expected occasion dueOn late deadline { level dueOn } extension { dueOn reason } window { reason } } }`,
        { unionId, period: moved },
      )
    ).filing;

  test('past makes a report late and blocks nothing; moved, what was late becomes on time and back', async () => {
    const [one, two, three] = town.grassroots;
    await dueOn(town.statistician, moved, yesterday);
    const filed = await submit(await save(one, moved));
    expect(filed.state).toBe('SUBMITTED');
    await save(two, moved);
    const total = {
      expected: 5,
      started: 2,
      submitted: 1,
      accepted: 0,
      waiting: 1,
      returned: 0,
      notStarted: 3,
    };
    await eventually(async () =>
      expect(await completenessOf(town.chief, town.root, moved)).toEqual({
        ...{ ...total, onTime: 0, late: 1, rate: '20.0', onTimeRate: '0.0' },
      }),
    );
    expect(await filingOf(town.clerk, one)).toMatchObject({ late: true, dueOn: yesterday, expected: true });
    expect(await filingOf(town.clerk, three)).toMatchObject({ late: null, occasion: 'ORDINARY' });

    await dueOn(town.statistician, moved, tomorrow);
    await eventually(async () =>
      expect(await completenessOf(town.chief, town.root, moved)).toMatchObject({
        ...total,
        onTime: 1,
        late: 0,
      }),
    );
    expect(await completenessOf(town.clerk, one, moved)).toMatchObject({ expected: 1, onTime: 1, late: 0 });
    await dueOn(town.statistician, moved, yesterday);
    await eventually(async () =>
      expect(await completenessOf(town.chief, town.root, moved)).toMatchObject({
        ...total,
        onTime: 0,
        late: 1,
      }),
    );
    expect(await auditOf('SET_DEADLINE')).toHaveLength(9);
  });

  test('is extended for one union from above, with a reason: its report counts as on time at once', async () => {
    const [one, two] = town.grassroots;
    const input = { unionId: one, form, period: moved, dueOn: tomorrow, reason: '系统升级' };
    expect(await told(town.clerk, 'extendDeadline', input)).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await told(town.admin, 'extendDeadline', input)).toMatchObject([{ code: 'FORBIDDEN' }]);
    // A reviewer grants nothing to the own body, only below it.
    expect(await told(town.reviewer, 'extendDeadline', { ...input, unionId: town.bureau })).toMatchObject([
      { code: 'FORBIDDEN' },
    ]);
    expect(await told(town.reviewer, 'extendDeadline', { ...input, dueOn: yesterday })).toMatchObject([
      { code: 'EXTENSION_NOT_LATER', field: 'dueOn' },
    ]);
    expect(await told(town.reviewer, 'extendDeadline', { ...input, dueOn: '9999-12-31' })).toMatchObject([
      { code: 'DAY_TOO_FAR', field: 'dueOn' },
    ]);
    expect(await told(town.reviewer, 'extendDeadline', { ...input, reason: ' ' })).toMatchObject([
      { code: 'FIELD_REQUIRED', field: 'reason' },
    ]);
    expect(await told(town.reviewer, 'extendDeadline', input)).toEqual([]);
    await eventually(async () =>
      expect(await completenessOf(town.chief, town.root, moved)).toMatchObject({
        submitted: 1,
        onTime: 1,
        late: 0,
      }),
    );
    expect(await filingOf(town.clerk, one)).toMatchObject({
      ...{ late: false, dueOn: tomorrow, deadline: { dueOn: yesterday } },
      extension: { dueOn: tomorrow, reason: '系统升级' },
    });
    expect(await auditOf('EXTEND_DEADLINE')).toMatchObject([
      { before: { dueOn: yesterday }, after: { dueOn: tomorrow, reason: '系统升级' } },
    ]);
    const later = daysAfter(today, 2);
    expect(await told(town.reviewer, 'extendDeadline', { ...input, dueOn: later })).toEqual([]);
    expect((await auditOf('EXTEND_DEADLINE'))[1]).toMatchObject({
      ...{ before: { dueOn: tomorrow }, after: { dueOn: later } },
    });
    expect(await told(town.reviewer, 'extendDeadline', input)).toEqual([]);

    // In the lists: the extended one is not overdue, the other two are.
    await told(town.statistician, 'extendDeadline', { ...input, unionId: two });
    const { notFiled } = await town.reviewer.get<{ notFiled: { nodes: unknown[] } }>(
      `query ($unionId: ID, $period: String!) { notFiled(unionId: $unionId, form: "work-q", period: $period) {
         nodes { union { code } state dueOn daysLate extended occasion } } }`,
      { unionId: town.bureau, period: moved },
    );
    expect(notFiled.nodes).toEqual([
      {
        union: { code: 'B1' },
        state: null,
        dueOn: today,
        daysLate: 0,
        extended: false,
        occasion: 'ORDINARY',
      },
      {
        union: { code: 'G2' },
        state: 'DRAFT',
        dueOn: tomorrow,
        daysLate: 0,
        extended: true,
        occasion: 'ORDINARY',
      },
      {
        union: { code: 'G3' },
        state: null,
        dueOn: yesterday,
        daysLate: since(yesterday),
        extended: false,
        occasion: 'ORDINARY',
      },
    ]);
    // And on the entry.
    const { submissions } = await town.reviewer.get<{ submissions: { nodes: Array<{ filing: object }> } }>(
      `query ($unionId: ID, $period: String!) { submissions(unionId: $unionId, form: "work-q", period: $period) {
         nodes { filing { dueOn late extension { reason } window { until } } } } }`,
      { unionId: town.bureau, period: moved },
    );
    expect(submissions.nodes).toEqual([
      { filing: { dueOn: tomorrow, late: false, extension: { reason: '系统升级' }, window: null } },
    ]);
  });

  test('keeps to the order of the levels, to the period and to whoever manages it', async () => {
    const input = { period: opening, level: 'INTERMEDIATE', dueOn: tomorrow };
    expect(await told(town.chief, 'setDeadline', input)).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await told(town.statistician, 'setDeadline', input)).toMatchObject([
      { code: 'DUE_ORDER', field: 'dueOn' },
    ]);
    const { startsOn, endsOn } = parsePeriod(opening);
    const wrong = async (more: object) =>
      (await told(town.statistician, 'setDeadline', { ...input, ...more }))[0]?.code;
    expect(await wrong({ dueOn: startsOn })).toBe('DATE_ORDER');
    expect(await wrong({ opensOn: '1900-01-01' })).toBe('DATE_ORDER');
    expect(await wrong({ dueOn: daysAfter(endsOn, 367) })).toBe('DAY_TOO_FAR');
    expect(await wrong({ period: '1999Q1' })).toBe('PERIOD_UNKNOWN');
    expect(await wrong({ dueOn: '2026-02-30' })).toBe('DATE_INVALID');
  });

  test('a level whose filing has not begun is told when it does', async () => {
    await dueOn(town.statistician, opening, daysAfter(today, 3));
    const input = { period: opening, level: 'GRASSROOTS', opensOn: tomorrow, dueOn: daysAfter(today, 3) };
    expect(await told(town.statistician, 'setDeadline', input)).toEqual([]);
    const draft = { unionId: town.grassroots[0], form, period: opening, idempotencyKey: key(), cells: [] };
    expect(await told(town.clerk, 'saveDraft', draft)).toMatchObject([
      {
        code: 'PERIOD_NOT_BEGUN',
        field: 'period',
        messageZh: `报告期 ${opening} 从 ${tomorrow} 起填报。请到时再填。`,
      },
    ]);
    await told(town.statistician, 'setDeadline', { ...input, opensOn: today });
    expect(await told(town.clerk, 'saveDraft', { ...draft, idempotencyKey: key() })).toEqual([]);
  });
});

describe('a period', () => {
  test('is closed, made final and filed by a newer form by the federation’s statistician alone', async () => {
    const [unionId] = town.grassroots;
    const scope = { form: 'work-q', period: '2026Q3' };
    for (const client of [town.admin, town.clerk, town.reviewer, town.chief]) {
      for (const step of ['open', 'close', 'finalise'] as const)
        expect([step, await client.refusal(operations[step], scope)]).toEqual([step, ['FORBIDDEN']]);
      expect(await told(client, 'renewForm', scope)).toMatchObject([{ code: 'FORBIDDEN' }]);
      expect(await told(client, 'closeWindow', { ...scope, unionId })).toMatchObject([{ code: 'FORBIDDEN' }]);
    }
  });

  test('is reopened with a reason until it is final', async () => {
    const reopen = { period: opening, reason: '多家单位系统故障' };
    expect(await told(town.statistician, 'reopenFiling', reopen)).toMatchObject([
      { code: 'PERIOD_NOT_REOPENED', field: 'period' },
    ]);
    await town.statistician.get(operations.close, { period: opening });
    expect(await told(town.chief, 'reopenFiling', reopen)).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await told(town.statistician, 'reopenFiling', { ...reopen, reason: '' })).toMatchObject([
      { code: 'FIELD_REQUIRED' },
    ]);
    expect(
      await told(town.statistician, 'setDeadline', {
        period: opening,
        level: 'FEDERATION',
        dueOn: daysAfter(today, 9),
      }),
    ).toMatchObject([{ code: 'PERIOD_NOT_OPEN' }]);
    expect(await told(town.statistician, 'reopenFiling', reopen)).toEqual([]);
    expect((await submit(await save(town.grassroots[1], opening))).state).toBe('SUBMITTED');
    expect(await auditOf('REOPEN_FILING')).toMatchObject([
      { after: { status: 'OPEN', reason: reopen.reason } },
    ]);
    expect(
      (await owner.query('SELECT status, filing_closed_at FROM period WHERE code = $1', [opening])).rows,
    ).toEqual([{ status: 'OPEN', filing_closed_at: null }]);
  });

  test('holds everything when it becomes final, with no worker at work: nothing waits after it', async () => {
    const filed = [];
    for (const union of town.grassroots) filed.push(await submit(await save(union, queue)));
    await huiji.killWorker();
    const [first, second, third] = filed as [Seen, Seen, Seen];
    await town.accept(first);
    await town.accept(second);
    await town.statistician.get(operations.close, { period: queue });
    const waiting = async () =>
      (
        await owner.query<{ n: number }>('SELECT count(*)::int AS n FROM rollup_outbox WHERE period = $1', [
          queue,
        ])
      ).rows[0]!.n;
    expect(await waiting()).toBeGreaterThan(0);
    // Acceptances under way while it becomes final are either in it or refused.
    const [late] = await Promise.all([
      town.reviewer.ask<{
        acceptSubmission: { submission: Seen | null; userErrors: Array<{ code: string }> };
      }>(operations.accept, {
        input: { submissionId: third.id, expectedVersion: third.version, idempotencyKey: key() },
      }),
      town.statistician.get(operations.finalise, { period: queue }),
    ]);
    expect(await waiting()).toBe(0);
    const refused = late.data?.acceptSubmission.userErrors.map(({ code }) => code);
    const accepted = refused?.length === 0 ? 3 : 2;
    if (accepted === 2) expect(refused).toEqual(['REVIEW_NEEDS_WINDOW']);
    expect(await completenessOf(town.chief, town.root, queue)).toMatchObject({
      submitted: 3,
      accepted,
      waiting: 3 - accepted,
    });
    expect(await told(town.statistician, 'reopenFiling', { period: queue, reason: 'r' })).toMatchObject([
      { code: 'PERIOD_NOT_REOPENED' },
    ]);
    await huiji.startWorker();
  });
});
