import cookie from '@fastify/cookie';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { v7 as uuid } from 'uuid';
import { AppModule } from './app.module.js';
import type { Config } from './config.js';
import { endAsk } from './graphql/context.js';
import { relayChanges } from './rollup/changes.js';

const largestRequest = 1_048_576;

/** The api, ready to listen. `close` ends it: requests under way are answered first. */
export async function createServer(config: Config): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: largestRequest,
    genReqId: () => uuid(),
    logger: { level: config.LOG_LEVEL },
    disableRequestLogging: true,
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
    done();
  });
  fastify.addHook('onResponse', endAsk);
  fastify.get('/healthz', () => ({ ok: true }));
  await app.init();
  const relay = relayChanges(config.REDIS_URL, fastify.graphql.pubsub);
  fastify.addHook('onClose', () => relay.close());
  return app;
}
