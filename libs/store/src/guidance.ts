import { v7 as uuid } from 'uuid';
import { type Tx, sql } from './data-source.js';
import type { Page } from './organisation.js';

/** 业务指导, as seen from one of its ends: who stands at the other, and since when. */
export interface GuidanceLink {
  unionId: string;
  code: string;
  name: string;
  from: string;
  to: string | null;
}

/** Links a union to one that guides it, from a day on. False when it does so already, then or later. */
export async function insertGuidance(
  tx: Tx,
  tenantId: string,
  { unionId, superiorId, from }: { unionId: string; superiorId: string; from: string },
): Promise<boolean> {
  const written = await sql(
    tx,
    `INSERT INTO guidance (tenant_id, id, union_id, superior_id, valid_from) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING RETURNING id`,
    [tenantId, uuid(), unionId, superiorId, from],
  );
  return written.length > 0;
}

/** The link between two unions that has not ended, locked until the transaction ends; null when there is none. */
export async function lockGuidance(
  tx: Tx,
  tenantId: string,
  { unionId, superiorId }: { unionId: string; superiorId: string },
): Promise<{ id: string; from: string } | null> {
  const [row] = await sql<{ id: string; from: string }>(
    tx,
    `SELECT id, valid_from::text AS from FROM guidance
     WHERE tenant_id = $1 AND union_id = $2 AND superior_id = $3 AND valid_to IS NULL FOR UPDATE`,
    [tenantId, unionId, superiorId],
  );
  return row ?? null;
}

/** Ends a link from a day on. */
export async function endGuidance(tx: Tx, tenantId: string, id: string, on: string): Promise<void> {
  await sql(tx, 'UPDATE guidance SET valid_to = $3 WHERE tenant_id = $1 AND id = $2', [tenantId, id, on]);
}

// What is dissolved guides nobody, and is not guided.
const heldOn = `g.valid_from <= $3 AND (g.valid_to IS NULL OR g.valid_to > $3)
  AND u.withdrawn_at IS NULL AND (u.dissolved_on IS NULL OR u.dissolved_on > $3)`;
const columns = `u.id AS "unionId", u.code, u.name, g.valid_from::text AS from, g.valid_to::text AS to`;

/** Who guides a union on a day, by code; 100 at most. */
export async function guidesOf(
  tx: Tx,
  tenantId: string,
  unionId: string,
  day: string,
): Promise<GuidanceLink[]> {
  return sql<GuidanceLink>(
    tx,
    `SELECT ${columns} FROM guidance g JOIN trade_union u ON u.tenant_id = $1 AND u.id = g.superior_id
     WHERE g.tenant_id = $1 AND g.union_id = $2 AND ${heldOn} ORDER BY u.code LIMIT 100`,
    [tenantId, unionId, day],
  );
}

/** Whom a union guides on a day, by code. `after`: the code the last page ended with. */
export async function guidedBy(
  tx: Tx,
  tenantId: string,
  where: { superiorId: string; day: string },
  page: Page,
): Promise<GuidanceLink[]> {
  return sql<GuidanceLink>(
    tx,
    `SELECT ${columns} FROM guidance g JOIN trade_union u ON u.tenant_id = $1 AND u.id = g.union_id
     WHERE g.tenant_id = $1 AND g.superior_id = $2 AND ${heldOn}
       AND ($4::text IS NULL OR u.code > $4) ORDER BY u.code LIMIT $5`,
    [tenantId, where.superiorId, where.day, page.after, page.first],
  );
}
