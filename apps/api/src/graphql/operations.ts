import { readFileSync } from 'node:fs';
import { refuse } from '@huiji/domain/problem';
import { sha256 } from '@huiji/store/audit-chain';
import type { PersistedQueryProvider } from 'mercurius';
import { z } from 'zod';
import type { Config } from '../config.js';

const file = z.record(z.string().regex(/^[0-9a-f]{64}$/), z.string());

/** What a client sends beside or in place of a document; the shape that Apollo's clients and urql use. */
interface Asked {
  query?: string;
  extensions?: { persistedQuery?: { sha256Hash?: unknown } } | null;
}

/**
 * The operations that a client names by their SHA-256 instead of sending them, from the file GRAPHQL_OPERATIONS; with
 * GRAPHQL_OPERATIONS_ONLY nothing else runs. Throws where the file does not say what it holds.
 */
export class RegisteredOperations implements PersistedQueryProvider {
  private readonly byHash: Readonly<Record<string, string>>;
  private readonly only: boolean;

  constructor(config: Config) {
    const path = config.GRAPHQL_OPERATIONS;
    this.only = config.GRAPHQL_OPERATIONS_ONLY;
    this.byHash = path === '' ? {} : file.parse(JSON.parse(readFileSync(path, 'utf8')));
    for (const [hash, document] of Object.entries(this.byHash))
      if (sha256(document) !== hash) throw new Error(`${path}: ${hash} is not the SHA-256 of its operation`);
  }

  isPersistedQuery = (asked: object): boolean => this.only || this.named(asked) !== null;

  /** None is registered by sending it. */
  isPersistedQueryRetry = (): boolean => false;

  /** A document that is sent in full is taken too, if it is registered. */
  getHash = (asked: object): string => this.named(asked) ?? sha256((asked as Asked).query ?? '');

  getQueryFromHash = (hash: string): Promise<string> => Promise.resolve(this.require(hash));

  /** Refuses a document sent in full that may not run: OPERATION_NOT_REGISTERED. */
  requireAllowed(document: string): void {
    if (this.only) this.require(sha256(document));
  }

  private require(hash: string): string {
    const document = Object.hasOwn(this.byHash, hash) ? this.byHash[hash] : undefined;
    return document ?? refuse('OPERATION_NOT_REGISTERED', { id: hash.slice(0, 64) });
  }

  private named(asked: object): string | null {
    const hash = (asked as Asked).extensions?.persistedQuery?.sha256Hash;
    return typeof hash === 'string' ? hash : null;
  }
}
