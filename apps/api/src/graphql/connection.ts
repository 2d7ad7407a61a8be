import { problem, Refusal } from '@huiji/domain/problem';
import { requireFirst } from './ask.js';

export interface Connection<T> {
  nodes: T[];
  pageInfo: { endCursor: string | null; hasNextPage: boolean };
}

const encode = (key: string): string => Buffer.from(key).toString('base64url');

/** A page as it is asked for. */
export interface PageAsked {
  first: number;
  after?: string | null;
}

/**
 * What to read for a page: one row more than asked for, to know whether there is a next one, after the key that the last one ended
 * with. `first` is 1 to 200 (REQUEST_TOO_LARGE).
 */
export function keysetOf(page: PageAsked): { first: number; after: string | null } {
  const first = requireFirst(page.first);
  const after = page.after ? Buffer.from(page.after, 'base64url').toString() : null;
  if (after === '' || after?.includes('\0'))
    throw new Refusal([problem('REQUEST_INVALID', { reason: 'after' })]);
  return { first: first + 1, after };
}

/** One page of a long list, by keyset. `key` is what the list is ordered by. */
export async function connection<T>(
  page: PageAsked,
  rows: (keyset: { first: number; after: string | null }) => Promise<T[]>,
  key: (row: T) => string,
): Promise<Connection<T>> {
  const keyset = keysetOf(page);
  return pageOf(await rows(keyset), keyset.first - 1, key);
}

/** The page that rows read by a keyset make. */
export function pageOf<T>(found: readonly T[], first: number, key: (row: T) => string): Connection<T> {
  const nodes = found.slice(0, first);
  const last = nodes.at(-1);
  return {
    nodes,
    pageInfo: { endCursor: last ? encode(key(last)) : null, hasNextPage: found.length > first },
  };
}
