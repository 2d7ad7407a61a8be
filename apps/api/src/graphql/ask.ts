import { type Language, Refusal, refuse } from '@huiji/domain/problem';
import type { SecondFactor } from '@huiji/domain/second-factor';
import type { Actor as FilingActor } from '@huiji/filing/actor';
import { type Origin } from '@huiji/store/audit';
import { openReading, reading, type Reading, type Tx } from '@huiji/store/data-source';
import type { DataSource } from 'typeorm';
import type { Bill } from '../rate-limit/budget.js';
import { userError } from './errors.js';

/** Who is signed in, and by what. */
export interface Actor extends FilingActor {
  /** The session that it acts in; null for an API token. */
  sessionId: string | null;
  /** The API token that it acts by; null in a session. */
  tokenId: string | null;
  /** Whether the token may change nothing. */
  readOnly: boolean;
  /** Whether the platform has suspended its tenant: it may ask nothing at all then. */
  suspended: boolean;
  /** What it must prove before it may do anything; its appointments are none until then. */
  owes: SecondFactor | null;
}

/** Which cookie: that of the session, or that of a browser which was sent to the identity provider. */
export type CookieKind = 'session' | 'oidc';

/** What a mutation answers: its payload, or what was wrong. */
export type Payload<T> = Partial<T> & { userErrors: unknown[] };

/** How old what is known of a socket's session may be, in milliseconds. */
const recheck = 1_000;

/** Everything about one request that a resolver needs: the GraphQL context. */
export class Ask {
  private opened: Promise<Reading> | null = null;
  private checkedAt = performance.now();
  private lookedUp: Promise<void> | null = null;
  private attempts = 0;

  constructor(
    private readonly source: DataSource,
    /** An error where looking the session up failed: thrown when the actor is asked for. */
    private signedIn: Actor | Error | null,
    readonly language: Language,
    readonly request: {
      id: string;
      address: string | null;
      userAgent: string | undefined;
      setCookie(kind: CookieKind, value: string | null): void;
      token: Buffer | null;
      bill: Bill;
    },
    private readonly lookUp: () => Promise<Actor | null>,
  ) {}

  /** The actor, or null: only `me` may be asked by nobody. TENANT_SUSPENDED for whoever is signed in to a suspended tenant. */
  get actorOrNull(): Actor | null {
    if (this.signedIn instanceof Error) throw this.signedIn;
    return this.signedIn?.suspended ? refuse('TENANT_SUSPENDED') : this.signedIn;
  }

  /** The actor; UNAUTHENTICATED when nobody is signed in, SECOND_FACTOR_REQUIRED after the password alone. */
  get actor(): Actor {
    const actor = this.someone;
    return actor.owes ? refuse('SECOND_FACTOR_REQUIRED') : actor;
  }

  /** Whoever has passed the password: for proving the second factor, and for nothing else. SESSION_REQUIRED for an API token. */
  get halfSignedIn(): Actor & { sessionId: string } {
    const actor = this.someone;
    const { sessionId } = actor;
    return sessionId === null ? refuse('SESSION_REQUIRED') : { ...actor, sessionId };
  }

  /** The actor in a session: for what concerns identities, which no API token may touch. */
  get inSession(): Actor & { sessionId: string } {
    void this.actor;
    return this.halfSignedIn;
  }

  private get someone(): Actor {
    return this.actorOrNull ?? refuse('UNAUTHENTICATED');
  }

  /** After signing in, the rest of the request is the new actor's, in the new session. */
  becomes(actor: Actor | null, token = this.request.token): void {
    this.signedIn = actor;
    this.request.token = token;
  }

  /**
   * Whether the session still lives, and its tenant is not suspended, for a socket that may outlast it; looked up once a second at most, and the appointments with it.
   */
  async stillSignedIn(): Promise<boolean> {
    if (performance.now() - this.checkedAt > recheck) {
      this.checkedAt = performance.now();
      this.lookedUp = this.lookUp().then((actor) => this.becomes(actor));
    }
    await this.lookedUp;
    return this.signedIn !== null && (this.signedIn instanceof Error || !this.signedIn.suspended);
  }

  /** Counts an attempt to prove who one is; answers how many this request has made. */
  countedAttempt(): number {
    return (this.attempts += 1);
  }

  get origin(): Origin {
    const { tenantId, personId, tokenId } = this.actor;
    return { tenantId, personId, tokenId, requestId: this.request.id, address: this.request.address };
  }

  /** The one reading transaction of this request, so that all that is read is of one moment. */
  async read(): Promise<Tx> {
    this.opened ??= openReading(this.source, this.actor.tenantId);
    return (await this.opened).tx;
  }

  /** A reading of its own, for what shares its Ask with others at work: the subscriptions of one socket. */
  readOnce<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return reading(this.source, this.actor.tenantId, work);
  }

  /** Ends the reading, if any. Called once the response is out; a mutation's answer is read after its commit. */
  async end(): Promise<void> {
    const opened = this.opened;
    this.opened = null;
    await (await opened)?.end();
  }

  /** Runs a mutation; what it refuses becomes `userErrors`, so that nothing a person sent is lost in an error. */
  async answer<T>(work: () => Promise<T>): Promise<Payload<T>> {
    if (this.actor.readOnly) refuse('TOKEN_READ_ONLY');
    return this.told(work);
  }

  /** Like `answer`, for what concerns identities. */
  async sessionAnswer<T>(work: () => Promise<T>): Promise<Payload<T>> {
    void this.inSession;
    return this.told(work);
  }

  /** Like `answer`, for proving the second factor and for signing out. */
  async halfAnswer<T>(work: () => Promise<T>): Promise<Payload<T>> {
    void this.halfSignedIn;
    return this.told(work);
  }

  /** Like `answer`, for signing in, where nobody is signed in yet. */
  async told<T>(work: () => Promise<T>): Promise<Payload<T>> {
    // A second mutation of one document must not answer from a moment before its own commit.
    await this.end();
    return this.refusals(work);
  }

  /** What is refused becomes `userErrors`; for a query too, whose fields share one reading. */
  async refusals<T>(work: () => Promise<T>): Promise<Payload<T>> {
    try {
      return { ...(await work()), userErrors: [] };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { userErrors: error.problems.map((found) => userError(found, this.language)) } as Payload<T>;
    }
  }

  /** Problems as the schema's UserErrors, in this request's language. */
  errors(problems: Parameters<typeof userError>[0][]): unknown[] {
    return problems.map((found) => userError(found, this.language));
  }
}

/** Where a request comes from to which nobody is signed in. */
export const originOf = (ask: Ask, who: { tenantId: string; personId: string | null }): Origin => ({
  ...who,
  requestId: ask.request.id,
  address: ask.request.address,
});

/** How many items a page may have. */
export const largestPage = 200;

/** A page's size, 1 to 200; REQUEST_TOO_LARGE beyond. */
export function requireFirst(first: number): number {
  return first >= 1 && first <= largestPage
    ? first
    : refuse('REQUEST_TOO_LARGE', { what: 'first', limit: largestPage }, { field: 'first' });
}
