import { countedOn } from '@huiji/domain/organisation';
import { type Tx, sql } from './data-source.js';
import { climbFrom, type Page } from './organisation.js';

export type ChangeKind = 'PREPARE' | 'FOUND' | 'RENAME' | 'MOVE' | 'MERGE' | 'SPLIT' | 'DISSOLVE';

/** How a change concerns a union: SUBJECT, RECEIVER and PART are changed by it, FROM and TO are superiors. */
export type ChangeRole = 'SUBJECT' | 'RECEIVER' | 'PART' | 'FROM' | 'TO';

/** A union that a change concerns. */
export interface Concerned {
  unionId: string;
  role: ChangeRole;
}

/** A change of the organisation (组织变动), by its document. */
export interface OrganisationChange {
  tenantId: string;
  id: string;
  kind: ChangeKind;
  effectiveOn: string;
  /** See `countedOn` in the domain. */
  countedOn: string;
  reason: string;
  documentNo: string;
  recordedBy: string;
  recordedAt: Date;
  undoneBy: string | null;
  undoneAt: Date | null;
  undoReason: string | null;
}

/** The day on which a change of a day counts, by the periods that are FINAL now. The caller has locked the tree. */
export async function countedFrom(tx: Tx, tenantId: string, day: string): Promise<string> {
  const final = await sql<{ endsOn: string }>(
    tx,
    `SELECT ends_on::text AS "endsOn" FROM period
     WHERE tenant_id = $1 AND status = 'FINAL' AND ends_on >= $2`,
    [tenantId, day],
  );
  return countedOn(day, final);
}

/** Writes a change and whom it concerns. `id` is a version 7 uuid: changes are listed by it. */
export async function recordChange(
  tx: Tx,
  change: Omit<OrganisationChange, 'recordedAt' | 'undoneBy' | 'undoneAt' | 'undoReason'>,
  unions: readonly Concerned[],
): Promise<void> {
  await sql(
    tx,
    `WITH change AS (
       INSERT INTO organisation_change (tenant_id, id, kind, effective_on, counted_on, reason, document_no, recorded_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8))
     INSERT INTO organisation_change_union (tenant_id, change_id, union_id, role)
     SELECT $1, $2, union_id, role FROM unnest($9::uuid[], $10::text[]) AS t (union_id, role)`,
    [
      change.tenantId,
      change.id,
      change.kind,
      change.effectiveOn,
      change.countedOn,
      change.reason,
      change.documentNo,
      change.recordedBy,
      unions.map((union) => union.unionId),
      unions.map((union) => union.role),
    ],
  );
}

const columns = `c.tenant_id AS "tenantId", c.id, c.kind, c.effective_on::text AS "effectiveOn",
  c.counted_on::text AS "countedOn", c.reason, c.document_no AS "documentNo", c.recorded_by AS "recordedBy",
  c.recorded_at AS "recordedAt", c.undone_by AS "undoneBy", c.undone_at AS "undoneAt", c.undo_reason AS "undoReason"`;

/** A change by its id; null when the tenant has none. */
export async function changeById(tx: Tx, tenantId: string, id: string): Promise<OrganisationChange | null> {
  const [change] = await sql<OrganisationChange>(
    tx,
    `SELECT ${columns} FROM organisation_change c WHERE c.tenant_id = $1 AND c.id = $2`,
    [tenantId, id],
  );
  return change ?? null;
}

/** The unions that changes concern, by change. */
export async function unionsOf(
  tx: Tx,
  tenantId: string,
  changeIds: readonly string[],
): Promise<Map<string, Concerned[]>> {
  const rows = await sql<{ changeId: string; unionId: string; role: ChangeRole }>(
    tx,
    `SELECT u.change_id AS "changeId", u.union_id AS "unionId", u.role FROM organisation_change_union u
     WHERE u.tenant_id = $1 AND u.change_id = ANY($2) ORDER BY u.change_id, u.role, u.union_id`,
    [tenantId, changeIds],
  );
  const found = new Map<string, Concerned[]>();
  for (const { changeId, ...union } of rows) found.set(changeId, [...(found.get(changeId) ?? []), union]);
  return found;
}

/**
 * The newest change of a union itself, not undone, that holds from after a day, or (`since`) was recorded after a change:
 * what comes first in time is changed first, and undone last.
 */
export async function laterChange(
  tx: Tx,
  tenantId: string,
  unionIds: readonly string[],
  later: { than: string } | { since: string },
): Promise<OrganisationChange | null> {
  const [found] = await sql<OrganisationChange>(
    tx,
    `SELECT ${columns} FROM organisation_change_union u
     JOIN organisation_change c ON c.tenant_id = $1 AND c.id = u.change_id
     WHERE u.tenant_id = $1 AND u.union_id = ANY($2) AND u.role IN ('SUBJECT', 'RECEIVER', 'PART')
       AND c.undone_at IS NULL AND (c.effective_on > $3::date OR c.id > $4::uuid)
     ORDER BY c.id DESC LIMIT 1`,
    [tenantId, unionIds, 'than' in later ? later.than : null, 'since' in later ? later.since : null],
  );
  return found ?? null;
}

/** Marks a change as undone. */
export async function markUndone(
  tx: Tx,
  { tenantId, id }: Pick<OrganisationChange, 'tenantId' | 'id'>,
  by: { personId: string; reason: string; moment: string },
): Promise<void> {
  await sql(
    tx,
    `UPDATE organisation_change SET undone_by = $3, undo_reason = $4, undone_at = $5
     WHERE tenant_id = $1 AND id = $2`,
    [tenantId, id, by.personId, by.reason, by.moment],
  );
}

/** The first FINAL period that counts a change, as a flow or in its stock, or null: then it can still be undone. */
export async function finalPeriodOf(tx: Tx, tenantId: string, countedOn: string): Promise<string | null> {
  const [row] = await sql<{ code: string }>(
    tx,
    `SELECT code FROM period WHERE tenant_id = $1 AND status = 'FINAL' AND ends_on >= $2 ORDER BY ends_on LIMIT 1`,
    [tenantId, countedOn],
  );
  return row?.code ?? null;
}

/** The changes that concern unions of a subtree as it is on a day, the newest first. */
export async function changesIn(
  tx: Tx,
  tenantId: string,
  unionId: string,
  day: string,
  page: Page,
): Promise<OrganisationChange[]> {
  return sql(
    tx,
    `SELECT ${columns} FROM organisation_change c
     WHERE c.tenant_id = $1 AND ($4::uuid IS NULL OR c.id < $4) AND EXISTS (
       SELECT FROM organisation_change_union u WHERE u.tenant_id = $1 AND u.change_id = c.id AND $2::uuid IN (
         ${climbFrom('u.union_id', { day: '$3::date', recorded: `'infinity'`, throughSuccessors: true })}
         SELECT union_id FROM climb))
     ORDER BY c.id DESC LIMIT $5`,
    [tenantId, unionId, day, page.after, page.first],
  );
}
