import { formByCode } from '@huiji/domain/form';
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

/** The forms that are filed for a period. */
export async function formsOf(tx: Tx, tenantId: string, period: string): Promise<string[]> {
  const found = await sql<{ form: string }>(
    tx,
    'SELECT form FROM rollup_scope WHERE tenant_id = $1 AND period = $2 ORDER BY form',
    [tenantId, period],
  );
  return found.map((row) => row.form);
}

/** Opens a scope: from now on its form is filed for its period. False when it was open already. */
export async function openScope(tx: Tx, scope: Scope): Promise<boolean> {
  const opened = await sql(
    tx,
    `INSERT INTO rollup_scope (tenant_id, form, period, layout_version) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING RETURNING form`,
    [scope.tenantId, scope.form, scope.period, formByCode(scope.form).version],
  );
  return opened.length > 0;
}

/** The periods of a list for which a form is filed in the tenant, of those asked. */
export async function openPeriodsOf(
  tx: Tx,
  tenantId: string,
  form: string,
  codes: readonly string[],
): Promise<Set<string>> {
  const rows = await sql<{ period: string }>(
    tx,
    'SELECT period FROM rollup_scope WHERE tenant_id = $1 AND form = $2 AND period = ANY($3)',
    [tenantId, form, codes],
  );
  return new Set(rows.map((row) => row.period));
}
