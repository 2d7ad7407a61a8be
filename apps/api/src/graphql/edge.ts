import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import { problem, Refusal } from '@huiji/domain/problem';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { getOperationAST, OperationTypeNode, parse } from 'graphql';
import type { Config } from '../config.js';
import { formatError } from './errors.js';
import { mostTokens } from './limits.js';

/** The media type of GraphQL over HTTP; answered to who asks for it. Its status codes are those of application/json here. */
const graphqlResponse = 'application/graphql-response+json';

/** The answer to what never reaches GraphQL, in the shape that GraphQL answers have. */
export const refusedBody = (error: unknown, id: string) => ({
  errors: [formatError(error, { language: 'zh', request: { id } })],
});

const noJson = new Refusal([problem('REQUEST_INVALID', { reason: 'content-type: application/json' })]);

/** What is refused by its headers alone. */
function refuseHeaders(request: FastifyRequest, reply: FastifyReply): FastifyReply | null {
  // A browser sends other types across sites without asking first.
  const json = /^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '');
  if (request.method !== 'POST' || json) return null;
  return reply.code(415).send(refusedBody(noJson, request.id));
}

/**
 * A GET reads: it names one operation, and that is a query. Mercurius looks for that itself, but runs what it compiled for
 * another operation of the same document, and fails where there is none.
 */
export function requireQuery(request: FastifyRequest | undefined, document: string): void {
  if (request?.method !== 'GET') return;
  const { operationName } = request.query as { operationName?: string };
  const operation = getOperationAST(parse(document, { maxTokens: mostTokens }), operationName)?.operation;
  if (operation === OperationTypeNode.QUERY) return;
  const refusal = new Refusal([
    problem('REQUEST_INVALID', { reason: `GET: ${operation ?? 'operationName'}` }),
  ]);
  throw Object.assign(refusal, { statusCode: operation ? 405 : 400 });
}

/** Headers that say what a browser may do with an answer: show it nowhere, run nothing, keep nothing. */
async function sendHeaders(fastify: FastifyInstance, config: Config): Promise<void> {
  await fastify.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: config.COOKIE_SECURE && { maxAge: 31_536_000 },
    referrerPolicy: { policy: 'no-referrer' },
  });
  if (config.CORS_ORIGINS.length > 0)
    await fastify.register(cors, {
      origin: config.CORS_ORIGINS,
      credentials: true,
      methods: ['GET', 'POST', 'PUT'],
      exposedHeaders: ['x-request-id', 'ratelimit', 'ratelimit-policy', 'retry-after'],
    });
}

/** What stands before GraphQL at the door: headers both ways, and media types. */
export async function guardEdge(fastify: FastifyInstance, config: Config): Promise<void> {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.headers({ 'x-request-id': request.id, 'cache-control': 'no-store' });
    done();
  });
  await sendHeaders(fastify, config);
  fastify.addHook('onRequest', (request, reply, done) => {
    if (!refuseHeaders(request, reply)) done();
  });
  // GraphQL over HTTP lets a client send null for what it leaves out; Mercurius takes an object only.
  fastify.addHook('preValidation', (request, _reply, done) => {
    const body = request.body as { extensions?: unknown } | null | undefined;
    if (typeof body === 'object' && body?.extensions === null) delete body.extensions;
    done();
  });
  fastify.addHook('onSend', async (request, reply) => {
    const json = String(reply.getHeader('content-type')).startsWith('application/json');
    if (json && request.headers.accept?.includes(graphqlResponse))
      reply.header('content-type', `${graphqlResponse}; charset=utf-8`);
  });
}
