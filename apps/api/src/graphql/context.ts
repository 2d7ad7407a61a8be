import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import type { Config } from '../config.js';
import type { Bill, Budgets } from '../rate-limit/budget.js';
import { authenticationMinutes } from '@huiji/store/authentication-request';
import { tell } from '@huiji/store/trace';
import { type Actor, Ask, type CookieKind } from './ask.js';
import type { Asker } from './asker.js';
import { languageOf } from './errors.js';
import { aboutOf } from '../request-log.js';
import { subnetOf } from './subnet.js';

/** A cookie's name: with the __Host- prefix where TLS makes that possible. */
export const cookieName = (config: Config, kind: CookieKind): string =>
  `${config.COOKIE_SECURE ? '__Host-' : ''}huiji${kind === 'oidc' ? '-oidc' : ''}`;

interface Carrier {
  ask?: Ask;
}

/** What a context is made with. */
interface Sources {
  source: DataSource;
  asker: Asker;
  budgets: Budgets;
  config: Config;
}

export type MakeAsk = (request: FastifyRequest, reply?: FastifyReply) => Promise<Ask>;

/** What Nest finds the one MakeAsk by. */
export const AskMaker = Symbol('AskMaker');

/** Makes the Ask of a request: who asks is looked up once, and pays for it. */
export function askMaker({ source, asker, budgets, config }: Sources): MakeAsk {
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
    const setCookie = (kind: CookieKind, value: string | null): void => {
      const options = { path: '/', httpOnly: true, sameSite: 'lax', secure: config.COOKIE_SECURE } as const;
      const lasts = kind === 'oidc' ? { maxAge: authenticationMinutes * 60 } : {};
      if (value) void reply?.setCookie(cookieName(config, kind), value, { ...options, ...lasts });
      else void reply?.clearCookie(cookieName(config, kind), options);
    };
    // Where the look-up fails the request fails as any other does, with a code, when it asks for the actor.
    const found = await asker
      .actorOf(request, true)
      .catch((error: unknown) => (error instanceof Error ? error : Error(String(error))));
    const bill = await billOf(found, request.ip);
    void reply?.headers(bill.headers);
    const ask = new Ask(
      source,
      found,
      languageOf(request.headers['accept-language']),
      {
        ...{ id: request.id, address: request.ip, userAgent: request.headers['user-agent'] },
        ...{ setCookie, token: asker.sessionOf(request), bill },
      },
      () => asker.actorOf(request, false),
    );
    (request as Carrier).ask = ask;
    if (found && !(found instanceof Error)) {
      aboutOf(request).tenantId = found.tenantId;
      tell({ 'huiji.tenant_id': found.tenantId });
    }
    return ask;
  };
}

/** Ends what the request's reading holds, once its answer is out or its client gone. */
export async function endAsk(request: FastifyRequest): Promise<void> {
  await (request as Carrier).ask?.end();
}
