import { setTimeout as sleep } from 'node:timers/promises';
import { noteChanges } from './audited.js';

/** What a GraphQL request answers. */
export interface Answer<T> {
  data: T | null;
  errors?: Array<{ message: string; path?: Array<string | number>; extensions: Record<string, string> }>;
}

/** One person's connection to the public GraphQL API: keeps the session cookie. */
export class Client {
  private cookie = '';

  /** `token`: an API token that it asks by, and not in a session. */
  constructor(
    private readonly apiUrl: string,
    private readonly token: string | null = null,
  ) {}

  /** The same person, asking another api of the installation. */
  at(apiUrl: string): Client {
    const there = new Client(apiUrl);
    there.cookie = this.cookie;
    return there;
  }

  async ask<T = Record<string, never>>(
    query: string,
    variables: object = {},
    language = 'zh',
  ): Promise<Answer<T>> {
    const response = await fetch(this.apiUrl, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', cookie: this.cookie, 'accept-language': language },
        ...(this.token === null ? {} : { authorization: `Bearer ${this.token}` }),
      },
      body: JSON.stringify({ query, variables }),
    });
    const [set] = response.headers.getSetCookie();
    if (set) this.cookie = set.split(';')[0] ?? '';
    const answer = (await response.json()) as Answer<T>;
    noteChanges(this.apiUrl, { query, variables }, response.headers.get('x-request-id'), answer.data);
    return answer;
  }

  /**
   * The data of an operation; throws when it has errors or its mutation reports userErrors. While it is BUSY, as under more requests than
   * the machine has processors for, the same is asked again, as BUSY tells people to.
   */
  async get<T>(query: string, variables: object = {}, tries = 10): Promise<T> {
    const { data, errors } = await this.ask<T>(query, variables);
    if (tries > 1 && errors?.some(({ extensions }) => extensions['code'] === 'BUSY')) {
      await sleep(500);
      return this.get(query, variables, tries - 1);
    }
    if (errors || !data) throw new Error(JSON.stringify(errors));
    for (const payload of Object.values<{ userErrors?: unknown[] } | null>(data)) {
      if (payload?.userErrors?.length) throw new Error(JSON.stringify(payload.userErrors));
    }
    return data;
  }

  /** The codes of what a mutation or query refused, in order. */
  async refusal(query: string, variables: object = {}): Promise<string[]> {
    const { data, errors } = await this.ask<Record<string, { userErrors?: Array<{ code: string }> } | null>>(
      query,
      variables,
    );
    const told = Object.values(data ?? {}).flatMap((payload) => payload?.userErrors ?? []);
    return [
      ...(errors ?? []).map((error) => error.extensions['code'] ?? ''),
      ...told.map((error) => error.code),
    ];
  }

  async signIn(tenant: string, login: string, password: string): Promise<this> {
    await this.get(
      `mutation ($input: SignInInput!) { signIn(input: $input) { me { id } userErrors { code message } } }`,
      { input: { tenant, login, password } },
    );
    return this;
  }

  get headers(): Record<string, string> {
    return { cookie: this.cookie };
  }
}
