import {
  addFirstPeople,
  fillTenant,
  type FirstPerson,
  insertFederation,
  type Invitation,
  type NewTenant,
  tenantIdOf,
} from '@huiji/store/tenant';
import { hash } from '@node-rs/argon2';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';

/** What the owner of the schema does to tenants: `url` names it, never the application. Everything else is done through the API. */

/** Somebody whom a tenant begins with; without a password they are given a code to choose one. */
export type FirstAccount = Omit<FirstPerson, 'passwordHash'> & { password?: string };

async function owning<T>(url: string, work: (tx: EntityManager) => Promise<T>): Promise<T> {
  const source = await new DataSource({ type: 'postgres', url, poolSize: 1 }).initialize();
  try {
    return await source.transaction(work);
  } finally {
    await source.destroy();
  }
}

const enter = (tx: EntityManager, tenantId: string): Promise<unknown> =>
  tx.query(`SELECT set_config('app.tenant_id', $1, true)`, [tenantId]);

async function insertTenant(
  tx: EntityManager,
  tenantId: string,
  row: { code: string; name: string; platform: boolean },
): Promise<boolean> {
  await enter(tx, tenantId);
  const opened = await tx.query<unknown[]>(
    `INSERT INTO tenant (tenant_id, code, name, catalogue_version, platform) VALUES ($1, $2, $3, 0, $4)
     ON CONFLICT (code) DO NOTHING RETURNING code`,
    [tenantId, row.code, row.name, row.platform],
  );
  return opened.length > 0;
}

/** Each password is hashed once: in the demonstration and in tests all of them are the same. */
async function hashed(people: readonly FirstAccount[]): Promise<FirstPerson[]> {
  const hashes = new Map<string, string>();
  for (const { password } of people)
    if (password !== undefined && !hashes.has(password)) hashes.set(password, await hash(password));
  return people.map(({ password, ...person }) => ({
    ...person,
    passwordHash: password === undefined ? null : hashes.get(password)!,
  }));
}

/**
 * Opens a tenant with people who have passwords already, for the demonstration and for tests; an operator opens one by the API. All
 * in one transaction. Answers false when the code is taken.
 */
export async function openTenant(
  url: string,
  { people, ...tenant }: Omit<NewTenant, 'people'> & { people: readonly FirstAccount[] },
): Promise<boolean> {
  const first = await hashed(people);
  return owning(url, async (tx) => {
    const tenantId = uuid();
    if (!(await insertTenant(tx, tenantId, { ...tenant, platform: false }))) return false;
    await fillTenant(tx, tenantId, { ...tenant, people: first }, null);
    return true;
  });
}

/**
 * Adds people at the federation of a tenant, whom nobody in it could appoint: the administrators of one that was opened before there
 * were any, or has lost them. A login that is taken is left as it is. Answers the codes of those without a password; null when
 * there is no such tenant.
 */
export async function addPeople(
  url: string,
  code: string,
  people: readonly FirstAccount[],
): Promise<Invitation[] | null> {
  const first = await hashed(people);
  return owning(url, async (tx) => {
    const tenantId = await tenantIdOf(tx, code);
    if (!tenantId) return null;
    await enter(tx, tenantId);
    return addFirstPeople(tx, tenantId, first, null);
  });
}

/** What operators type as the tenant when they sign in. */
export const platformCode = 'platform';

/** Adds an operator of the platform, whose tenant is made with the first. Answers nothing where the login is taken. */
export async function addOperator(
  url: string,
  { login, name, password }: { login: string; name: string; password?: string },
): Promise<Invitation[]> {
  const role = 'PLATFORM_OPERATOR';
  const people = await hashed([{ login, name, role, ...(password !== undefined && { password }) }]);
  return owning(url, async (tx) => {
    const known = await tenantIdOf(tx, platformCode);
    const tenantId = known ?? uuid();
    if (known) {
      await enter(tx, known);
    } else {
      await insertTenant(tx, tenantId, { code: platformCode, name: '平台', platform: true });
      const establishedOn = new Date().toISOString().slice(0, 10);
      await insertFederation(tx, tenantId, { code: platformCode, name: '平台', establishedOn });
    }
    return addFirstPeople(tx, tenantId, people, null);
  });
}
