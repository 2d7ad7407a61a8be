import { createHash } from 'node:crypto';
import {
  type Anchor,
  beginning,
  type EventText,
  type HashOf,
  linkText,
  sealText,
} from '@huiji/domain/audit-chain';
import type { DataSource } from 'typeorm';
import { inTenant, sql, sqlOne, type Tx } from './data-source.js';

/** How many events are sealed at a time. */
export const sealBatch = 1_000;

export const sha256: HashOf = (text) => createHash('sha256').update(text).digest('hex');

/** Seconds since 1970 of a moment, exact to the microsecond, as text. */
export const secondsOf = (moment: string): string => `extract(epoch FROM ${moment})::text`;

/** The columns of an audit event `e` as the chain's texts. */
export const eventTexts = `json_build_object(
  'tenantId', e.tenant_id::text, 'id', e.id::text, 'at', ${secondsOf('e.at')}, 'personId', e.person_id::text,
  'requestId', e.request_id, 'address', e.address::text, 'action', e.action, 'objectType', e.object_type,
  'objectId', e.object_id, 'before', e.before::text, 'after', e.after::text, 'unionId', e.union_id::text,
  'tokenId', e.token_id::text)`;

/** The tenants in which something is not sealed yet: ids only, through a door. */
export async function unsealedTenants(source: DataSource): Promise<string[]> {
  const rows = await source.query<Array<{ tenant_id: string }>>(
    'SELECT tenant_id FROM door_unsealed_tenants()',
  );
  return rows.map((row) => row.tenant_id);
}

/** Every tenant: ids only, through a door. */
export async function auditedTenants(source: DataSource): Promise<string[]> {
  const rows = await source.query<Array<{ tenant_id: string }>>(
    'SELECT tenant_id FROM door_audited_tenants()',
  );
  return rows.map((row) => row.tenant_id);
}

/** Where a tenant's chain ends, as it is to be anchored; null before the first seal. */
export async function headOf(tx: Tx, tenantId: string): Promise<Anchor | null> {
  const [head] = await sql<Anchor>(
    tx,
    `SELECT tenant_id AS "tenantId", number::float8 AS number, last_sequence::float8 AS sequence,
       encode(hash, 'hex') AS hash, to_char(sealed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at
     FROM audit_seal WHERE tenant_id = $1 ORDER BY audit_seal.number DESC LIMIT 1`,
    [tenantId],
  );
  return head ?? null;
}

/** What one step of sealing did: how many pointers it cleared, and the new head; null where nothing was sealed. */
export interface Sealed {
  taken: number;
  head: Anchor | null;
}

/**
 * Seals up to `sealBatch` events of a tenant, in one transaction: links, seal and the pointers that end. Does nothing while
 * another worker is at it; killed, it leaves either all or nothing.
 */
export function sealNext(source: DataSource, tenantId: string): Promise<Sealed> {
  return inTenant(source, tenantId, async (tx) => {
    const { alone } = await sqlOne<{ alone: boolean }>(
      tx,
      `SELECT pg_try_advisory_xact_lock(hashtextextended($1, 1)) AS alone`,
      [`audit ${tenantId}`],
    );
    if (!alone) return { taken: 0, head: null };
    // In a statement of its own, whose snapshot comes after the lock.
    const batch = await nextEvents(tx, tenantId);
    const fresh = batch.filter(({ linked }) => !linked);
    if (fresh.length > 0)
      await appendSeal(
        tx,
        tenantId,
        fresh.map(({ event }) => event),
      );
    if (batch.length > 0)
      await sql(tx, 'DELETE FROM audit_unsealed WHERE tenant_id = $1 AND id = ANY($2::uuid[])', [
        tenantId,
        batch.map(({ event }) => event.id),
      ]);
    return { taken: batch.length, head: fresh.length > 0 ? await headOf(tx, tenantId) : null };
  });
}

/** `linked`: sealed already, which only a pointer written by hand can be. */
function nextEvents(tx: Tx, tenantId: string): Promise<Array<{ event: EventText; linked: boolean }>> {
  return sql(
    tx,
    `SELECT ${eventTexts} AS event, l.event_id IS NOT NULL AS linked
     FROM audit_unsealed u
     JOIN audit_event e ON e.tenant_id = u.tenant_id AND e.id = u.id
     LEFT JOIN audit_link l ON l.tenant_id = u.tenant_id AND l.event_id = u.id
     WHERE u.tenant_id = $1 ORDER BY u.id LIMIT ${sealBatch}`,
    [tenantId],
  );
}

async function appendSeal(tx: Tx, tenantId: string, events: readonly EventText[]): Promise<void> {
  const head = await headOf(tx, tenantId);
  const { link, sealedAt } = await sqlOne<{ link: string | null; sealedAt: string }>(
    tx,
    `SELECT ${secondsOf('now()')} AS "sealedAt",
       (SELECT encode(hash, 'hex') FROM audit_link WHERE tenant_id = $1 AND sequence = $2) AS link`,
    [tenantId, head?.sequence ?? 0],
  );
  let previous = link ?? beginning;
  let sequence = head?.sequence ?? 0;
  const hashes = events.map((event) => {
    sequence += 1;
    previous = sha256(linkText(previous, sequence, event));
    return previous;
  });
  await sql(
    tx,
    `INSERT INTO audit_link (tenant_id, sequence, event_id, hash)
     SELECT $1, $2 + n, id, decode(hash, 'hex')
     FROM unnest($3::uuid[], $4::text[]) WITH ORDINALITY AS e (id, hash, n)`,
    [tenantId, head?.sequence ?? 0, events.map(({ id }) => id), hashes],
  );
  const seal = { number: (head?.number ?? 0) + 1, lastSequence: sequence, sealedAt };
  const hash = sha256(sealText(tenantId, head?.hash ?? beginning, seal, previous));
  // now() is the same throughout a transaction: what the hash covers is what is stored.
  await sql(
    tx,
    `INSERT INTO audit_seal (tenant_id, number, last_sequence, hash, sealed_at)
     VALUES ($1, $2, $3, decode($4, 'hex'), now())`,
    [tenantId, seal.number, seal.lastSequence, hash],
  );
}
