import cookie from '@fastify/cookie';
import { DiskStore } from '@huiji/store/disk-store';
import { Log } from '@huiji/store/log';
import { serveWatch, Watch } from '@huiji/store/watch';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { AppModule } from './app.module.js';
import { serveFiles, type StreamedRoute } from './attachment/file-routes.js';
import { Files } from './attachment/files.js';
import type { Config } from './config.js';
import { Doorbell } from './doorbell.js';
import { endInOrder } from './ending.js';
import type { Ask } from './graphql/ask.js';
import { Asker } from './graphql/asker.js';
import { AskMaker, cookieName, endAsk, type MakeAsk } from './graphql/context.js';
import { guardEdge, refusedBody, requireQuery } from './graphql/edge.js';
import { operationsOf, tellOperation } from './graphql/measure.js';
import { RegisteredOperations } from './graphql/operations.js';
import { requireAffordable, requireDocument, requireSimple, requireStorable } from './graphql/request.js';
import { openToSockets } from './graphql/socket.js';
import { LargeRequests, largestRequest, requireShort } from './load/large-request.js';
import { maintainedTops } from './load/load.service.js';
import { serveOidc } from './oidc/oidc-routes.js';
import { measureMutations, measureRequests } from './metrics.js';
import { OidcService } from './oidc/oidc.service.js';
import { extraPoints } from './rate-limit/budget.js';
import { Changes, relayChanges } from './rollup/changes.js';
import { servePages } from './pages.js';
import { serveStarter } from './report-template/starter-route.js';
import { requestLog, tellRequests } from './request-log.js';

/** The api, ready to listen. `close` ends it: requests under way are answered first. */
export async function createServer(config: Config): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: largestRequest,
    forceCloseConnections: 'idle', // whoever has asked something is answered first
    genReqId: () => uuid(),
    logger: requestLog(config.LOG_LEVEL),
    requestIdLogLabel: 'requestId',
    trustProxy: config.TRUST_PROXY,
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config), adapter, {
    logger: new Log('api'),
  });
  const fastify = app.getHttpAdapter().getInstance();
  tellRequests(fastify);
  await fastify.register(cookie);
  await guardEdge(fastify, config);
  const changes = new Changes();
  await openToSockets(fastify, {
    origins: config.CORS_ORIGINS,
    askOf: app.get<MakeAsk>(AskMaker),
    operations: app.get(RegisteredOperations),
    schema: () => fastify.graphql.schema,
    changes,
  });
  const large = new LargeRequests(async (request) => {
    const actor = await app.get(Asker).actorOf(request, false);
    return actor !== null && !actor.readOnly && maintainedTops(actor).length > 0;
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
  const doorbell = app.get(Doorbell);
  const watch = new Watch(app.get(DataSource), () => doorbell.connected);
  fastify.get('/readyz', async (_request, reply) => {
    const standing = await watch.standing();
    return reply.code(standing.ready ? 200 : 503).send(standing);
  });
  measureRequests(fastify);
  endInOrder(fastify);
  const refused = (reply: FastifyReply, status: number, error: unknown): FastifyReply =>
    reply.code(status).send(refusedBody(error, reply.request.id));
  const store = app.get(Files).place;
  if (store instanceof DiskStore) await serveFiles(fastify, store, { source: app.get(DataSource), refused });
  serveStarter(fastify);
  await serveOidc(fastify, {
    oidc: app.get(OidcService),
    makeAsk: app.get<MakeAsk>(AskMaker),
    browserOf: (request) => request.cookies[cookieName(config, 'oidc')],
    refused,
  });
  if (config.PAGES_DIR !== '') await servePages(fastify, config.PAGES_DIR, store?.origin ?? null);
  await app.init();
  // eslint-disable-next-line @typescript-eslint/require-await -- Mercurius waits for its hooks
  fastify.graphql.addHook('preParsing', async (_schema, source, context) => {
    (context as unknown as { ask: Ask }).ask.request.bill.requirePaid();
    requireShort(source);
    requireQuery(context.reply?.request, source);
  });
  // eslint-disable-next-line @typescript-eslint/require-await -- Mercurius waits for its hooks
  fastify.graphql.addHook('preValidation', async (_schema, document) => {
    requireDocument(document);
    requireSimple(document);
  });
  measureMutations(fastify);
  fastify.graphql.addHook('preExecution', async (schema, document, context, sent) => {
    const variables = (sent as typeof sent | null) ?? {}; // a client may send null
    const { reply, ask } = context as typeof context & { ask: Ask };
    large.requireLoad(reply?.request, document);
    requireStorable(schema, document, variables);
    tellOperation(document);
    const points = extraPoints(requireAffordable(schema, document, variables));
    if (points > 0) {
      await ask.request.bill.charge(points);
      void reply?.headers(ask.request.bill.headers);
      ask.request.bill.requirePaid();
    }
    // Mercurius compiles a document once, for whichever operation of it is asked for then, and runs that for the others too; what
    // is handed back here is not compiled.
    return operationsOf(document).length > 1 ? { document } : undefined;
  });
  // The reading ends before the answer goes out; `onResponse` is for requests that never came so far.
  fastify.graphql.addHook('onResolution', (_execution, context) => (context as { ask?: Ask }).ask?.end());
  const relay = relayChanges(config.REDIS_URL, changes);
  fastify.addHook('onClose', () => relay.close());
  const watched = await serveWatch(config.WATCH_ADDRESS, watch);
  fastify.addHook('onClose', () => watched?.close());
  return app;
}
