import cookie from '@fastify/cookie';
import { problem, Refusal } from '@huiji/domain/problem';
import { DiskStore } from '@huiji/store/disk-store';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { AppModule } from './app.module.js';
import { serveFiles, type StreamedRoute } from './attachment/file-routes.js';
import { Files } from './attachment/files.js';
import type { Config } from './config.js';
import type { Ask } from './graphql/ask.js';
import { cookieName, endAsk } from './graphql/context.js';
import { formatError } from './graphql/errors.js';
import { requireDocument, requireStorable } from './graphql/request.js';
import { LargeRequests, largestRequest, requireShort } from './load/large-request.js';
import { maintainedTops } from './load/load.service.js';
import { relayChanges } from './rollup/changes.js';
import { hashOf, SessionService } from './session/session.service.js';

/** The answer to what never reaches GraphQL, in the shape that GraphQL answers have. */
const refusedBody = (error: unknown, requestId: string) => ({
  ...{ data: null, errors: [formatError(error, 'zh', requestId)] },
});

const noJson = new Refusal([problem('REQUEST_INVALID', { reason: 'content-type: application/json' })]);

/** The api, ready to listen. `close` ends it: requests under way are answered first. */
export async function createServer(config: Config): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: largestRequest,
    genReqId: () => uuid(),
    logger: { level: config.LOG_LEVEL },
    trustProxy: 'loopback',
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config), adapter, {
    logger: ['fatal', 'error', 'warn'],
    forceCloseConnections: true,
  });
  const fastify = app.getHttpAdapter().getInstance();
  await fastify.register(cookie);
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    // A browser sends other types across sites without asking first.
    const json = /^application\/json\b/i.test(request.headers['content-type'] ?? '');
    if (request.method === 'POST' && !json) void reply.code(415).send(refusedBody(noJson, request.id));
    else done();
  });
  const large = new LargeRequests(async ({ cookies }) => {
    const token = cookies[cookieName(config)];
    const actor = token ? await app.get(SessionService).actorOf(hashOf(token)) : null;
    return actor !== null && maintainedTops(actor).length > 0;
  });
  fastify.addHook('preParsing', async (request, reply, body) => {
    const { streamed } = request.routeOptions.config as StreamedRoute;
    return streamed ? body : large.admit(request, reply, body);
  });
  fastify.addHook('onResponse', async (request) => {
    large.release(request);
    await endAsk(request);
  });
  fastify.get('/healthz', () => ({ ok: true }));
  const store = app.get(Files).place;
  if (store instanceof DiskStore)
    await serveFiles(fastify, store, {
      source: app.get(DataSource),
      refused: (reply, status, error) => reply.code(status).send(refusedBody(error, reply.request.id)),
    });
  await app.init();
  // eslint-disable-next-line @typescript-eslint/require-await -- Mercurius waits for its hooks
  fastify.graphql.addHook('preValidation', async (_schema, document) => requireDocument(document));
  // eslint-disable-next-line @typescript-eslint/require-await -- Mercurius waits for its hooks
  fastify.graphql.addHook('preParsing', async (_schema, source) => requireShort(source));
  // eslint-disable-next-line @typescript-eslint/require-await -- Mercurius waits for its hooks
  fastify.graphql.addHook('preExecution', async (schema, document, { reply }, variables) => {
    large.requireLoad(reply?.request, document);
    requireStorable(schema, document, variables);
  });
  // The reading ends before the answer goes out; `onResponse` is for requests that never came so far.
  fastify.graphql.addHook('onResolution', (_execution, context) => (context as { ask?: Ask }).ask?.end());
  const relay = relayChanges(config.REDIS_URL, fastify.graphql.pubsub);
  fastify.addHook('onClose', () => relay.close());
  return app;
}
