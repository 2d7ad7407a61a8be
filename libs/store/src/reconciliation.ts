import { v7 as uuid } from 'uuid';
import { type Tx, sql } from './data-source.js';
import { type Page, subtreeSql, type TreeAt } from './organisation.js';
import type { Scope } from './scope.js';
import { type Submission, submissionColumns } from './submission.js';

/** What differed, as it was acknowledged: scaled figures as text, by cell; below null where nothing was filled. */
export type BreachFigures = Record<string, { stated: string; below: string | null }>;

/** 签收: a reviewer of a body above has read why a statement differs from the sum below it. */
export interface Acknowledgement {
  submissionId: string;
  unionId: string;
  breaches: BreachFigures;
  acknowledgedBy: string;
  acknowledgedAt: Date;
}

/** The newest acknowledgement of each statement by each body. */
export async function acknowledgementsOf(
  tx: Tx,
  tenantId: string,
  submissionIds: readonly string[],
): Promise<Acknowledgement[]> {
  return sql<Acknowledgement>(
    tx,
    `SELECT DISTINCT ON (submission_id, union_id) submission_id AS "submissionId", union_id AS "unionId", breaches,
       acknowledged_by AS "acknowledgedBy", acknowledged_at AS "acknowledgedAt"
     FROM breach_acknowledgement WHERE tenant_id = $1 AND submission_id = ANY($2)
     ORDER BY submission_id, union_id, acknowledged_at DESC`,
    [tenantId, submissionIds],
  );
}

export async function insertAcknowledgement(
  tx: Tx,
  tenantId: string,
  { submissionId, unionId, breaches, acknowledgedBy }: Omit<Acknowledgement, 'acknowledgedAt'>,
): Promise<string> {
  const id = uuid();
  await sql(
    tx,
    `INSERT INTO breach_acknowledgement (tenant_id, id, submission_id, union_id, breaches, acknowledged_by)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [tenantId, id, submissionId, unionId, breaches, acknowledgedBy],
  );
  return id;
}

/** The newest revision that each union of a subtree has submitted, accepted or not, by union. */
export async function reportedIn(
  tx: Tx,
  scope: Scope,
  unionId: string,
  tree: TreeAt,
  page: Page,
): Promise<Submission[]> {
  return sql<Submission>(
    tx,
    `${subtreeSql('$4', '$5::date', '$6::timestamptz', tree.throughSuccessors)}
     SELECT DISTINCT ON (s.union_id) ${submissionColumns} FROM submission s
     WHERE s.tenant_id = $1 AND s.form = $2 AND s.period = $3 AND s.union_id IN (SELECT union_id FROM subtree)
       AND s.state IN ('SUBMITTED', 'ACCEPTED') AND ($7::uuid IS NULL OR s.union_id > $7)
     ORDER BY s.union_id, s.revision DESC LIMIT $8`,
    [
      ...[scope.tenantId, scope.form, scope.period, unionId, tree.day, tree.recorded],
      ...[page.after, page.first],
    ],
  );
}
