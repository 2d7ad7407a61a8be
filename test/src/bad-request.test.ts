import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { codes, probe, type Reply, thrice } from './harness/probe.js';
import { anyOf, documentOf, leavesOf, omitted, rootFields, variablesOf } from './harness/sdl.js';
import {
  buildTown,
  eventually,
  key,
  mutationOf,
  type MutationName,
  operations,
  type Town,
} from './harness/town.js';

let huiji: Huiji;
let town: Town;
let unionId: string;
beforeAll(async () => {
  huiji = await startHuiji({ worker: false });
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
  unionId = town.grassroots[0];
});
afterAll(() => huiji.stop());

const send = (body: string, headers: Record<string, string> = {}, client = town.clerk): Promise<Reply> =>
  probe(huiji, client, body, headers);
const mutation = (name: MutationName, input: object): string =>
  JSON.stringify({ query: mutationOf(name), variables: { input } });

const ask = (query: unknown, more: object = {}) => send(JSON.stringify({ query, ...more }));
const nested = (depth: number): string =>
  `{ tradeUnion(id: "${unionId}") ${'{ parent '.repeat(depth)}{ id }${'}'.repeat(depth + 1)}`;

test.each<[string, () => Promise<Reply>, number, string]>([
  ['that is not JSON', () => send('{ not json'), 400, 'REQUEST_INVALID'],
  ['that is empty', () => send(''), 400, 'REQUEST_INVALID'],
  ['that is a list', () => send('[]'), 400, 'REQUEST_INVALID'],
  ['without a query', () => send('{}'), 400, 'REQUEST_INVALID'],
  ['whose query is a number', () => ask(5), 400, 'REQUEST_INVALID'],
  [
    'whose query is a document in JSON',
    () => ask('{"kind":"Document","definitions":[{"kind":"Field"}]}'),
    400,
    'REQUEST_INVALID',
  ],
  ['with a syntax error', () => ask('{ me { id '), 400, 'REQUEST_INVALID'],
  ['for a field that is not there', () => ask('{ persons { passwordHash } }'), 400, 'REQUEST_INVALID'],
  ['without its variable', () => ask(mutationOf('submit')), 400, 'REQUEST_INVALID'],
  ['nested too deeply', () => ask(nested(13)), 400, 'REQUEST_TOO_COMPLEX'],
  [
    'nested beyond the stack',
    () => ask(`mutation { submit(input: ${'['.repeat(50_000)}`),
    400,
    'REQUEST_INVALID',
  ],
  ['of 1 MB and more', () => send('x'.repeat(1_048_577)), 413, 'REQUEST_TOO_LARGE'],
  [
    'as text',
    () => send('{"query":"{ me { id } }"}', { 'content-type': 'text/plain' }),
    415,
    'REQUEST_INVALID',
  ],
  [
    'as a web form',
    () => send('query={me{id}}', { 'content-type': 'application/x-www-form-urlencoded' }),
    415,
    'REQUEST_INVALID',
  ],
  ['with U+0000 in a literal', () => ask('{ tradeUnion(code: "a\\u0000") { id } }'), 400, 'REQUEST_INVALID'],
  [
    'with half a surrogate pair',
    () => ask('query ($c: String) { tradeUnion(code: $c) { id } }', { variables: { c: '\ud800' } }),
    400,
    'REQUEST_INVALID',
  ],
  [
    'for a day that is none',
    () => ask(`{ tradeUnion(id: "${unionId}") { state(on: "2026-02-30") } }`),
    400,
    'DATE_INVALID',
  ],
  ['for more rows than a page has', () => ask('{ periods(first: 201) { code } }'), 400, 'REQUEST_TOO_LARGE'],
  ['for no rows', () => ask('{ periods(first: -1) { code } }'), 400, 'REQUEST_TOO_LARGE'],
  [
    'with a cursor of its own making',
    () =>
      ask(
        `{ submissions(unionId: "${unionId}", form: "work-q", period: "2026Q3", after: "J09SIDE9MQ") { nodes { id } } }`,
      ),
    400,
    'NOT_FOUND',
  ],
])('a request %s is refused', async (_, make, status, code) => {
  const reply = await thrice(make);
  expect(codes(reply.told)).toContain(code);
  expect(reply.status).toBe(status);
});

