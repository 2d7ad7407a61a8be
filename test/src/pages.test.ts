import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { configFrom } from '@huiji/api/config';
import { type Huiji, startHuiji } from './harness/huiji.js';

const built = fileURLToPath(new URL('../../apps/web/dist/', import.meta.url));
const operations = fileURLToPath(new URL('../../apps/web/operations.json', import.meta.url));
const clerk = {
  ...{ tenant: 'linjiang', login: 'tianbao', password: 'told-to-everybody', name: '唐莉' },
  ...{ role: 'FILER', union: '长途汽车站工会', startsAt: null },
};

let huiji: Huiji;
let origin: string;
beforeAll(async () => {
  const settings = { PAGES_DIR: built, GRAPHQL_OPERATIONS: operations, GRAPHQL_OPERATIONS_ONLY: 'true' };
  huiji = await startHuiji({
    worker: false,
    settings: { ...settings, DEMO_PEOPLE: JSON.stringify([clerk]) },
  });
  origin = new URL(huiji.apiUrl).origin;
});
afterAll(() => huiji.stop());

/** The status of a path as it is sent: fetch would tidy it first. */
const statusOf = (path: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    request({ hostname, port, path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });

test('each address of the console has its page, which runs nothing of elsewhere and is asked for anew', async () => {
  for (const [path, entry] of [
    ['/', 'index'],
    ['/?problem=SIGN_IN_EXPIRED', 'index'],
    ['/filing/LJ-JT-02/work-q/2026Q3', 'index'],
    ['/console', 'console'],
    ['/console/totals?union=LJ', 'console'],
  ] as const) {
    const response = await fetch(`${origin}${path}`);
    expect([path, response.status, response.headers.get('content-type')]).toEqual([
      ...[path, 200, 'text/html; charset=utf-8'],
    ]);
    expect(await response.text()).toMatch(new RegExp(`src="/assets/${entry}-[\\w-]+\\.js"`));
    expect(response.headers.get('cache-control')).toBe('no-store');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining(["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"]),
    );
  }
});

test('a page may send files to the bucket in which they are kept, and to no other place', async () => {
  const policyWith = async (settings: NodeJS.ProcessEnv): Promise<string> => {
    const api = await huiji.startApi({ PAGES_DIR: built, ...settings });
    const { headers } = await fetch(new URL('/', api.apiUrl));
    await api.stop();
    return headers.get('content-security-policy') ?? '';
  };
  const bucket = {
    ATTACHMENT_STORE: 's3://huiji?endpoint=https://s3.example.org',
    ...{ AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret' },
  };
  expect(await policyWith(bucket)).toContain("connect-src 'self' https://s3.example.org;");
  expect(await policyWith({})).toContain("connect-src 'self';");
});

test('the files of a page are kept for good, and sent as they were compressed by the build', async () => {
  const name = readdirSync(`${built}assets`).find((file) => /^console-.*\.js$/.test(file));
  const response = await fetch(`${origin}/assets/${name}`, { headers: { 'accept-encoding': 'br' } });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-encoding')).toBe('br');
  expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
});

test('nothing but the pages and their files is given out', async () => {
  const paths = ['/assets/../index.html', '/assets/..%2f..%2fpackage.json', '/assets/'];
  for (const path of [...paths, '/.vite/manifest.json', '/console.html', '/other'])
    expect([path, [403, 404].includes((await statusOf(path)) ?? 0)]).toEqual([path, true]);
});

test('the console works where nothing but its own operations runs', async () => {
  const text = 'query DemoPeople{demoPeople{tenant login password name role union startsAt}}';
  const response = await fetch(huiji.apiUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: text }),
  });
  expect(await response.json()).toEqual({ data: { demoPeople: [clerk] } });
});

test('people whose passwords are told to everybody are never offered behind TLS', () => {
  const settings = {
    ...{ DATABASE_URL: 'postgres://huiji@localhost/huiji', REDIS_URL: 'redis://localhost' },
    ...{ FIELD_KEY: Buffer.alloc(32, 7).toString('base64'), DEMO_PEOPLE: JSON.stringify([clerk]) },
  };
  expect(configFrom(settings).DEMO_PEOPLE).toEqual([clerk]);
  expect(() => configFrom({ ...settings, COOKIE_SECURE: 'true' })).toThrow(/DEMO_PEOPLE/);
  expect(configFrom({ ...settings, DEMO_PEOPLE: '' }).DEMO_PEOPLE).toEqual([]);
});
