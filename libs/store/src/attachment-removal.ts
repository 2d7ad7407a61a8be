import type { DataSource } from 'typeorm';
import { type Tx, sql } from './data-source.js';
import type { StoredFile } from './file-store.js';

/** How many files a worker deletes at a time. */
export const removalBatch = 50;

/** For how many seconds what a worker has claimed is its own; if it is killed meanwhile, another one tries after that. */
const lease = 60;

/** The tenants in which files have to be deleted now: ids only, through a door. */
export async function removalTenants(source: DataSource): Promise<string[]> {
  const rows = await source.query<Array<{ tenant_id: string }>>(
    'SELECT tenant_id FROM door_removal_tenants()',
  );
  return rows.map((row) => row.tenant_id);
}

/** Takes a batch of a tenant's files that have to be deleted, and clears away the uploads that were never completed. */
export async function claimRemovals(tx: Tx, tenantId: string): Promise<StoredFile[]> {
  await sql(
    tx,
    'DELETE FROM attachment WHERE tenant_id = $1 AND attached_at IS NULL AND expires_at < now()',
    [tenantId],
  );
  return sql<StoredFile>(
    tx,
    `WITH due AS MATERIALIZED (
       SELECT r.attachment_id, r.file FROM attachment_removal r WHERE r.tenant_id = $1 AND r.due_at <= now()
       ORDER BY r.due_at LIMIT $2 FOR UPDATE SKIP LOCKED)
     UPDATE attachment_removal r SET claimed = true, due_at = now() + make_interval(secs => $3)
     FROM due WHERE r.tenant_id = $1 AND r.attachment_id = due.attachment_id AND r.file = due.file
     RETURNING r.tenant_id AS "tenantId", r.attachment_id AS "attachmentId", r.file`,
    [tenantId, removalBatch, lease],
  );
}

/** Takes a file that is to stay off those that have to be deleted; false where a worker has claimed it already. */
export async function keepFile(tx: Tx, { tenantId, attachmentId, file }: StoredFile): Promise<boolean> {
  const kept = await sql(
    tx,
    `DELETE FROM attachment_removal WHERE tenant_id = $1 AND attachment_id = $2 AND file = $3 AND NOT claimed RETURNING file`,
    [tenantId, attachmentId, file],
  );
  return kept.length > 0;
}

/** Forgets files that are gone. */
export async function settleRemovals(tx: Tx, tenantId: string, gone: readonly StoredFile[]): Promise<void> {
  await sql(
    tx,
    `DELETE FROM attachment_removal r USING unnest($2::uuid[], $3::text[]) AS g (attachment_id, file)
     WHERE r.tenant_id = $1 AND r.attachment_id = g.attachment_id AND r.file = g.file`,
    [tenantId, gone.map(({ attachmentId }) => attachmentId), gone.map(({ file }) => file)],
  );
}
