import { faultOf } from '@huiji/store/fault';
import { type About, during } from '@huiji/store/log';
import { tracedRequest } from '@huiji/store/trace';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** What Fastify says of requests that tells nothing of what was sent. Everything else it says holds paths, queries or messages. */
const said = new Set([
  ...['incoming request', 'request completed', 'request errored', 'stream closed prematurely'],
  'response terminated with an error with headers already sent',
]);

const abouts = new WeakMap<object, About>();

/** What the log says of a request; whoever finds out whose it is adds the tenant. */
export function aboutOf(request: FastifyRequest): About {
  const known = abouts.get(request);
  if (known) return known;
  const about = { requestId: request.id };
  abouts.set(request, about);
  return about;
}

/** Lets whatever is logged and traced while a request is answered say of which request. */
export function tellRequests(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const { method, headers, routeOptions } = request;
    const ended = tracedRequest({ method, headers, route: routeOptions.url ?? 'none' }, () =>
      during(aboutOf(request), done),
    );
    // However it ends: answered, or left by its client.
    if (ended) reply.raw.once('close', () => ended(reply.raw.statusCode));
  });
}

type Logged = (this: unknown, facts: object, sentence: string) => void;

/**
 * How requests are logged: by which route, when and how they ended. No path as sent, no query, no address, no body, no message of an
 * error: all of these may name a person.
 */
export const requestLog = (level: string) => ({
  level,
  // The same shape as the lines of our own Log.
  base: { name: 'Fastify' },
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  formatters: { level: (label: string) => ({ level: label }) },
  serializers: {
    req: ({ method, routeOptions }: FastifyRequest) => ({ method, route: routeOptions.url }),
    res: ({ statusCode }: { statusCode?: number }) => ({ statusCode }),
    err: (error: Error) => ({ type: error.constructor.name, message: '', stack: faultOf(error) }),
  },
  hooks: {
    logMethod(this: unknown, [first, second]: unknown[], method: Logged): void {
      const sentence = [first, second].find((one) => typeof one === 'string' && said.has(one));
      method.call(this, factsOf(first), typeof sentence === 'string' ? sentence : 'of Fastify');
    },
  },
});

/** Of what was logged, what is known to be safe once it is serialized. */
function factsOf(logged: unknown): object {
  if (logged instanceof Error) return { err: logged };
  if (typeof logged !== 'object' || logged === null) return {};
  const { req, res, err, responseTime } = logged as Record<string, unknown>;
  const request = (res as { request?: FastifyRequest } | undefined)?.request;
  const facts = { req, res, err, responseTime, tenantId: request && aboutOf(request).tenantId };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}
