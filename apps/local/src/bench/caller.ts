import { Agent, request } from 'node:http';

/** What was asked was not done, since there was too much to do. */
export class Busy extends Error {}

/** Asks the api over connections that are kept, with as little as a client can do. */
export class Caller {
  private readonly agent: Agent;

  /** `most`: over how many connections at once. */
  constructor(
    private readonly url: string,
    most: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: most });
  }

  /** What the api answers, and the cookie it sets; throws where it answers errors, Busy where it is that. */
  async ask<T>(query: string, variables: object, cookie = ''): Promise<{ data: T; cookie: string }> {
    const body = JSON.stringify({ query, variables });
    return new Promise((resolve, reject) => {
      const asked = request(
        this.url,
        {
          ...{ agent: this.agent, method: 'POST' },
          headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), cookie },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            const { data, errors } = JSON.parse(text) as { data: T; errors?: unknown[] };
            const busy = text.includes('"code":"BUSY"');
            if (errors?.length) reject(new (busy ? Busy : Error)(text.slice(0, 500)));
            else resolve({ data, cookie: response.headers['set-cookie']?.[0]?.split(';')[0] ?? cookie });
          });
        },
      );
      asked.on('error', reject).end(body);
    });
  }

  /** Signs somebody in, and answers the cookie. */
  async signIn(input: { tenant: string; login: string; password: string }): Promise<string> {
    const { cookie } = await this.ask(
      'mutation ($input: SignInInput!) { signIn(input: $input) { userErrors { code } } }',
      { input },
    );
    if (cookie === '') throw new Error(`${input.login} could not sign in`);
    return cookie;
  }

  close(): void {
    this.agent.destroy();
  }
}
