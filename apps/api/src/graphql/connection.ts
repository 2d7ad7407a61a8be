import { problem, Refusal } from '@huiji/domain/problem';
import { requireFirst } from './ask.js';

export interface Connection<T> {
  nodes: T[];
  pageInfo: { endCursor: string | null; hasNextPage: boolean };
}

const encode = (key: string): string => Buffer.from(key).toString('base64url');

/**
 * One page of a long list, by keyset: reads one row more than asked for to know whether there is a next page. `key` is
 * what the list is ordered by. `first` is 1 to 200 (REQUEST_TOO_LARGE).
 */
export async function connection<T>(
  page: { first: number; after?: string | null },
  rows: (keyset: { first: number; after: string | null }) => Promise<T[]>,
  key: (row: T) => string,
): Promise<Connection<T>> {
  const first = requireFirst(page.first);
  const after = page.after ? Buffer.from(page.after, 'base64url').toString() : null;
  if (after === '' || after?.includes('\0'))
    throw new Refusal([problem('REQUEST_INVALID', { reason: 'after' })]);
  const found = await rows({ first: first + 1, after });
  const nodes = found.slice(0, first);
  const last = nodes.at(-1);
  return {
    nodes,
    pageInfo: { endCursor: last ? encode(key(last)) : null, hasNextPage: found.length > first },
  };
}
