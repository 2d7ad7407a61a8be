import { refuse } from '@huiji/domain/problem';
import { countAttempt, forgiveAttempt, lockedAmong } from '@huiji/store/attempt';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Ask } from '../graphql/ask.js';
import { subnetOf } from '../graphql/subnet.js';

const minutes = 15;
/** How many may fail: at one account, from one address (behind which a whole office may sit), and in one request. */
const limits = { account: 5, address: 100, request: 5 };

/** An operation that can be guessed at, or done too often by nobody. */
export type Guessable =
  'signIn' | 'currentPassword' | 'openIdConnect' | 'redeemCode' | 'requestReset' | 'verifyTotp';

/**
 * Counts attempts to prove who one is, before they are verified. Neither the count nor the answer depends on whether the account
 * exists: an unknown one locks like any other.
 */
@Injectable()
export class Attempts {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  /** Runs `verify`, which answers what was proved, or null when nothing was. TOO_MANY_ATTEMPTS where it may not run. */
  async verified<T>(
    ask: Ask,
    operation: Guessable,
    account: readonly string[],
    verify: () => Promise<T | null>,
  ): Promise<T | null> {
    const address = keyOf('address', subnetOf(ask.request.address ?? ''));
    const at = keyOf('account', operation, ...account);
    const free =
      ask.countedAttempt() <= limits.request &&
      (await countAttempt(this.source, [
        { key: address, limit: limits.address, minutes },
        { key: at, limit: limits.account, minutes },
      ]));
    if (!free) refuse('TOO_MANY_ATTEMPTS', { minutes });
    const proved = await verify();
    if (proved !== null) await forgiveAttempt(this.source, { spent: address, cleared: at });
    return proved;
  }

  /** Which of some accounts are locked for an operation now. */
  async locked<A extends readonly string[]>(operation: Guessable, accounts: readonly A[]): Promise<Set<A>> {
    const keys = new Map(accounts.map((account) => [keyOf('account', operation, ...account), account]));
    const counts = [...keys.keys()].map((key) => ({ key, limit: limits.account, minutes }));
    const locked = await lockedAmong(this.source, counts);
    return new Set([...locked].map((key) => keys.get(key)!));
  }
}

/** One text for several, such that two that differ in any differ. */
const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts);
