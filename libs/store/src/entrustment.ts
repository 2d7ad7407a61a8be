import type { Appointment } from '@huiji/domain/access';
import { v7 as uuid } from 'uuid';
import { type Tx, sql, sqlOne } from './data-source.js';
import type { Page } from './organisation.js';

/** 代报: a union entrusts its filing to a person. Days are ISO days, `untilOn` the last one. */
export interface Entrustment {
  id: string;
  unionId: string;
  personId: string;
  personName: string;
  from: string;
  untilOn: string;
  documentNo: string;
  documentName: string | null;
  recordedBy: string;
  recordedAt: Date;
  endedBy: string | null;
  endedAt: Date | null;
  endReason: string | null;
}

/** SQL: whether entrustment `e` is in force on a day. */
export const entrustedOn = (e: string, day: string): string =>
  `(${e}.ended_at IS NULL AND ${e}.valid_from <= ${day} AND ${e}.valid_until >= ${day})`;

/**
 * SQL: what a person holds on a day, by appointment and by entrustment: (role, union_id, entrustment_id). The one place where it is
 * looked up what somebody may do; `tenant`, `person` and `day` are SQL. Whoever holds a role that is held alone is entrusted with nothing.
 */
export const heldSql = (tenant: string, person: string, day: string): string => `
  SELECT a.role, a.union_id, NULL::uuid AS entrustment_id FROM appointment a
  WHERE a.tenant_id = ${tenant} AND a.person_id = ${person} AND a.valid_from <= ${day}
    AND (a.valid_to IS NULL OR a.valid_to > ${day})
  UNION ALL
  SELECT 'ENTRUSTED_FILER', e.union_id, e.id FROM entrustment e
  WHERE e.tenant_id = ${tenant} AND e.person_id = ${person} AND ${entrustedOn('e', day)}
    AND NOT EXISTS (SELECT FROM appointment s WHERE s.tenant_id = ${tenant} AND s.person_id = ${person}
      AND s.at_level IS NOT NULL AND s.valid_from <= ${day} AND (s.valid_to IS NULL OR s.valid_to > ${day}))`;

/** SQL: an Appointment as JSON, of a row of `heldSql`. */
export const heldJson = (h: string): string =>
  `json_strip_nulls(json_build_object('role', ${h}.role, 'unionId', ${h}.union_id, 'entrustmentId', ${h}.entrustment_id))`;

/**
 * Which day it is in a tenant, and what a person may do in it on that day, through an API token no more than that may while it holds; for
 * work that is done after its request.
 */
export async function actingToday(
  tx: Tx,
  { tenantId, personId, tokenId }: { tenantId: string; personId: string; tokenId: string | null },
): Promise<{ today: string; suspended: boolean; appointments: Appointment[] }> {
  return sqlOne(
    tx,
    `SELECT t.today::text AS today, t.suspended, coalesce(json_agg(${heldJson('h')}) FILTER (WHERE h.role IS NOT NULL), '[]') AS appointments
     FROM (SELECT suspended_at IS NOT NULL AS suspended, (now() AT TIME ZONE time_zone)::date AS today FROM tenant WHERE tenant_id = $1) t
     LEFT JOIN LATERAL (${heldSql('$1', '$2::uuid', 't.today')}) h ON $3::uuid IS NULL OR EXISTS (
       SELECT FROM api_token k WHERE k.tenant_id = $1 AND k.id = $3 AND k.role = h.role AND k.union_id = h.union_id
         AND k.revoked_at IS NULL AND k.expires_at > now())
     GROUP BY t.today, t.suspended`,
    [tenantId, personId, tokenId],
  );
}

const columns = `e.id, e.union_id AS "unionId", e.person_id AS "personId", p.name AS "personName", e.valid_from::text AS from,
  e.valid_until::text AS "untilOn", e.document_no AS "documentNo", e.document_name AS "documentName",
  e.recorded_by AS "recordedBy", e.recorded_at AS "recordedAt", e.ended_by AS "endedBy", e.ended_at AS "endedAt",
  e.end_reason AS "endReason"`;
