import type { QueryRunner } from 'typeorm';

/**
 * Forces row-level security on tables that lead with tenant_id: whoever is bound by it sees and writes only rows of the
 * tenant set for the transaction (`app.tenant_id`), and none at all without one.
 */
export function ownTenant(tables: readonly string[]): string {
  const tenant = `nullif(current_setting('app.tenant_id', true), '')::uuid`;
  return tables
    .map(
      (table) => `
ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON ${table} USING (tenant_id = ${tenant}) WITH CHECK (tenant_id = ${tenant});`,
    )
    .join('');
}

/**
 * Does something for every tenant in turn, with `app.tenant_id` set: the owner too is bound to one at a time. Inside a transaction of
 * the runner.
 */
export async function eachTenant(
  runner: QueryRunner,
  work: (tenantId: string) => Promise<void>,
): Promise<void> {
  await runner.query('GRANT huiji_door TO CURRENT_USER; SET LOCAL ROLE huiji_door');
  const tenants = (await runner.query('SELECT tenant_id AS id FROM tenant')) as Array<{ id: string }>;
  await runner.query('RESET ROLE');
  for (const { id } of tenants) {
    await runner.query(`SELECT set_config('app.tenant_id', $1, true)`, [id]);
    await work(id);
  }
  await runner.query(`SELECT set_config('app.tenant_id', '', true)`);
}

/** The `down` of every migration. */
export const forwardOnly = (): Promise<void> =>
  Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
