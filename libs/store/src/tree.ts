import { type Tx, sql } from './data-source.js';
import { parentIn, type TreeAt } from './organisation.js';

/** The unions of a list with all that stand above them at any time from a day on, as known now; in any order. */
export async function withAncestors(
  tx: Tx,
  tenantId: string,
  unionIds: readonly string[],
  from: string,
): Promise<string[]> {
  const rows = await sql<{ union_id: string }>(
    tx,
    `WITH RECURSIVE climb AS (
       SELECT union_id FROM unnest($2::uuid[]) AS u (union_id)
       UNION
       SELECT p.parent_id FROM climb c CROSS JOIN LATERAL (
         SELECT a.parent_id FROM affiliation a WHERE a.tenant_id = $1 AND a.union_id = c.union_id
           AND a.recorded_to IS NULL AND (a.valid_to IS NULL OR a.valid_to > $3) OFFSET 0) p
     ) SELECT union_id FROM climb`,
    [tenantId, unionIds, from],
  );
  return rows.map((row) => row.union_id);
}

/** Those of a list of unions that are, or stand below, any of the superiors in today's tree, through successors. */
export async function thoseBelow(
  tx: Tx,
  tenantId: string,
  unionIds: readonly string[],
  superiors: readonly string[],
  day: string,
): Promise<string[]> {
  const today: TreeAt = { day: '$3::date', recorded: `'infinity'`, throughSuccessors: true };
  const rows = await sql<{ start: string }>(
    tx,
    `WITH RECURSIVE climb AS (
       SELECT DISTINCT union_id AS start, union_id AS node FROM unnest($2::uuid[]) AS u (union_id)
       UNION
       SELECT c.start, p.parent_id FROM climb c CROSS JOIN LATERAL (${parentIn('c.node', today)}) p
       WHERE p.parent_id IS NOT NULL
     ) SELECT DISTINCT start FROM climb WHERE node = ANY($4::uuid[])`,
    [tenantId, unionIds, day, superiors],
  );
  return rows.map((row) => row.start);
}
