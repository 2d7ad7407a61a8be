import { type Tx, sql } from './data-source.js';
import { subtreeSql, type TreeAt } from './organisation.js';
import { inForceAt } from './rollup-sql.js';
import type { Scope } from './scope.js';

/** One union's contribution to one cell of a total. Those that are not `pending` add up to the total. */
export interface Contribution {
  id: string;
  unionId: string;
  /** Scaled; says something only where `adds`. */
  figure: string;
  /** The cell's mark by its code. */
  state: number;
  adds: boolean;
  submissionId: string | null;
  revision: number | null;
  acceptedBy: string | null;
  acceptedByName: string | null;
  acceptedAt: Date;
  /** Accepted, but not in the total yet. */
  pending: boolean;
  /** Replaced or taken away, and in the total until the worker has drained that. */
  leaving: boolean;
}

/** Whose total it is, which cell, and (`known`) as of when. */
export interface Behind {
  unionId: string;
  /** What a grassroots union itself contributes is its total at once, as soon as it is accepted. */
  grassroots: boolean;
  part: number;
  position: number;
  known: string | null;
}

const columns =
  'c.id, c.union_id, c.figures[$8] AS figure, c.states[$8] AS state, c.submission_id, c.accepted_by, c.accepted_at';
const inScope = 'c.tenant_id = $1 AND c.form = $2 AND c.period = $3';

/** Those that the outbox has not brought into the totals yet, or not out of them. */
const drained = `
  SELECT h.*, EXISTS (SELECT FROM waiting w WHERE w.plus = h.id) AND h.union_id IS DISTINCT FROM $12::uuid AS pending,
    false AS leaving
  FROM here h
  UNION ALL
  SELECT ${columns}, false, true FROM waiting w
  CROSS JOIN LATERAL (SELECT * FROM contribution c WHERE ${inScope} AND c.id = w.minus AND c.part = $7 OFFSET 0) c
  JOIN subtree t ON t.union_id = c.union_id
  WHERE NOT EXISTS (SELECT FROM waiting other WHERE other.plus = w.minus) AND c.union_id IS DISTINCT FROM $12`;

const listing = (tree: TreeAt, known: string | null): string => `
  ${subtreeSql('$4', '$5::date', '$6::timestamptz', tree.throughSuccessors)},
  ${known ? '' : 'waiting AS MATERIALIZED (SELECT plus, minus FROM rollup_outbox WHERE tenant_id = $1 AND form = $2 AND period = $3),'}
  here AS (
    SELECT c.* FROM (SELECT union_id FROM subtree WHERE $9::uuid IS NULL OR union_id >= $9) t CROSS JOIN LATERAL (
      ${inForceAt(columns, `${inScope} AND c.union_id = t.union_id AND c.part = $7`, known && '$12::timestamptz')} OFFSET 0) c
  ), listed AS (${known ? 'SELECT h.*, false AS pending, false AS leaving FROM here h' : drained})
  SELECT l.id, l.union_id AS "unionId", l.figure, l.state, l.state IN (2, 3, 4) AS adds, l.submission_id AS "submissionId",
    s.revision, l.accepted_by AS "acceptedBy", p.name AS "acceptedByName", l.accepted_at AS "acceptedAt", l.pending, l.leaving
  FROM (SELECT * FROM listed WHERE state <> 0 AND ($9::uuid IS NULL OR (union_id, id) > ($9, $10::uuid))
    ORDER BY union_id, id LIMIT $11) l
  LEFT JOIN submission s ON s.tenant_id = $1 AND s.id = l.submission_id
  LEFT JOIN person p ON p.tenant_id = $1 AND p.id = l.accepted_by
  ORDER BY l.union_id, l.id`;

/**
 * The contributions behind a cell of a union's total, by union; blank ones are left out. Where a replacement waits, both
 * stand in the list: the old one, which is still in the total (`leaving`), and the new one, which is not yet (`pending`).
 * `after`: union and contribution that the last page ended with.
 */
export async function contributionsIn(
  tx: Tx,
  scope: Scope,
  { unionId, grassroots, part, position, known }: Behind,
  tree: TreeAt,
  page: { first: number; after: readonly [unionId: string, id: string] | null },
): Promise<Contribution[]> {
  return sql<Contribution>(tx, listing(tree, known), [
    ...[scope.tenantId, scope.form, scope.period, unionId, tree.day, tree.recorded, part, position],
    ...[page.after?.[0] ?? null, page.after?.[1] ?? null, page.first],
    known ?? (grassroots ? unionId : null),
  ]);
}

/** From when to when what a submission says was in force, and who accepted it. */
export interface InForce {
  submissionId: string;
  acceptedBy: string;
  acceptedByName: string;
  from: Date;
  until: Date | null;
}

/** When the accepted revisions of one union's return were in force, by submission. `part`: the form's first filed one. */
export async function inForceBySubmission(
  tx: Tx,
  scope: Scope,
  unionId: string,
  part: number,
): Promise<Map<string, InForce>> {
  const where = `${inScope} AND c.union_id = $4 AND c.kind = 'FILED' AND c.part = $5`;
  const rows = await sql<InForce>(
    tx,
    // Each of the two by its own index.
    `SELECT c.submission_id AS "submissionId", c.accepted_by AS "acceptedBy", p.name AS "acceptedByName",
       c.accepted_at AS from, c.superseded_at AS until
     FROM (SELECT * FROM contribution c WHERE ${where} AND c.superseded_at IS NULL
       UNION ALL SELECT * FROM contribution c WHERE ${where} AND c.superseded_at IS NOT NULL) c
     JOIN person p ON p.tenant_id = $1 AND p.id = c.accepted_by`,
    [scope.tenantId, scope.form, scope.period, unionId, part],
  );
  return new Map(rows.map((row) => [row.submissionId, row]));
}
