import { v7 as uuid } from 'uuid';
import { type Tx, sql } from './data-source.js';

/** Who asks, and through which request. */
export interface Origin {
  tenantId: string;
  personId: string | null;
  requestId: string | null;
  address: string | null;
  /** By which API token; none in a session. */
  tokenId?: string | null;
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

/** Leaves the audit row of a change, in its transaction. */
export const audit = (tx: Tx, origin: Origin, event: AuditEvent): Promise<void> =>
  auditAll(tx, origin, [event]);

/**
 * Leaves the audit rows of changes, in their transaction and by one statement, each with a pointer by which the worker finds and
 * seals it. The application can add rows, never alter them.
 */
export async function auditAll(tx: Tx, origin: Origin, events: readonly AuditEvent[]): Promise<void> {
  const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
  await sql(
    tx,
    `WITH event AS (
       INSERT INTO audit_event
         (tenant_id, id, person_id, request_id, address, action, object_type, object_id, before, after, union_id, token_id)
       SELECT $1, e.id, $2, $3, $4, e.action, e.object_type, e.object_id, e.before::jsonb, e.after::jsonb, e.union_id, $12
       FROM unnest($5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::uuid[])
         AS e (id, action, object_type, object_id, before, after, union_id)
       RETURNING tenant_id, id)
     INSERT INTO audit_unsealed (tenant_id, id) SELECT tenant_id, id FROM event`,
    [
      ...[origin.tenantId, origin.personId, origin.requestId, origin.address],
      ...[events.map(() => uuid()), events.map((event) => event.action)],
      ...[events.map((event) => event.objectType), events.map((event) => event.objectId)],
      ...[events.map((event) => json(event.before)), events.map((event) => json(event.after))],
      events.map((event) => event.unionId ?? null),
      origin.tokenId ?? null,
    ],
  );
}
