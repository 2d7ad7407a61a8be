import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { TOTP } from 'otpauth';
import pg from 'pg';
import type { Client } from './harness/client.js';
import { type Huiji, openTestTenant, password, startHuiji } from './harness/huiji.js';
import { Browser, publicOrigin, startProvider, type TestProvider } from './harness/oidc.js';
import { addPerson, key, mutationOf, type MutationName, toldIn } from './harness/town.js';

let huiji: Huiji;
let owner: pg.Client;
let [provider, other]: TestProvider[] = [];
let admin: Client;
/** Guards the accounts of alpha. */
let guard: Client;
let root: string;

beforeAll(async () => {
  provider = await startProvider();
  other = await startProvider();
  huiji = await startHuiji({
    worker: false,
    settings: { OIDC_ISSUERS: `${provider.issuer}, ${other.issuer}`, PUBLIC_ORIGIN: publicOrigin },
  });
  owner = new pg.Client({ connectionString: huiji.database.ownerUrl });
  await owner.connect();
  for (const tenant of ['alpha', 'beta', 'gamma']) await openTestTenant(huiji, tenant);
  admin = await huiji.client('alpha', 'admin');
  const { me } = await admin.get<{ me: { appointments: Array<{ union: { id: string } }> } }>(
    '{ me { appointments { union { id } } } }',
  );
  root = me.appointments[0]!.union.id;
  guard = await huiji.client('alpha', 'security');
  await setProvider(guard, provider);
  await setProvider(await huiji.client('beta', 'security'), other);
});
afterEach(() => {
  provider!.fault = null;
});
afterAll(async () => {
  await owner?.end();
  await huiji.stop();
  await provider?.stop();
  await other?.stop();
});

const fields = 'identityProvider { name issuer clientId enabled callback }';
const inputFor = ({ issuer, clientId, clientSecret }: TestProvider) => ({
  ...{ name: '统一认证', issuer, clientId, clientSecret, enabled: true },
});
const setProvider = (client: Client, at: TestProvider, more: object = {}) =>
  client.get(mutationOf('setIdentityProvider', fields), { input: { ...inputFor(at), ...more } });

const refused = async (who: Client | Browser, name: MutationName, input: object): Promise<string[]> =>
  toldIn(await who.ask(mutationOf(name), { input })).map(({ code }) => code);
const me = async (who: Client | Browser): Promise<string | null> =>
  (await who.ask<{ me: { login: string } | null }>('{ me { login } }')).data?.me?.login ?? null;
const problemPage = (code: string): string => `/?problem=${code}`;

/** Signs in by password, in a browser. */
async function byPassword(login: string, tenant = 'alpha'): Promise<Browser> {
  const browser = new Browser(huiji.apiUrl);
  await browser.ask(mutationOf('signIn'), { input: { tenant, login, password } });
  return browser;
}

async function addressToLink(browser: Browser): Promise<string> {
  const { data } = await browser.ask<{ linkIdentity: { url: string } }>(mutationOf('linkIdentity', 'url'), {
    input: { current: password },
  });
  return data!.linkIdentity.url;
}

/** Links an account to whoever is signed in; answers where that ends. */
const link = async (browser: Browser, account: string): Promise<string> =>
  browser.sentBy(await browser.signInAt(await addressToLink(browser), account));

async function clerk(): Promise<string> {
  const login = `p-${key()}`;
  await addPerson(admin, login, [{ unionId: root, role: 'LEADER' }]);
  return login;
}

/** A clerk whose account at the provider is linked, and has the same name there. */
async function linked(): Promise<string> {
  const login = await clerk();
  expect(await link(await byPassword(login), login)).toBe('/');
  return login;
}

/** Somebody who has signed in at the provider, and not come back yet. */
async function returning(account: string): Promise<[Browser, string]> {
  const browser = new Browser(huiji.apiUrl);
  return [browser, await browser.signInAt(await browser.sentBy('/oidc/alpha/start'), account)];
}

interface Event {
  action: string;
  after: object | null;
  person: boolean;
}
const events = async (tenant = 'alpha'): Promise<Event[]> =>
  (
    await owner.query<Event>(
      `SELECT action, after, person_id IS NOT NULL AS person FROM audit_event
       WHERE tenant_id = (SELECT tenant_id FROM tenant WHERE code = $1) ORDER BY id DESC LIMIT 5`,
      [tenant],
    )
  ).rows;
