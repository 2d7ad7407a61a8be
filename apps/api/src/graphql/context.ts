import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import type { Config } from '../config.js';
import type { Bill, Budgets } from '../rate-limit/budget.js';
import type { ApiTokenService } from '../session/api-token.service.js';
import { hashOf } from '../session/secret.js';
import type { SessionService } from '../session/session.service.js';
import { type Actor, Ask } from './ask.js';
import { languageOf } from './errors.js';
import { subnetOf } from './subnet.js';

/** The session cookie's name: with the __Host- prefix where TLS makes that possible. */
export const cookieName = (config: Config): string => (config.COOKIE_SECURE ? '__Host-huiji' : 'huiji');

interface Carrier {
  ask?: Ask;
}

/** What a context is made with. */
interface Sources {
  source: DataSource;
  sessions: SessionService;
  tokens: ApiTokenService;
  budgets: Budgets;
  config: Config;
}

export type MakeAsk = (request: FastifyRequest, reply?: FastifyReply) => Promise<Ask>;

/** What Nest finds the one MakeAsk by. */
export const AskMaker = Symbol('AskMaker');

/** Makes the Ask of a request: who asks is looked up once, from the session cookie or an API token, and pays for it. */
export function askMaker({ source, sessions, tokens, budgets, config }: Sources): MakeAsk {
  const billOf = (actor: Actor | Error | null, address: string): Promise<Bill> =>
    budgets.open(
      actor && !(actor instanceof Error)
        ? [
            ['PERSON', actor.personId],
            ['TENANT', actor.tenantId],
          ]
        : [['ADDRESS', subnetOf(address)]],
    );
  return async (request, reply) => {
    const cookie = request.cookies[cookieName(config)];
    const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    // Whoever sends a token acts by it or not at all.
    const token = cookie && bearer === undefined ? hashOf(cookie) : null;
    const setCookie = (value: string | null): void => {
      const options = { path: '/', httpOnly: true, sameSite: 'lax', secure: config.COOKIE_SECURE } as const;
      if (value) void reply?.setCookie(cookieName(config), value, options);
      else void reply?.clearCookie(cookieName(config), options);
    };
    const lookUp = async (isUse: boolean): Promise<Actor | null> => {
      if (bearer !== undefined) return tokens.actorOf(bearer);
      return token && sessions.actorOf(token, isUse);
    };
    // Where the look-up fails the request fails as any other does, with a code, when it asks for the actor.
    const found = await lookUp(true).catch((error: unknown) =>
      error instanceof Error ? error : Error(String(error)),
    );
    const bill = await billOf(found, request.ip);
    void reply?.headers(bill.headers);
    const ask = new Ask(
      source,
      found,
      languageOf(request.headers['accept-language']),
      {
        ...{ id: request.id, address: request.ip, userAgent: request.headers['user-agent'] },
        ...{ setCookie, token, bill },
      },
      () => lookUp(false),
    );
    (request as Carrier).ask = ask;
    return ask;
  };
}

/** Ends what the request's reading holds, once its answer is out or its client gone. */
export async function endAsk(request: FastifyRequest): Promise<void> {
  await (request as Carrier).ask?.end();
}
