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

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

/** Leaves the audit rows of many changes by one statement. */
export async function auditAll(tx: Tx, origin: Origin, events: readonly AuditEvent[]): Promise<void> {
  await sql(
    tx,
    `INSERT INTO audit_event (tenant_id, id, person_id, request_id, address, action, object_type, object_id, before, after)
     SELECT $1, e.id, $2, $3, $4, e.action, e.object_type, e.object_id, e.before::jsonb, e.after::jsonb
     FROM unnest($5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
       AS e (id, action, object_type, object_id, before, after)`,
    [
      ...[origin.tenantId, origin.personId, origin.requestId, origin.address],
      ...[events.map(() => uuid()), events.map((event) => event.action)],
      ...[events.map((event) => event.objectType), events.map((event) => event.objectId)],
      ...[events.map((event) => json(event.before)), events.map((event) => json(event.after))],
    ],
  );
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
      json(event.before),
      json(event.after),
    ],
  );
}