const later = (): Promise<unknown> => owner.query('UPDATE attempt SET failures = 0');

describe('a provider', () => {
  test('is set by who guards the accounts, and nobody reads its secret', async () => {
    const { identityProvider } = await guard.get<{ identityProvider: object }>(`{ ${fields} }`);
    const { clientSecret, ...shown } = inputFor(provider!);
    expect(identityProvider).toEqual({ ...shown, callback: `${publicOrigin}/oidc/callback` });
    const { rows } = await owner.query<{ text: string }>(
      `SELECT jsonb_agg(p)::text || (SELECT jsonb_agg(a)::text FROM audit_event a) AS text FROM identity_provider p`,
    );
    for (const form of [clientSecret, Buffer.from(clientSecret).toString('hex')])
      expect(rows[0]!.text).not.toContain(form);

    for (const client of [admin, await huiji.client('alpha', await clerk())]) {
      expect(await client.refusal(`{ ${fields} }`)).toEqual(['FORBIDDEN']);
      expect(await refused(client, 'setIdentityProvider', inputFor(provider!))).toEqual(['FORBIDDEN']);
      expect(await client.refusal('mutation { removeIdentityProvider { userErrors { code } } }')).toEqual([
        'FORBIDDEN',
      ]);
    }
  });

  test('is one that the operator names, and gets the secret that was given for it', async () => {
    const input = inputFor(provider!);
    for (const issuer of ['http://169.254.169.254', `${provider!.issuer}/`, 'https://id.example.cn'])
      expect(await refused(guard, 'setIdentityProvider', { ...input, issuer })).toEqual([
        'ISSUER_NOT_ALLOWED',
      ]);
    const without = { ...input, clientSecret: undefined };
    expect(await refused(guard, 'setIdentityProvider', { ...without, name: '统一身份认证' })).toEqual([]);
    for (const changed of [{ issuer: other!.issuer }, { clientId: 'another' }])
      expect(await refused(guard, 'setIdentityProvider', { ...without, ...changed })).toEqual([
        'FIELD_REQUIRED',
      ]);
    expect(await new Browser(huiji.apiUrl).signIn('alpha', await linked())).toBe('/');
  });

  test('is answered for the same where there is none, no such tenant, or it is switched off', async () => {
    const login = await linked();
    const [gone, path] = await returning(login);
    const inside = new Browser(huiji.apiUrl);
    expect(await inside.signIn('alpha', login)).toBe('/');
    await setProvider(guard, provider!, { enabled: false });
    for (const tenant of ['alpha', 'gamma', 'no-such', '%00', 'a'.repeat(90)])
      expect(await new Browser(huiji.apiUrl).sentBy(`/oidc/${tenant}/start`)).toBe(
        problemPage('PROVIDER_NOT_SET_UP'),
      );
    expect(await gone.sentBy(path)).toBe(problemPage('PROVIDER_NOT_SET_UP'));
    // Whom it vouched for is signed out; who came by password is not.
    expect([await me(inside), await me(admin)]).toEqual([null, 'admin']);
    expect(await refused(await byPassword(login), 'linkIdentity', { current: password })).toEqual([
      'PROVIDER_NOT_SET_UP',
    ]);
    await setProvider(guard, provider!);
    expect(await new Browser(huiji.apiUrl).signIn('alpha', login)).toBe('/');
  });

  test('is taken away, with the sessions that it opened', async () => {
    const client = await huiji.client('gamma', 'security');
    const remove = 'mutation { removeIdentityProvider { userErrors { code } } }';
    expect(await client.refusal(remove)).toEqual(['PROVIDER_NOT_SET_UP']);
    await setProvider(client, provider!);
    const browser = await byPassword('admin', 'gamma');
    expect(await link(browser, 'gamma-admin')).toBe('/');
    const inside = new Browser(huiji.apiUrl);
    expect(await inside.signIn('gamma', 'gamma-admin')).toBe('/');
    expect(await client.refusal(remove)).toEqual([]);
    expect([await me(inside), await me(browser)]).toEqual([null, 'admin']);
    expect(await inside.signIn('gamma', 'gamma-admin')).toBe(problemPage('PROVIDER_NOT_SET_UP'));
  });
});

