import type { ParameterValues } from '@huiji/domain/parameter';
import { type Tx, sql } from './data-source.js';

/** A value that a tenant has set for a parameter, from a day on. */
export interface ParameterSetting {
  name: string;
  value: string;
  validFrom: string;
}

/** What a tenant has set for its parameters, by name, newest first. */
export async function parameterSettings(tx: Tx, tenantId: string): Promise<ParameterSetting[]> {
  return sql<ParameterSetting>(
    tx,
    `SELECT name, value, valid_from::text AS "validFrom" FROM tenant_parameter
     WHERE tenant_id = $1 ORDER BY name, valid_from DESC`,
    [tenantId],
  );
}

/** What a tenant's parameters are on a day, where it has set any. */
export async function parametersOn(tx: Tx, tenantId: string, day: string): Promise<ParameterValues> {
  const rows = await sql<{ name: string; value: string }>(
    tx,
    `SELECT DISTINCT ON (name) name, value FROM tenant_parameter
     WHERE tenant_id = $1 AND valid_from <= $2 ORDER BY name, valid_from DESC`,
    [tenantId, day],
  );
  return Object.fromEntries(rows.map((row) => [row.name, row.value]));
}

/** Sets a parameter from a day on; the same day set again is replaced. */
export async function setParameter(
  tx: Tx,
  tenantId: string,
  { name, value, validFrom }: ParameterSetting,
  by: string,
): Promise<void> {
  await sql(
    tx,
    `INSERT INTO tenant_parameter AS p (tenant_id, name, valid_from, value, set_by) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (tenant_id, name, valid_from)
     DO UPDATE SET value = excluded.value, set_by = excluded.set_by, set_at = clock_timestamp()`,
    [tenantId, name, validFrom, value, by],
  );
}
