import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { Client } from './harness/client.js';
import { type Huiji, openTestTenant, password, startHuiji } from './harness/huiji.js';
import { catchMail, type MailCatcher } from './harness/post.js';
import {
  addPerson,
  buildTown,
  eventually,
  key,
  type MutationName,
  mutationOf,
  type Town,
} from './harness/town.js';

let huiji: Huiji;
let owner: pg.Client;
let mail: MailCatcher;
let town: Town;

beforeAll(async () => {
  mail = await catchMail();
  huiji = await startHuiji({ settings: { SMTP_URL: mail.url, MAIL_FROM: 'huiji@example.com' } });
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  owner = new pg.Client({ connectionString: huiji.database.ownerUrl });
  await owner.connect();
}, 120_000);
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
  await mail.stop();
});

const chosen = 'chosen-by-myself';
const nobody = (): Client => new Client(huiji.apiUrl);
const refused = (client: Client, name: MutationName, input: object): Promise<string[]> =>
  client.refusal(mutationOf(name), { input });
const me = async (client: Client): Promise<string | null> =>
  (await client.ask<{ me: { login: string } | null }>('{ me { login } }')).data?.me?.login ?? null;
const idOf = async (login: string): Promise<string> =>
  (await owner.query<{ id: string }>('SELECT id FROM person WHERE login = $1', [login])).rows[0]!.id;
const actionsOn = async (login: string): Promise<string[]> =>
  (
    await owner.query<{ action: string }>(
      'SELECT action FROM audit_event WHERE object_id = $1 ORDER BY action',
      [await idOf(login)],
    )
  ).rows.map(({ action }) => action);

async function somebody(role = 'LEADER', unionId = town.grassroots[0]): Promise<string> {
  const login = `p-${key()}`;
  await addPerson(town.admin, login, [{ unionId, role }]);
  return login;
}

interface Code {
  personId: string;
  code: string;
  expiresAt: string;
}
const issued = 'personId code expiresAt';

async function invite(more: object = {}): Promise<Code & { login: string }> {
  const login = `p-${key()}`;
  const input = { login, name: '受邀人', appointments: [{ unionId: town.bureau, role: 'LEADER' }], ...more };
  const data = await town.admin.get<{ invitePerson: Code }>(mutationOf('invitePerson', issued), { input });
  return { ...data.invitePerson, login };
}
const issue = async (personId: string, by = town.admin): Promise<Code> =>
  (await by.get<{ issueCode: Code }>(mutationOf('issueCode', issued), { input: { personId } })).issueCode;
const redeem = (code: string, secret = chosen, tenant = 'alpha'): Promise<string[]> =>
  refused(nobody(), 'redeemCode', { tenant, code, password: secret });
const enter = (login: string, secret = password): Promise<Client> => nobody().signIn('alpha', login, secret);
const hoursFromNow = (moment: string): number => (Date.parse(moment) - Date.now()) / 3_600_000;

describe('an invitation', () => {
  test('lets a person choose the password, once, however the code is typed', async () => {
    const { code, login, expiresAt } = await invite();
    expect(code).toMatch(/^([0-9A-Z]{5}-){3}[0-9A-Z]{5}$/);
    expect(hoursFromNow(expiresAt)).toBeCloseTo(7 * 24, 1);
    expect(await refused(nobody(), 'signIn', { tenant: 'alpha', login, password: '' })).toEqual([
      'SIGN_IN_FAILED',
    ]);
    // A password that may not be set leaves the code as it was.
    expect(await redeem(code, 'short')).toEqual(['PASSWORD_TOO_SHORT']);
    expect(await redeem(code, login)).toEqual(['PASSWORD_PERSONAL']);
    const { redeemCode } = await nobody().get<{ redeemCode: { login: string } }>(
      mutationOf('redeemCode', 'login'),
      { input: { tenant: 'alpha', code: code.toLowerCase().replaceAll('-', ' '), password: chosen } },
    );
    expect(redeemCode.login).toBe(login);
    expect(await me(await enter(login, chosen))).toBe(login);
    expect(await redeem(code)).toEqual(['CODE_INVALID']);
    const actions = ['APPOINT', 'CREATE_PERSON', 'ISSUE_CODE', 'REDEEM_CODE', 'SIGN_IN', 'SIGN_IN_FAILED'];
    expect(await actionsOn(login)).toEqual(actions);
  });

  test('is used by one of many who try at once', async () => {
    const { code } = await invite();
    const told = await Promise.all(Array.from({ length: 5 }, () => redeem(code)));
    expect(told.map((codes) => codes.join()).toSorted()).toEqual([
      '',
      ...Array.from({ length: 4 }, () => 'CODE_INVALID'),
    ]);
  });

  test('expires, is of one tenant, and is replaced by the next one', async () => {
    await openTestTenant(huiji, 'beta');
    const first = await invite();
    expect(await redeem(first.code, chosen, 'beta')).toEqual(['CODE_INVALID']);
    expect(await redeem(first.code, chosen, 'no-such-tenant')).toEqual(['CODE_INVALID']);
    const second = await issue(first.personId);
    expect(hoursFromNow(second.expiresAt)).toBeCloseTo(7 * 24, 1);
    expect(await redeem(first.code)).toEqual(['CODE_INVALID']);
    await owner.query(
      `UPDATE one_time_code SET expires_at = now() WHERE person_id = $1 AND expires_at > now()`,
      [first.personId],
    );
    expect(await redeem(second.code)).toEqual(['CODE_INVALID']);
    expect(await redeem((await issue(first.personId)).code)).toEqual([]);
  });

  test('is kept as a hash, and given by who may appoint there', async () => {
    const { code, personId } = await invite();
    const { rows } = await owner.query<{ text: string }>(
      'SELECT to_jsonb(c)::text AS text FROM one_time_code c WHERE person_id = $1',
      [personId],
    );
    expect(rows).toHaveLength(1);
    const typed = code.replaceAll('-', '');
    for (const held of [code, typed, Buffer.from(typed).toString('hex')])
      expect(rows[0]!.text).not.toContain(held);
    const appointments = [{ unionId: town.bureau, role: 'LEADER' }];
    const input = { login: `p-${key()}`, name: 'n', appointments };
    expect(await refused(town.reviewer, 'invitePerson', input)).toEqual(['FORBIDDEN']);
    expect(await refused(town.clerk, 'invitePerson', input)).toEqual(['NOT_FOUND']);
    expect(await refused(town.admin, 'invitePerson', { ...input, login: 'clerk' })).toEqual(['LOGIN_TAKEN']);
  });
});