describe('a linked person', () => {
  test('signs in, in a session like any other', async () => {
    const login = await linked();
    const browser = new Browser(huiji.apiUrl);
    expect(await browser.signIn('alpha', login)).toBe('/');
    expect([...browser.cookies.keys()]).toEqual(['huiji']);
    expect(await me(browser)).toBe(login);
    const { data } = await browser.ask<{ mySessions: object[]; myIdentity: object }>(
      '{ mySessions { method current } myIdentity { issuer } }',
    );
    expect(data).toEqual({
      mySessions: [
        { method: 'OPENID_CONNECT', current: true },
        { method: 'PASSWORD', current: false },
      ],
      myIdentity: { issuer: provider!.issuer },
    });
    expect((await events())[0]).toEqual({
      action: 'SIGN_IN',
      after: { method: 'OPENID_CONNECT' },
      person: true,
    });
    // Whoever is not linked is told of no account, least of all of another's.
    const { data: unlinked } = await (await byPassword('admin', 'alpha')).ask('{ myIdentity { issuer } }');
    expect(unlinked).toEqual({ myIdentity: null });
    const { rows } = await owner.query('SELECT FROM audit_event WHERE (before, after)::text LIKE $1', [
      `%${login}%`,
    ]);
    expect(rows).toEqual([]);
  });

  test('owes a second factor here all the same', async () => {
    const login = await linked();
    const browser = await byPassword(login);
    const { data } = await browser.ask<{ enrolTotp: { secret: string } }>(
      'mutation { enrolTotp { secret userErrors { code } } }',
    );
    const code = new TOTP({ secret: data!.enrolTotp.secret }).generate();
    expect(await refused(browser, 'confirmTotp', { code })).toEqual([]);
    const next = new Browser(huiji.apiUrl);
    expect(await next.signIn('alpha', login)).toBe('/');
    expect(toldIn(await next.ask('{ mySessions { id } }')).map((told) => told.code)).toEqual([
      'SECOND_FACTOR_REQUIRED',
    ]);
  });

  test('unlinks, which ends the other sessions; an administrator may, and nobody else', async () => {
    const login = await linked();
    const [one, two] = [new Browser(huiji.apiUrl), new Browser(huiji.apiUrl)];
    await one.signIn('alpha', login);
    await two.signIn('alpha', login);
    expect(await refused(one, 'unlinkIdentity', {})).toEqual([]);
    expect([await me(one), await me(two)]).toEqual([login, null]);
    expect(await refused(one, 'unlinkIdentity', {})).toEqual(['IDENTITY_NOT_LINKED']);
    expect(await two.signIn('alpha', login)).toBe(problemPage('IDENTITY_NOT_LINKED'));

    const { rows } = await owner.query<{ id: string }>('SELECT id FROM person WHERE login = $1', [login]);
    const input = { personId: rows[0]!.id };
    expect(await link(await byPassword(login), login)).toBe('/');
    expect(await refused(await huiji.client('alpha', await clerk()), 'unlinkIdentity', input)).toEqual([
      'NOT_FOUND',
    ]);
    expect(await refused(admin, 'unlinkIdentity', input)).toEqual([]);
    expect([await me(one), await me(admin)]).toEqual([null, 'admin']);
    expect(await two.signIn('alpha', login)).toBe(problemPage('IDENTITY_NOT_LINKED'));
  });

  test('is linked no longer after a reset of the password', async () => {
    const login = await linked();
    const { rows } = await owner.query<{ id: string }>('SELECT id FROM person WHERE login = $1', [login]);
    const { issueCode } = await admin.get<{ issueCode: { code: string } }>(mutationOf('issueCode', 'code'), {
      input: { personId: rows[0]!.id },
    });
    const input = { tenant: 'alpha', code: issueCode.code, password: 'another-long-phrase' };
    expect(await refused(admin, 'redeemCode', input)).toEqual([]);
    expect(await new Browser(huiji.apiUrl).signIn('alpha', login)).toBe(problemPage('IDENTITY_NOT_LINKED'));
  });
});

