/** One person at the public GraphQL API, as any client of a federation would speak to it. */

/** What a mutation refused: nothing of it was written. */
export class Refused extends Error {
  constructor(
    readonly codes: readonly string[],
    message: string,
  ) {
    super(message);
  }
}

interface UserError {
  code: string;
  messageEn: string;
}

interface Answer<T> {
  data: T | null;
  errors?: Array<{ message: string }>;
}

/** A signed-in person: keeps the session cookie. Requests may run side by side. */
export class Client {
  private cookie = '';

  private constructor(private readonly apiUrl: string) {}

  /** Signs in. Throws Refused with SIGN_IN_FAILED when there is no such person, or the password is another. */
  static async signIn(
    apiUrl: string,
    who: { tenant: string; login: string; password: string },
  ): Promise<Client> {
    const client = new Client(apiUrl);
    await client.change('signIn', 'SignInInput', who, 'me { id }');
    return client;
  }

  /** The data of a query. Throws when the server answers with errors. */
  async read<T>(query: string, variables: object = {}): Promise<T> {
    const response = await fetch(this.apiUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: this.cookie },
      body: JSON.stringify({ query, variables }),
    });
    const [set] = response.headers.getSetCookie();
    if (set) this.cookie = set.split(';')[0] ?? '';
    const { data, errors } = (await response.json()) as Answer<T>;
    if (data && !errors?.length) return data;
    throw new Error(`${errors?.map((error) => error.message).join(' ') ?? response.status}\n${query}`);
  }

  /** Runs a mutation that takes one input, and answers its payload. Throws Refused when it reports userErrors. */
  async change<T>(mutation: string, type: string, input: object, payload: string): Promise<T> {
    const data = await this.read<Record<string, T & { userErrors: UserError[] }>>(
      `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${payload} userErrors { code messageEn } } }`,
      { input },
    );
    return settled(mutation, data[mutation]);
  }

  /** Takes a reporting period a step further: the mutations that take a period instead of an input. */
  async takePeriod(mutation: string, period: string): Promise<void> {
    const data = await this.read<Record<string, { userErrors: UserError[] }>>(
      `mutation ($period: String!) { ${mutation}(period: $period) { userErrors { code messageEn } } }`,
      { period },
    );
    settled(mutation, data[mutation]);
  }
}

function settled<T extends { userErrors: UserError[] }>(mutation: string, payload: T | undefined): T {
  if (!payload) throw new Error(`${mutation} has answered nothing`);
  const { userErrors } = payload;
  if (userErrors.length === 0) return payload;
  throw new Refused(
    userErrors.map((error) => error.code),
    `${mutation}: ${userErrors.map((error) => `${error.code} ${error.messageEn}`).join('; ')}`,
  );
}

/** Runs what may find itself done already: a refusal with this code is answered by `otherwise`, so loads can be repeated. */
export async function unless<T>(
  code: string,
  work: () => Promise<T>,
  otherwise: () => T | Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refused && error.codes.every((one) => one === code)) return otherwise();
    throw error;
  }
}

/** Runs `work` on every item, four at once, where the order does not matter. Results keep the items' order. */
export async function fourAtOnce<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  const queue = items.entries();
  const run = async (): Promise<void> => {
    for (const [at, item] of queue) results[at] = await work(item);
  };
  await Promise.all([run(), run(), run(), run()]);
  return results;
}
