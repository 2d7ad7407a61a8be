import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import type { Client } from './harness/client.js';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { catchMail, type Gateway, type MailCatcher, smsGateway } from './harness/post.js';
import {
  deliveries,
  inbox,
  preview,
  previewText,
  reachBy,
  refusedReminder,
  remind,
  reminderLog,
  setSchedule,
} from './harness/reminders.js';
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

// Each test asks a lot of real servers, which takes a busy machine its time.
jest.setTimeout(120_000);

let huiji: Huiji;
let town: Town;
let owner: pg.Client;
let mail: MailCatcher;
let gateway: Gateway;
/** A second bureau, which the first one's people may not see. */
let other: { bureau: string; base: string; clerk: Client; reviewer: Client };

beforeAll(async () => {
  [mail, gateway] = [await catchMail(), await smsGateway()];
  huiji = await startHuiji({
    settings: {
      ...{ SMTP_URL: mail.url, MAIL_FROM: 'Huiji <huiji@example.com>' },
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

let tenants = 0;
beforeEach(async () => {
  // A tenant for each test, so that none depends on another's reminders.
  const tenant = `alpha${(tenants += 1)}`;
  await openTestTenant(huiji, tenant);
  town = await buildTown(huiji, tenant);
  await setSchedule(town.statistician);
  await reachBy(town.clerk, { email: `clerk@${tenant}.example`, phone: '+86 138-0000-0001' });
  const { admin, root } = town;
  const bureau = await found(admin, {
    parentId: root,
    code: 'B2',
    name: '卫生局工会',
    level: 'INTERMEDIATE',
    kind: 'BUREAU',
  });
  const base = await found(admin, {
    parentId: bureau,
    code: 'H1',
    name: '医院工会',
    level: 'GRASSROOTS',
    kind: 'SINGLE',
  });
  await addPerson(admin, 'other-clerk', [{ unionId: base, role: 'FILER' }]);
  await addPerson(admin, 'other-reviewer', [{ unionId: bureau, role: 'REVIEWER' }]);
  const [clerk, reviewer] = await Promise.all(
    ['other-clerk', 'other-reviewer'].map((login) => huiji.client(tenant, login)),
  );
  other = { bureau, base, clerk: clerk!, reviewer: reviewer! };
  [mail.mails, gateway.requests] = [[], []];
});

const codesOf = (seen: { unions: { nodes: Array<{ union: { code: string } }> } }) =>
  seen.unions.nodes.map(({ union }) => union.code);

describe('a preview', () => {
  test('is what is then sent, by each channel, one message for all the unions of a person', async () => {
    const asked = { unionId: town.bureau, unionIds: town.grassroots, message: '请今天报' };
    const seen = await preview(town.reviewer, asked);
    expect(seen).toMatchObject({
      count: 3,
      remindedLately: 0,
      unreachable: 0,
      notSetUp: [],
      messageCount: 1,
    });
    const [message] = seen.messages;
    expect(message).toMatchObject({
      unions: 3,
      recipient: { name: 'clerk', phone: '13800000001', isContact: false },
    });
    expect(message?.bodyZh).toContain('1. 第1工会(未开始,截止 2026-10-10)\n2. 第2工会');
    expect(message?.bodyZh).toContain('留言:请今天报');
    expect(message?.recipient.ways).toEqual([
      { channel: 'IN_APP', at: expect.any(String), skipped: null },
      { channel: 'EMAIL', at: seen.sendAt, skipped: null },
      { channel: 'SMS', at: seen.sendAt, skipped: null },
    ]);
    expect(mail.mails).toEqual([]);

    const sent = await remind(town.reviewer, asked);
    expect(sent).toMatchObject({ unions: 3, sentBy: 'reviewer', level: null, message: '请今天报' });
    await eventually(async () => {
      const [log] = await reminderLog(town.reviewer, town.bureau);
      expect(log).toMatchObject({
        id: sent.id,
        unions: 3,
        deliveries: { pending: 0, sent: 3, failed: 0, skipped: 0 },
      });
    });
    expect(mail.mails).toMatchObject([
      { to: expect.stringContaining('clerk@'), subject: message?.subjectZh, text: message?.bodyZh },
    ]);
    expect(gateway.requests).toMatchObject([
      { to: '13800000001', text: message?.sms, authorization: 'Bearer token' },
    ]);
    const { bodyZh, bodyEn, subjectZh, subjectEn } = message!;
    expect((await inbox(town.clerk)).nodes).toMatchObject([
      { bodyZh, bodyEn, subjectZh, subjectEn, unions: 3 },
    ]);
  });

  test('names how far each has come, who it cannot reach and why, and the text for a group', async () => {
    await town.save(town.grassroots[0], { mem_member_cnt: '5' });
    const saved = await town.save(town.grassroots[1], { mem_member_cnt: '5' });
    const submitted = await town.submit(saved);
    const { id, version } = submitted;
    await town.reviewer.get(operations.return, {
      input: { submissionId: id, expectedVersion: version, reason: '不全', idempotencyKey: key() },
    });
    await reachBy(town.clerk, { email: null });
    await town.admin.get(mutationOf('updateUnion'), {
      input: { unionId: town.bureau, expectedVersion: 1, contact: '王五', phone: '139 0000 0002' },
    });
    const seen = await preview(town.chief, { unionId: town.root });
    expect(seen.unions.nodes.map(({ union, state, leftOut }) => [union.code, state, leftOut])).toEqual(
      [
        [expect.stringMatching(/-root$/), 'NOT_BEGUN', 'UNREACHABLE'],
        ['B1', 'NOT_BEGUN', null],
        ['B2', 'NOT_BEGUN', 'UNREACHABLE'],
        ['G1', 'DRAFT', null],
        ['G2', 'RETURNED', null],
        ['G3', 'NOT_BEGUN', null],
        ['H1', 'NOT_BEGUN', null],
      ].toSorted(([one], [two]) => (String(one) < String(two) ? -1 : 1)),
    );
    expect(seen).toMatchObject({ count: 5, unreachable: 2, messageCount: 3 });
    const ways = new Map(
      seen.messages.map(({ recipient }) => [recipient.name, recipient.ways.map(({ skipped }) => skipped)]),
    );
    expect(ways.get('clerk')).toEqual([null, 'NO_EMAIL', null]);
    expect(ways.get('王五')).toEqual(['NO_ACCOUNT', 'NO_EMAIL', null]);
    expect(ways.get('other-clerk')).toEqual([null, 'NO_EMAIL', 'NO_PHONE']);
    expect(seen.copyText).toContain('以下 7 个工会未上报');
    expect(seen.copyText).toContain('第2工会(被退回,截止 2026-10-10):clerk 13800000001');
    expect(seen.copyText).toContain('建设局工会(未开始,截止 2026-10-15):王五 139 0000 0002');
    expect(seen.copyText).toMatch(/卫生局工会.*:无联系人/);
    expect(codesOf(await preview(town.chief, { unionId: town.root, states: ['RETURNED', 'DRAFT'] }))).toEqual(
      ['G1', 'G2'],
    );
  });

  test('comes in pages that hold every union once', async () => {
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const page = await preview(town.chief, { unionId: town.root, first: 2, after });
      seen.push(...codesOf(page));
      [after, more] = [page.unions.pageInfo.endCursor, page.unions.pageInfo.hasNextPage];
      expect(page.messageCount).toBe(2);
    }
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
  });
});

describe('a reminder', () => {
  test('with the same key is sent once, at once or one after the other; the key of another request is refused', async () => {
    const asked = {
      unionId: town.bureau,
      unionIds: town.grassroots,
      channels: ['IN_APP'],
      idempotencyKey: key(),
    };
    const sent = await Promise.all([1, 2, 3].map(() => remind(town.reviewer, asked)));
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
    expect((await inbox(town.clerk)).nodes).toHaveLength(1);
    expect(await refusedReminder(town.reviewer, { ...asked, message: 'x' })).toEqual([
      'IDEMPOTENCY_KEY_REUSED',
    ]);
  });

  test('leaves out who has filed meanwhile, and who was reminded lately unless asked again', async () => {
    const asked = { unionId: town.bureau, unionIds: town.grassroots };
    await remind(town.reviewer, { ...asked, unionIds: [town.grassroots[0]] });
    const seen = await preview(town.reviewer, asked);
    expect(seen).toMatchObject({ count: 2, remindedLately: 1 });
    expect(seen.unions.nodes[0]).toMatchObject({
      union: { code: 'G1' },
      leftOut: 'REMINDED_LATELY',
      lastRemindedAt: expect.any(String),
    });
    await town.submit(await town.save(town.grassroots[1], { mem_member_cnt: '5' }));
    expect(await remind(town.reviewer, asked)).toMatchObject({ unions: 1 });
    expect(await refusedReminder(town.reviewer, asked)).toEqual(['REMINDER_NOBODY']);
    expect(await remind(town.reviewer, { ...asked, again: true })).toMatchObject({ unions: 2 });
    await owner.query(`UPDATE reminder_union SET at = at - interval '25 hours'`);
    expect(await remind(town.reviewer, asked)).toMatchObject({ unions: 2 });
  });

  test('of two sent at once for the same unions only one is', async () => {
    const asked = { unionId: town.bureau, unionIds: town.grassroots, channels: ['IN_APP'] };
    const told = await Promise.all(
      [town.reviewer, town.chief, town.statistician].map((one) => refusedReminder(one, asked)),
    );
    expect(told.flat()).toEqual(['REMINDER_NOBODY', 'REMINDER_NOBODY']);
    expect((await inbox(town.clerk)).nodes).toHaveLength(1);
  });

  test('is refused where filing has ended, and when nobody can be reached', async () => {
    expect(await refusedReminder(town.reviewer, { unionId: town.bureau, unionIds: [town.bureau] })).toEqual([
      'REMINDER_NOBODY',
    ]);
    await town.statistician.get(operations.close, { period: '2026Q3' });
    expect(await refusedReminder(town.reviewer, { unionId: town.bureau })).toEqual(['PERIOD_NOT_OPEN']);
  });

  test('leaves an audit row, and no address in it or in any job', async () => {
    const { id } = await remind(town.reviewer, { unionId: town.bureau });
    const { rows } = await owner.query<{ row: string; action: string }>(
      `SELECT action, to_jsonb(a)::text AS row FROM audit_event a WHERE object_id = $1 OR action = 'UPDATE_CONTACT'`,
      [id],
    );
    expect(rows.map(({ action }) => action)).toContain('REMIND');
    expect(rows.map(({ action }) => action)).toContain('UPDATE_CONTACT');
    for (const { row } of rows) expect(row).not.toMatch(/@|1380000/);
    const stored = await owner.query<{ row: string }>(
      'SELECT to_jsonb(m)::text || to_jsonb(d)::text AS row FROM reminder_message m JOIN reminder_delivery d ON d.message_id = m.id',
    );
    expect(stored.rows.length).toBeGreaterThan(0);
    for (const { row } of stored.rows) expect(row).not.toMatch(/@|1380000/);
  });
});

describe('who may remind', () => {
  test('reviewers, statisticians and administrators of the subtree; nobody sees a union outside it', async () => {
    for (const client of [town.reviewer, town.chief, town.statistician, town.admin])
      expect((await preview(client, { unionId: town.bureau })).unions.nodes.length).toBe(4);
    const ask = (client: Client, asked: object) =>
      client.refusal(previewText, { form: 'work-q', period: '2026Q3', ...asked });
    expect(await ask(town.clerk, { unionId: town.grassroots[0] })).toEqual(['FORBIDDEN']);
    expect(await refusedReminder(town.clerk, { unionId: town.grassroots[0] })).toEqual(['FORBIDDEN']);
    expect(await ask(town.reviewer, { unionId: town.root })).toEqual(['NOT_FOUND']);
    expect(await ask(town.reviewer, { unionId: other.bureau })).toEqual(['NOT_FOUND']);
    expect(
      await ask(town.reviewer, { unionId: town.bureau, unionIds: [town.grassroots[0], other.base] }),
    ).toEqual(['NOT_FOUND']);
    expect(await refusedReminder(town.reviewer, { unionId: town.bureau, unionIds: [other.base] })).toEqual([
      'NOT_FOUND',
    ]);
  });

  test('the log of a body tells nothing of the unions beside it', async () => {
    const { id } = await remind(town.chief, { unionId: town.root, channels: ['IN_APP'] });
    expect(await reminderLog(town.chief, town.root)).toMatchObject([{ unions: 4, deliveries: { sent: 2 } }]);
    expect(await reminderLog(town.reviewer, town.bureau)).toMatchObject([
      { unions: 3, sentBy: 'chief', deliveries: { sent: 1 } },
    ]);
    expect(await reminderLog(other.reviewer, other.bureau)).toMatchObject([
      { unions: 1, deliveries: { sent: 1 } },
    ]);
    expect((await deliveries(other.reviewer, id, other.bureau)).map(({ recipient }) => recipient)).toEqual([
      'other-clerk',
    ]);
    const own = await remind(town.reviewer, { unionId: town.bureau, channels: ['IN_APP'], again: true });
    expect(await reminderLog(other.reviewer, other.bureau)).toHaveLength(1);
    await expect(deliveries(other.reviewer, own.id, other.bureau)).rejects.toThrow('NOT_FOUND');
  });
});

test('a message is read by its own person only, once', async () => {
  const { id } = await remind(town.chief, { unionId: town.root, channels: ['IN_APP'] });
  const [mine, theirs] = [await inbox(town.clerk), await inbox(other.clerk)];
  expect([mine.unread, theirs.unread]).toEqual([1, 1]);
  const read = (client: Client, ...messageIds: string[]) =>
    client.refusal(mutationOf('markRead', 'unread'), { input: { messageIds } });
  const [one, two] = [mine.nodes[0]!.id, theirs.nodes[0]!.id];
  expect(await read(town.clerk, one, two)).toEqual(['NOT_FOUND']);
  expect((await inbox(town.clerk)).unread).toBe(1);
  expect(await read(town.clerk, one)).toEqual([]);
  expect(await read(town.clerk, one)).toEqual([]);
  expect(await inbox(town.clerk, true)).toMatchObject({ unread: 0, nodes: [] });
  expect((await inbox(town.clerk)).nodes).toMatchObject([{ id: one, readAt: expect.any(String) }]);
  const seen = await deliveries(town.chief, id, town.bureau);
  expect(seen).toMatchObject([{ recipient: 'clerk', readAt: expect.any(String) }]);
});

test('people say how they are reached, and only they read it', async () => {
  const ask = '{ me { email phone } }';
  expect((await town.clerk.get<{ me: object }>(ask)).me).toMatchObject({ phone: '13800000001' });
  const change = (input: object) => town.clerk.refusal(mutationOf('updateContact'), { input });
  expect(await change({ email: 'a@b', phone: '13800000001' })).toEqual(['EMAIL_INVALID']);
  expect(await change({ phone: '12345' })).toEqual(['MOBILE_INVALID']);
  expect(await change({ phone: null })).toEqual([]);
  expect((await town.clerk.get<{ me: object }>(ask)).me).toEqual({
    phone: null,
    email: expect.stringContaining('clerk@'),
  });
  const person = {
    name: 'n',
    password: 'a-long-test-password',
    appointments: [{ unionId: town.bureau, role: 'LEADER' }],
  };
  const create = (input: object) =>
    town.admin.refusal(mutationOf('createPerson'), { input: { ...person, login: `l${key()}`, ...input } });
  expect(await create({ email: 'nobody' })).toEqual(['EMAIL_INVALID']);
  expect(await create({ phone: '0512-68000000' })).toEqual(['MOBILE_INVALID']);
  expect(await create({ email: 'n@example.com', phone: '13900000003' })).toEqual([]);
});
