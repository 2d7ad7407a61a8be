import { type ProblemCode, refuse, Refusal } from '@huiji/domain/problem';
import { audit } from '@huiji/store/audit';
import {
  type AnswerKey,
  insertAuthenticationRequest,
  takeAuthenticationRequest,
} from '@huiji/store/authentication-request';
import { inTenant, type Tx } from '@huiji/store/data-source';
import { FieldCipher } from '@huiji/store/field-cipher';
import {
  type Account,
  holdLinked,
  type IdentityRow,
  identityOf,
  linkAccount,
  unlinkAccount,
} from '@huiji/store/identity';
import { identityProviderOf } from '@huiji/store/identity-provider';
import { findSignIn } from '@huiji/store/person';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Ask, originOf } from '../graphql/ask.js';
import { requireAdministered } from '../session/administered.js';
import { Attempts } from '../session/attempts.js';
import { hashOf, randomSecret } from '../session/secret.js';
import { SessionService } from '../session/session.service.js';
import type { Checks, Provider } from './provider-client.js';
import { ProviderService } from './provider.service.js';

/** Somebody to be sent to the provider: where, and the secret by which the browser is known again. */
export interface Departure {
  url: string;
  browser: string;
}

/** What is sealed of somebody sent to the provider. */
type Sent = Checks & Pick<Provider, 'issuer' | 'clientId'>;

/** What somebody proved, where, and in which session who it was that links the account. */
interface Proof {
  tenantId: string;
  sessionId: string | null;
  account: Account;
  sent: Sent;
}

/** A tenant's code; what is none is looked for nowhere. */
const tenantCode = /^[a-z0-9-]{2,32}$/;
/** Says of which tenant it is, so that no door is needed to look it up. */
const browserForm = /^([0-9a-f-]{36})\.[\w-]{43}$/;

