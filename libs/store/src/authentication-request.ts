import { sql, type Tx } from './data-source.js';

/** How many minutes there are to sign in at the provider. */
export const authenticationMinutes = 10;

/** What an answer of the provider belongs to: its state, and the browser that was sent there; by their hashes. */
export interface AnswerKey {
  stateHash: Buffer;
  browserHash: Buffer;
}

/** What is kept of somebody sent to the provider: sealed, what the answer must fit; the session that links an account, if one does. */
export interface AuthenticationRequest {
  checks: Buffer;
  sessionId: string | null;
}

export async function insertAuthenticationRequest(
  tx: Tx,
  tenantId: string,
  { stateHash, browserHash }: AnswerKey,
  { checks, sessionId }: AuthenticationRequest,
): Promise<void> {
  await sql(
    tx,
    `INSERT INTO authentication_request (tenant_id, state_hash, browser_hash, checks, session_id, expires_at)
     VALUES ($1, $2, $3, $4, $5, now() + make_interval(mins => $6))`,
    [tenantId, stateHash, browserHash, checks, sessionId, authenticationMinutes],
  );
}

/** Uses up what an answer belongs to; null when there is nothing, as for an answer that came before or too late. */
export async function takeAuthenticationRequest(
  tx: Tx,
  tenantId: string,
  { stateHash, browserHash }: AnswerKey,
): Promise<AuthenticationRequest | null> {
  const [row] = await sql<AuthenticationRequest & { timely: boolean }>(
    tx,
    `DELETE FROM authentication_request WHERE tenant_id = $1 AND state_hash = $2 AND browser_hash = $3
     RETURNING checks, session_id AS "sessionId", expires_at > now() AS timely`,
    [tenantId, stateHash, browserHash],
  );
  return row?.timely ? { checks: row.checks, sessionId: row.sessionId } : null;
}