test('a request that changes anything by GET is refused', async () => {
  const query = encodeURIComponent('mutation { signOut { userErrors { code } } }');
  const response = await fetch(`${huiji.apiUrl}?query=${query}`, { headers: town.clerk.headers });
  expect(response.status).toBe(405);
  expect((await town.clerk.get<{ me: object }>('{ me { id } }')).me).not.toBeNull();
});

test('a request in English is answered in English', async () => {
  const input = { unionId, form: 'work-q', period: '2026Q3', idempotencyKey: key() };
  const { told } = await send(
    mutation('saveDraft', { ...input, cells: [{ cell: 'mem_member_cnt', value: '-1' }] }),
    { 'accept-language': 'en' },
  );
  expect(told[0]?.message).toMatch(/negative/);
});

test.each(['2026-02-30', '0000-01-01', '30.09.2026', '2026-9-1', '２０２６-09-01', `2026-09-01'; --`])(
  '%s for a day names the field',
  async (on) => {
    const input = { unionId, expectedVersion: 1, on, reason: 'r', documentNo: 'd' };
    const { told } = await thrice(() => send(mutation('dissolveUnion', input), {}, town.admin));
    expect(told).toMatchObject([{ code: 'DATE_INVALID', field: 'on' }]);
  },
);

const nasty: Record<string, string> = {
  code: `'; DROP TABLE person; -- ') OR 1=1 {"$ne":null}"]}\\" %_ \u202e \${jndi:ldap://x} {{7*7}} 😀`,
  long: '汉'.repeat(20_000),
  blank: ' \u3000\t',
  proto: '__proto__',
};
const fields = rootFields.filter(({ operation, name }) => operation !== 'subscription' && name !== 'signOut');
test.each(Object.keys(nasty))(
  '%s in any one text argument, or in all, gets a plain answer',
  async (which) => {
    const own: Record<string, string> = {
      unionId,
      parentId: town.bureau,
      accountableUnionId: unionId,
      form: 'work-q',
      period: '2026Q3',
      tenant: 'alpha',
    };
    let sent = 0;
    for (const field of fields) {
      const texts = leavesOf(field)
        .filter(({ type }) => ['String', 'ID', 'Decimal', 'Date', 'Row'].includes(type))
        .map(({ path }) => path);
      for (const chosen of [...texts, '*']) {
        const variables = variablesOf(field, (path, type) => {
          if (path === 'id' && chosen !== 'id' && chosen !== '*') return omitted;
          const bad = type === 'Row' ? { [nasty[which]!.slice(0, 500)]: nasty[which] } : nasty[which];
          if (path === chosen || (chosen === '*' && texts.includes(path))) return bad;
          return own[path.split('.').at(-1) ?? ''] ?? (path.endsWith('idempotencyKey') ? key() : anyOf(type));
        });
        await send(
          JSON.stringify({ query: documentOf(field, 1), variables }),
          {},
          sent % 2 ? town.clerk : town.admin,
        );
        sent += 1;
      }
    }
    expect(sent).toBeGreaterThan(80);
    expect((await town.clerk.get<{ me: object }>('{ me { id } }')).me).not.toBeNull();
  },
);

test('while the database is away the answer is BUSY with 503, and the same request counts once when it is back', async () => {
  const owner = new pg.Client({ connectionString: huiji.database.ownerUrl });
  await owner.connect();
  const role = new URL(huiji.database.appUrl).username;
  const clerk = town.clerk;
  const input = {
    ...{ unionId: town.grassroots[2], form: 'work-q', period: '2026Q3', idempotencyKey: key() },
    cells: [{ cell: 'mem_member_cnt', value: '3' }],
  };
  await owner.query(`ALTER ROLE "${role}" CONNECTION LIMIT 0`);
  await owner.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [role]);
  await eventually(async () => {
    const { errors } = await clerk.ask(operations.save, { input });
    expect(errors?.map((error) => error.extensions['code'])).toEqual(['BUSY']);
  });
  await owner.query(`ALTER ROLE "${role}" CONNECTION LIMIT -1`);
  await owner.end();
  for (let sent = 0; sent < 2; sent++) {
    await eventually(async () => {
      const { data } = await clerk.ask<{ saveDraft: { submission: { version: number } } }>(operations.save, {
        input,
      });
      expect(data?.saveDraft.submission.version).toBe(1);
    });
  }
});
