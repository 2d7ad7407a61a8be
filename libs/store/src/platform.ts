import { sql, sqlOne, type Tx } from './data-source.js';
import type { Page } from './organisation.js';

// What the platform's operator does to tenants from outside. The doors do nothing but in a transaction of the platform's tenant.

/** A federation as the platform's operator sees it. */
export interface HostedTenant {
  code: string;
  name: string;
  openedAt: Date;
  suspendedAt: Date | null;
}

/** A page of the tenants, by code. */
export async function hostedTenants(tx: Tx, { first, after }: Page): Promise<HostedTenant[]> {
  return sql<HostedTenant>(
    tx,
    `SELECT code, name, opened_at AS "openedAt", suspended_at AS "suspendedAt" FROM door_tenants()
     WHERE $1::text IS NULL OR code > $1 ORDER BY code LIMIT $2`,
    [after, first],
  );
}

/** The tenant with a code; null when there is none. */
export async function hostedTenant(tx: Tx, code: string): Promise<HostedTenant | null> {
  const [found] = await sql<HostedTenant>(
    tx,
    `SELECT code, name, opened_at AS "openedAt", suspended_at AS "suspendedAt" FROM door_tenants() WHERE code = $1`,
    [code],
  );
  return found ?? null;
}

/** Writes a tenant's row. False when the code is taken. */
export async function insertTenant(tx: Tx, id: string, code: string, name: string): Promise<boolean> {
  const { opened } = await sqlOne<{ opened: boolean }>(tx, 'SELECT door_open_tenant($1, $2, $3) AS opened', [
    id,
    code,
    name,
  ]);
  return opened;
}

/** Suspends a tenant or lets it go on. Answers its id; null when there is none of the code. */
export async function suspend(tx: Tx, code: string, suspended: boolean): Promise<string | null> {
  const { id } = await sqlOne<{ id: string | null }>(tx, 'SELECT door_suspend_tenant($1, $2) AS id', [
    code,
    suspended,
  ]);
  return id;
}
