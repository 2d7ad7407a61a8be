import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TOTP } from 'otpauth';
import pg from 'pg';
import { Client } from './harness/client.js';
import { type Huiji, openTestTenant, password, startHuiji } from './harness/huiji.js';
import { anyOf, documentOf, omitted, rootFields, variablesOf } from './harness/sdl.js';
import { addPerson, key, type MutationName, mutationOf, toldIn } from './harness/town.js';

let huiji: Huiji;
let owner: pg.Client;
/** The administrator, with an authenticator. */
let admin: Client;
let authenticator: TOTP;
let recoveryCodes: string[];
let root: string;

beforeAll(async () => {
  huiji = await startHuiji({ worker: false, settings: { REQUIRE_TOTP: 'true' } });
  await openTestTenant(huiji, 'alpha');
  owner = new pg.Client({ connectionString: huiji.database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

const signInAs = `mutation ($input: SignInInput!) { signIn(input: $input) { me { login } secondFactor userErrors { code } } }`;

/** Signs in by password alone; answers what the session owes. */
async function enter(login: string): Promise<[Client, string | null]> {
  const client = new Client(huiji.apiUrl);
  const { signIn } = await client.get<{
    signIn: { me: { login: string } | null; secondFactor: string | null };
  }>(signInAs, { input: { tenant: 'alpha', login, password } });
  expect(signIn.me).toEqual(signIn.secondFactor ? null : { login });
  return [client, signIn.secondFactor];
}
const refused = (client: Client, name: MutationName, input: object): Promise<string[]> =>
  client.refusal(mutationOf(name), { input });
const enrolment = 'mutation { enrolTotp { secret uri userErrors { code } } }';
const codeAt = (steps: number, of = authenticator): string =>
  of.generate({ timestamp: Date.now() + steps * 30_000 });

/** Sets an authenticator up; answers it with its recovery codes. */
async function enrol(client: Client): Promise<[TOTP, string[]]> {
  const { enrolTotp } = await client.get<{ enrolTotp: { secret: string; uri: string } }>(enrolment);
  expect(enrolTotp.uri).toMatch(/^otpauth:\/\/totp\//);
  const totp = new TOTP({ secret: enrolTotp.secret });
  const { confirmTotp } = await client.get<{ confirmTotp: { recoveryCodes: string[] } }>(
    mutationOf('confirmTotp', 'recoveryCodes'),
    { input: { code: totp.generate() } },
  );
  return [totp, confirmTotp.recoveryCodes];
}

/** Time passes: the codes of now are new again. */
const later = () => owner.query('UPDATE totp SET last_step = 0');
const me = async (client: Client): Promise<string | null> =>
  (await client.ask<{ me: { login: string } | null }>('{ me { login } }')).data?.me?.login ?? null;

/** What may be asked by who is not signed in, or has passed the password only. */
const free = [
  ...['signIn', 'signOut', 'requestReset', 'redeemCode'],
  ...['enrolTotp', 'confirmTotp', 'verifyTotp', 'rateLimit', 'demoPeople'],
];

async function expectNothingAllowed(client: Client): Promise<void> {
  const fields = rootFields.filter(
    ({ operation, name }) => operation !== 'subscription' && !free.includes(name),
  );
  expect(fields.length).toBeGreaterThan(80);
  const plain: Record<string, unknown> = {
    regionCode: '32',
    period: '2026Q3',
    form: 'work-q',
    after: omitted,
  };
  const allowed: unknown[] = [];
  for (const field of fields) {
    const variables = variablesOf(field, (path, type) =>
      type === 'ID' ? randomUUID() : (plain[path.split('.').at(-1)!] ?? anyOf(type)),
    );
    const codes = toldIn(await client.ask(documentOf(field, 1), variables)).map(({ code }) => code);
    if (codes.join() !== 'SECOND_FACTOR_REQUIRED') allowed.push([field.name, codes]);
  }
  expect(allowed).toEqual([]);
}

test('an administrator who has passed the password can do nothing but set an authenticator up', async () => {
  const [client, owes] = await enter('admin');
  expect(owes).toBe('ENROL');
  await expectNothingAllowed(client);
  expect(await refused(client, 'verifyTotp', { code: '123456' })).toEqual(['TOTP_NOT_ENROLLED']);
  expect(await refused(client, 'confirmTotp', { code: '123456' })).toEqual(['TOTP_NOT_ENROLLED']);
  const [another] = await enter('admin');
  [authenticator, recoveryCodes] = await enrol(client);
  admin = client;
  expect(recoveryCodes).toHaveLength(10);
  expect([await me(admin), await me(another)]).toEqual(['admin', null]);
  const { rows } = await owner.query<{ text: string }>(
    'SELECT to_jsonb(t)::text || (SELECT jsonb_agg(r)::text FROM recovery_code r) AS text FROM totp t',
  );
  const [secret] = [Buffer.from(authenticator.secret.bytes)];
  for (const held of [secret.toString('hex'), authenticator.secret.base32, ...recoveryCodes])
    expect(rows[0]!.text).not.toContain(held);
  const { me: mine } = await admin.get<{ me: { appointments: Array<{ union: { id: string } }> } }>(
    '{ me { appointments { union { id } } } }',
  );
  root = mine.appointments[0]!.union.id;
});

test('who has one owes a code of it in every session, and cannot set up another instead', async () => {
  const [client, owes] = await enter('admin');
  expect(owes).toBe('VERIFY');
  await expectNothingAllowed(client);
  expect(toldIn(await client.ask(enrolment)).map(({ code }) => code)).toEqual(['SECOND_FACTOR_REQUIRED']);
  expect(await refused(client, 'confirmTotp', { code: codeAt(0) })).toEqual(['SECOND_FACTOR_REQUIRED']);
  // That of the enrolment was used, whoever has seen it.
  const before = await owner.query<{ step: string }>('SELECT last_step::text AS step FROM totp');
  const used = authenticator.generate({ timestamp: Number(before.rows[0]!.step) * 30_000 });
  expect(await refused(client, 'verifyTotp', { code: used })).toEqual(['SECOND_FACTOR_WRONG']);
  const { verifyTotp } = await client.get<{ verifyTotp: { me: { login: string } } }>(
    mutationOf('verifyTotp', 'me { login }'),
    { input: { code: codeAt(1) } },
  );
  expect([verifyTotp.me.login, await me(client)]).toEqual(['admin', 'admin']);
  await client.get('mutation { signOut { userErrors { code } } }');
  // A session may end without proving anything.
  const [half] = await enter('admin');
  expect(await half.refusal('mutation { signOut { userErrors { code } } }')).toEqual([]);
  expect(await half.refusal('{ mySessions { id } }')).toEqual(['UNAUTHENTICATED']);
});

describe('a code', () => {
  test.each([
    ['three steps old', -3, ['SECOND_FACTOR_WRONG']],
    ['three steps ahead', 3, ['SECOND_FACTOR_WRONG']],
    ['of this step', 0, []],
  ])('%s', async (_, steps, codes) => {
    await later();
    const [client] = await enter('admin');
    expect(await refused(client, 'verifyTotp', { code: codeAt(steps) })).toEqual(codes);
  });

  test('is used by one of many sessions that send it at once', async () => {
    await later();
    const clients = await Promise.all(Array.from({ length: 4 }, () => enter('admin')));
    const code = codeAt(0);
    const told = await Promise.all(clients.map(([client]) => refused(client, 'verifyTotp', { code })));
    expect(told.filter((codes) => codes.length === 0)).toHaveLength(1);
    const signedIn = await Promise.all(clients.map(([client]) => me(client)));
    expect(signedIn.filter((login) => login === 'admin')).toHaveLength(1);
  });

  test('for recovery holds once, however it is typed', async () => {
    const [one, other] = [await enter('admin'), await enter('admin')].map(([client]) => client) as [
      Client,
      Client,
    ];
    const typed = recoveryCodes[0]!.toLowerCase().replace('-', '');
    expect(await refused(one, 'verifyTotp', { code: typed })).toEqual([]);
    expect(await refused(other, 'verifyTotp', { code: recoveryCodes[0]! })).toEqual(['SECOND_FACTOR_WRONG']);
    expect([await me(one), await me(other)]).toEqual(['admin', null]);
    expect(await refused(other, 'verifyTotp', { code: recoveryCodes[1]! })).toEqual([]);
  });
});

describe('a clerk', () => {
  test('needs none, may have one, and loses it to an administrator', async () => {
    const login = `p-${key()}`;
    await addPerson(admin, login, [{ unionId: root, role: 'FILER' }]);
    const [client, owes] = await enter(login);
    expect([owes, await me(client)]).toEqual([null, login]);
    const [first] = await enrol(client);
    // Who has proved the one may set up the next.
    const [second, codes] = await enrol(client);
    expect(second.secret.base32).not.toBe(first.secret.base32);
    const [next, owed] = await enter(login);
    expect(owed).toBe('VERIFY');
    await later();
    expect(await refused(next, 'verifyTotp', { code: codeAt(0, first) })).toEqual(['SECOND_FACTOR_WRONG']);

    const { rows } = await owner.query<{ id: string }>('SELECT id FROM person WHERE login = $1', [login]);
    const input = { personId: rows[0]!.id };
    expect(await refused(next, 'resetTotp', input)).toEqual(['SECOND_FACTOR_REQUIRED']);
    expect(await refused(client, 'resetTotp', input)).toEqual(['NOT_FOUND']);
    expect(await refused(admin, 'resetTotp', input)).toEqual([]);
    expect([await me(client), await me(next)]).toEqual([null, null]);
    const [again, nothing] = await enter(login);
    expect([nothing, await me(again)]).toEqual([null, login]);
    expect(await refused(again, 'verifyTotp', { code: codes[0]! })).toEqual(['TOTP_NOT_ENROLLED']);

    // Appointed as an administrator, the same session owes one at once.
    const appointments = [{ unionId: root, role: 'UNION_ADMIN' }];
    await admin.get(mutationOf('appoint'), { input: { ...input, appointments } });
    expect(await again.refusal('{ mySessions { id } }')).toEqual(['SECOND_FACTOR_REQUIRED']);
  });
});

test('codes are guessed at no more often than passwords, and each guess is in the audit', async () => {
  const failed = async () =>
    (await owner.query(`SELECT FROM audit_event WHERE action = 'SECOND_FACTOR_FAILED'`)).rows.length;
  const before = await failed();
  const [client] = await enter('admin');
  const told = await Promise.all(
    Array.from({ length: 8 }, (_, i) => refused(client, 'verifyTotp', { code: `0000${10 + i}` })),
  );
  expect(told.flat().filter((code) => code === 'TOO_MANY_ATTEMPTS').length).toBeGreaterThanOrEqual(3);
  expect(await refused(client, 'verifyTotp', { code: codeAt(0) })).toEqual(['TOO_MANY_ATTEMPTS']);
  const wrong = told.flat().filter((code) => code === 'SECOND_FACTOR_WRONG');
  expect((await failed()) - before).toBe(wrong.length);
});
