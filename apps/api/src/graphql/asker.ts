import type { FastifyRequest } from 'fastify';
import type { ApiTokenService } from '../session/api-token.service.js';
import { hashOf } from '../session/secret.js';
import type { SessionService } from '../session/session.service.js';
import type { Actor } from './ask.js';

/** Tells who asks: by an API token where one is sent, whether it holds or not; else by the session's cookie. */
export class Asker {
  constructor(
    private readonly sessions: SessionService,
    private readonly tokens: ApiTokenService,
    private readonly cookie: string,
  ) {}

  /** The hash of the session's token; null where there is none, or an API token is sent with it. */
  sessionOf(request: FastifyRequest): Buffer | null {
    const token = request.cookies[this.cookie];
    return token && bearerOf(request) === undefined ? hashOf(token) : null;
  }

  /** `isUse`: see SessionService.actorOf. */
  async actorOf(request: FastifyRequest, isUse: boolean): Promise<Actor | null> {
    const bearer = bearerOf(request);
    if (bearer !== undefined) return this.tokens.actorOf(bearer);
    const session = this.sessionOf(request);
    return session && this.sessions.actorOf(session, isUse);
  }
}

const bearerOf = ({ headers }: FastifyRequest): string | undefined =>
  /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
