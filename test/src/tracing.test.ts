/** OpenTelemetry: what a collector is sent of a request and of the workers, and that nothing that was typed is in it. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Huiji, openTestTenant, startHuiji } from './harness/huiji.js';
import { buildTown, eventually, operations, type Town } from './harness/town.js';

interface Value {
  stringValue?: string;
  intValue?: number;
}
interface Span {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  attributes: Array<{ key: string; value: Value }>;
  status: { code?: number };
}
interface Sent {
  resourceSpans: Array<{
    resource: { attributes: Array<{ key: string; value: Value }> };
    scopeSpans: Array<{ spans: Span[] }>;
  }>;
}

let huiji: Huiji;
let town: Town;
let collector: Server;
const bodies: string[] = [];
beforeAll(async () => {
  collector = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      bodies.push(Buffer.concat(parts).toString('utf8'));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  collector.listen(0, '127.0.0.1');
  await once(collector, 'listening');
  huiji = await startHuiji({
    settings: {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
      ...{ OTEL_BSP_SCHEDULE_DELAY: '100', OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test' },
    },
  });
  await openTestTenant(huiji, 'alpha');
  town = await buildTown(huiji, 'alpha');
}, 60_000);
afterAll(async () => {
  await huiji.stop();
  collector.close();
});

/** Waits until what is looked at is so. */
const seen = (look: () => void, seconds?: number): Promise<void> =>
  eventually(() => Promise.resolve().then(look), seconds);

const sent = (): Array<Span & { service: string }> =>
  bodies
    .flatMap((body) => (JSON.parse(body) as Sent).resourceSpans)
    .flatMap(({ resource, scopeSpans }) => {
      const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
      return scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ ...span, service })));
    });
const told = ({ attributes }: Span, key: string): unknown =>
  Object.values(attributes.find((one) => one.key === key)?.value ?? {})[0];

test('a request goes on its caller’s trace, with its operation, tenant and status, and each statement below it', async () => {
  const traceId = randomBytes(16).toString('hex');
  const parent = randomBytes(8).toString('hex');
  const response = await fetch(huiji.apiUrl, {
    method: 'POST',
    headers: {
      ...{ 'content-type': 'application/json', cookie: town.clerk.headers['cookie'] ?? '' },
      traceparent: `00-${traceId}-${parent}-01`,
    },
    body: JSON.stringify({ query: 'query WhoAmI { me { login appointments { union { name } } } }' }),
  });
  expect(response.status).toBe(200);
  const ours = (): Array<Span & { service: string }> => sent().filter((span) => span.traceId === traceId);
  await seen(() => expect(ours().some(({ name }) => name === 'query WhoAmI')).toBe(true));
  const [request] = ours().filter(({ parentSpanId }) => parentSpanId === parent);
  expect(request).toMatchObject({ name: 'query WhoAmI', service: 'huiji-api' });
  expect(
    ['http.request.method', 'http.route', 'graphql.operation.type'].map((key) => told(request!, key)),
  ).toEqual(['POST', '/graphql', 'query']);
  expect(Number(told(request!, 'http.response.status_code'))).toBe(200);
  expect(told(request!, 'huiji.tenant_id')).toMatch(/^[0-9a-f-]{36}$/);
  const statements = ours().filter((span) => told(span, 'db.system.name') === 'postgresql');
  expect(statements.length).toBeGreaterThan(0);
  expect(statements.every(({ parentSpanId }) => parentSpanId === request!.spanId)).toBe(true);
  expect(bodies.join()).toContain('deployment.environment.name');
});

test('the workers tell of their drains', async () => {
  await town.fileAndAccept(town.grassroots[0], { mem_member_cnt: '731642' });
  await seen(() => {
    const drains = sent().filter(({ name, service }) => name === 'drain' && service === 'huiji-worker');
    expect(drains.map((span) => told(span, 'huiji.period'))).toContain('2026Q3');
    const below = sent().filter(({ parentSpanId }) => drains.some(({ spanId }) => spanId === parentSpanId));
    expect(below.length).toBeGreaterThan(0);
  }, 20);
});

test('nothing that was typed is sent: no figure, no account, no name, no message of an error', async () => {
  await town.clerk.ask(operations.save, {
    input: {
      unionId: 'Zhang-San-13900001111',
      form: 'work-q',
      period: '2026Q3',
      idempotencyKey: 'k',
      cells: [],
    },
  });
  await town.clerk.ask('query Typed { searchUnions(search: "Zhang-San-13900001111") { nodes { id } } }');
  const before = bodies.length;
  await seen(() => expect(bodies.length).toBeGreaterThan(before));
  const all = bodies.join('\n');
  for (const typed of ['731642', 'Zhang-San', '13900001111', 'clerk', '建设局工会', '127.0.0.1'])
    expect(all).not.toContain(typed);
});

test('what is left is sent when a process ends', async () => {
  const api = await huiji.startApi({ OTEL_BSP_SCHEDULE_DELAY: '60000', OTEL_SERVICE_NAME: 'other-api' });
  const there = town.clerk.at(api.apiUrl);
  await there.get('query Last { me { id } }');
  expect(sent().some(({ service }) => service === 'other-api')).toBe(false);
  await api.end();
  expect(sent().some(({ name, service }) => name === 'query Last' && service === 'other-api')).toBe(true);
});
