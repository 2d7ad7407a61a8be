import { type Risk, scoreOf } from '@huiji/domain/risk';
import { type Tx, sql } from './data-source.js';
import { childrenIn, parentIn, type TreeAt } from './organisation.js';
import type { Scope } from './scope.js';
import { headColumns, type Submission, submissionColumns, type SubmissionHead } from './submission.js';
import { reviewableSql } from './window.js';

/** What a reviewer decides by. */
export interface Reviewable {
  /** null where it was submitted before risks were weighed. */
  risk: Risk | null;
}

/** Keeps the risk of a submission, as it was weighed when it was submitted, and the place in the queue that follows from it. */
export async function keepRisk(tx: Tx, tenantId: string, id: string, risk: Risk): Promise<void> {
  await sql(tx, 'UPDATE submission SET risk = $3, risk_score = $4 WHERE tenant_id = $1 AND id = $2', [
    ...[tenantId, id, risk, scoreOf(risk)],
  ]);
}

/** Submissions of a list of ids that the tenant has, unlocked. */
export async function submissionHeads(
  tx: Tx,
  tenantId: string,
  ids: readonly string[],
): Promise<SubmissionHead[]> {
  return sql<SubmissionHead>(
    tx,
    `SELECT ${headColumns} FROM submission s WHERE s.tenant_id = $1 AND s.id = ANY($2)`,
    [tenantId, ids],
  );
}

/** Locks submissions until the transaction ends, in one order, so that two such lists wait for each other and never both. */
export async function lockSubmissions(
  tx: Tx,
  tenantId: string,
  ids: readonly string[],
): Promise<Map<string, SubmissionHead & Reviewable>> {
  const rows = await sql<SubmissionHead & Reviewable>(
    tx,
    `SELECT ${headColumns}, s.risk FROM submission s WHERE s.tenant_id = $1 AND s.id = ANY($2)
     ORDER BY s.id FOR NO KEY UPDATE`,
    [tenantId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

const inForce = (a: string): string =>
  `${a}.valid_from <= $9 AND (${a}.valid_to IS NULL OR ${a}.valid_to > $9)`;
const tree = { day: '$5::date', recorded: '$6::timestamptz' };

// Below a union at which the person reviews: what stands directly below it, and what stands below bodies that are passed over, since
// nobody reviews there but those who filed (`acceptingUnion` in libs/domain/src/submission.ts). `passed`: who must have filed for
// that. A body is not even looked into where one of its reviewers never filed for anything but the body itself.
const queueSql = `
  WITH RECURSIVE turn AS (
    SELECT m.union_id AS accepting, n.union_id, '{}'::uuid[] AS passed
    FROM unnest($4::uuid[]) AS m (union_id) CROSS JOIN LATERAL (
      ${childrenIn('m.union_id', tree)}
      UNION ALL
      SELECT m.union_id WHERE NOT EXISTS (SELECT FROM (${parentIn('m.union_id', tree)}) p WHERE p.parent_id IS NOT NULL)) n
    UNION ALL
    SELECT t.accepting, n.union_id, t.passed || r.persons
    FROM turn t
    CROSS JOIN LATERAL (SELECT coalesce(array_agg(a.person_id), '{}') AS persons FROM appointment a
      WHERE a.tenant_id = $1 AND a.union_id = t.union_id AND a.role = 'REVIEWER' AND ${inForce('a')}) r
    CROSS JOIN LATERAL (${childrenIn('t.union_id', tree)}) n
    WHERE t.union_id <> t.accepting AND NOT EXISTS (
      SELECT FROM unnest(r.persons) AS p (id) WHERE NOT EXISTS (
        SELECT FROM appointment f WHERE f.tenant_id = $1 AND f.person_id = p.id AND f.role = 'FILER'
          AND (f.union_id <> t.union_id
            OR EXISTS (SELECT FROM trade_union g WHERE g.tenant_id = $1 AND g.successor_id = t.union_id)))
        AND NOT EXISTS (SELECT FROM entrustment f WHERE f.tenant_id = $1 AND f.person_id = p.id))
  )
  SELECT ${submissionColumns}, s.risk, s.risk_score AS score FROM (
    SELECT s.* FROM turn t CROSS JOIN LATERAL (
      SELECT * FROM submission s WHERE s.tenant_id = $1 AND s.form = $2 AND s.period = $3 AND s.union_id = t.union_id
        AND s.state = 'SUBMITTED' AND s.filed_by <> $7 AND $7 <> ALL(s.filled_by)
        AND t.passed <@ (s.filled_by || s.filed_by)
        AND ($8::int IS NULL OR s.risk_score < $8 OR s.risk_score = $8 AND s.id > $10)
        AND ($6::timestamptz = 'infinity' OR ${reviewableSql('s')}) OFFSET 0) s
    ORDER BY s.risk_score DESC, s.id LIMIT $11) s
  ORDER BY s.risk_score DESC, s.id`;

/** A page of the queue. `after`: where the last page ended. */
export interface QueuePage {
  first: number;
  after: { score: number; id: string } | null;
}

/**
 * What waits for one person to accept it, the riskiest first: submitted in the scope, to be accepted by a union among `unionIds` (at
 * which the person reviews) on a day, and not filed by that person.
 */
export async function waitingFor(
  tx: Tx,
  scope: Scope,
  by: { personId: string; unionIds: readonly string[]; day: string; tree: TreeAt },
  { first, after }: QueuePage,
): Promise<Array<Submission & Reviewable & { score: number }>> {
  return sql(tx, queueSql, [
    ...[scope.tenantId, scope.form, scope.period, by.unionIds, by.tree.day, by.tree.recorded],
    ...[by.personId, after?.score ?? null, by.day, after?.id ?? null, first],
  ]);
}
