import { type Tx, sql } from './data-source.js';
import { parentIn, type TreeAt } from './organisation.js';

const now = { day: '$3::date', recorded: `'infinity'` };

/** The unions of a list with all that stand above them on a day, in any order. */
export async function withAncestors(
  tx: Tx,
  tenantId: string,
  unionIds: readonly string[],
  day: string,
): Promise<string[]> {
  const rows = await sql<{ union_id: string }>(
    tx,
    `WITH RECURSIVE climb AS (
       SELECT union_id FROM unnest($2::uuid[]) AS u (union_id)
       UNION
       SELECT p.parent_id FROM climb c
       CROSS JOIN LATERAL (${parentIn('c.union_id', now)}) p
     ) SELECT union_id FROM climb`,
    [tenantId, unionIds, day],
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
  const today: TreeAt = { ...now, throughSuccessors: true };
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
