import { v7 as uuid } from 'uuid';
import { type Tx, sql } from './data-source.js';

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
