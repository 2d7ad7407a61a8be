import { keptDays } from '@huiji/domain/retention';
import { sql, type Tx } from './data-source.js';

/** How many rows of a table one statement deletes. */
const batch = 1_000;

const expired = {
  authenticationRequest: `DELETE FROM authentication_request WHERE tenant_id = $1 AND state_hash IN (
    SELECT state_hash FROM authentication_request WHERE tenant_id = $1 AND expires_at < now() LIMIT ${batch}) RETURNING 1`,
  session: `DELETE FROM session WHERE tenant_id = $1 AND token_hash IN (SELECT token_hash FROM session
    WHERE tenant_id = $1 AND least(revoked_at, expires_at) < now() - make_interval(days => $2) LIMIT ${batch}) RETURNING 1`,
  oneTimeCode: `DELETE FROM one_time_code WHERE tenant_id = $1 AND id IN (SELECT id FROM one_time_code
    WHERE tenant_id = $1 AND least(used_at, expires_at) < now() - make_interval(days => $2) LIMIT ${batch}) RETURNING 1`,
  recoveryCode: `DELETE FROM recovery_code WHERE tenant_id = $1 AND code_hash IN (SELECT code_hash FROM recovery_code
    WHERE tenant_id = $1 AND used_at < now() - make_interval(days => $2) LIMIT ${batch}) RETURNING 1`,
  apiToken: `DELETE FROM api_token WHERE tenant_id = $1 AND id IN (SELECT id FROM api_token
    WHERE tenant_id = $1 AND least(revoked_at, expires_at) < now() - make_interval(days => $2) LIMIT ${batch}) RETURNING 1`,
  operation: `DELETE FROM operation WHERE tenant_id = $1 AND id IN (SELECT id FROM operation
    WHERE tenant_id = $1 AND ended_at < now() - make_interval(days => $2) LIMIT ${batch}) RETURNING 1`,
  import: `DELETE FROM import WHERE tenant_id = $1 AND id IN (SELECT id FROM import i
    WHERE tenant_id = $1 AND created_at < now() - make_interval(days => $2) AND NOT EXISTS (SELECT FROM operation
      WHERE tenant_id = $1 AND ended_at IS NULL AND input ->> 'importId' = i.id::text) LIMIT ${batch}) RETURNING 1`,
};

/** Deletes a batch of what is kept no longer in a tenant; answers whether there may be more. */
export async function deleteExpired(tx: Tx, tenantId: string): Promise<boolean> {
  const { session, code, apiToken, operation, import: imported } = keptDays;
  const deleted = [
    await sql(tx, expired.authenticationRequest, [tenantId]),
    await sql(tx, expired.session, [tenantId, session]),
    await sql(tx, expired.oneTimeCode, [tenantId, code]),
    await sql(tx, expired.recoveryCode, [tenantId, code]),
    await sql(tx, expired.apiToken, [tenantId, apiToken]),
    await sql(tx, expired.operation, [tenantId, operation]),
    await sql(tx, expired.import, [tenantId, imported]),
  ];
  return deleted.some((rows) => rows.length === batch);
}
