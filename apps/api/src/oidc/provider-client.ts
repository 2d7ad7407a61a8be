import { type Problem, problem, Refusal } from '@huiji/domain/problem';
import type { Account } from '@huiji/store/identity';
import { Log } from '@huiji/store/log';
import { Injectable } from '@nestjs/common';
import * as oidc from 'openid-client';
import type { Config } from '../config.js';

/** A provider with what this installation is known by there. */
export interface Provider {
  issuer: string;
  clientId: string;
  clientSecret: string;
}

/** What an answer must fit; known to nobody but us, and of it the state and the nonce to the provider. */
export interface Checks {
  state: string;
  nonce: string;
  codeVerifier: string;
}

/** How long a provider may take for an answer, in seconds, and how many bytes it may hold. */
const patience = 5;
const largest = 262_144;
/** For how many milliseconds it is known where a provider's addresses are. */
const remembered = 600_000;

/** The provider was not there, or not able to answer: nobody's fault who signs in. */
class Away extends Error {}

const log = new Log('OpenID Connect');

/** Speaks OpenID Connect with the providers that the operator allows, and with nobody else. */
@Injectable()
export class ProviderClient {
  private readonly known = new Map<string, { metadata: oidc.ServerMetadata; until: number }>();
  /** Where a provider sends people back. */
  readonly callback: string;
  private readonly issuers: ReadonlySet<string>;

  constructor(config: Pick<Config, 'OIDC_ISSUERS' | 'PUBLIC_ORIGIN'>) {
    this.issuers = new Set(config.OIDC_ISSUERS);
    this.callback = `${config.PUBLIC_ORIGIN}/oidc/callback`;
  }

  allows(issuer: string): boolean {
    return this.issuers.has(issuer);
  }

  /**
   * Where to send a browser, and what its answer must fit. `anew`: whoever is signed in at the provider signs in there once more.
   * PROVIDER_AWAY, PROVIDER_REFUSED.
   */
  async begin(provider: Provider, anew: boolean): Promise<{ url: string; checks: Checks }> {
    const checks = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      codeVerifier: oidc.randomPKCECodeVerifier(),
    };
    const url = oidc.buildAuthorizationUrl(await this.configurationOf(provider), {
      redirect_uri: this.callback,
      scope: 'openid',
      ...{ state: checks.state, nonce: checks.nonce },
      code_challenge: await oidc.calculatePKCECodeChallenge(checks.codeVerifier),
      code_challenge_method: 'S256',
      ...(anew && { prompt: 'login' }),
    });
    return { url: url.href, checks };
  }

  /** Which account an answer proves. `query`: what came back by the browser. PROVIDER_AWAY, PROVIDER_REFUSED. */
  async finish(provider: Provider, checks: Checks, query: URLSearchParams): Promise<Account> {
    const configuration = await this.configurationOf(provider);
    const answer = new URL(`${this.callback}?${query.toString()}`);
    const tokens = await told(
      oidc.authorizationCodeGrant(configuration, answer, {
        expectedState: checks.state,
        expectedNonce: checks.nonce,
        pkceCodeVerifier: checks.codeVerifier,
        idTokenExpected: true,
      }),
    );
    const { iss: issuer, sub: subject } = tokens.claims() ?? {};
    // As the standard has it: 255 characters of ASCII at most.
    if (!issuer || !subject || !/^[\x20-\x7e]{1,255}$/.test(subject)) throw refusal('PROVIDER_REFUSED');
    return { issuer, subject };
  }

  /** The issuer is looked for among those allowed each time: the operator may have taken it off since a tenant named it. */
  private async configurationOf({ issuer, clientId, clientSecret }: Provider): Promise<oidc.Configuration> {
    if (!this.allows(issuer)) throw refusal('PROVIDER_NOT_SET_UP');
    const metadata = await this.metadataOf(issuer, clientId);
    const methods = metadata.token_endpoint_auth_methods_supported;
    const authentication = methods && !methods.includes('client_secret_basic') ? 'Post' : 'Basic';
    const configuration = new oidc.Configuration(
      ...([metadata, clientId, clientSecret] as const),
      oidc[`ClientSecret${authentication}`](clientSecret),
    );
    configuration.timeout = patience;
    configuration[oidc.customFetch] = limitedFetch;
    // TLS alone would do by the standard; the signature also holds where a proxy of the operator's opens TLS.
    oidc.enableNonRepudiationChecks(configuration);
    if (isPlain(issuer)) oidc.allowInsecureRequests(configuration);
    return configuration;
  }

  private async metadataOf(issuer: string, clientId: string): Promise<oidc.ServerMetadata> {
    const found = this.known.get(issuer);
    if (found && found.until > performance.now()) return found.metadata;
    const execute = isPlain(issuer) ? [oidc.allowInsecureRequests] : [];
    const options = { timeout: patience, execute, [oidc.customFetch]: limitedFetch };
    const asked = await told(oidc.discovery(new URL(issuer), clientId, undefined, undefined, options));
    const metadata = asked.serverMetadata();
    this.known.set(issuer, { metadata, until: performance.now() + remembered });
    return metadata;
  }
}

/** The settings let only a provider on this machine be without TLS. */
const isPlain = (issuer: string): boolean => issuer.startsWith('http:');

/** Asks without following a redirect, and reads no more than a provider has to say. */
const limitedFetch: oidc.CustomFetch = async (url, options) => {
  try {
    const response = await fetch(url, options);
    if (response.status >= 500) throw new Away(`status ${response.status}`);
    const body = await upTo(largest, response);
    return new Response(body.length === 0 ? null : body, response);
  } catch (error) {
    throw error instanceof Away ? error : new Away('no answer', { cause: error });
  }
};

async function upTo(limit: number, { body }: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of (body ?? []) as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > limit) throw new Away(`more than ${limit} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const refusal = (code: 'PROVIDER_AWAY' | 'PROVIDER_REFUSED' | 'PROVIDER_NOT_SET_UP'): Refusal =>
  new Refusal([problem(code) satisfies Problem]);

/** What openid-client throws for what a provider did; anything else is a fault of ours. */
const faults = [
  oidc.ClientError,
  oidc.ResponseBodyError,
  oidc.AuthorizationResponseError,
  oidc.WWWAuthenticateChallengeError,
];

/** An answer of the provider; its faults become refusals, and the operator finds their codes in the log. */
async function told<T>(asked: Promise<T>): Promise<T> {
  return asked.catch((error: unknown) => {
    const fault = faults.find((one) => error instanceof one) && (error as oidc.ClientError);
    if (!fault) throw error;
    const away = awayIn(fault);
    const code = away ? 'PROVIDER_AWAY' : 'PROVIDER_REFUSED';
    // Codes only: what a provider or a browser wrote may be anything.
    const why = [fault.code, (fault as { error?: unknown }).error].filter(
      (text) => typeof text === 'string' && /^[\w.-]{1,60}$/.test(text),
    );
    log.warn([code, away?.message, ...why].filter(Boolean).join(' '));
    throw refusal(code);
  });
}

const awayIn = ({ cause }: Error): Away | undefined =>
  cause instanceof Away ? cause : cause instanceof Error ? awayIn(cause) : undefined;
