import { refuse } from '@huiji/domain/problem';
import { secondFactorOwed } from '@huiji/domain/second-factor';
import { requireId } from '@huiji/filing/ids';
import { audit, type Origin } from '@huiji/store/audit';
import { inTenant, type Tx } from '@huiji/store/data-source';
import { findSignIn, holdPassword, passwordHashOf } from '@huiji/store/person';
import {
  endSession,
  endSessionsOf,
  openSession,
  sessionFacts,
  type SignInMethod,
  type SessionRow,
  sessionsOf,
} from '@huiji/store/session';
import { isSuspended } from '@huiji/store/tenant';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Actor, type Ask, originOf } from '../graphql/ask.js';
import { Attempts } from './attempts.js';
import { requireAdministered } from './administered.js';
import { deviceOf, hashOf, isPassword, randomSecret } from './secret.js';

interface Known {
  tenantId: string;
  personId: string;
}

/** A session as its person sees it. */
export type SessionView = SessionRow & { current: boolean };

/** What the installation requires of sessions. */
export class Required {
  constructor(readonly totp: boolean) {}
}

/** Sign-in with a session that lives in the database; the cookie holds a random token, the database its hash. */
@Injectable()
export class SessionService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Attempts) private readonly attempts: Attempts,
    @Inject(Required) private readonly required: Required,
  ) {}

  /** Opens a session and answers its token. SIGN_IN_FAILED tells nothing about what was wrong; TENANT_SUSPENDED only after the password. */
  async signIn(ask: Ask, input: { tenant: string; login: string; password: string }): Promise<string> {
    const { tenant, login, password } = input;
    const who = await this.attempts.verified(ask, 'signIn', [tenant, login], async () => {
      const found = await findSignIn(this.source, tenant, login);
      const { tenantId, personId } = found ?? {};
      const known = tenantId && personId ? { tenantId, personId } : null;
      const hash = known && (await this.hashOf(known));
      const right = await isPassword(hash, password);
      if (known && hash && right) return { ...known, hash };
      // By nobody: who it was is not known. At most as often as an account lets be tried before it locks.
      if (known) await this.auditFailure(ask, known);
      return null;
    });
    if (!who) return refuse('SIGN_IN_FAILED');
    return this.open(ask, who.tenantId, 'PASSWORD', async (tx) => {
      const { tenantId, personId, hash } = who;
      // Whoever changes the password ends the sessions that it sees; so none is opened by the former one after that.
      return (await holdPassword(tx, tenantId, personId, hash)) ? personId : refuse('SIGN_IN_FAILED');
    });
  }

  /**
   * Opens a session of whom `proved` answers, and answers its token. What it looks at must hold until the transaction ends.
   * TENANT_SUSPENDED.
   */
  async open(
    ask: Ask,
    tenantId: string,
    method: SignInMethod,
    proved: (tx: Tx) => Promise<string>,
  ): Promise<string> {
    const token = randomSecret();
    const { address, userAgent } = ask.request;
    const device = deviceOf(userAgent);
    await inTenant(this.source, tenantId, async (tx) => {
      const personId = await proved(tx);
      if (await isSuspended(tx, tenantId)) refuse('TENANT_SUSPENDED');
      await openSession(tx, tenantId, { personId, method, tokenHash: hashOf(token), device, address });
      await audit(tx, originOf(ask, { tenantId, personId }), {
        ...{ action: 'SIGN_IN', objectType: 'person', objectId: personId },
        after: { method },
      });
    });
    return token;
  }

  async signOut(ask: Ask): Promise<void> {
    const { tenantId, personId, sessionId } = ask.halfSignedIn;
    await inTenant(this.source, tenantId, async (tx) => {
      await endSession(tx, { tenantId, personId, sessionId });
      const event = { action: 'SIGN_OUT', objectType: 'person', objectId: personId };
      await audit(tx, originOf(ask, { tenantId, personId }), event);
    });
  }

  /** The sessions of the person signed in. */
  async mine(ask: Ask): Promise<SessionView[]> {
    const { tenantId, personId, sessionId } = ask.inSession;
    const rows = await sessionsOf(await ask.read(), tenantId, personId);
    return rows.map((row) => ({ ...row, current: row.id === sessionId }));
  }

  /** Ends a session of the person signed in. NOT_FOUND for one that has ended, and for anybody else's. */
  async revoke(ask: Ask, sessionId: string): Promise<void> {
    const { tenantId, personId } = ask.actor;
    const what = '登录会话 session';
    const id = requireId(sessionId, what, 'sessionId');
    await inTenant(this.source, tenantId, async (tx) => {
      if (!(await endSession(tx, { tenantId, personId, sessionId: id })))
        refuse('NOT_FOUND', { what }, { field: 'sessionId' });
      await audit(tx, ask.origin, { action: 'REVOKE_SESSION', objectType: 'session', objectId: id });
    });
  }

  /** Ends all sessions of the person signed in but this one. */
  async revokeOthers(ask: Ask): Promise<void> {
    const { tenantId, personId, sessionId } = ask.inSession;
    await inTenant(this.source, tenantId, (tx) => this.endAllIn(tx, ask.origin, personId, sessionId));
  }

  /** Ends all sessions of a person, by who administers a union at which that person is appointed. */
  async endOf(ask: Ask, personId: string): Promise<string> {
    return inTenant(this.source, ask.actor.tenantId, async (tx) => {
      const id = await requireAdministered(tx, ask, personId);
      await this.endAllIn(tx, ask.origin, id, null);
      return id;
    });
  }

  /** Ends the sessions of a person in the transaction given, but the one to keep. */
  async endAllIn(tx: Tx, origin: Origin, personId: string, keep: string | null): Promise<void> {
    const sessions = await endSessionsOf(tx, origin.tenantId, personId, keep);
    const event = { action: 'END_SESSIONS', objectType: 'person', objectId: personId, after: { sessions } };
    await audit(tx, origin, event);
  }

  /**
   * Who a token's hash belongs to, with the appointments in force today; null when the session has ended. `isUse`: whether the
   * session is used by that; that a subscription stays open is no use of it.
   */
  async actorOf(tokenHash: Buffer, isUse = true): Promise<Actor | null> {
    const found = await sessionFacts(this.source, tokenHash, isUse);
    if (!found) return null;
    const { verified, enrolled, ...facts } = found;
    const owes = secondFactorOwed({ verified, enrolled }, facts.appointments, this.required.totp);
    return { ...facts, tokenId: null, readOnly: false, owes, ...(owes && { appointments: [] }) };
  }

  private hashOf({ tenantId, personId }: Known): Promise<string | null> {
    return inTenant(this.source, tenantId, (tx) => passwordHashOf(tx, tenantId, personId));
  }

  private async auditFailure(ask: Ask, { tenantId, personId }: Known): Promise<void> {
    const event = { action: 'SIGN_IN_FAILED', objectType: 'person', objectId: personId };
    await inTenant(this.source, tenantId, (tx) =>
      audit(tx, originOf(ask, { tenantId, personId: null }), event),
    );
  }
}
