import type { Stored } from '@huiji/domain/draft';
import { type Tx, sql } from './data-source.js';
import { subtreeSql, type TreeAt } from './organisation.js';
import type { Scope } from './scope.js';

/** What a revision says, and what the accepted one said that it replaces; null where there was none. */
export interface BothSides {
  now: Stored;
  then: Stored | null;
}

/** Something accepted that changed figures accepted before (更正), or those of a FINAL period (补报). */
export interface Revised extends BothSides {
  /** The contribution of the form's first filed part. */
  id: string;
  unionId: string;
  submissionId: string;
  revision: number;
  reason: string | null;
  acceptedBy: string;
  acceptedByName: string;
  acceptedAt: Date;
  pending: boolean;
}

const side = (s: string): string => `CASE WHEN ${s}.id IS NOT NULL THEN json_build_object(
  'figures', ${s}.figures::text[], 'states', ${s}.states, 'held', ${s}.held) END`;
/** An accepted revision replaces the one before it: there is no other that could have been accepted since. */
const replaced = (
  o: string,
  s: string,
): string => `submission ${o} ON ${o}.tenant_id = $1 AND ${o}.form = ${s}.form
  AND ${o}.period = ${s}.period AND ${o}.union_id = ${s}.union_id AND ${o}.revision = ${s}.revision - 1`;
const inScope = (s: string): string => `${s}.tenant_id = $1 AND ${s}.form = $2 AND ${s}.period = $3`;

// Only what may be one is looked at: revisions after the first, and first ones of unions that had a window.
const listing = (tree: TreeAt, known: string | null): string => `
  ${subtreeSql('$4', '$5::date', '$6::timestamptz', tree.throughSuccessors)}, candidate AS MATERIALIZED (
    SELECT s.id, s.union_id FROM submission s WHERE ${inScope('s')} AND s.revision > 1 AND s.state = 'ACCEPTED'
    UNION
    SELECT s.id, s.union_id FROM filing_window w JOIN submission s ON ${inScope('s')} AND s.union_id = w.union_id
      AND s.revision = 1 AND s.state = 'ACCEPTED' WHERE ${inScope('w')}
  ), accepted AS (
    SELECT c.* FROM candidate n JOIN subtree t ON t.union_id = n.union_id CROSS JOIN LATERAL (
      SELECT c.id, c.submission_id, c.accepted_by, c.accepted_at FROM contribution c
      WHERE ${inScope('c')} AND c.union_id = n.union_id AND c.superseded_at IS NULL AND c.part = $7 AND c.submission_id = n.id
      UNION ALL
      SELECT c.id, c.submission_id, c.accepted_by, c.accepted_at FROM contribution c
      WHERE ${inScope('c')} AND c.union_id = n.union_id AND c.superseded_at IS NOT NULL AND c.part = $7
        AND c.submission_id = n.id OFFSET 0) c
  )
  SELECT c.id, s.union_id AS "unionId", s.id AS "submissionId", s.revision, s.restatement_reason AS reason,
    c.accepted_by AS "acceptedBy", p.name AS "acceptedByName", c.accepted_at AS "acceptedAt",
    ${known ? 'false' : `EXISTS (SELECT FROM rollup_outbox o WHERE ${inScope('o')} AND o.plus = c.id)`} AS pending,
    ${side('s')} AS now, ${side('o')} AS then
  FROM (
    SELECT c.* FROM accepted c JOIN submission s ON s.tenant_id = $1 AND s.id = c.submission_id
    JOIN period f ON f.tenant_id = $1 AND f.code = $3
    WHERE (s.revision > 1 OR c.accepted_at > f.final_at) AND ($8::timestamptz IS NULL OR c.accepted_at <= $8)
      AND ($9::uuid IS NULL OR c.id < $9)
    ORDER BY c.id DESC LIMIT $10) c
  JOIN submission s ON s.tenant_id = $1 AND s.id = c.submission_id LEFT JOIN ${replaced('o', 's')}
  JOIN person p ON p.tenant_id = $1 AND p.id = c.accepted_by
  ORDER BY c.id DESC`;

/**
 * What was accepted for unions of a subtree in a scope after something had been (更正), or after the period was FINAL (补报);
 * the newest first, by the ids of contributions, which are version 7 uuids. `known`: by a moment. `part`: the form's first
 * filed one.
 */
export async function revisionsIn(
  tx: Tx,
  scope: Scope,
  { unionId, part, known }: { unionId: string; part: number; known: string | null },
  tree: TreeAt,
  page: { first: number; after: string | null },
): Promise<Revised[]> {
  return sql<Revised>(tx, listing(tree, known), [
    ...[scope.tenantId, scope.form, scope.period, unionId, tree.day, tree.recorded],
    ...[part, known, page.after, page.first],
  ]);
}

/** What the accepted revisions said that submissions replace, or would, by the submission's id. */
export async function replacedBy(
  tx: Tx,
  tenantId: string,
  submissionIds: readonly string[],
): Promise<Map<string, Stored>> {
  const rows = await sql<{ id: string; then: Stored }>(
    tx,
    `SELECT s.id, ${side('o')} AS then FROM submission s JOIN ${replaced('o', 's')}
     WHERE s.tenant_id = $1 AND s.id = ANY($2::uuid[])`,
    [tenantId, submissionIds],
  );
  return new Map(rows.map((row) => [row.id, row.then]));
}