const joined = 'entrustment e JOIN person p ON p.tenant_id = e.tenant_id AND p.id = e.person_id';

/** What is the same for all unions that entrust their filing at once. */
export type NewEntrustment = Pick<
  Entrustment,
  'personId' | 'from' | 'untilOn' | 'documentNo' | 'documentName' | 'recordedBy'
>;

/**
 * Entrusts a person with the filing of unions. Answers the entrustments written, by union: one that overlaps an entrustment of the same
 * union and person which has not ended is not.
 */
export async function insertEntrustments(
  tx: Tx,
  tenantId: string,
  unionIds: readonly string[],
  made: NewEntrustment,
): Promise<Map<string, string>> {
  const rows = await sql<{ id: string; unionId: string }>(
    tx,
    `INSERT INTO entrustment (tenant_id, id, union_id, person_id, valid_from, valid_until, document_no, document_name, recorded_by)
     SELECT $1, n.id, n.union_id, $4, $5, $6, $7, $8, $9 FROM unnest($2::uuid[], $3::uuid[]) AS n (id, union_id)
     ON CONFLICT DO NOTHING RETURNING id, union_id AS "unionId"`,
    [
      ...[tenantId, unionIds.map(() => uuid()), unionIds, made.personId, made.from, made.untilOn],
      ...[made.documentNo, made.documentName, made.recordedBy],
    ],
  );
  return new Map(rows.map(({ id, unionId }) => [unionId, id]));
}

/** Which of these entrustments are in force on a day; until the transaction ends they stay that. */
export async function holdEntrustments(
  tx: Tx,
  tenantId: string,
  ids: readonly string[],
  day: string,
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const held = await sql<{ id: string }>(
    tx,
    `SELECT e.id FROM entrustment e WHERE e.tenant_id = $1 AND e.id = ANY ($2::uuid[]) AND ${entrustedOn('e', '$3')}
     ORDER BY e.id FOR SHARE`,
    [tenantId, ids, day],
  );
  return new Set(held.map(({ id }) => id));
}

/** The entrustments of a list of ids that the tenant has, by id. */
export async function entrustmentsById(
  tx: Tx,
  tenantId: string,
  ids: readonly string[],
): Promise<Map<string, Entrustment>> {
  if (ids.length === 0) return new Map();
  const rows = await sql<Entrustment>(
    tx,
    `SELECT ${columns} FROM ${joined} WHERE e.tenant_id = $1 AND e.id = ANY($2::uuid[])`,
    [tenantId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Whose entrustments a list is about, and `on`: only those in force on a day. */
export interface EntrustmentsMeant {
  by: 'union' | 'person';
  id: string;
  on: string | null;
}

/** A page of the entrustments of a union, or of a person, the newest first; ended and expired ones too. */
export async function entrustmentsOf(
  tx: Tx,
  tenantId: string,
  { by, id, on }: EntrustmentsMeant,
  page: Page,
): Promise<Entrustment[]> {
  return sql<Entrustment>(
    tx,
    `SELECT ${columns} FROM ${joined} WHERE e.tenant_id = $1 AND e.${by}_id = $2
       AND ($3::date IS NULL OR ${entrustedOn('e', '$3::date')}) AND ($4::uuid IS NULL OR e.id < $4)
     ORDER BY e.id DESC LIMIT $5`,
    [tenantId, id, on, page.after, page.first],
  );
}

/** Ends an entrustment from this moment on. False where it has ended, or expired by a day. */
export async function markEnded(
  tx: Tx,
  tenantId: string,
  id: string,
  end: { by: string; reason: string; today: string },
): Promise<boolean> {
  const ended = await sql(
    tx,
    `UPDATE entrustment SET ended_by = $3, ended_at = clock_timestamp(), end_reason = $4
     WHERE tenant_id = $1 AND id = $2 AND ended_at IS NULL AND valid_until >= $5 RETURNING id`,
    [tenantId, id, end.by, end.reason, end.today],
  );
  return ended.length > 0;
}
