import type { DataSource } from 'typeorm';
import { sql, sqlOne, type Tx } from './data-source.js';
import type { Scope } from './scope.js';

/** The tenants in which filing goes on for any period: ids only, through a door. */
export async function filingTenants(source: DataSource): Promise<string[]> {
  const rows = await source.query<Array<{ tenant_id: string }>>(
    'SELECT tenant_id FROM door_filing_tenants()',
  );
  return rows.map((row) => row.tenant_id);
}

/** What is filed in a tenant now, with the federation that all of it stands below, and which day it is there. */
export async function filingScopes(
  tx: Tx,
  tenantId: string,
): Promise<{ scopes: Scope[]; rootId: string; today: string }> {
  return sqlOne(
    tx,
    `SELECT (SELECT u.id FROM trade_union u WHERE u.tenant_id = $1 AND u.level = 'FEDERATION') AS "rootId",
       (now() AT TIME ZONE t.time_zone)::date::text AS today,
       (SELECT coalesce(json_agg(json_build_object('tenantId', s.tenant_id, 'form', s.form, 'period', s.period)), '[]')
        FROM rollup_scope s JOIN period p ON p.tenant_id = $1 AND p.code = s.period
        WHERE s.tenant_id = $1 AND p.status = 'OPEN') AS scopes
     FROM tenant t WHERE t.tenant_id = $1`,
    [tenantId],
  );
}

/**
 * Notes that the steps of a scope are raised on a day, by a version of the schedule. False when that is done; one under
 * way in another transaction is waited for.
 */
export async function beginRun(tx: Tx, scope: Scope, day: string, version: number): Promise<boolean> {
  const begun = await sql(
    tx,
    `INSERT INTO reminder_run (tenant_id, form, period, on_day, schedule_version) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING RETURNING on_day`,
    [scope.tenantId, scope.form, scope.period, day, version],
  );
  return begun.length > 0;
}

/** A step that was raised for a union and its deadline, as one text. */
export const stepKey = (unionId: string, dueOn: string, days: number): string =>
  `${unionId} ${dueOn} ${days}`;

/** The steps that were raised for any of some unions, by `stepKey`. */
export async function stepsRaised(
  tx: Tx,
  { tenantId, form, period }: Scope,
  unionIds: readonly string[],
): Promise<Set<string>> {
  const rows = await sql<{ unionId: string; dueOn: string; days: number }>(
    tx,
    `SELECT union_id AS "unionId", due_on::text AS "dueOn", days FROM reminder_union
     WHERE tenant_id = $1 AND form = $2 AND period = $3 AND union_id = ANY($4) AND days IS NOT NULL`,
    [tenantId, form, period, unionIds],
  );
  return new Set(rows.map(({ unionId, dueOn, days }) => stepKey(unionId, dueOn, days)));
}