/** Signing in by OpenID Connect, and linking an account for it. Nobody is added, and nobody is found by name or e-mail. */
@Injectable()
export class OidcService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
    @Inject(Attempts) private readonly attempts: Attempts,
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(ProviderService) private readonly providers: ProviderService,
  ) {}

  /** Begins a sign-in. PROVIDER_NOT_SET_UP, also for a tenant that does not exist; PROVIDER_AWAY. */
  async begin(tenant: string): Promise<Departure> {
    const found = tenantCode.test(tenant) ? await findSignIn(this.source, tenant, '') : null;
    return found ? this.depart(found.tenantId, null) : refuse('PROVIDER_NOT_SET_UP');
  }

  /** Begins the linking of an account to whoever is signed in, and has proved the password. */
  async beginLinking(ask: Ask): Promise<Departure> {
    const { tenantId, personId, sessionId } = ask.inSession;
    return this.depart(tenantId, sessionId, async (tx) => {
      const event = { action: 'BEGIN_LINKING', objectType: 'person', objectId: personId };
      await audit(tx, ask.origin, event);
    });
  }

  private async depart(
    tenantId: string,
    sessionId: string | null,
    also: (tx: Tx) => Promise<void> = () => Promise.resolve(),
  ): Promise<Departure> {
    const provider = await this.providers.enabled(tenantId);
    const { url, checks } = await this.providers.client.begin(provider, sessionId !== null);
    const browser = `${tenantId}.${randomSecret()}`;
    const key = keyOf(browser, checks.state);
    const { issuer, clientId } = provider;
    const sent: Sent = { ...checks, issuer, clientId };
    const sealed = this.cipher.seal(Buffer.from(JSON.stringify(sent)), placeOf(key));
    await inTenant(this.source, tenantId, async (tx) => {
      await insertAuthenticationRequest(tx, tenantId, key, { checks: sealed, sessionId });
      await also(tx);
    });
    return { url, browser };
  }

  /**
   * Takes what a browser brings back from the provider. Answers the token of the session that it opens; null where it linked an
   * account. SIGN_IN_EXPIRED for what was not begun in this browser, or was used; IDENTITY_NOT_LINKED, IDENTITY_TAKEN, and what is
   * refused by `begin`.
   */
  async finish(ask: Ask, browser: string, query: URLSearchParams): Promise<string | null> {
    // A provider that is away, and an account that nobody is linked to, are no guesses: whole offices meet them.
    const outcome = await this.attempts.verified(ask, 'openIdConnect', [browser], () =>
      this.prove(ask, browser, query).catch((error: unknown) => {
        if (error instanceof Refusal && error.problems[0].code === 'PROVIDER_AWAY') return error;
        throw error;
      }),
    );
    if (!outcome) return refuse('SIGN_IN_EXPIRED');
    if (outcome instanceof Refusal) throw outcome;
    if (outcome.sessionId === null) return this.signIn(ask, outcome);
    await this.link(ask, outcome);
    return null;
  }

  private async prove(ask: Ask, browser: string, query: URLSearchParams): Promise<Proof | null> {
    const [, tenantId] = browserForm.exec(browser) ?? [];
    if (!tenantId) return null;
    const key = keyOf(browser, query.get('state') ?? '');
    const taken = await inTenant(this.source, tenantId, (tx) => takeAuthenticationRequest(tx, tenantId, key));
    if (!taken) return null;
    const sent = JSON.parse(this.cipher.open(taken.checks, placeOf(key)).toString()) as Sent;
    try {
      const provider = await this.providers.enabled(tenantId);
      if (!isSame(provider, sent)) refuse('PROVIDER_NOT_SET_UP');
      const account = await this.providers.client.finish(provider, sent, query);
      return { tenantId, sessionId: taken.sessionId, account, sent };
    } catch (error) {
      if (error instanceof Refusal && taken.sessionId === null)
        await this.auditFailure(ask, tenantId, error.problems[0].code);
      throw error;
    }
  }

  private async signIn(ask: Ask, { tenantId, account, sent }: Proof): Promise<string> {
    const linked = await inTenant(this.source, tenantId, (tx) => holdLinked(tx, tenantId, account));
    if (linked === null) {
      await this.auditFailure(ask, tenantId, 'IDENTITY_NOT_LINKED');
      refuse('IDENTITY_NOT_LINKED');
    }
    return this.sessions.open(ask, tenantId, 'OPENID_CONNECT', async (tx) => {
      // Whoever removes either ends the sessions that it sees; so none is opened by them after that.
      const provider = await identityProviderOf(tx, tenantId, true);
      if (!provider?.enabled || !isSame(provider, sent)) return refuse('PROVIDER_NOT_SET_UP');
      return (await holdLinked(tx, tenantId, account)) ?? refuse('IDENTITY_NOT_LINKED');
    });
  }

  /** In the session in which it was begun, and in no other. */
  private async link(ask: Ask, { tenantId, account, sessionId: begunIn }: Proof): Promise<void> {
    const { personId, sessionId } = ask.inSession;
    if (sessionId !== begunIn) refuse('SIGN_IN_EXPIRED');
    await inTenant(this.source, tenantId, async (tx) => {
      if (!(await linkAccount(tx, tenantId, personId, account))) refuse('IDENTITY_TAKEN');
      const event = { action: 'LINK_IDENTITY', objectType: 'person', objectId: personId };
      await audit(tx, ask.origin, event);
    });
  }

  /** The account that whoever is signed in is linked to. */
  async mine(ask: Ask): Promise<IdentityRow | null> {
    const { tenantId, personId } = ask.inSession;
    return identityOf(await ask.read(), tenantId, personId);
  }

  /**
   * Takes away the link of whoever is signed in, or of a person whom they administer: who signs in by the password then, and whose
   * other sessions end. IDENTITY_NOT_LINKED where there is none.
   */
  async unlink(ask: Ask, personId: string | null | undefined): Promise<string> {
    const { tenantId, personId: self, sessionId } = ask.inSession;
    return inTenant(this.source, tenantId, async (tx) => {
      const id = personId ? await requireAdministered(tx, ask, personId) : self;
      if (!(await unlinkAccount(tx, tenantId, id))) refuse('IDENTITY_NOT_LINKED');
      await audit(tx, ask.origin, { action: 'UNLINK_IDENTITY', objectType: 'person', objectId: id });
      await this.sessions.endAllIn(tx, ask.origin, id, sessionId);
      return id;
    });
  }

  /** By nobody: who it was is not known. */
  private async auditFailure(ask: Ask, tenantId: string, code: ProblemCode): Promise<void> {
    const event = {
      ...{ action: 'SIGN_IN_FAILED', objectType: 'identity_provider', objectId: tenantId },
      after: { code },
    };
    await inTenant(this.source, tenantId, (tx) =>
      audit(tx, originOf(ask, { tenantId, personId: null }), event),
    );
  }
}

const isSame = (provider: Pick<Provider, 'issuer' | 'clientId'>, sent: Sent): boolean =>
  provider.issuer === sent.issuer && provider.clientId === sent.clientId;

const keyOf = (browser: string, state: string): AnswerKey => ({
  stateHash: hashOf(state),
  browserHash: hashOf(browser),
});

const placeOf = ({ stateHash }: AnswerKey): string => `authentication_request ${stateHash.toString('hex')}`;