describe('an account', () => {
  test('that nobody is linked to opens nothing, whatever it is called', async () => {
    const before = (await events()).length;
    for (const account of [await clerk(), 'admin', `nobody-knows-${key()}`]) {
      const browser = new Browser(huiji.apiUrl);
      expect(await browser.signIn('alpha', account)).toBe(problemPage('IDENTITY_NOT_LINKED'));
      expect([await me(browser), browser.cookies.size]).toEqual([null, 0]);
      expect((await events())[0]).toEqual({
        ...{ action: 'SIGN_IN_FAILED', after: { code: 'IDENTITY_NOT_LINKED' }, person: false },
      });
    }
    expect(before).toBeGreaterThan(0);
  });

  test('is one person’s; a person has one, the last', async () => {
    const [one, two] = [await linked(), await clerk()];
    const browser = await byPassword(two);
    expect(await link(browser, one)).toBe(problemPage('IDENTITY_TAKEN'));
    expect(await link(browser, `${two}-a`)).toBe('/');
    expect(await link(browser, `${two}-b`)).toBe('/');
    const ends = [];
    for (const account of [one, `${two}-a`, `${two}-b`]) {
      const next = new Browser(huiji.apiUrl);
      await next.signIn('alpha', account);
      ends.push(await me(next));
    }
    expect(ends).toEqual([one, null, two]);
  });

  test('is linked by who knows the password, in the session where that was begun', async () => {
    const login = await clerk();
    const browser = await byPassword(login);
    expect(await refused(browser, 'linkIdentity', { current: 'not-the-password' })).toEqual([
      'PASSWORD_WRONG',
    ]);
    expect((await events())[0]).toEqual({ action: 'CURRENT_PASSWORD_FAILED', after: null, person: true });
    const page = await addressToLink(browser);
    // Whoever is signed in at the provider, perhaps in another's name, proves it there once more.
    expect(new URL(page).searchParams.get('prompt')).toBe('login');
    const back = await browser.signInAt(page, login);
    await browser.ask('mutation { signOut { userErrors { code } } }');
    await browser.ask(mutationOf('signIn'), { input: { tenant: 'alpha', login, password } });
    expect(await browser.sentBy(back)).toBe(problemPage('SIGN_IN_EXPIRED'));
    const again = await browser.signInAt(await addressToLink(browser), login);
    await browser.ask('mutation { signOut { userErrors { code } } }');
    expect(await browser.sentBy(again)).toBe(problemPage('UNAUTHENTICATED'));
    expect(await new Browser(huiji.apiUrl).signIn('alpha', login)).toBe(problemPage('IDENTITY_NOT_LINKED'));
  });

  test('of one tenant opens nothing in another, by whichever provider', async () => {
    const login = await linked();
    expect(await new Browser(huiji.apiUrl).signIn('beta', login)).toBe(problemPage('IDENTITY_NOT_LINKED'));
    const beta = await huiji.client('beta', 'security');
    await setProvider(beta, provider!);
    expect(await new Browser(huiji.apiUrl).signIn('beta', login)).toBe(problemPage('IDENTITY_NOT_LINKED'));
    await setProvider(beta, other!);
    // An answer of the other tenant's provider in place of ours; and ours, carried to the other tenant.
    const [browser, path] = await returning(login);
    const there = await browser.signInAt(await browser.sentBy('/oidc/beta/start'), login);
    expect(await browser.sentBy(path)).toBe(problemPage('SIGN_IN_EXPIRED'));
    const [next, ours] = await returning(login);
    const foreign = new URLSearchParams(there.split('?')[1]);
    foreign.set('state', new URLSearchParams(ours.split('?')[1]).get('state')!);
    expect(await next.sentBy(`/oidc/callback?${foreign.toString()}`)).toBe(problemPage('PROVIDER_REFUSED'));
    expect(await me(next)).toBeNull();
  });
});

