import { sql, type Tx } from './data-source.js';

/** A person's authenticator: sealed secrets, that in use and that which waits for its first code. */
export interface TotpRow {
  secret: Buffer | null;
  pending: Buffer | null;
}

export async function totpOf(tx: Tx, tenantId: string, personId: string): Promise<TotpRow> {
  const [row] = await sql<TotpRow>(
    tx,
    'SELECT secret, pending_secret AS pending FROM totp WHERE tenant_id = $1 AND person_id = $2',
    [tenantId, personId],
  );
  return row ?? { secret: null, pending: null };
}

/** Keeps a secret until its first code confirms it. */
export async function setPendingSecret(
  tx: Tx,
  tenantId: string,
  personId: string,
  sealed: Buffer,
): Promise<void> {
  await sql(
    tx,
    `INSERT INTO totp (tenant_id, person_id, pending_secret) VALUES ($1, $2, $3)
     ON CONFLICT (tenant_id, person_id) DO UPDATE SET pending_secret = $3`,
    [tenantId, personId, sealed],
  );
}

/** Puts the secret that waited into use, its first code being that of a step. False when another one waits by now. */
export async function confirmSecret(
  tx: Tx,
  who: { tenantId: string; personId: string },
  pending: Buffer,
  step: number,
): Promise<boolean> {
  const confirmed = await sql(
    tx,
    `UPDATE totp SET secret = pending_secret, pending_secret = NULL, last_step = $4
     WHERE tenant_id = $1 AND person_id = $2 AND pending_secret = $3 RETURNING person_id`,
    [who.tenantId, who.personId, pending, step],
  );
  return confirmed.length > 0;
}

/** Uses up the code of a step, and of all before it. False when it was used already. */
export async function useStep(tx: Tx, tenantId: string, personId: string, step: number): Promise<boolean> {
  const used = await sql(
    tx,
    `UPDATE totp SET last_step = $3 WHERE tenant_id = $1 AND person_id = $2 AND secret IS NOT NULL AND last_step < $3
     RETURNING person_id`,
    [tenantId, personId, step],
  );
  return used.length > 0;
}

/** Takes a person's authenticator away, with its recovery codes. */
export async function removeTotp(tx: Tx, tenantId: string, personId: string): Promise<void> {
  await sql(
    tx,
    'UPDATE totp SET secret = NULL, pending_secret = NULL WHERE tenant_id = $1 AND person_id = $2',
    [tenantId, personId],
  );
  await replaceRecoveryCodes(tx, tenantId, personId, []);
}

/** Writes a person's recovery codes, by hash; those before are used up. */
export async function replaceRecoveryCodes(
  tx: Tx,
  tenantId: string,
  personId: string,
  hashes: readonly Buffer[],
): Promise<void> {
  await sql(
    tx,
    'UPDATE recovery_code SET used_at = now() WHERE tenant_id = $1 AND person_id = $2 AND used_at IS NULL',
    [tenantId, personId],
  );
  await sql(
    tx,
    `INSERT INTO recovery_code (tenant_id, person_id, code_hash) SELECT $1, $2, unnest($3::bytea[])`,
    [tenantId, personId, hashes],
  );
}

/** Uses a recovery code up. False when there is none of the hash, or it was used. */
export async function useRecoveryCode(
  tx: Tx,
  tenantId: string,
  personId: string,
  codeHash: Buffer,
): Promise<boolean> {
  const used = await sql(
    tx,
    `UPDATE recovery_code SET used_at = now()
     WHERE tenant_id = $1 AND person_id = $2 AND code_hash = $3 AND used_at IS NULL RETURNING person_id`,
    [tenantId, personId, codeHash],
  );
  return used.length > 0;
}

/** Notes that a session has proved the second factor. */
export async function verifySession(tx: Tx, tenantId: string, sessionId: string): Promise<void> {
  await sql(tx, 'UPDATE session SET verified_at = now() WHERE tenant_id = $1 AND id = $2', [
    tenantId,
    sessionId,
  ]);
}
