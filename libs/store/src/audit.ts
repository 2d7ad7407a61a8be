import { v7 as uuid } from 'uuid';
import { type Tx, sql } from './data-source.js';

/** Who asks, and through which request. */
export interface Origin {
  tenantId: string;
  personId: string | null;
  requestId: string | null;
  address: string | null;
}

/** What happened to what. `before` and `after` are small and hold no personal data. */
export interface AuditEvent {
  action: string;
  objectType: string;
  objectId: string;
  before?: unknown;
  after?: unknown;
}

/** Leaves the audit row of a change, in its transaction. The application can add rows, never alter them. */
export async function audit(tx: Tx, origin: Origin, event: AuditEvent): Promise<void> {
  await sql(
    tx,
    `INSERT INTO audit_event (tenant_id, id, person_id, request_id, address, action, object_type, object_id, before, after)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
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
    ],
  );
}
