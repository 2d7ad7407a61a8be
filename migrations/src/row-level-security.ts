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

/** The `down` of every migration. */
export const forwardOnly = (): Promise<void> =>
  Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
