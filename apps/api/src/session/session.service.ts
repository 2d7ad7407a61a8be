import { createHash, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { refuse } from '@huiji/domain/problem';
import { audit } from '@huiji/store/audit';
import { inTenant } from '@huiji/store/data-source';
import {
  actorFacts,
  countAttempt,
  findSession,
  findSignIn,
  openSession,
  revokeSession,
} from '@huiji/store/person';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor, Ask } from '../graphql/ask.js';

/** How long a session lasts. */
const hours = 12;
const lockOut = { limit: 5, minutes: 15 };

/** Verified against when the account does not exist, so that the answer takes as long. */
const nobody = hash(randomBytes(16));

export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Sign-in with a session that lives in the database; the cookie holds a random token, the database its hash. */
@Injectable()
export class SessionService {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  /** Opens a session and answers its token. SIGN_IN_FAILED tells nothing about what was wrong. */
  async signIn(ask: Ask, input: { tenant: string; login: string; password: string }): Promise<string> {
    const found = await findSignIn(this.source, input.tenant, input.login);
    const personId = found?.personId;
    if (!found || !personId) {
      await verify(await nobody, input.password);
      return refuse('SIGN_IN_FAILED');
    }
    const { tenantId } = found;
    const attempt = await inTenant(this.source, tenantId, (tx) =>
      countAttempt(tx, tenantId, personId, lockOut),
    );
    if ('lockedUntil' in attempt) return refuse('TOO_MANY_ATTEMPTS', { minutes: lockOut.minutes });
    const { id: requestId, address } = ask.request;
    if (!(await verify(attempt.hash, input.password))) {
      // By nobody: who it was is not known. At most as often as an account lets be tried before it locks.
      const event = { action: 'SIGN_IN_FAILED', objectType: 'person', objectId: personId };
      await inTenant(this.source, tenantId, (tx) =>
        audit(tx, { tenantId, personId: null, requestId, address }, event),
      );
      return refuse('SIGN_IN_FAILED');
    }
    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(Date.now() + hours * 3_600_000);
    await inTenant(this.source, tenantId, async (tx) => {
      await openSession(tx, tenantId, { personId, tokenHash: hashOf(token), expiresAt });
      const event = { action: 'SIGN_IN', objectType: 'person', objectId: personId };
      await audit(tx, { tenantId, personId, requestId, address }, event);
    });
    return token;
  }

  async signOut(ask: Ask): Promise<void> {
    const { tenantId, personId } = ask.actor;
    const token = ask.request.token;
    await inTenant(this.source, tenantId, async (tx) => {
      if (token) await revokeSession(tx, tenantId, token);
      await audit(tx, ask.origin, { action: 'SIGN_OUT', objectType: 'person', objectId: personId });
    });
  }

  /** Who a token's hash belongs to, with the appointments in force today; null when the session has ended. */
  async actorOf(tokenHash: Buffer): Promise<Actor | null> {
    const found = await findSession(this.source, tokenHash);
    return found && { ...found, ...(await actorFacts(this.source, found)) };
  }
}
