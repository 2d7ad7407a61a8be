import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { Client } from './harness/client.js';
import { type Huiji, openTestTenant, password, startHuiji } from './harness/huiji.js';
import { addPerson, buildTown, key, mutationOf, operations, type Town, toldIn } from './harness/town.js';

let huiji: Huiji;
let owner: pg.Client;
let town: Town;

beforeAll(async () => {
  huiji = await startHuiji({ worker: false });
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  owner = new pg.Client({ connectionString: huiji.database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
});

/** Somebody with a role at the first grassroots union; answers the login. */
async function somebody(role = 'LEADER', unionId = town.grassroots[0]): Promise<string> {
  const login = `p-${key()}`;
  await addPerson(town.admin, login, [{ unionId, role }]);
  return login;
}

const enter = (login: string): Promise<Client> => huiji.client('alpha', login);
const me = async (client: Client): Promise<string | null> =>
  (await client.ask<{ me: { login: string } | null }>('{ me { login } }')).data?.me?.login ?? null;
const other = 'another-long-phrase';

interface Session {
  id: string;
  device: string | null;
  address: string | null;
  openedAt: string;
  lastUsedAt: string;
  expiresAt: string;
  current: boolean;
}
const fields = 'id device address openedAt lastUsedAt expiresAt current';
const sessions = async (client: Client): Promise<Session[]> =>
  (await client.get<{ mySessions: Session[] }>(`{ mySessions { ${fields} } }`)).mySessions;

describe('a password', () => {
  test('is kept by argon2id with the parameters that OWASP asks for', async () => {
    const { rows } = await owner.query<{ hash: string }>(
      'SELECT DISTINCT left(password_hash, 30) AS hash FROM person',
    );
    expect(rows).toEqual([{ hash: '$argon2id$v=19$m=19456,t=2,p=1' }]);
  });

  test('is neither one that everybody tries nor the account, for a new person', async () => {
    for (const [secret, code] of [
      ['Password2026!', 'PASSWORD_COMMON'],
      ['my-wang.fang-1', 'PASSWORD_PERSONAL'],
    ] as const) {
      const appointments = [{ unionId: town.bureau, role: 'LEADER' }];
      const input = { login: 'wang.fang', name: 'w', password: secret, appointments };
      expect(await town.admin.refusal(operations.person, { input })).toEqual([code]);
    }
  });

  test('is changed by who knows it, which ends the other sessions and no one else’s', async () => {
    const login = await somebody();
    const [here, there] = [await enter(login), await enter(login)];
    const change = (current: string, next: string) =>
      here.refusal(mutationOf('changePassword', 'sessions { current }'), {
        input: { current, password: next },
      });
    expect(await change('not-the-password', other)).toEqual(['PASSWORD_WRONG']);
    expect(await change(password, 'short')).toEqual(['PASSWORD_TOO_SHORT']);
    expect(await change(password, `${login}!`)).toEqual(['PASSWORD_PERSONAL']);
    expect(await me(there)).toBe(login);
    expect(await change(password, other)).toEqual([]);
    expect([await me(here), await me(there), await me(town.admin)]).toEqual([login, null, 'admin']);
    await expect(enter(login)).rejects.toThrow('SIGN_IN_FAILED');
    expect(await me(await new Client(huiji.apiUrl).signIn('alpha', login, other))).toBe(login);
    const { rows } = await owner.query<{ action: string }>(
      `SELECT action FROM audit_event WHERE object_id = (SELECT id::text FROM person WHERE login = $1) ORDER BY at`,
      [login],
    );
    const actions = rows.map(({ action }) => action);
    expect(actions.slice(-4).toSorted()).toEqual(
      ['CHANGE_PASSWORD', 'END_SESSIONS', 'SIGN_IN_FAILED', 'SIGN_IN'].toSorted(),
    );
  });

  test('can be guessed at by its change no more often than by signing in', async () => {
    const client = await enter(await somebody());
    const change = (current: string) =>
      client.refusal(mutationOf('changePassword'), { input: { current, password: other } });
    const told = (await Promise.all(Array.from({ length: 12 }, (_, i) => change(`guess-${i}`)))).flat();
    expect(told.filter((code) => code === 'PASSWORD_WRONG')).toHaveLength(5);
    expect(told.filter((code) => code === 'TOO_MANY_ATTEMPTS')).toHaveLength(7);
    expect(await change(password)).toEqual(['TOO_MANY_ATTEMPTS']);
  });
});

describe('sessions', () => {
  const browser =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';

  test('are listed with where they came from, and ended one by one or all but one', async () => {
    const login = await somebody();
    const input = { tenant: 'alpha', login, password };
    await post({ input }, { 'user-agent': browser, 'x-forwarded-for': '203.0.113.9' });
    const [second, third, here] = [await enter(login), await enter(login), await enter(login)];
    const listed = await sessions(here);
    expect(listed.map(({ current }) => current)).toEqual([true, false, false, false]);
    expect(listed[3]).toMatchObject({ device: 'Chrome, Windows', address: '203.0.113.9' });
    expect(listed[0]!.address).toBe('127.0.0.1');
    const lasts = Date.parse(listed[0]!.expiresAt) - Date.parse(listed[0]!.openedAt);
    expect(Math.abs(lasts - 12 * 3_600_000)).toBeLessThan(5_000);

    const { revokeSession } = await here.get<{ revokeSession: { sessions: Session[] } }>(
      mutationOf('revokeSession', `sessions { ${fields} }`),
      { input: { sessionId: listed[2]!.id } },
    );
    expect(revokeSession.sessions.map(({ id }) => id)).toEqual([0, 1, 3].map((at) => listed[at]!.id));
    expect([await me(second), await me(third)]).toEqual([null, login]);
    // Once it has ended it is gone, and somebody else's never was there.
    const theirs = (await sessions(town.clerk))[0]!.id;
    for (const sessionId of [listed[2]!.id, theirs, key(), 'x'])
      expect(await here.refusal(mutationOf('revokeSession'), { input: { sessionId } })).toEqual([
        'NOT_FOUND',
      ]);
    expect(await me(town.clerk)).toBe('clerk');

    await here.get('mutation { revokeOtherSessions { userErrors { code } } }');
    expect((await sessions(here)).map(({ id }) => id)).toEqual([listed[0]!.id]);
    expect([await me(third), await me(here), await me(town.clerk)]).toEqual([null, login, 'clerk']);
  });

  test('of a person are ended by who administers them, and by nobody else', async () => {
    const login = await somebody();
    const client = await enter(login);
    const admin = await somebody('UNION_ADMIN');
    const near = await enter(admin);
    const far = await enter(await somebody('UNION_ADMIN', town.grassroots[1]));
    const { rows } = await owner.query<{ id: string }>('SELECT id FROM person WHERE login = $1', [login]);
    const input = { personId: rows[0]!.id };
    for (const stranger of [far, client, town.chief])
      expect(await stranger.refusal(mutationOf('endSessions'), { input })).toEqual(['NOT_FOUND']);
    expect(await me(client)).toBe(login);
    expect(await near.refusal(mutationOf('endSessions'), { input })).toEqual([]);
    expect([await me(client), await me(near)]).toEqual([null, admin]);
  });

  test('end two hours after the last request, and twelve after the first', async () => {
    const login = await somebody();
    const client = await enter(login);
    const [{ id }] = (await sessions(client)) as [Session];
    const set = (column: string, ago: string) =>
      owner.query(`UPDATE session SET ${column} = now() - $2::interval WHERE id = $1`, [id, ago]);
    await set('last_seen_at', '119 minutes');
    expect(await me(client)).not.toBeNull();
    await set('last_seen_at', '120 minutes');
    expect(await me(client)).toBeNull();
    expect((await client.ask('{ mySessions { id } }')).errors?.[0]?.extensions['code']).toBe(
      'UNAUTHENTICATED',
    );
    await set('last_seen_at', '1 minute');
    await set('expires_at', '1 second');
    expect(await me(client)).toBeNull();
    // Nor is it listed to its person, or ended a second time.
    const again = await enter(login);
    expect((await sessions(again)).map((one) => one.id)).not.toContain(id);
    expect(await again.refusal(mutationOf('revokeSession'), { input: { sessionId: id } })).toEqual([
      'NOT_FOUND',
    ]);
  });

  test('are noted as used at most once a minute, however much is asked at once', async () => {
    const client = await enter(await somebody());
    const [{ id }] = (await sessions(client)) as [Session];
    const state = async () => {
      const { rows } = await owner.query<{ xmin: string; at: Date }>(
        'SELECT xmin::text, last_seen_at AS at FROM session WHERE id = $1',
        [id],
      );
      return rows[0]!;
    };
    const fresh = await state();
    for (let time = 0; time < 3; time += 1) await me(client);
    expect(await state()).toEqual(fresh);
    await owner.query(`UPDATE session SET last_seen_at = now() - interval '61 seconds' WHERE id = $1`, [id]);
    await Promise.all(Array.from({ length: 8 }, () => me(client)));
    const noted = await state();
    expect(noted.at.getTime()).toBeGreaterThanOrEqual(fresh.at.getTime());
    for (let time = 0; time < 3; time += 1) await me(client);
    expect(await state()).toEqual(noted);
  });
});

const signIn = mutationOf('signIn', 'me { id }');

/** Sends a request by nobody, from wherever the headers say; answers the codes of what it refused. */
async function post(
  variables: object,
  headers: Record<string, string> = {},
  query = signIn,
): Promise<string[]> {
  const response = await fetch(huiji.apiUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return toldIn((await response.json()) as object).map(({ code }) => code);
}

let lastAddress = 0;
/** An address that no other test has used. */
const address = (): string => `198.51.100.${(lastAddress += 1)}`;
const guess = (
  login: string,
  secret = 'wrong-password',
  from = address(),
  tenant = 'alpha',
): Promise<string[]> => post({ input: { tenant, login, password: secret } }, { 'x-forwarded-for': from });

const failed = 'SIGN_IN_FAILED';
const locked = 'TOO_MANY_ATTEMPTS';
const count = (told: readonly string[], code: string): number => told.filter((one) => one === code).length;
const verifications = async (login: string): Promise<number> => {
  const { rows } = await owner.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM audit_event
     WHERE action = 'SIGN_IN_FAILED' AND object_id = (SELECT id::text FROM person WHERE login = $1)`,
    [login],
  );
  return rows[0]!.n;
};

describe('the lock-out', () => {
  /** Sign-ins by alias in one request, each with a password of its own. */
  const aliased = (n: number, login: (i: number) => string): string =>
    `mutation { ${Array.from(
      { length: n },
      (_, i) =>
        `a${i}: signIn(input: { tenant: "alpha", login: "${login(i)}", password: "guess-${i}" }) { userErrors { code } }`,
    ).join(' ')} }`;

  test('lets a request of 1,000 sign-ins verify at most 5 passwords, of one account or of a thousand', async () => {
    const login = await somebody();
    const one = await post(
      {},
      { 'x-forwarded-for': address() },
      aliased(1_000, () => login),
    );
    expect([count(one, failed), await verifications(login)]).toEqual([0, 0]);
    expect(one).toContain('REQUEST_TOO_COMPLEX');
    const own = await post(
      {},
      { 'x-forwarded-for': address() },
      aliased(10, () => login),
    );
    expect([count(own, failed), count(own, locked), await verifications(login)]).toEqual([5, 5, 5]);
    const many = await post(
      {},
      { 'x-forwarded-for': address() },
      aliased(1_000, (i) => `nobody-${i}`),
    );
    expect(many).toContain('REQUEST_TOO_COMPLEX');
    const few = await post(
      {},
      { 'x-forwarded-for': address() },
      aliased(8, (i) => `few-${i}`),
    );
    expect([count(few, failed), count(few, locked)]).toEqual([5, 3]);
  });

  test('holds for requests at once, whether or not the account or the tenant exists', async () => {
    const login = await somebody();
    for (const [tenant, account] of [
      ['alpha', login],
      ['alpha', `nobody-${key()}`],
      ['no-such-tenant', `nobody-${key()}`],
    ] as const) {
      const told = (
        await Promise.all(
          Array.from({ length: 30 }, (_, i) => guess(account, `guess-${i}`, address(), tenant)),
        )
      ).flat();
      expect([tenant, count(told, failed), count(told, locked)]).toEqual([tenant, 5, 25]);
      expect(await guess(account, password, address(), tenant)).toEqual([locked]);
    }
    expect(await verifications(login)).toBe(5);
  });

  const rowOf = (...parts: string[]) => ({
    get: async () =>
      (
        await owner.query<{ failures: number }>(
          `SELECT failures FROM attempt WHERE key = sha256(convert_to($1, 'UTF8'))`,
          [JSON.stringify(parts)],
        )
      ).rows[0]?.failures,
    set: (to: string) =>
      owner.query(`UPDATE attempt SET ${to} WHERE key = sha256(convert_to($1, 'UTF8'))`, [
        JSON.stringify(parts),
      ]),
  });

  test('ends after 15 minutes, and not later for having been tried meanwhile', async () => {
    const login = await somebody();
    for (let time = 0; time < 6; time += 1) await guess(login);
    const row = rowOf('account', 'signIn', 'alpha', login);
    await row.set(`since = since - interval '14 minutes'`);
    expect(await guess(login, password)).toEqual([locked]);
    await row.set(`since = since - interval '1 minute'`);
    expect(await guess(login, password)).toEqual([]);
    expect(await row.get()).toBe(0);
  });

  test('is also by address: a hundred failures there, whoever they were at', async () => {
    const login = await somebody();
    const [from, elsewhere] = [address(), address()];
    expect(await guess('nobody-at-all', 'x', from)).toEqual([failed]);
    const row = rowOf('address', from);
    expect(await row.get()).toBe(1);
    // A success is none of them.
    expect(await guess(login, password, from)).toEqual([]);
    expect(await row.get()).toBe(1);
    await row.set('failures = 99');
    expect(await guess(`nobody-${key()}`, 'x', from)).toEqual([failed]);
    expect(await guess(login, password, from)).toEqual([locked]);
    expect(await guess(login, password, elsewhere)).toEqual([]);
    // What an address that is locked sends does not lock the account for others.
    for (let time = 0; time < 6; time += 1) await guess(login, 'wrong-password', from);
    expect(await guess(login, password, elsewhere)).toEqual([]);
  });

  test('takes half of an IPv6 address for one, and an IPv4 address in it for what it is', async () => {
    await guess(`nobody-${key()}`, 'x', '2001:db8:1:2::7');
    await guess(`nobody-${key()}`, 'x', '2001:db8:1:2:a:b:c:d');
    await guess(`nobody-${key()}`, 'x', '2001:db8:1:3::7');
    expect(await rowOf('address', '2001:db8:1:2').get()).toBe(2);
    await guess(`nobody-${key()}`, 'x', '::ffff:192.0.2.77');
    expect(await rowOf('address', '192.0.2.77').get()).toBe(1);
  });

  test('leaves nothing behind that names anybody, nor for longer than a day', async () => {
    await owner.query(`UPDATE attempt SET since = now() - interval '25 hours'`);
    const before = (await owner.query('SELECT FROM attempt')).rowCount!;
    await guess(`nobody-${key()}`);
    expect((await owner.query('SELECT FROM attempt')).rowCount).toBe(Math.max(before - 10, 0) + 2);
    const { rows } = await owner.query<{ name: string }>(
      `SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'attempt'`,
    );
    expect(rows.map(({ name }) => name).toSorted()).toEqual(['failures', 'key', 'since', 'tenant_id']);
  });
});
