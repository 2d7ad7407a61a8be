import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { documentLimits, inputLimits, mostTokens, socketLimits } from '@huiji/api/graphql/limits';
import { listSizes } from '@huiji/api/graphql/list-sizes';
import { getNullableType, getNamedType, isListType, isObjectType } from 'graphql';
import WebSocket from 'ws';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { codes, probe, type Reply, thrice } from './harness/probe.js';
import { schema } from './harness/sdl.js';
import { addPerson, buildTown, eventually, operations, type Town } from './harness/town.js';

const shop = 'https://console.example.cn';
const registered = '{ me { login } }';
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

let huiji: Huiji;
let town: Town;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'huiji-operations-'));
  const file = join(folder, 'operations.json');
  await writeFile(file, JSON.stringify({ [hashOf(registered)]: registered }));
  huiji = await startHuiji({
    worker: false,
    settings: { CORS_ORIGINS: shop, GRAPHQL_OPERATIONS: file, RATE_LIMIT_PERSON: '1500' },
  });
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
});
afterAll(async () => {
  await huiji.stop();
  await rm(folder, { recursive: true });
});

const nobody = { headers: {} };
const ask = (query: string, variables: object = {}, client: { headers: Record<string, string> } = nobody) =>
  probe(huiji, client, JSON.stringify({ query, variables }));
