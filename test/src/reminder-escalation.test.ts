import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { daysAfter, parsePeriod } from '@huiji/domain/period';
import { shippedCalendar } from '@huiji/domain/calendar';
import { reminderQueue } from '@huiji/store/reminder-delivery';
import { Queue } from 'bullmq';
import pg from 'pg';
import type { Client } from './harness/client.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { catchMail, type MailCatcher } from './harness/post.js';
import { hourInShanghai, inbox, reachBy, reminderLog, setSchedule } from './harness/reminders.js';
import { addPerson, buildTown, eventually, key, mutationOf, operations, type Town } from './harness/town.js';

// One story: each test goes on where the one before ended.

// Each test asks a lot of real servers, which takes a busy machine its time.
jest.setTimeout(120_000);

let huiji: Huiji;
let town: Town;
let owner: pg.Client;
let mail: MailCatcher;
let queue: Queue;
let today: string;
/** The quarter that today lies in: its deadlines are to come, so that steps can be set relative to them on any day. */
let period: string;

const channels = ['IN_APP', 'EMAIL'];
const daysUntil = (day: string): number => (Date.parse(day) - Date.parse(today)) / 86_400_000;
/** Days from the grassroots unions' deadline to today, as a step counts them. */
const now = (): number =>
  -daysUntil(daysAfter(parsePeriod(period).endsOn, shippedCalendar.QUARTER.GRASSROOTS.dueDays));
/** The bureaus' deadline is five days later. */
const nowForBureaus = (): number => now() - 5;

beforeAll(async () => {
  mail = await catchMail();
  huiji = await startHuiji({
    worker: false,
    settings: { SMTP_URL: mail.url, MAIL_FROM: 'huiji@example.com' },
  });
  owner = new pg.Client({ connectionString: huiji.database.ownerUrl });
  await owner.connect();
  queue = new Queue(reminderQueue, { connection: { url: huiji.redisUrl } });
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  const { rows } = await owner.query<{ today: string }>(
    `SELECT (now() AT TIME ZONE time_zone)::date::text AS today FROM tenant`,
  );
  today = rows[0]!.today;
  period = `${today.slice(0, 4)}Q${Math.ceil(Number(today.slice(5, 7)) / 3)}`;
  // Closed to filing, the town's own quarter is none of the schedule's business.
  await town.statistician.get(operations.close, { period: '2026Q3' });
  await town.statistician.get(operations.open, { period });
  await reachBy(town.clerk, { email: 'clerk@example.com' });
  await reachBy(town.reviewer, { email: 'reviewer@example.com' });
});
afterAll(async () => {
  await queue?.close();
  await owner?.end();
  await huiji.stop();
  await mail.stop();
});

/** Rings for the steps as Redis's scheduler does, several times, and waits until every ring was answered. */
async function raiseOften(): Promise<void> {
  for (let n = 0; n < 6; n++) await queue.add('raise', {}, { removeOnComplete: true });
  await eventually(async () => {
    const { active, waiting } = (await queue.getJobCounts('active', 'waiting')) as Record<string, number>;
    expect([active, waiting]).toEqual([0, 0]);
  }, 30);
}

