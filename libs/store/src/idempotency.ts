import { createHash } from 'node:crypto';
import { refuse } from '@huiji/domain/problem';
import { type Tx, sql, sqlAtEnd } from './data-source.js';

/**
 * Runs `work` once for a key: a repeated request gets the first one's response and changes nothing. The key is
 * written first and in the same transaction, so a twin that runs at the same time waits for it, and a failed one
 * leaves no key. The same key with another request is refused: IDEMPOTENCY_KEY_REUSED.
 */
export async function once<T>(
  tx: Tx,
  by: { tenantId: string; personId: string },
  key: string,
  request: unknown,
  work: () => Promise<T>,
): Promise<T> {
  const hash = createHash('sha256').update(JSON.stringify(request)).digest();
  const where = [by.tenantId, by.personId, key];
  const taken = await sql(
    tx,
    `INSERT INTO idempotency (tenant_id, person_id, key, request_hash) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING RETURNING key`,
    [...where, hash],
  );
  if (taken.length === 0) {
    const [known] = await sql<{ request_hash: Buffer; response: T }>(
      tx,
      'SELECT request_hash, response FROM idempotency WHERE tenant_id = $1 AND person_id = $2 AND key = $3',
      where,
    );
    if (!known?.request_hash.equals(hash)) refuse('IDEMPOTENCY_KEY_REUSED', {}, { field: 'idempotencyKey' });
    return known.response;
  }
  const response = await work();
  sqlAtEnd(tx, 'UPDATE idempotency SET response = $4 WHERE tenant_id = $1 AND person_id = $2 AND key = $3', [
    ...where,
    JSON.stringify(response),
  ]);
  return response;
}
