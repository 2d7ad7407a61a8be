import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import type { Config } from '../config.js';
import { deviceOf, hashOf } from '../session/secret.js';
import type { ApiTokenService } from '../session/api-token.service.js';
import type { SessionService } from '../session/session.service.js';
import { Ask } from './ask.js';
import { languageOf } from './errors.js';

/** The session cookie's name: with the __Host- prefix where TLS makes that possible. */
export const cookieName = (config: Config): string => (config.COOKIE_SECURE ? '__Host-huiji' : 'huiji');

interface Carrier {
  ask?: Ask;
}

/** Makes the GraphQL context of a request: who asks is looked up once, from the session cookie or an API token. */
export function contextOf(
  source: DataSource,
  { sessions, tokens }: { sessions: SessionService; tokens: ApiTokenService },
  config: Config,
) {
  return async (request: FastifyRequest, reply?: FastifyReply): Promise<{ ask: Ask }> => {
    const cookie = request.cookies[cookieName(config)];
    const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    // Whoever sends a token acts by it or not at all.
    const token = cookie && bearer === undefined ? hashOf(cookie) : null;
    const lookUp = bearer ? () => tokens.actorOf(bearer) : token ? () => sessions.actorOf(token) : null;
    const setCookie = (value: string | null): void => {
      const options = { path: '/', httpOnly: true, sameSite: 'lax', secure: config.COOKIE_SECURE } as const;
      if (value) void reply?.setCookie(cookieName(config), value, options);
      else void reply?.clearCookie(cookieName(config), options);
    };
    // Where the look-up fails the request fails as any other does, with a code, when it asks for the actor.
    const found = lookUp
      ? await lookUp().catch((error: unknown) => (error instanceof Error ? error : Error(String(error))))
      : null;
    const ask = new Ask(
      source,
      found,
      languageOf(request.headers['accept-language']),
      {
        ...{ id: request.id, address: request.ip, device: deviceOf(request.headers['user-agent']) },
        ...{ setCookie, token },
      },
      // Not `actorOf` for a session: watching is no use of it.
      async () => (bearer ? (await tokens.actorOf(bearer)) !== null : sessions.lives(token)),
    );
    (request as Carrier).ask = ask;
    return { ask };
  };
}

/** Ends what the request's reading holds, once its answer is out or its client gone. */
export async function endAsk(request: FastifyRequest): Promise<void> {
  await (request as Carrier).ask?.end();
}