const times = (count: number, each: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => each(at)).join(' ');
const byGet = (parameters: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${huiji.apiUrl}?${String(new URLSearchParams(parameters))}`, { headers });

/** Fragments of which each spreads the next twice: 2^count fields. */
const doubling = (count: number): string =>
  `{ me { ...f0 } } ${times(count, (at) => `fragment f${at} on Me { ...f${at + 1} ... { ...f${at + 1} } }`)}
   fragment f${count} on Me { id }`;

describe('a document beyond the limit of', () => {
  const { aliases, directives, depth, fragments, mutations, operations: most, repeats } = documentLimits;
  const at = 'form: "work-q", period: "2026Q3"';
  test.each<[string, string]>([
    ['aliases', `{ ${times(aliases + 1, (n) => `a${n}: me { id }`)} }`],
    ['depth', `{ tradeUnion(code: "x") ${'{ parent '.repeat(depth)} { id } ${'}'.repeat(depth)} }`],
    ['directives', `{ me { ${times(directives + 1, () => '... @include(if: true) { id }')} } }`],
    ['fields', doubling(40)],
    ['fragments', `{ me { id } } ${times(fragments + 1, (n) => `fragment f${n} on Me { id }`)}`],
    ['mutations', `mutation { ${times(mutations + 1, () => 'signOut { userErrors { code } }')} }`],
    ['operations', times(most + 1, (n) => `query q${n} { me { id } }`)],
    ['repeats', `{ ${times(repeats + 2, () => 'me { id }')} }`],
    [
      'repeats',
      `{ me { id } } fragment f on Query { ${times(repeats + 2, () => 'me { id }')} } fragment f on Query { me { id } }`,
    ],
    ['tokens', `{ ${times(mostTokens, () => 'id')} }`],
    [
      'cost',
      `{ rollup(unionCode: "x", ${at}) { children(first: 200) { nodes { children(first: 200) { nodes { cells { cell } } } } } } }`,
    ],
  ])('%s is refused at once, by the name of the limit', async (what, document) => {
    const began = performance.now();
    const { status, told } = await thrice(() => ask(document));
    expect(performance.now() - began).toBeLessThan(3_000);
    expect([status, ...codes(told)]).toEqual([400, 'REQUEST_TOO_COMPLEX']);
    expect(told[0]?.messageZh).toContain(`${what} 为`);
    const limit = what === 'tokens' ? mostTokens : documentLimits[what as keyof typeof documentLimits];
    expect(told[0]?.messageEn).toContain(`${limit} at most`);
  });

  test('mutations does not verify a password', async () => {
    const signIn = `signIn(input: { tenant: "alpha", login: "clerk", password: "wrong" }) { userErrors { code } }`;
    for (const document of [
      `mutation { ${times(1_000, (n) => `a${n}: ${signIn}`)} }`,
      `mutation { ${times(6, () => '...five')} } fragment five on Mutation { ${times(5, (n) => `a${n}: ${signIn}`)} }`,
    ])
      expect(codes((await ask(document)).told)).toEqual(['REQUEST_TOO_COMPLEX']);
    await huiji.client('alpha', 'clerk');
  });
});

test('fragments in a circle are refused by validation, and do not keep the counting busy', async () => {
  const document =
    '{ me { ...a } } fragment a on Me { id ...b } fragment b on Me { ...a appointments { union { ...c } } } fragment c on TradeUnion { parent { ...c } }';
  expect(codes((await thrice(() => ask(document))).told)).toContain('REQUEST_INVALID');
});

test('a page costs by its size, whether literal, variable or default', async () => {
  const lists = (first: string, declared = '') => `query ${declared} {
    rollup(unionCode: "alpha-root", form: "work-q", period: "2026Q3") {
      children(first: ${first}) { nodes { children(first: ${first}) { nodes { cells { cell } } } } } } }`;
  const cost = async (document: string, variables = {}) =>
    codes((await ask(document, variables, town.chief)).told);
  const refused = ['REQUEST_TOO_COMPLEX'];
  const declared = '($n: Int)';
  for (let time = 0; time < 3; time += 1) {
    expect(await cost(lists('2'))).toEqual([]);
    expect(await cost(lists('200'))).toEqual(refused);
    expect(await cost(lists('$n', declared), { n: 2 })).toEqual([]);
    expect(await cost(lists('$n', declared), { n: 200 })).toEqual(refused);
    expect(await cost(lists('$n', '($n: Int = 200)'))).toEqual(refused);
    expect(await cost(lists('$n', '($n: Int = 200)'), { n: 2 })).toEqual([]);
  }
});

test('a list of the schema is paged, given by the request, or of a size that is known', () => {
  const given = ['carriedForward', 'comparable', 'rollupTrend'];
  const lists = Object.values(schema.getTypeMap()).flatMap((type) => {
    if (!isObjectType(type) || type.name.startsWith('__') || type.name.endsWith('Payload')) return [];
    return Object.values(type.getFields())
      .filter((field) => isListType(getNullableType(field.type)) && isObjectType(getNamedType(field.type)))
      .filter((field) => !field.args.some(({ name }) => name === 'first') && field.name !== 'nodes')
      .filter((field) => !(given.includes(field.name) && field.args.length > 0))
      .filter((field) => String(field.type) !== '[UserError!]!' || `${type.name}.${field.name}` in listSizes)
      .map((field) => `${type.name}.${field.name}`);
  });
  const counted = Object.keys(listSizes).filter((name) => !name.includes('Payload.'));
  expect(lists.toSorted()).toEqual(counted.toSorted());
});

test.each<[string, string]>([
  ['a list', `[${'1,'.repeat(inputLimits.list)}1]`],
  ['values', `[${`[${'1,'.repeat(3_999)}1],`.repeat(30)}1]`],
  ['depth', `${'['.repeat(30_000)}${']'.repeat(30_000)}`],
])('variables beyond the limit of %s are refused before anything runs', async (_, value) => {
  const body = `{"query":"{ me { id } }","variables":{"a":${value}}}`;
  const { status, told } = await thrice(() => probe(huiji, nobody, body));
  expect([status, ...codes(told)]).toEqual([400, 'REQUEST_TOO_LARGE']);
});

test('the schema is not told, neither by introspection nor by suggestions', async () => {
  for (const query of [
    '{ __schema { types { name } } }',
    '{ __type(name: "Query") { name } }',
    '{ mee { id } }',
  ]) {
    const { text, told } = await thrice(() => ask(query));
    expect(codes(told)).toContain('REQUEST_INVALID');
    expect(text).not.toMatch(/Did you mean/);
  }
  const role = 'mutation ($input: AppointInput!) { appoint(input: $input) { personId } }';
  const appointments = [{ unionId: town.root, role: 'FILLER' }];
  const { text } = await thrice(() =>
    ask(role, { input: { personId: randomUUID(), appointments } }, town.admin),
  );
  expect(text).toMatch(/FILLER/);
  expect(text).not.toMatch(/Did you mean|FILER"/);
});

describe('a GET', () => {
  test('reads', async () => {
    const response = await byGet({ query: '{ me { login } }' }, town.clerk.headers);
    expect(await response.json()).toEqual({ data: { me: { login: 'clerk' } } });
  });

  // Mercurius compiles the document for the operation of its second request.
  test('runs no mutation that another request had compiled', async () => {
    const query = 'query read { me { login } } mutation leave { signOut { userErrors { code } } }';
    const leaver = await huiji.client('alpha', 'clerk');
    const post = () => probe(huiji, nobody, JSON.stringify({ query, operationName: 'leave' }), {});
    for (let time = 0; time < 3; time += 1) await post();
    for (let time = 0; time < 3; time += 1) {
      const response = await byGet({ query, operationName: 'read' }, leaver.headers);
      expect(await response.json()).toEqual({ data: { me: { login: 'clerk' } } });
    }
  });

  test.each<[string, Record<string, string>, number]>([
    ['a mutation', { query: 'mutation { signOut { userErrors { code } } }' }, 405],
    ['an operation that is not there', { query: 'query a { me { id } }', operationName: 'b' }, 400],
    ['one of two', { query: 'query a { me { id } } query b { me { id } }' }, 400],
    ['nothing', {}, 400],
    ['a syntax error', { query: '{ me {' }, 400],
    ['variables that are no JSON', { query: '{ me { id } }', variables: '{' }, 400],
  ])('for %s is refused', async (_, parameters, status) => {
    const response = await byGet(parameters, town.clerk.headers);
    expect([response.status, await response.text()]).toEqual([
      status,
      expect.stringContaining('"code":"REQUEST_INVALID"'),
    ]);
  });
});

test('many operations in one request are refused', async () => {
  const { status, told } = await probe(huiji, nobody, JSON.stringify([{ query: '{ me { id } }' }]));
  expect([status, ...codes(told)]).toEqual([400, 'REQUEST_INVALID']);
});

test('an answer says to a browser that it is kept, framed and run nowhere, and to which sites it may go', async () => {
  const from = (origin: string) =>
    fetch(huiji.apiUrl, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });
  const ours = (await from(shop)).headers;
  expect(ours.get('access-control-allow-origin')).toBe(shop);
  expect(ours.get('access-control-allow-credentials')).toBe('true');
  expect((await from('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  const { headers } = await byGet({ query: '{ me { id } }' });
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'.*frame-ancestors 'none'/);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('access-control-allow-origin')).toBeNull();
});

describe('a registered operation', () => {
  const send = (huiji: Huiji, body: object): Promise<Reply> => probe(huiji, town.clerk, JSON.stringify(body));
  const named = (sha256Hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } });

  test('runs by its id', async () => {
    expect((await send(huiji, named(hashOf(registered)))).text).toContain('"login":"clerk"');
    const { status, told } = await send(huiji, named(hashOf('{ me { id } }')));
    expect([status, ...codes(told)]).toEqual([400, 'OPERATION_NOT_REGISTERED']);
  });

  test('is all that runs where the operator says so', async () => {
    const file = join(folder, 'operations.json');
    const strict = await huiji.startApi({ GRAPHQL_OPERATIONS: file, GRAPHQL_OPERATIONS_ONLY: 'true' });
    const there = { ...huiji, apiUrl: strict.apiUrl };
    expect((await send(there, named(hashOf(registered)))).text).toContain('"login":"clerk"');
    expect((await send(there, { query: registered })).text).toContain('"login":"clerk"');
    const { status, told } = await send(there, { query: '{ me { id } }' });
    expect([status, ...codes(told)]).toEqual([400, 'OPERATION_NOT_REGISTERED']);
    await strict.stop();
  });
});

describe('a budget', () => {
  const query = '{ rateLimit { cost budgets { scope limit remaining resetInSeconds } } }';
  interface Seen {
    rateLimit: { cost: number; budgets: Array<{ scope: string; limit: number; remaining: number }> };
  }

  test('is shown in the answer and its headers, and taken by cost', async () => {
    await addPerson(town.admin, 'spender', [{ unionId: town.root, role: 'LEADER' }]);
    const spender = await huiji.client('alpha', 'spender');
    const before = (await spender.get<Seen>(query)).rateLimit;
    expect(before.cost).toBe(1);
    expect(before.budgets.map(({ scope }) => scope)).toEqual(['PERSON', 'TENANT']);
    const dear = `{ rateLimit { cost } rollup(unionCode: "alpha-root", form: "work-q", period: "2026Q3") {
      children(first: 200) { nodes { cells { cell value mark } } } } }`;
    const { rateLimit } = await spender.get<Seen>(dear);
    expect(rateLimit.cost).toBeGreaterThan(60);
    const after = (await spender.get<Seen>(query)).rateLimit;
    expect(before.budgets[0]!.remaining - after.budgets[0]!.remaining).toBe(rateLimit.cost + 1);
    const { headers } = await byGet({ query: '{ me { id } }' }, spender.headers);
    expect(headers.get('ratelimit-policy')).toMatch(/^"person";q=1500;w=60, "tenant";q=\d+;w=60$/);
    expect(headers.get('ratelimit')).toMatch(/^"person";r=\d+;t=\d+, "tenant";r=\d+;t=\d+$/);
  });

  test('that is used up is refused with the seconds to wait, and is nobody else’s', async () => {
    await addPerson(town.admin, 'flooder', [{ unionId: town.root, role: 'LEADER' }]);
    const flooder = await huiji.client('alpha', 'flooder');
    const dear = `{ rollup(unionCode: "alpha-root", form: "work-q", period: "2026Q3") {
      children(first: 200) { nodes { cells { cell value mark missing filled expected } } } } }`;
    let last: Reply | null = null;
    for (let sent = 0; sent < 40 && last?.status !== 429; sent += 1) last = await ask(dear, {}, flooder);
    expect([last?.status, ...codes(last?.told ?? [])]).toEqual([429, 'RATE_LIMITED']);
    const response = await byGet({ query: '{ me { id } }' }, flooder.headers);
    expect(response.status).toBe(429);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await byGet({ query: '{ me { id } }' }, town.clerk.headers)).status).toBe(200);
  });

  test('of an address is felt by who has not signed in; without Redis each process counts by itself', async () => {
    const alone = await huiji.startApi({ REDIS_URL: 'redis://127.0.0.1:1', RATE_LIMIT_ADDRESS: '5' });
    const status = async (headers = {}) =>
      (await fetch(`${alone.apiUrl}?query={me{login}}`, { headers })).status;
    const seen: number[] = [];
    for (let sent = 0; sent < 7; sent += 1) seen.push(await status());
    expect(seen).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect(await status(town.clerk.headers)).toBe(200);
    await alone.stop();
  });
});

describe('a socket', () => {
  const open = (headers: Record<string, string>) =>
    new WebSocket(huiji.wsUrl, 'graphql-transport-ws', { headers });
  const closing = async (socket: WebSocket): Promise<[number, string]> => {
    const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
    return [code, String(reason)];
  };
  const subscription = `subscription { rollupChanged(unionId: "${randomUUID()}", form: "work-q", period: "2026Q3") { form } }`;

  /** Opens a socket, has it initialised, and collects what comes. */
  async function ready(): Promise<{ socket: WebSocket; heard: Array<Record<string, unknown>> }> {
    const socket = open(town.chief.headers);
    const heard: Array<Record<string, unknown>> = [];
    socket.on('message', (data: Buffer) => heard.push(JSON.parse(String(data)) as Record<string, unknown>));
    await once(socket, 'open');
    socket.send('{"type":"connection_init"}');
    await eventually(() => Promise.resolve(expect(heard).toEqual([{ type: 'connection_ack' }])));
    return { socket, heard };
  }

  test('is not opened by a page of another site, and is by one of ours', async () => {
    const [error] = (await once(
      open({ ...town.chief.headers, origin: 'https://evil.example' }),
      'error',
    )) as [Error];
    expect(error.message).toContain('403');
    for (const origin of [shop, huiji.apiUrl.replace('/graphql', '')]) {
      const socket = open({ ...town.chief.headers, origin });
      await once(socket, 'open');
      socket.close();
    }
  });

  test.each<[string, unknown, string]>([
    ['nonsense', { query: '{{{' }, 'REQUEST_INVALID'],
    ['a query', { query: '{ me { id } }' }, 'REQUEST_INVALID'],
    ['an operation that is not there', { query: subscription, operationName: 'b' }, 'REQUEST_INVALID'],
    ['what the schema does not have', { query: 'subscription { nothing }' }, 'REQUEST_INVALID'],
    ['exponential fragments', { query: doubling(30).replace('{', 'subscription {') }, 'REQUEST_TOO_COMPLEX'],
    ['introspection', { query: 'subscription { __schema { types { name } } }' }, 'REQUEST_INVALID'],
    [
      'many subscriptions in one',
      { query: `subscription { ${times(60, (n) => `a${n}: rollupChanged { form }`)} }` },
      'REQUEST_TOO_COMPLEX',
    ],
    ['a total that is not there', { query: subscription }, 'NOT_FOUND'],
  ])('answers %s with a code and a request id', async (_, payload, code) => {
    const { socket, heard } = await ready();
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }));
    await eventually(() => Promise.resolve(expect(heard).toHaveLength(2)));
    expect(heard[1]).toMatchObject({ type: 'error', payload: [{ extensions: { code } }] });
    expect(JSON.stringify(heard)).toMatch(/"requestId":"[0-9a-f-]{36}"/);
    expect(JSON.stringify(heard)).not.toMatch(/\.[jt]s\b|node_modules|Cannot (read|destr)|undefined/);
    socket.close();
  });

  test.each<[string, string, number]>([
    ['is no JSON', 'nonsense', 4400],
    ['has no payload', '{"id":"1","type":"subscribe"}', 4400],
    ['is a document in JSON', '{"id":"1","type":"subscribe","payload":{"query":{"kind":"Document"}}}', 4400],
    [
      'is too large',
      `{"id":"1","type":"subscribe","payload":{"query":"${'x'.repeat(socketLimits.message)}"}}`,
      1009,
    ],
  ])('is closed at a message that %s', async (_, message, code) => {
    const { socket } = await ready();
    socket.send(message);
    expect((await closing(socket))[0]).toBe(code);
  });

  test('is closed where its messages are too many', async () => {
    const { socket } = await ready();
    for (let sent = 0; sent < 10 * socketLimits.messages; sent += 1) socket.send('{"type":"ping"}');
    expect(await closing(socket)).toEqual([4429, 'RATE_LIMITED']);
  });

  test('is one of so many that a person may have', async () => {
    const other = await huiji.client('alpha', 'reviewer');
    const sockets = Array.from({ length: socketLimits.ofPerson }, () => open(other.headers));
    await Promise.all(sockets.map((socket) => once(socket, 'open')));
    expect(await closing(open(other.headers))).toEqual([4429, 'RATE_LIMITED']);
    sockets.pop()!.close();
    await eventually(async () => {
      const again = open(other.headers);
      await once(again, 'open');
      again.send('{"type":"connection_init"}');
      const [data] = (await Promise.race([once(again, 'message'), once(again, 'close')])) as [unknown];
      expect(String(data)).toBe('{"type":"connection_ack"}');
    });
    for (const socket of sockets) socket.close();
  });
});

test('what a person files passes all of this', async () => {
  const input = {
    unionId: town.grassroots[0],
    form: 'work-q',
    period: '2026Q3',
    idempotencyKey: randomUUID(),
  };
  const cells = [{ cell: 'mem_member_cnt', value: '3' }];
  const { data } = await town.clerk.ask(operations.save, { input: { ...input, cells } });
  expect(JSON.stringify(data)).toContain('"state":"DRAFT"');
});
