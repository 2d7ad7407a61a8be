import { sql, type Tx } from './data-source.js';

/** An account at a provider: what the provider calls itself, and what it calls the account. */
export interface Account {
  issuer: string;
  subject: string;
}

/** An account as the person sees it who is linked to it. */
export interface IdentityRow {
  issuer: string;
  linkedAt: Date;
}

export async function identityOf(tx: Tx, tenantId: string, personId: string): Promise<IdentityRow | null> {
  const [row] = await sql<IdentityRow>(
    tx,
    'SELECT issuer, linked_at AS "linkedAt" FROM identity WHERE tenant_id = $1 AND person_id = $2',
    [tenantId, personId],
  );
  return row ?? null;
}

/** Who of a tenant is linked to an account; null where nobody is. Until the transaction ends that stays so. */
export async function holdLinked(tx: Tx, tenantId: string, account: Account): Promise<string | null> {
  const [row] = await sql<{ personId: string }>(
    tx,
    `SELECT person_id AS "personId" FROM identity WHERE tenant_id = $1 AND issuer = $2 AND subject = $3 FOR SHARE`,
    [tenantId, account.issuer, account.subject],
  );
  return row?.personId ?? null;
}

/** Links an account to a person, instead of the one before. False when somebody else is linked to it. */
export async function linkAccount(
  tx: Tx,
  tenantId: string,
  personId: string,
  { issuer, subject }: Account,
): Promise<boolean> {
  await unlinkAccount(tx, tenantId, personId);
  const linked = await sql(
    tx,
    `INSERT INTO identity (tenant_id, person_id, issuer, subject) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING RETURNING person_id`,
    [tenantId, personId, issuer, subject],
  );
  return linked.length > 0;
}

/** False when the person is linked to none. */
export async function unlinkAccount(tx: Tx, tenantId: string, personId: string): Promise<boolean> {
  const unlinked = await sql(
    tx,
    'DELETE FROM identity WHERE tenant_id = $1 AND person_id = $2 RETURNING person_id',
    [tenantId, personId],
  );
  return unlinked.length > 0;
}
