import type { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { nobodys } from './attempt.js';
import { inTenant, sql } from './data-source.js';

/** A wish for a new password by mail, as it was made: nobody has looked yet whether there is such an account. */
export interface ResetRequest {
  id: string;
  tenant: string;
  login: string;
  /** Counts this one. */
  attempts: number;
}

/** How many a worker takes at a time. */
const batch = 10;
/** For how many seconds what a worker has taken is its own. */
const lease = 300;

export async function insertResetRequest(source: DataSource, tenant: string, login: string): Promise<void> {
  await inTenant(source, nobodys, (tx) =>
    sql(tx, 'INSERT INTO reset_request (tenant_id, id, tenant_code, login) VALUES ($1, $2, $3, $4)', [
      nobodys,
      uuid(),
      tenant,
      login,
    ]),
  );
}

/** Takes a batch of what is due, which no other worker then takes for the time of the lease. */
export async function claimResetRequests(source: DataSource): Promise<ResetRequest[]> {
  return inTenant(source, nobodys, (tx) =>
    sql<ResetRequest>(
      tx,
      `UPDATE reset_request SET attempts = attempts + 1, due_at = now() + make_interval(secs => $3)
       WHERE tenant_id = $1 AND id IN (SELECT id FROM reset_request
         WHERE tenant_id = $1 AND due_at <= now() ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING id, tenant_code AS tenant, login, attempts`,
      [nobodys, batch, lease],
    ),
  );
}

/** Puts a request off, or with null is done with it: nothing of it stays. */
export async function settleResetRequest(source: DataSource, id: string, again: Date | null): Promise<void> {
  await inTenant(source, nobodys, (tx) =>
    again
      ? sql(tx, 'UPDATE reset_request SET due_at = $3 WHERE tenant_id = $1 AND id = $2', [nobodys, id, again])
      : sql(tx, 'DELETE FROM reset_request WHERE tenant_id = $1 AND id = $2', [nobodys, id]),
  );
}
