import type { Period, PeriodStatus } from '@huiji/domain/period';
import { type Tx, sql } from './data-source.js';
import { PeriodRow } from './entities.js';
import type { Scope } from './rollup.js';

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

/** Makes a period FINAL from this moment on: whatever is recorded later is not in its tree. */
export async function markFinal(tx: Tx, tenantId: string, code: string): Promise<void> {
  await sql(
    tx,
    `UPDATE period SET status = 'FINAL', final_at = clock_timestamp() WHERE tenant_id = $1 AND code = $2`,
    [tenantId, code],
  );
}

/** A period, held while a union files for it, with the version of the form that is filed. */
export interface Filing {
  status: PeriodStatus;
  /** null when the form is not filed for the period. */
  formVersion: number | null;
}

/** Reads the period of a scope and holds it `FOR SHARE`, as `lockPeriod` does. null when the tenant has not opened it. */
export async function lockFiling(tx: Tx, scope: Scope): Promise<Filing | null> {
  const [row] = await sql<Filing>(
    tx,
    `SELECT p.status, (SELECT s.form_version FROM rollup_scope s
       WHERE s.tenant_id = $1 AND s.form = $3 AND s.period = $2) AS "formVersion"
     FROM period p WHERE p.tenant_id = $1 AND p.code = $2 FOR SHARE`,
    [scope.tenantId, scope.period, scope.form],
  );
  return row ?? null;
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

/** The periods of those asked for which a form is filed in the tenant, each with the version that is filed. */
export async function openPeriodsOf(
  tx: Tx,
  tenantId: string,
  form: string,
  codes: readonly string[],
): Promise<Map<string, number>> {
  const rows = await sql<{ period: string; version: number }>(
    tx,
    `SELECT period, form_version AS version FROM rollup_scope
     WHERE tenant_id = $1 AND form = $2 AND period = ANY($3)`,
    [tenantId, form, codes],
  );
  return new Map(rows.map((row) => [row.period, row.version]));
}
