import { Refusal } from '@huiji/domain/problem';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { statusOf } from '../graphql/errors.js';
import type { Ask } from '../graphql/ask.js';
import type { MakeAsk } from '../graphql/context.js';
import type { OidcService } from './oidc.service.js';

/** Where a browser ends up, always: no address is taken from a request. */
const home = '/';

/** What the routes need. */
interface Sources {
  oidc: OidcService;
  makeAsk: MakeAsk;
  /** The cookie of a browser that was sent to the provider. */
  browserOf: (request: FastifyRequest) => string | undefined;
  refused: (reply: FastifyReply, status: number, error: unknown) => FastifyReply;
}

/**
 * The two addresses that a browser goes to by itself: to the provider, and back. What is refused ends at `/?problem=CODE`. Addresses
 * carry the provider's code: they are not logged.
 */
export async function serveOidc(
  fastify: FastifyInstance,
  { oidc, makeAsk, browserOf, refused }: Sources,
): Promise<void> {
  const paying = async (request: FastifyRequest, reply: FastifyReply): Promise<Ask> => {
    const ask = await makeAsk(request, reply);
    ask.request.bill.requirePaid();
    return ask;
  };

  const start = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const ask = await paying(request, reply);
    const { url, browser } = await oidc.begin((request.params as { tenant: string }).tenant);
    ask.request.setCookie('oidc', browser);
    return reply.redirect(url);
  };

  const callback = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const ask = await paying(request, reply);
    const query = new URLSearchParams(/\?(.*)$/s.exec(request.url)?.[1] ?? '');
    ask.request.setCookie('oidc', null);
    const token = await oidc.finish(ask, browserOf(request) ?? '', query);
    if (token !== null) ask.request.setCookie('session', token);
    return reply.redirect(home);
  };

  await fastify.register((scope, _options, done) => {
    scope.setErrorHandler((error: Partial<FastifyError>, _request, reply) => {
      // With a status of its own it is about the request: the budget is used up.
      const { statusCode = statusOf([error]) === 503 ? 503 : undefined } = error;
      if (error instanceof Refusal && statusCode === undefined)
        return reply.redirect(`${home}?problem=${error.problems[0].code}`);
      return refused(reply, statusCode ?? 500, error);
    });
    const options = { logLevel: 'error', exposeHeadRoute: false } as const;
    scope.get('/oidc/:tenant/start', options, start);
    scope.get('/oidc/callback', options, callback);
    done();
  });
}
