import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { mostAttempts } from '@huiji/domain/reminder';
import { deliveryBatch } from '@huiji/store/reminder-delivery';
import pg from 'pg';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { catchMail, type Gateway, type MailCatcher, smsGateway } from './harness/post.js';
import {
  deliveries,
  hourInShanghai,
  inbox,
  preview,
  reachBy,
  remind,
  reminderLog,
  setSchedule,
} from './harness/reminders.js';
import { addPerson, buildTown, eventually, type Town } from './harness/town.js';

// Each test opens a tenant and starts workers, which takes a busy machine its time.
jest.setTimeout(120_000);

let huiji: Huiji;
let owner: pg.Client;
let mail: MailCatcher;
let gateway: Gateway;
let town: Town;
let tenant: string;

beforeAll(async () => {
  [mail, gateway] = [await catchMail(), await smsGateway()];
  huiji = await startHuiji({
    worker: false,
    settings: {
      ...{ SMTP_URL: mail.url, MAIL_FROM: 'huiji@example.com' },
      ...{ SMS_GATEWAY_URL: gateway.url, SMS_GATEWAY_TOKEN: 'token' },
    },
  });
  owner = new pg.Client({ connectionString: huiji.database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
  await Promise.all([mail.stop(), gateway.stop()]);
});
beforeEach(async () => {
  tenant = `t${randomBytes(4).toString('hex')}`;
  await openTestTenant(huiji, tenant);
  town = await buildTown(huiji, tenant);
  await setSchedule(town.statistician);
  await reachBy(town.clerk, { email: `clerk@${tenant}.example`, phone: '13800000001' });
  Object.assign(mail, { mails: [], answer: () => 250, beforeTaken: () => Promise.resolve() });
  Object.assign(gateway, { requests: [], answer: () => 202 });
});
afterEach(() => huiji.killWorker());

const all = () => ({ unionId: town.bureau, unionIds: town.grassroots });

/** What became of the one reminder's deliveries, by channel. */
async function outcome(): Promise<Record<string, [string, string | null, number]>> {
  const [log] = await reminderLog(town.reviewer, town.bureau);
  const seen = await deliveries(town.reviewer, log!.id, town.bureau);
  return Object.fromEntries(seen.map((one) => [one.channel, [one.state, one.reason, one.attempts]]));
}

/** Time passes: whatever waits is due now. */
const comeDue = () => owner.query(`UPDATE reminder_delivery SET due_at = now() WHERE state = 'PENDING'`);

describe('in the quiet hours', () => {
  test('what goes out waits for their end, what is for the app is there at once, also when the worker was late', async () => {
    await setSchedule(town.statistician, { quietFrom: hourInShanghai(-2), quietTo: hourInShanghai(3) });
    const seen = await preview(town.reviewer, all());
    const ends = new Date(seen.sendAt).getTime() - Date.now();
    expect(ends).toBeGreaterThan(3_600_000);
    expect(ends).toBeLessThanOrEqual(3 * 3_600_000);
    const { id } = await remind(town.reviewer, all());
    expect((await inbox(town.clerk)).unread).toBe(1);
    const waiting = async () => {
      const found = await deliveries(town.reviewer, id, town.bureau);
      return found.filter(({ state }) => state === 'PENDING').map(({ dueAt, attempts }) => [dueAt, attempts]);
    };
    expect(await waiting()).toEqual([
      [seen.sendAt, 0],
      [seen.sendAt, 0],
    ]);
    // A worker that finds them due in quiet hours, as after a night's outage, puts them off.
    await comeDue();
    await huiji.startWorker();
    await eventually(async () =>
      expect(await waiting()).toEqual([
        [seen.sendAt, 0],
        [seen.sendAt, 0],
      ]),
    );
    expect([mail.mails, gateway.requests]).toEqual([[], []]);
    await setSchedule(town.statistician);
    await comeDue();
    await eventually(async () =>
      expect(await outcome()).toEqual({
        IN_APP: ['SENT', null, 0],
        EMAIL: ['SENT', null, 1],
        SMS: ['SENT', null, 1],
      }),
    );
    expect([mail.mails.length, gateway.requests.length]).toEqual([1, 1]);
  });
});

describe('what fails', () => {
  test('is tried again, each time later, with the same reference, and then given up where it can be seen', async () => {
    mail.answer = () => 451;
    gateway.answer = () => 503;
    await huiji.startWorker();
    await remind(town.reviewer, all());
    const waits: number[] = [];
    for (let attempt = 1; attempt < mostAttempts; attempt++) {
      await eventually(async () =>
        expect(await outcome()).toMatchObject({
          EMAIL: ['PENDING', 'SMTP 451', attempt],
          SMS: ['PENDING', 'HTTP 503', attempt],
        }),
      );
      const { rows } = await owner.query<{ minutes: number }>(
        `SELECT round(extract(epoch FROM min(due_at) - now()) / 60)::int AS minutes FROM reminder_delivery WHERE state = 'PENDING'`,
      );
      waits.push(rows[0]!.minutes);
      await comeDue();
    }
    expect(waits).toEqual(waits.toSorted((one, two) => one - two));
    await eventually(async () =>
      expect(await outcome()).toMatchObject({
        EMAIL: ['FAILED', 'SMTP 451', mostAttempts],
        SMS: ['FAILED', 'HTTP 503', mostAttempts],
      }),
    );
    const [log] = await reminderLog(town.reviewer, town.bureau);
    expect(log?.deliveries).toEqual({ pending: 0, sent: 1, failed: 2, skipped: 0 });
    expect(gateway.requests).toHaveLength(mostAttempts);
    expect(new Set(gateway.requests.map(({ reference }) => reference)).size).toBe(1);
    console.log(`waits of ${waits.join(', ')} minutes, given up after ${mostAttempts} attempts`);
  });

  test('for good is not tried again, and its reason names nobody', async () => {
    mail.answer = () => 550;
    gateway.answer = () => 400;
    await huiji.startWorker();
    await remind(town.reviewer, all());
    await eventually(async () =>
      expect(await outcome()).toMatchObject({
        EMAIL: ['FAILED', 'SMTP 550', 1],
        SMS: ['FAILED', 'HTTP 400', 1],
      }),
    );
  });

  test('because the server is away is tried again when it is back', async () => {
    await huiji.startWorker({ SMTP_URL: 'smtp://127.0.0.1:1', SMS_GATEWAY_URL: 'http://127.0.0.1:1' });
    await remind(town.reviewer, all());
    await eventually(async () =>
      expect(await outcome()).toMatchObject({
        EMAIL: ['PENDING', expect.any(String), 1],
        SMS: ['PENDING', expect.any(String), 1],
      }),
    );
    await huiji.killWorker();
    await comeDue();
    await huiji.startWorker();
    await eventually(async () =>
      expect(await outcome()).toMatchObject({ EMAIL: ['SENT', null, 2], SMS: ['SENT', null, 2] }),
    );
  });
});

describe('what needs not be sent', () => {
  test('is skipped when all its unions have filed before it was', async () => {
    await remind(town.reviewer, all());
    for (const union of town.grassroots) await town.submit(await town.save(union, { mem_member_cnt: '5' }));
    await huiji.startWorker();
    await eventually(async () =>
      expect(await outcome()).toMatchObject({
        EMAIL: ['SKIPPED', 'NO_LONGER_OWED', 1],
        SMS: ['SKIPPED', 'NO_LONGER_OWED', 1],
      }),
    );
    expect([mail.mails, gateway.requests]).toEqual([[], []]);
  });

  test('goes to the address of the moment, and to none that was taken back', async () => {
    await remind(town.reviewer, all());
    await reachBy(town.clerk, { email: 'new@example.com', phone: null });
    await huiji.startWorker();
    await eventually(async () =>
      expect(await outcome()).toMatchObject({ EMAIL: ['SENT', null, 1], SMS: ['SKIPPED', 'NO_PHONE', 1] }),
    );
    expect(mail.mails.map(({ to }) => to)).toEqual(['new@example.com']);
  });

  test('an installation without mail or gateway says so in the preview and skips', async () => {
    const plain = await startHuiji();
    try {
      await openTestTenant(plain, 'plain');
      const there = await buildTown(plain, 'plain');
      await reachBy(there.clerk, { email: 'clerk@example.com', phone: '13800000001' });
      const asked = { unionId: there.bureau, unionIds: there.grassroots };
      const seen = await preview(there.reviewer, asked);
      expect(seen.notSetUp).toEqual(['EMAIL', 'SMS']);
      expect(seen.messages[0]?.recipient.ways.map(({ skipped }) => skipped)).toEqual([
        null,
        'NOT_SET_UP',
        'NOT_SET_UP',
      ]);
      const { id } = await remind(there.reviewer, asked);
      expect(
        (await deliveries(there.reviewer, id, there.bureau)).map(({ state, reason }) => [state, reason]),
      ).toEqual([
        ['SENT', null],
        ['SKIPPED', 'NOT_SET_UP'],
        ['SKIPPED', 'NOT_SET_UP'],
      ]);
      expect(await preview(there.reviewer, { ...asked, channels: ['EMAIL'], again: true })).toMatchObject({
        count: 0,
        unreachable: 3,
      });
    } finally {
      await plain.stop();
    }
  });
});

test('Redis away, the timer sends all the same', async () => {
  await remind(town.reviewer, all());
  await huiji.startWorker({ REDIS_URL: 'redis://127.0.0.1:1' });
  await eventually(async () =>
    expect(await outcome()).toMatchObject({ EMAIL: ['SENT', null, 1], SMS: ['SENT', null, 1] }),
  );
});

test('workers killed while they send lose nothing, and what comes twice is known by its id', async () => {
  const people = 25;
  for (let n = 0; n < people; n++) {
    const login = `helper${n}`;
    const at = [{ unionId: town.grassroots[n % 3]!, role: 'FILER' }];
    await addPerson(town.admin, login, at, { email: `${login}@all.example` });
  }
  await reachBy(town.clerk, { email: 'clerk@all.example' });
  const sent = await remind(town.reviewer, { ...all(), channels: ['EMAIL'] });
  expect(sent.deliveries.pending).toBe(people + 1);
  let kills = 0;
  // Each worker is killed when mails are on their way that it has had no answer for.
  for (const after of [3, 7, 15]) {
    let kept = 0;
    const reached = new Promise<void>((resolve) => {
      mail.beforeTaken = () => {
        kept += 1;
        if (kept < after) return Promise.resolve();
        resolve();
        return new Promise(() => undefined);
      };
    });
    await huiji.startWorker();
    await reached;
    await huiji.killWorker();
    kills += 1;
    await comeDue();
  }
  mail.beforeTaken = () => Promise.resolve();
  await Promise.all([huiji.startWorker(), huiji.startWorker()]);
  await eventually(async () => {
    const [log] = await reminderLog(town.reviewer, town.bureau);
    expect(log?.deliveries).toEqual({ pending: 0, sent: people + 1, failed: 0, skipped: 0 });
  }, 30);
  const arrived = mail.mails.filter(({ to }) => to.endsWith('@all.example'));
  const ids = arrived.map(({ messageId }) => messageId);
  expect(new Set(ids).size).toBe(people + 1);
  expect(new Set(arrived.map(({ to }) => to)).size).toBe(people + 1);
  // At most what a killed worker had in hand comes a second time.
  expect(ids.length - (people + 1)).toBeLessThanOrEqual(kills * deliveryBatch);
  console.log(`${people + 1} mails, ${kills} workers killed, ${ids.length - people - 1} came twice`);
});
