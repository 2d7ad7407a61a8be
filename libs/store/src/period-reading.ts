import type { Deadline } from '@huiji/domain/calendar';
import { parsePeriod, type PeriodKind, type PeriodStatus } from '@huiji/domain/period';
import { type Tx, sql } from './data-source.js';

/** 报告期 of a tenant, with what is filed for it and by when. */
export interface PeriodView {
  code: string;
  kind: PeriodKind;
  startsOn: string;
  endsOn: string;
  status: PeriodStatus;
  forms: string[];
  /** The first due first. */
  deadlines: Deadline[];
}

type Row = Omit<PeriodView, 'kind' | 'deadlines'> & {
  deadlines: Array<Omit<Deadline, 'dueAt'> & { dueAt: string }>;
};

const columns = `p.code, p.starts_on::text AS "startsOn", p.ends_on::text AS "endsOn", p.status,
  ARRAY(SELECT s.form FROM rollup_scope s WHERE s.tenant_id = $1 AND s.period = p.code ORDER BY s.form) AS forms,
  coalesce((SELECT json_agg(json_build_object('level', d.level, 'opensOn', d.opens_on, 'dueOn', d.due_on, 'dueAt', d.due_at)
    ORDER BY d.due_on) FROM period_deadline d WHERE d.tenant_id = $1 AND d.period = p.code), '[]') AS deadlines`;

const viewOf = (row: Row): PeriodView => ({
  ...row,
  kind: parsePeriod(row.code).kind,
  deadlines: row.deadlines.map((deadline) => ({ ...deadline, dueAt: new Date(deadline.dueAt) })),
});

/** The periods that a tenant has opened, those that end last first. */
export async function periodsOf(tx: Tx, tenantId: string, first: number): Promise<PeriodView[]> {
  const rows = await sql<Row>(
    tx,
    `SELECT ${columns} FROM period p WHERE p.tenant_id = $1 ORDER BY p.ends_on DESC, p.code LIMIT $2`,
    [tenantId, first],
  );
  return rows.map(viewOf);
}

/** Whether all of some periods are FINAL, or (`known`) were at a moment. */
export async function allFinal(
  tx: Tx,
  tenantId: string,
  codes: readonly string[],
  known: string | null = null,
): Promise<boolean> {
  const provisional = await sql(
    tx,
    `SELECT 1 FROM period WHERE tenant_id = $1 AND code = ANY ($2)
       AND (status <> 'FINAL' OR final_at > $3::timestamptz) LIMIT 1`,
    [tenantId, codes, known],
  );
  return provisional.length === 0;
}

/** A period by its code; null when the tenant has not opened it. */
export async function periodByCode(tx: Tx, tenantId: string, code: string): Promise<PeriodView | null> {
  const [row] = await sql<Row>(tx, `SELECT ${columns} FROM period p WHERE p.tenant_id = $1 AND p.code = $2`, [
    tenantId,
    code,
  ]);
  return row ? viewOf(row) : null;
}