const runs = async (): Promise<number> =>
  (
    await owner.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM reminder_run WHERE form = 'work-q'`,
    )
  ).rows[0]!.count;
const levels = async (client: Client, unionId: string) =>
  (await reminderLog(client, unionId, period)).map(({ level, unions, sentBy }) => [level, unions, sentBy]);
const subjects = async (client: Client) => (await inbox(client)).nodes.map(({ unions }) => unions);

const step = (days: number, ...audiences: string[]) => ({ days, audiences, channels });

test('a step is raised once for each union, though it is rung for often and two workers do it', async () => {
  const filed = await town.clerk.get<{ saveDraft: { submission: { id: string; version: number } } }>(
    operations.save,
    {
      input: {
        ...{ unionId: town.grassroots[2], form: 'work-q', period, idempotencyKey: key() },
        cells: [{ cell: 'mem_member_cnt', value: '5' }],
      },
    },
  );
  const { id, version } = filed.saveDraft.submission;
  await town.clerk.get(operations.submit, {
    input: { submissionId: id, expectedVersion: version, explanation: '说明', idempotencyKey: key() },
  });
  await setSchedule(town.statistician, { rules: [step(now(), 'FILER')] });
  await Promise.all([huiji.startWorker(), huiji.startWorker()]);
  await raiseOften();
  await eventually(async () => expect(await levels(town.statistician, town.root)).toEqual([[1, 2, null]]));
  // The union that has filed is not in it; the two others are in one message.
  expect(await subjects(town.clerk)).toEqual([2]);
  expect(await subjects(town.reviewer)).toEqual([]);
  await eventually(() =>
    Promise.resolve(expect(mail.mails.map(({ to }) => to)).toEqual(['clerk@example.com'])),
  );
  await raiseOften();
  expect(await levels(town.statistician, town.root)).toEqual([[1, 2, null]]);
  expect(await runs()).toBe(1);
});

test('the next step tells the parent’s reviewers of those below that owe, and the last one those above them', async () => {
  /** Another day has come, and what was raised so far was raised so many days before. */
  const another = async (days: number) => {
    await owner.query('DELETE FROM reminder_run');
    await owner.query('UPDATE reminder SET raised_on = raised_on - $1::int WHERE raised_on IS NOT NULL', [
      days,
    ]);
    await owner.query('UPDATE reminder_union SET days = days - $1::int WHERE days = $2', [days, now()]);
  };
  await another(0);
  await setSchedule(town.statistician, {
    rules: [step(now() - 1, 'FILER'), step(now(), 'FILER', 'PARENT_REVIEWER')],
  });
  await raiseOften();
  // The same day from the deadline was raised already, by the schedule before.
  expect(await levels(town.statistician, town.root)).toHaveLength(1);

  await another(7);
  await raiseOften();
  await eventually(async () =>
    expect(await levels(town.statistician, town.root)).toEqual([
      [2, 2, null],
      [1, 2, null],
    ]),
  );
  expect(await subjects(town.reviewer)).toEqual([2]);
  expect((await inbox(town.reviewer)).nodes[0]?.bodyZh).toContain('1. 第1工会(未开始');
  expect(await subjects(town.chief)).toEqual([]);

  await another(14);
  await setSchedule(town.statistician, {
    rules: [
      step(now() - 2, 'FILER'),
      step(now() - 1, 'FILER'),
      step(now(), 'FILER', 'PARENT_REVIEWER', 'UPPER_REVIEWER'),
    ],
  });
  await raiseOften();
  await eventually(async () => expect(await subjects(town.chief)).toEqual([2]));
  expect(await subjects(town.reviewer)).toEqual([2, 2]);
  expect(await subjects(town.clerk)).toEqual([2, 2, 2]);
  expect((await levels(town.reviewer, town.bureau))[0]).toEqual([3, 2, null]);
  const audited = await owner.query<{ row: string }>(
    `SELECT to_jsonb(a)::text AS row FROM audit_event a WHERE action = 'RAISE_REMINDER'`,
  );
  expect(audited.rows).toHaveLength(3);
});

test('each level has a deadline of its own, and quiet hours hold the schedule back', async () => {
  await addPerson(town.admin, 'bureau-clerk', [{ unionId: town.bureau, role: 'FILER' }]);
  const clerk = await huiji.client('alpha', 'bureau-clerk');
  const rules = [step(nowForBureaus(), 'FILER')];
  await setSchedule(town.statistician, { rules, quietFrom: hourInShanghai(-2), quietTo: hourInShanghai(3) });
  const before = await runs();
  await raiseOften();
  expect(await runs()).toBe(before);
  expect(await subjects(clerk)).toEqual([]);
  await setSchedule(town.statistician, { rules });
  await raiseOften();
  await eventually(async () => expect(await subjects(clerk)).toEqual([1, 1]));
  // One for its own figures and one for the statement of its subtree.
  const bodies = (await inbox(clerk)).nodes.map(({ bodyZh }) => bodyZh);
  for (const form of ['季报表', '汇总表'])
    expect(bodies.filter((body) => body.includes(form))).toHaveLength(1);
});

test('the schedule is the federation’s statistician’s, who sees what others have changed', async () => {
  const { reminderSchedule: seen } = await town.clerk.get<{
    reminderSchedule: { version: number; timeZone: string };
  }>(
    '{ reminderSchedule { version timeZone quietFrom quietTo againAfterHours rules { level days audiences channels } } }',
  );
  expect(seen.timeZone).toBe('Asia/Shanghai');
  const input = {
    expectedVersion: seen.version,
    quietFrom: '21:00',
    quietTo: '08:00',
    againAfterHours: 48,
    rules: [],
  };
  const set = (client: Client, more: object = {}) =>
    client.refusal(mutationOf('setReminderRules'), { input: { ...input, ...more } });
  for (const client of [town.admin, town.reviewer, town.clerk])
    expect(await set(client)).toEqual(['FORBIDDEN']);
  expect(await set(town.statistician, { quietFrom: '9 pm', againAfterHours: 0 })).toEqual([
    'TIME_INVALID',
    'NUMBER_OUT_OF_RANGE',
  ]);
  const told = await Promise.all([set(town.statistician), set(town.statistician)]);
  expect(told.flat()).toEqual(['STALE_REVISION']);
  expect(
    await set(town.statistician, {
      expectedVersion: seen.version + 1,
      rules: [step(5, 'FILER'), step(5, 'FILER')],
    }),
  ).toEqual(['REMINDER_RULES_ORDER']);
});

test('a tenant that sets nothing has the schedule that ships', async () => {
  await openTestTenant(huiji, 'beta');
  const admin = await huiji.client('beta', 'admin');
  const { reminderSchedule } = await admin.get<{ reminderSchedule: object }>(
    '{ reminderSchedule { version quietFrom quietTo againAfterHours rules { level days audiences } } }',
  );
  expect(reminderSchedule).toEqual({
    ...{ version: 0, quietFrom: '21:00', quietTo: '08:00', againAfterHours: 24 },
    rules: [
      { level: 1, days: -7, audiences: ['FILER'] },
      { level: 2, days: -1, audiences: ['FILER'] },
      { level: 3, days: 1, audiences: ['FILER', 'PARENT_REVIEWER'] },
      { level: 4, days: 3, audiences: ['FILER', 'CONTACT', 'PARENT_REVIEWER', 'UPPER_REVIEWER'] },
    ],
  });
});