describe('an answer of the provider', () => {
  test('holds once, in the browser that asked for it, with its state, for ten minutes', async () => {
    await later();
    const login = await linked();
    const expired = problemPage('SIGN_IN_EXPIRED');
    const [browser, path] = await returning(login);
    const cookies = [...browser.cookies];
    // Login CSRF: a victim's browser is led to an attacker's answer, without or in the midst of a sign-in of its own.
    const victim = new Browser(huiji.apiUrl);
    expect(await victim.sentBy(path)).toBe(expired);
    const [midway, own] = await returning(login);
    expect(await midway.sentBy(path)).toBe(expired);
    expect([await me(victim), await me(midway)]).toEqual([null, null]);
    expect(await midway.sentBy(own)).toBe(expired); // it has lost its cookie by that
    expect(await browser.sentBy(path)).toBe('/');
    expect(await me(browser)).toBe(login);

    const replayed = (name: string) => cookies.find(([one]) => one === name)![1];
    const response = await fetch(new URL(path, huiji.apiUrl), {
      headers: { cookie: `huiji-oidc=${replayed('huiji-oidc')}` },
      redirect: 'manual',
    });
    expect(response.headers.get('location')).toBe(expired);

    const [late, latePath] = await returning(login);
    await owner.query(`UPDATE authentication_request SET expires_at = now()`);
    expect(await late.sentBy(latePath)).toBe(expired);
    const [strange, strangePath] = await returning(login);
    expect(await strange.sentBy(strangePath.replace(/state=.../, 'state=xyz'))).toBe(expired);
    for (const path of ['/oidc/callback', '/oidc/callback?state=%00&state=b', '/oidc/callback?code=x'])
      expect(await new Browser(huiji.apiUrl).sentBy(path)).toBe(expired);
  });

  test.each([
    ['another nonce', (page: URL) => page.searchParams.set('nonce', 'of-another-sign-in')],
    ['another PKCE challenge', (page: URL) => page.searchParams.set('code_challenge', 'A'.repeat(43))],
  ])('for %s is refused', async (_, change) => {
    const login = await linked();
    const browser = new Browser(huiji.apiUrl);
    const page = new URL(await browser.sentBy('/oidc/alpha/start'));
    change(page);
    expect(await browser.sentBy(await browser.signInAt(page.href, login))).toBe(
      problemPage('PROVIDER_REFUSED'),
    );
    expect((await events())[0]).toMatchObject({
      action: 'SIGN_IN_FAILED',
      after: { code: 'PROVIDER_REFUSED' },
    });
    expect(await me(browser)).toBeNull();
  });

  test('that is signed by another key is refused; so is one that says no', async () => {
    const login = await linked();
    const [browser, path] = await returning(login);
    provider!.fault = 'OTHER_KEYS';
    expect(await browser.sentBy(path)).toBe(problemPage('PROVIDER_REFUSED'));
    expect(await me(browser)).toBeNull();
    provider!.fault = null;
    expect(await new Browser(huiji.apiUrl).signIn('alpha', 'nobody')).toBe(problemPage('PROVIDER_REFUSED'));
  });

  test('that does not come, or not as it should, is a problem of a person and no failure of ours', async () => {
    const login = await linked();
    // One that does not know yet where the provider's addresses are.
    const fresh = await huiji.startApi({});
    for (const fault of ['AWAY', 'BROKEN', 'ENDLESS', 'REDIRECTS'] as const) {
      provider!.fault = null;
      const [browser, path] = await returning(login);
      provider!.fault = fault;
      const failed = problemPage(fault === 'REDIRECTS' ? 'PROVIDER_REFUSED' : 'PROVIDER_AWAY');
      const ends = [await browser.sentBy(path), await new Browser(fresh.apiUrl).sentBy('/oidc/alpha/start')];
      expect([fault, ...ends]).toEqual([fault, failed, failed]);
    }
    await fresh.stop();
  });
});

test('what cannot be trusted is counted by address, what is no guess is not', async () => {
  await later();
  const [browser, path] = await returning(await clerk());
  expect(await browser.sentBy(path)).toBe(problemPage('IDENTITY_NOT_LINKED'));
  const counted = async () =>
    (await owner.query<{ max: number }>('SELECT max(failures) FROM attempt')).rows[0]!.max;
  expect(await counted()).toBe(0);
  expect(await new Browser(huiji.apiUrl).sentBy('/oidc/callback?state=x&code=y')).toBe(
    problemPage('SIGN_IN_EXPIRED'),
  );
  expect(await counted()).toBe(1);
  await owner.query('UPDATE attempt SET failures = 101');
  const [next, ours] = await returning(await clerk());
  expect(await next.sentBy(ours)).toBe(problemPage('TOO_MANY_ATTEMPTS'));
  await later();
});

test('both addresses are paid for like any other', async () => {
  const api = await huiji.startApi({ RATE_LIMIT_ADDRESS: '3' });
  const statuses = [];
  for (const path of ['/oidc/alpha/start', '/oidc/callback', '/oidc/no-such/start', '/oidc/alpha/start']) {
    const headers = { 'x-forwarded-for': '203.0.113.77' };
    statuses.push((await fetch(new URL(path, api.apiUrl), { headers, redirect: 'manual' })).status);
  }
  expect(statuses).toEqual([302, 302, 302, 429]);
  await api.stop();
});
