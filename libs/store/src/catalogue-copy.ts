import { newestCatalogue, shippedCatalogue } from '@huiji/domain/shipped-catalogues';

/** What runs a statement: a transaction or a migration's runner, with `app.tenant_id` set to the tenant. */
export interface Runner {
  query(text: string, values: unknown[]): Promise<unknown>;
}

/** Gives a tenant that has none its copy of a shipped catalogue: every indicator in version 1, in force ever since. */
export async function copyCatalogue(
  runner: Runner,
  tenantId: string,
  version = newestCatalogue.version,
): Promise<void> {
  const shipped = shippedCatalogue(version);
  if (!shipped) throw new Error(`no catalogue of version ${version} has shipped`);
  await runner.query(
    `INSERT INTO indicator (tenant_id, code, version, entry, shipped)
     SELECT $1, e ->> 'code', 1, e, true FROM jsonb_array_elements($2::jsonb) AS e`,
    [tenantId, JSON.stringify(shipped.indicators)],
  );
  await runner.query('UPDATE tenant SET catalogue_version = $2 WHERE tenant_id = $1', [tenantId, version]);
}
