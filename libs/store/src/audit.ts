import { v7 as uuid } from 'uuid';
import { type Tx, sql } from './data-source.js';

/** Who asks, and through which request. */
export interface Origin {
  tenantId: string;
  personId: string | null;
  requestId: string | null;
  address: string | null;
}

/**
 * What happened to what. `before` and `after` are small and hold no personal data. `unionId`: the union that it is about,
 * by which those who administer that union find it; none where it is about the whole federation.
 */
export interface AuditEvent {
  action: string;
  objectType: string;
  objectId: string;
  unionId?: string | null;
  before?: unknown;
  after?: unknown;
}

/**
 * Leaves the audit row of a change, in its transaction, with a pointer by which the worker finds and seals it. The
 * application can add rows, never alter them.
 */
export async function audit(tx: Tx, origin: Origin, event: AuditEvent): Promise<void> {
  await sql(
    tx,
    `WITH event AS (
       INSERT INTO audit_event
         (tenant_id, id, person_id, request_id, address, action, object_type, object_id, before, after, union_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING tenant_id, id)
     INSERT INTO audit_unsealed (tenant_id, id) SELECT tenant_id, id FROM event`,
    [
      origin.tenantId,
      uuid(),
      origin.personId,
      origin.requestId,
      origin.address,
      event.action,
      event.objectType,
      event.objectId,
      event.before === undefined ? null : JSON.stringify(event.before),
      event.after === undefined ? null : JSON.stringify(event.after),
      event.unionId ?? null,
    ],
  );
}
