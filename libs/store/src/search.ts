import { sql, type Tx } from './data-source.js';
import type { TradeUnion } from './entities.js';
import { type Page, subtreeSql, unionsById } from './organisation.js';

/** Where unions are looked for: below some unions and these themselves, in the tree of a day. */
export interface Searched {
  tenantId: string;
  tops: readonly string[];
  today: string;
}

// Neither function knows wildcards. Codes are ASCII as good as always, and "C" makes lower() of them a tenth as dear.
/** SQL: whether union `u` is meant by a text (a parameter), of which `initialsOf` makes the second one. */
export const matchesSql = (
  text: string,
  initials: string,
): string => `(strpos(u.name, ${text}) > 0 OR strpos(u.initials, ${initials}) > 0
  OR starts_with(lower(u.code COLLATE "C"), lower(${text} COLLATE "C")))`;

/** A text as it is looked for among initials. */
export const initialsOf = (text: string): string => text.normalize('NFKC').toLowerCase();

const matches = matchesSql('$2', '$3');

/** Walks the tenant's codes in order: a page of anything frequent is found at once. */
const inTenant = `
  SELECT u.id FROM trade_union u WHERE u.tenant_id = $1 AND u.withdrawn_at IS NULL
    AND ($4::text IS NULL OR u.code > $4) AND ${matches}
  ORDER BY u.code LIMIT $5`;

/** Walks the subtree: what it costs is that subtree's size, whatever the tenant's. */
const belowTops = `
  ${subtreeSql('unnest($6::uuid[])', '$7::date', `'infinity'`, true)}
  SELECT u.id FROM (SELECT DISTINCT union_id FROM subtree) s
  CROSS JOIN LATERAL (SELECT * FROM trade_union t WHERE t.tenant_id = $1 AND t.id = s.union_id LIMIT 1) u
  WHERE u.withdrawn_at IS NULL AND ($4::text IS NULL OR u.code > $4) AND ${matches}
  ORDER BY u.code LIMIT $5`;

/**
 * A page of the unions, by code, whose name holds a text, whose code starts with it, or whose pinyin initials hold it;
 * case does not matter for codes and initials. `after`: the code the last page ended with.
 */
export async function searchUnions(
  tx: Tx,
  { tenantId, tops, today }: Searched,
  text: string,
  page: Page,
): Promise<TradeUnion[]> {
  const above = await unionsById(tx, tenantId, tops);
  const everywhere = [...above.values()].some((union) => union.level === 'FEDERATION');
  const values = [tenantId, text, initialsOf(text), page.after, page.first];
  const ids = everywhere
    ? await sql<{ id: string }>(tx, inTenant, values)
    : await sql<{ id: string }>(tx, belowTops, [...values, tops, today]);
  const found = await unionsById(
    tx,
    tenantId,
    ids.map((row) => row.id),
  );
  return ids.flatMap((row) => found.get(row.id) ?? []);
}
