import { faultOf } from '@huiji/store/fault';
import type { FastifyRequest } from 'fastify';

/** What Fastify says of requests that tells nothing of what was sent. Everything else it says holds paths, queries or messages. */
const said = new Set([
  ...['incoming request', 'request completed', 'request errored', 'stream closed prematurely'],
  'response terminated with an error with headers already sent',
]);

type Logged = (this: unknown, facts: object, sentence: string) => void;

/**
 * How requests are logged: by which route, when and how they ended. No path as sent, no query, no address, no body, no message of an
 * error: all of these may name a person.
 */
export const requestLog = (level: string) => ({
  level,
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
  const facts = { req, res, err, responseTime };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}
