import websocket from '@fastify/websocket';
import { refuse } from '@huiji/domain/problem';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  type ExecutionArgs,
  type ExecutionResult,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { CloseCode, type SubscribePayload } from 'graphql-ws';
import { makeHandler } from 'graphql-ws/use/@fastify/websocket';
import type { WebSocket } from 'ws';
import type { Changes } from '../rollup/changes.js';
import type { Ask } from './ask.js';
import { formatError } from './errors.js';
import { mostTokens, socketLimits } from './limits.js';
import type { RegisteredOperations } from './operations.js';
import { requireAffordable, requireSimple, requireStorable } from './request.js';

/** What a socket is opened with. */
export interface SocketOptions {
  /** The origins of other sites that may open one from a browser. */
  origins: readonly string[];
  /** Who asks, from the cookie of the request that opens the socket. */
  askOf: (request: FastifyRequest) => Promise<Ask>;
  operations: RegisteredOperations;
  schema: () => GraphQLSchema;
  changes: Changes;
}

/** A close code of the protocol, with a problem's code as its reason. */
type Closing = readonly [code: number, reason: string];

/** Tells the client to come back later (RFC 6455, as registered by IANA). */
const tryAgainLater = 1013;

/** A page of another site may open a socket with our cookie, and no preflight asks us; so its origin must be one we know. */
function isForeign(request: FastifyRequest, origins: readonly string[]): boolean {
  const { origin } = request.headers;
  if (origin === undefined || origins.includes(origin)) return false;
  return !URL.canParse(origin) || new URL(origin).host !== request.host;
}

/** Why whoever asks gets no socket. */
function whyNot(ask: Ask): Closing | null {
  try {
    ask.request.bill.requirePaid();
    return ask.actorOrNull ? null : [CloseCode.Unauthorized, 'UNAUTHENTICATED'];
  } catch (error) {
    const { code } = formatError(error, ask).extensions as { code: string };
    return [tryAgainLater, code];
  }
}

/** The sockets of this process: how many there are, and of whom. */
class OpenSockets {
  private readonly ofPerson = new Map<string, number>();
  private all = 0;

  /** Counts a socket until it closes; or says why not. */
  take(socket: WebSocket, personId: string): Closing | null {
    const own = this.ofPerson.get(personId) ?? 0;
    if (this.all >= socketLimits.sockets) return [tryAgainLater, 'BUSY'];
    if (own >= socketLimits.ofPerson) return [CloseCode.TooManyInitialisationRequests, 'RATE_LIMITED'];
    this.count(personId, 1);
    socket.once('close', () => this.count(personId, -1));
    return null;
  }

  private count(personId: string, by: number): void {
    const own = (this.ofPerson.get(personId) ?? 0) + by;
    this.all += by;
    if (own > 0) this.ofPerson.set(personId, own);
    else this.ofPerson.delete(personId);
  }
}

/** Closes a socket that sends more messages than a client has reason to. */
function requireCalm(socket: WebSocket): void {
  const seconds = 10;
  let sent = 0;
  const timer = setInterval(() => (sent = 0), seconds * 1_000).unref();
  socket.on('message', () => {
    sent += 1;
    if (sent <= seconds * socketLimits.messages) return;
    socket.removeAllListeners('message'); // a client may go on sending until it has answered the closing
    socket.close(CloseCode.TooManyInitialisationRequests, 'RATE_LIMITED');
  });
  socket.once('close', () => clearInterval(timer));
}

/** Closes a socket once the session it was opened with has ended, heard or not. */
function requireSession(socket: WebSocket, ask: Ask): void {
  const timer = setInterval(() => {
    ask.stillSignedIn().then(
      (lives) => lives || socket.close(CloseCode.Unauthorized, 'UNAUTHENTICATED'),
      () => socket.close(tryAgainLater, 'BUSY'),
    );
  }, socketLimits.recheck).unref();
  socket.once('close', () => clearInterval(timer));
}

