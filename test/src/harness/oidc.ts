import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { noteChanges } from './audited.js';
import type { Answer } from './client.js';

/** Where the tests' installation says that browsers reach it; its api listens elsewhere. */
export const publicOrigin = 'https://huiji.test';
const callback = `${publicOrigin}/oidc/callback`;

/** A key of its own, which leaves the provider in its public half only. */
const signingKey = (): object => ({
  ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
  ...{ use: 'sig', alg: 'RS256', kid: 'the-only-one' },
});

/** What a provider does wrong, or an attacker in its stead. */
export type Fault = 'AWAY' | 'BROKEN' | 'ENDLESS' | 'OTHER_KEYS' | 'REDIRECTS' | null;

/** An OpenID provider of a test. Who asks says by a header as whom: nobody types a password there. */
export interface TestProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  fault: Fault;
  /** What it was asked, by method and path. */
  requests: string[];
  stop(): Promise<void>;
}

const publicKeys = (): object => ({
  keys: [
    {
      ...signingKey(),
      d: undefined,
      p: undefined,
      q: undefined,
      dp: undefined,
      dq: undefined,
      qi: undefined,
    },
  ],
});

/** Does what the fault says; false where the provider is to answer itself. */
async function faulty(fault: Fault, path: string, response: ServerResponse): Promise<boolean> {
  const json = (status: number, body: string) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  if (fault === 'AWAY') response.destroy();
  else if (fault === 'BROKEN') json(500, '{}');
  else if (fault === 'REDIRECTS') response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
  else if (fault === 'ENDLESS') {
    response.writeHead(200, { 'content-type': 'application/json' });
    while (!response.destroyed) {
      response.write(' '.repeat(100_000));
      await sleep(1);
    }
  } else if (fault === 'OTHER_KEYS' && path === '/jwks') json(200, JSON.stringify(publicKeys()));
  else return false;
  return true;
}

interface GrantOf {
  addOIDCScope(scope: string): void;
  save(): Promise<string>;
}
interface Consent {
  oidc: {
    client: { clientId: string };
    session: { accountId: string };
    provider: { Grant: new (of: { clientId: string; accountId: string }) => GrantOf };
  };
}

/** Nobody is asked whether the installation may know who they are. */
async function consented({ oidc: { client, session, provider } }: Consent): Promise<GrantOf> {
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid');
  await grant.save();
  return grant;
}

export async function startProvider(): Promise<TestProvider> {
  const [clientId, clientSecret] = ['huiji', randomBytes(24).toString('hex')];
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // It warns of what a test wants: that nothing is kept, and of a Node.js older than the newest.
  const said = (['warn', 'info'] as const).map((kind) =>
    jest.spyOn(console, kind).mockImplementation(() => undefined),
  );
  const { default: Provider } = await import('oidc-provider');
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [callback] }],
    cookies: { keys: ['a-key'] },
    jwks: { keys: [signingKey()] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_: unknown, sub: string) => ({ accountId: sub, claims: () => ({ sub }) }),
    loadExistingGrant: consented,
  });
  for (const one of said) one.mockRestore();
  const answerItself = provider.callback();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url!.split('?')[0]!;
    own.requests.push(`${request.method} ${path}`);
    if (await faulty(own.fault, path, response)) return;
    if (!path.startsWith('/interaction/')) return answerItself(request, response);
    const account = String(request.headers['x-account']);
    const result =
      account === 'nobody'
        ? { error: 'access_denied', error_description: 'not today' }
        : { login: { accountId: account } };
    await provider.interactionFinished(request, response, result);
  };
  const own: TestProvider = {
    ...{ issuer, clientId, clientSecret, fault: null, requests: [] },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return own;
}

/** Where something was sent to, without the origin: `/oidc/callback?…`. */
const pathOf = (location: string): string => {
  const { pathname, search } = new URL(location, publicOrigin);
  return pathname + search;
};

/** A browser: it keeps the cookies of each place, and goes where it is sent one step at a time. */
export class Browser {
  private readonly jars = new Map<string, Map<string, string>>();

  constructor(private readonly apiUrl: string) {}

  private get api(): string {
    return new URL(this.apiUrl).origin;
  }

  /** The cookies that it has of the api. */
  get cookies(): ReadonlyMap<string, string> {
    return this.jar(this.api);
  }

  private jar(origin: string): Map<string, string> {
    const jar = this.jars.get(origin) ?? new Map<string, string>();
    this.jars.set(origin, jar);
    return jar;
  }

  private async fetch(
    url: string,
    options: RequestInit & { headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const jar = this.jar(new URL(url).origin);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...options.headers, cookie };
    const response = await fetch(url, { ...options, headers, redirect: 'manual' });
    for (const set of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!;
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(set)) jar.delete(name!);
      else jar.set(name!, value!);
    }
    return response;
  }

  /** Opens a page of the api. */
  open(path: string): Promise<Response> {
    return this.fetch(`${this.api}${path}`);
  }

  /** Where a page of the api sends to. */
  async sentBy(path: string): Promise<string> {
    const response = await this.open(path);
    const location = response.headers.get('location');
    if (!location)
      throw new Error(`${path.split('?')[0]} answers ${response.status} ${await response.text()}`);
    return location;
  }

  /** Signs in at the provider's page as an account; answers with what it is sent back to, and has not gone. */
  async signInAt(page: string, account: string): Promise<string> {
    this.jars.delete(new URL(page).origin); // nobody is signed in there
    let url = page;
    for (let step = 0; step < 8; step += 1) {
      if (url.startsWith(publicOrigin)) return pathOf(url);
      const response = await this.fetch(url, { headers: { 'x-account': account } });
      const location = response.headers.get('location');
      if (!location) throw new Error(`the provider answers ${response.status} ${await response.text()}`);
      url = new URL(location, url).href;
    }
    throw new Error(`the provider does not send back: ${url}`);
  }

  /** The whole way, from the first page to where it ends up. */
  async signIn(tenant: string, account: string): Promise<string> {
    const page = await this.sentBy(`/oidc/${tenant}/start`);
    if (page.startsWith('/')) return page;
    return this.sentBy(await this.signInAt(page, account));
  }

  async ask<T = Record<string, never>>(query: string, variables: object = {}): Promise<Answer<T>> {
    const response = await this.fetch(this.apiUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    const answer = (await response.json()) as Answer<T>;
    noteChanges(this.apiUrl, { query, variables }, response.headers.get('x-request-id'), answer.data);
    return answer;
  }
}
