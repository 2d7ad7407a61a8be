import type { Level } from '@huiji/domain/organisation';
import type { Period, PeriodStatus } from '@huiji/domain/period';
import { type Tx, sql } from './data-source.js';
import { expectedSql } from './contribution.js';
import { PeriodRow } from './entities.js';
import type { Scope } from './scope.js';
import { windowEndsOn, windowIsOpen } from './window.js';

export const periods = (tx: Tx) => tx.getRepository(PeriodRow);

/**
 * Reads a period and holds it as it is until the transaction ends: `FOR SHARE` while filing or accepting,
 * `FOR UPDATE` while closing. null when the tenant has not opened it.
 */
export async function lockPeriod(
  tx: Tx,
  tenantId: string,
  code: string,
  mode: 'SHARED' | 'ALONE',
): Promise<{ status: PeriodStatus; endsOn: string; recorded: string } | null> {
  const [row] = await sql<{ status: PeriodStatus; endsOn: string; recorded: string }>(
    tx,
    `SELECT status, ends_on::text AS "endsOn", coalesce(final_at, 'infinity')::text AS recorded FROM period
     WHERE tenant_id = $1 AND code = $2 ${mode === 'SHARED' ? 'FOR SHARE' : 'FOR NO KEY UPDATE'}`,
    [tenantId, code],
  );
  return row ?? null;
}

/** Opens a period. False when it is there already. */
export async function insertPeriod(
  tx: Tx,
  tenantId: string,
  { code, startsOn, endsOn }: Period,
): Promise<boolean> {
  const written = await sql(
    tx,
    `INSERT INTO period (tenant_id, code, starts_on, ends_on) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING RETURNING code`,
    [tenantId, code, startsOn, endsOn],
  );
  return written.length > 0;
}

/** Ends filing at this moment: whoever holds the period alone knows that no filing is under way. */
export async function markClosed(tx: Tx, tenantId: string, code: string): Promise<void> {
  await sql(
    tx,
    `UPDATE period SET status = 'FILING_CLOSED', filing_closed_at = clock_timestamp()
     WHERE tenant_id = $1 AND code = $2`,
    [tenantId, code],
  );
}

/** Takes filings again. */
export async function markOpen(tx: Tx, tenantId: string, code: string): Promise<void> {
  await sql(
    tx,
    `UPDATE period SET status = 'OPEN', filing_closed_at = NULL WHERE tenant_id = $1 AND code = $2`,
    [tenantId, code],
  );
}

/** Makes a period FINAL from this moment on: whatever is recorded later is not in its tree. */
export async function markFinal(tx: Tx, tenantId: string, code: string): Promise<void> {
  await sql(
    tx,
    `UPDATE period SET status = 'FINAL', final_at = clock_timestamp() WHERE tenant_id = $1 AND code = $2`,
    [tenantId, code],
  );
}

/** A period, held while a union files for it, with all that decides whether it may. */
export interface Filing {
  status: PeriodStatus;
  /** The version of the form that is filed; null when the form is not filed for the period. */
  formVersion: number | null;
  /** Whether a report is expected of the union, by what the registers have posted; frozen once the period is FINAL. */
  expected: boolean;
  /** The first day of filing for unions of its level; null where no deadline is set. */
  opensOn: string | null;
  /** The window opened last for the union: whether it is still open, and its last day. */
  window: { open: boolean; endsOn: string } | null;
}

/** Reads the period of a scope and holds it `FOR SHARE`, as `lockPeriod` does. null when the tenant has not opened it. */
export async function lockFiling(
  tx: Tx,
  scope: Scope,
  union: { id: string; level: Level },
): Promise<Filing | null> {
  return (await lockFilings(tx, scope, [union])).get(union.id) ?? null;
}

/** `lockFiling` for many unions, by union; empty when the tenant has not opened the period. */
export async function lockFilings(
  tx: Tx,
  scope: Scope,
  unions: ReadonlyArray<{ id: string; level: Level }>,
): Promise<Map<string, Filing>> {
  if (!(await lockPeriod(tx, scope.tenantId, scope.period, 'SHARED'))) return new Map();
  // A statement of its own: its snapshot is taken after the lock, so it sees what the former holder wrote.
  const rows = await sql<Filing & { unionId: string }>(
    tx,
    `SELECT u.id AS "unionId", p.status, (SELECT s.form_version FROM rollup_scope s
         WHERE s.tenant_id = $1 AND s.form = $2 AND s.period = $3) AS "formVersion",
       EXISTS (${expectedSql('u.id')}) AS expected,
       (SELECT d.opens_on::text FROM period_deadline d
         WHERE d.tenant_id = $1 AND d.period = $3 AND d.level = u.level) AS "opensOn",
       CASE WHEN p.status <> 'OPEN' THEN (SELECT json_build_object('open', ${windowIsOpen('w')}, 'endsOn', ${windowEndsOn('w')})
         FROM filing_window w WHERE w.tenant_id = $1 AND w.form = $2 AND w.period = $3 AND w.union_id = u.id
         ORDER BY w.opened_at DESC LIMIT 1) END AS window
     FROM period p CROSS JOIN unnest($4::uuid[], $5::text[]) AS u (id, level) WHERE p.tenant_id = $1 AND p.code = $3`,
    [
      ...[scope.tenantId, scope.form, scope.period],
      ...[unions.map(({ id }) => id), unions.map(({ level }) => level)],
    ],
  );
  return new Map(rows.map(({ unionId, ...filing }) => [unionId, filing]));
}

/** The forms that are filed for a period. */
export async function formsOf(tx: Tx, tenantId: string, period: string): Promise<string[]> {
  const found = await sql<{ form: string }>(
    tx,
    'SELECT form FROM rollup_scope WHERE tenant_id = $1 AND period = $2 ORDER BY form',
    [tenantId, period],
  );
  return found.map((row) => row.form);
}

/** Opens a scope: from now on its form is filed for its period, in a version. False when it was open already. */
export async function openScope(tx: Tx, scope: Scope, formVersion: number): Promise<boolean> {
  const opened = await sql(
    tx,
    `INSERT INTO rollup_scope (tenant_id, form, period, form_version) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING RETURNING form`,
    [scope.tenantId, scope.form, scope.period, formVersion],
  );
  return opened.length > 0;
}

/**
 * The periods of those asked (null: all) for which a form is filed in the tenant, each with the version that is filed. `known`: those
 * that were open at a moment.
 */
export async function openPeriodsOf(
  tx: Tx,
  tenantId: string,
  form: string,
  codes: readonly string[] | null,
  known: string | null = null,
): Promise<Map<string, number>> {
  const rows = await sql<{ period: string; version: number }>(
    tx,
    `SELECT s.period, s.form_version AS version FROM rollup_scope s
     JOIN period p ON p.tenant_id = $1 AND p.code = s.period
     WHERE s.tenant_id = $1 AND s.form = $2 AND ($3::text[] IS NULL OR s.period = ANY($3)) AND ($4::timestamptz IS NULL OR p.opened_at <= $4)`,
    [tenantId, form, codes, known],
  );
  return new Map(rows.map((row) => [row.period, row.version]));
}
