import type { Role } from '@huiji/domain/access';
import { codeHolds } from '@huiji/domain/one-time-code';
import { v7 as uuid } from 'uuid';
import { insertAppointment } from './appointment.js';
import { audit } from './audit.js';
import { copyCatalogue } from './catalogue-copy.js';
import { sql, sqlOne, type Tx } from './data-source.js';
import { copyForms } from './form-copy.js';
import { initialsOf } from './initials.js';
import { insertCode, newCode } from './one-time-code.js';
import { tenantNow } from './person.js';

/** Somebody whom a tenant begins with, appointed at its federation. Whoever has no password yet is given a code to choose one. */
export interface FirstPerson {
  login: string;
  name: string;
  role: Role;
  passwordHash: string | null;
}

/** The federation itself, the root of the tree. */
export interface NewFederation {
  code: string;
  name: string;
  establishedOn: string;
}

export interface NewTenant {
  /** What people type when they sign in: 2 to 32 of a-z, 0-9 and -. */
  code: string;
  name: string;
  root: NewFederation;
  people: readonly FirstPerson[];
  /** The shipped catalogue that it starts with; the newest when absent. */
  catalogueVersion?: number;
}

/** A one-time code for somebody who has not entered yet. */
export interface Invitation {
  login: string;
  role: Role;
  code: string;
  expiresAt: Date;
}

/** The id of the tenant with a code, through a door; null when there is none. */
export async function tenantIdOf(tx: Tx, code: string): Promise<string | null> {
  const [row] = await sql<{ id: string }>(tx, `SELECT tenant_id AS id FROM door_sign_in($1, '')`, [code]);
  return row?.id ?? null;
}

/** Whether nobody of the tenant may ask anything for the time being. */
export async function isSuspended(tx: Tx, tenantId: string): Promise<boolean> {
  const { suspended } = await sqlOne<{ suspended: boolean }>(
    tx,
    'SELECT suspended_at IS NOT NULL AS suspended FROM tenant WHERE tenant_id = $1',
    [tenantId],
  );
  return suspended;
}

/**
 * All that a new tenant consists of besides its row: its catalogue and forms, its federation, its first people. In a transaction of
 * that tenant. `requestId`: of the operator's request; null for the owner of the database.
 */
export async function fillTenant(
  tx: Tx,
  tenantId: string,
  tenant: NewTenant,
  requestId: string | null,
): Promise<Invitation[]> {
  await copyCatalogue(tx, tenantId, tenant.catalogueVersion);
  await copyForms(tx, tenantId);
  await insertFederation(tx, tenantId, tenant.root);
  await audit(
    tx,
    { tenantId, personId: null, requestId, address: null },
    { action: 'OPEN_TENANT', objectType: 'tenant', objectId: tenantId, after: { code: tenant.code } },
  );
  return addFirstPeople(tx, tenantId, tenant.people, requestId);
}

export async function insertFederation(tx: Tx, tenantId: string, root: NewFederation): Promise<void> {
  await sql(
    tx,
    `INSERT INTO trade_union (tenant_id, id, code, name, initials, level, kind, legal_person, established_on)
     VALUES ($1, $2, $3, $4, $5, 'FEDERATION', 'FEDERATION', true, $6)`,
    [tenantId, uuid(), root.code, root.name, initialsOf(root.name), root.establishedOn],
  );
}

/** Adds people whom nobody in the tenant appoints, at its federation; a login that is taken is left as it is. Answers the codes. */
export async function addFirstPeople(
  tx: Tx,
  tenantId: string,
  people: readonly FirstPerson[],
  requestId: string | null,
): Promise<Invitation[]> {
  const { today } = await tenantNow(tx, tenantId);
  const { id: unionId } = await sqlOne<{ id: string }>(
    tx,
    `SELECT id FROM trade_union WHERE tenant_id = $1 AND level = 'FEDERATION'`,
    [tenantId],
  );
  const invitations: Invitation[] = [];
  for (const { login, name, role, passwordHash } of people) {
    const personId = uuid();
    // No contacts, so the owner of the database needs no key.
    const added = await sql(
      tx,
      `INSERT INTO person (tenant_id, id, login, name, password_hash) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (tenant_id, login) DO NOTHING RETURNING id`,
      [tenantId, personId, login, name, passwordHash],
    );
    if (added.length === 0) continue;
    const id = uuid();
    await insertAppointment(tx, { tenantId, id, personId, unionId, role, from: today, until: null });
    await audit(
      tx,
      { tenantId, personId: null, requestId, address: null },
      {
        action: 'APPOINT',
        objectType: 'person',
        objectId: personId,
        unionId,
        after: { unionId, role, from: today },
      },
    );
    if (passwordHash === null) invitations.push(await invite(tx, tenantId, { personId, login, role }));
  }
  return invitations;
}

/** A new code for somebody; those from before hold no longer. */
export async function invite(
  tx: Tx,
  tenantId: string,
  { personId, login, role }: { personId: string; login: string; role: Role },
): Promise<Invitation> {
  const code = newCode();
  const given = {
    code,
    personId,
    purpose: 'INVITATION',
    issuedBy: null,
    minutes: codeHolds.invitation,
  } as const;
  return { login, role, code, expiresAt: await insertCode(tx, tenantId, given) };
}

/** The administrators that a tenant began with, while nobody of it has chosen a password; none once somebody has. */
export async function awaitedAdministrators(
  tx: Tx,
  tenantId: string,
): Promise<Array<{ personId: string; login: string; role: Role }>> {
  return sql(
    tx,
    `SELECT p.id AS "personId", p.login, a.role FROM appointment a
     JOIN person p ON p.tenant_id = a.tenant_id AND p.id = a.person_id
     WHERE a.tenant_id = $1 AND a.at_level = 'FEDERATION'
       AND NOT EXISTS (SELECT FROM person e WHERE e.tenant_id = $1 AND e.password_hash IS NOT NULL) ORDER BY a.id`,
    [tenantId],
  );
}