describe('a code for a forgotten password', () => {
  test('is issued by who administers all that its person holds, and ends that person’s sessions', async () => {
    const login = await somebody();
    const personId = await idOf(login);
    const client = await enter(login);
    const near = await enter(await somebody('UNION_ADMIN'));
    const { code, expiresAt } = await issue(personId, near);
    expect(hoursFromNow(expiresAt)).toBeCloseTo(24, 1);
    expect(await me(client)).toBe(login);
    expect(await redeem(code)).toEqual([]);
    expect(await me(client)).toBeNull();
    await expect(enter(login)).rejects.toThrow('SIGN_IN_FAILED');
    expect(await me(await enter(login, chosen))).toBe(login);

    // Whoever also holds something that the administrator does not administer would be taken over by it.
    const appointments = [{ unionId: town.root, role: 'STATISTICIAN' }];
    await town.admin.get(mutationOf('appoint'), { input: { personId, appointments } });
    expect(await refused(near, 'issueCode', { personId })).toEqual(['FORBIDDEN']);
    expect(await refused(town.chief, 'issueCode', { personId })).toEqual(['NOT_FOUND']);
    expect(await refused(town.admin, 'issueCode', { personId })).toEqual([]);
    expect(await refused(town.admin, 'issueCode', { personId: await idOf('admin') })).toEqual([
      'NOT_ONESELF',
    ]);
  });

  const request = (login: string, tenant = 'alpha') =>
    nobody().ask(mutationOf('requestReset'), { tenant, input: { tenant, login } });
  const requests = async (): Promise<number> => (await owner.query('SELECT FROM reset_request')).rowCount!;

  test('comes by mail to whoever asks for one with an address, and the answer never tells', async () => {
    const [login, without] = [await somebody(), await somebody()];
    const client = await enter(login);
    await client.get(mutationOf('updateContact'), {
      input: { email: 'wang@example.com', current: password },
    });
    const answers = [
      await request(login),
      await request(without),
      await request(`nobody-${key()}`),
      await request(login, 'no-such-tenant'),
    ];
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toEqual({ data: { requestReset: { userErrors: [] } } });
    await eventually(async () => expect(await requests()).toBe(0), 30);
    expect(mail.mails.map(({ to }) => to)).toEqual(['wang@example.com']);
    const [code] = /([0-9A-Z]{5}-){3}[0-9A-Z]{5}/.exec(mail.mails[0]!.text)!;
    expect(await me(client)).toBe(login);
    expect(await redeem(code)).toEqual([]);
    expect(await me(client)).toBeNull();
    expect(await me(await enter(login, chosen))).toBe(login);
    expect(await actionsOn(login)).toContain('MAIL_CODE');
  });

  test('is sent again when the mail server was away, as another code', async () => {
    const login = await somebody();
    await (
      await enter(login)
    ).get(mutationOf('updateContact'), { input: { email: 'li@example.com', current: password } });
    mail.mails = [];
    mail.answer = () => 451;
    await request(login);
    await eventually(async () => {
      const { rows } = await owner.query(
        "SELECT FROM reset_request WHERE attempts = 1 AND due_at < now() + interval '4 minutes'",
      );
      expect(rows).toHaveLength(1);
    }, 30);
    mail.answer = () => 250;
    await owner.query('UPDATE reset_request SET due_at = now()');
    await eventually(() => Promise.resolve(expect(mail.mails).toHaveLength(1)), 30);
    const { rows } = await owner.query(
      'SELECT FROM one_time_code WHERE person_id = $1 AND expires_at > now()',
      [await idOf(login)],
    );
    expect(rows).toHaveLength(1);
    await eventually(async () => expect(await requests()).toBe(0), 30);
  });

  test('is asked for as often as one may try to sign in, whether or not the account exists', async () => {
    for (const login of [await somebody(), `nobody-${key()}`]) {
      const told = await Promise.all(
        Array.from({ length: 9 }, () => refused(nobody(), 'requestReset', { tenant: 'alpha', login })),
      );
      // The first answers are without a refusal, the account's five.
      expect(told.flat()).toEqual(Array(4).fill('TOO_MANY_ATTEMPTS'));
    }
  });
});