/** What is to be executed for a subscription, all of it checked as a request over HTTP is. */
async function argsOf(
  { schema, changes, operations }: SocketOptions,
  ask: Ask,
  { query, operationName, variables }: SubscribePayload,
): Promise<ExecutionArgs> {
  await ask.request.bill.charge(1);
  ask.request.bill.requirePaid();
  operations.requireAllowed(query);
  const document = parse(query, { maxTokens: mostTokens });
  requireSimple(document);
  const rules = [...specifiedRules, NoSchemaIntrospectionCustomRule];
  const [wrong] = validate(schema(), document, rules, { maxErrors: 10, hideSuggestions: true });
  if (wrong) throw wrong;
  const operation = getOperationAST(document, operationName)?.operation;
  if (operation !== OperationTypeNode.SUBSCRIPTION) refuse('REQUEST_INVALID', { reason: 'subscription' });
  const variableValues = variables ?? {};
  requireStorable(schema(), document, variableValues);
  requireAffordable(schema(), document, variableValues);
  return {
    ...{ schema: schema(), document, variableValues, contextValue: { ask, changes } },
    ...(operationName ? { operationName } : {}),
  };
}

const asGraphQLError = (error: unknown): GraphQLError =>
  error instanceof GraphQLError
    ? error
    : new GraphQLError('', { originalError: error instanceof Error ? error : Error(String(error)) });

/** A subscription that was refused: by an error that ends it, not by an event. */
// eslint-disable-next-line require-yield -- it has no event
async function* failing(error: unknown): AsyncGenerator<ExecutionResult> {
  await Promise.reject(asGraphQLError(error));
}

/**
 * Subscriptions (graphql-transport-ws) at the path of GraphQL. A socket belongs to a session: it is refused without one, closed
 * when it ends, and each of its subscriptions is checked again by itself (`Changes.of`).
 */
export async function openToSockets(fastify: FastifyInstance, options: SocketOptions): Promise<void> {
  const open = new OpenSockets();
  const asks = new WeakMap<FastifyRequest, Ask>();
  const askOf = (request: FastifyRequest): Ask => asks.get(request)!;
  const told = (request: FastifyRequest) => (error: unknown) => formatError(error, askOf(request));
  const subscribers = makeHandler({
    isProd: true, // what broke stays here
    onSubscribe: async ({ extra, subscriptions }, _id, payload) => {
      try {
        const found = Object.keys(subscriptions).length;
        const limit = socketLimits.subscriptions;
        if (found > limit) refuse('REQUEST_TOO_COMPLEX', { what: 'subscriptions', found, limit });
        return await argsOf(options, askOf(extra.request), payload);
      } catch (error) {
        return [asGraphQLError(error)];
      }
    },
    onOperation: (_context, _id, _payload, _args, result) =>
      'errors' in result ? failing(result.errors?.[0]) : undefined,
    onError: ({ extra }, _id, _payload, errors) => errors.map(told(extra.request)),
  });

  function handle(this: FastifyInstance, socket: WebSocket, request: FastifyRequest): void {
    const ask = askOf(request);
    const closing = whyNot(ask) ?? open.take(socket, ask.actor.personId);
    if (closing) return socket.close(...closing);
    requireCalm(socket);
    requireSession(socket, ask);
    void subscribers.call(this, socket, request);
  }
  // Before the plugin, whose own hook puts it in place. Mercurius adds the route itself.
  fastify.addHook('onRoute', (route) => {
    if (route.url === '/graphql' && route.method === 'GET') route.wsHandler = handle;
  });
  await fastify.register(websocket, { options: { maxPayload: socketLimits.message } });
  fastify.addHook('onRequest', async (request, reply) => {
    if (!request.ws) return;
    if (isForeign(request, options.origins)) return reply.code(403).send();
    asks.set(request, await options.askOf(request));
  });
}
