import { sql, type Tx } from './data-source.js';

/** Where a tenant's people may sign in by OpenID Connect. */
export interface IdentityProviderRow {
  /** What people know it as. */
  name: string;
  issuer: string;
  clientId: string;
  /** Sealed. */
  clientSecret: Buffer;
  enabled: boolean;
}

/** The provider of a tenant; null where there is none. With `hold` nobody changes it until the transaction ends. */
export async function identityProviderOf(
  tx: Tx,
  tenantId: string,
  hold = false,
): Promise<IdentityProviderRow | null> {
  const [row] = await sql<IdentityProviderRow>(
    tx,
    `SELECT name, issuer, client_id AS "clientId", client_secret AS "clientSecret", enabled
     FROM identity_provider WHERE tenant_id = $1 ${hold ? 'FOR SHARE' : ''}`,
    [tenantId],
  );
  return row ?? null;
}

export async function putIdentityProvider(
  tx: Tx,
  tenantId: string,
  provider: IdentityProviderRow,
): Promise<void> {
  const { name, issuer, clientId, clientSecret, enabled } = provider;
  await sql(
    tx,
    `INSERT INTO identity_provider (tenant_id, name, issuer, client_id, client_secret, enabled) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (tenant_id) DO UPDATE SET name = $2, issuer = $3, client_id = $4, client_secret = $5, enabled = $6`,
    [tenantId, name, issuer, clientId, clientSecret, enabled],
  );
}

export async function deleteIdentityProvider(tx: Tx, tenantId: string): Promise<void> {
  await sql(tx, 'DELETE FROM identity_provider WHERE tenant_id = $1', [tenantId]);
}
