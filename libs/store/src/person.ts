import type { DataSource } from 'typeorm';
import { type PersonContact, sealPersonContact } from './contact.js';
import { type Tx, sql, sqlOne } from './data-source.js';
import { Person } from './entities.js';

export const persons = (tx: Tx) => tx.getRepository(Person);

/** Has whoever else holds the same person wait until the transaction ends: of two at once the second sees what the first has written. */
export async function holdPerson(tx: Tx, tenantId: string, personId: string): Promise<void> {
  await sql(tx, 'SELECT id FROM person WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE', [
    tenantId,
    personId,
  ]);
}

/** Finds the tenant and person of a sign-in, through a door: ids only. `personId` is null for an unknown account. */
export async function findSignIn(
  source: DataSource,
  tenantCode: string,
  login: string,
): Promise<{ tenantId: string; personId: string | null } | null> {
  const [row] = await source.query<Array<{ tenant_id: string; person_id: string | null }>>(
    'SELECT tenant_id, person_id FROM door_sign_in($1, $2)',
    [tenantCode, login],
  );
  return row ? { tenantId: row.tenant_id, personId: row.person_id } : null;
}

/** The hash that a person's password is verified against; null while there is none, as after an invitation. */
export async function passwordHashOf(tx: Tx, tenantId: string, personId: string): Promise<string | null> {
  const { hash } = await sqlOne<{ hash: string | null }>(
    tx,
    'SELECT password_hash AS hash FROM person WHERE tenant_id = $1 AND id = $2',
    [tenantId, personId],
  );
  return hash;
}

/** Whether a password's hash is still a person's; until the transaction ends it stays that. */
export async function holdPassword(
  tx: Tx,
  tenantId: string,
  personId: string,
  hash: string,
): Promise<boolean> {
  const held = await sql(
    tx,
    'SELECT id FROM person WHERE tenant_id = $1 AND id = $2 AND password_hash = $3 FOR SHARE',
    [tenantId, personId, hash],
  );
  return held.length > 0;
}

export async function setPasswordHash(
  tx: Tx,
  tenantId: string,
  personId: string,
  hash: string,
): Promise<void> {
  await sql(tx, 'UPDATE person SET password_hash = $3 WHERE tenant_id = $1 AND id = $2', [
    tenantId,
    personId,
    hash,
  ]);
}

/** Who reviews at each of the unions on a day. Unions where nobody does are absent. */
export async function reviewersAt(
  tx: Tx,
  tenantId: string,
  unionIds: readonly string[],
  day: string,
): Promise<Map<string, string[]>> {
  const rows = await sql<{ union_id: string; persons: string[] }>(
    tx,
    `SELECT union_id, array_agg(person_id) AS persons FROM appointment
     WHERE tenant_id = $1 AND union_id = ANY($2) AND role = 'REVIEWER' AND valid_from <= $3
       AND (valid_to IS NULL OR valid_to > $3) GROUP BY union_id`,
    [tenantId, unionIds, day],
  );
  return new Map(rows.map((row) => [row.union_id, row.persons]));
}

/** A person as added. */
export type NewPerson = Omit<Person, keyof PersonContact | 'erasedAt'> & PersonContact;

/** Writes a person. False when the login is taken in the tenant. */
export async function insertPerson(tx: Tx, person: NewPerson): Promise<boolean> {
  const { email, phone } = sealPersonContact(tx, person.id, person);
  const written = await sql(
    tx,
    `INSERT INTO person (tenant_id, id, login, name, password_hash, email, phone) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (tenant_id, login) DO NOTHING RETURNING id`,
    [person.tenantId, person.id, person.login, person.name, person.passwordHash, email, phone],
  );
  return written.length > 0;
}

/** The tenant, and which day it is there. */
export async function tenantNow(
  tx: Tx,
  tenantId: string,
): Promise<{ code: string; name: string; today: string }> {
  return sqlOne(
    tx,
    `SELECT code, name, (now() AT TIME ZONE time_zone)::date::text AS today FROM tenant WHERE tenant_id = $1`,
    [tenantId],
  );
}

/** The names of persons, by id. */
export async function namesOf(
  tx: Tx,
  tenantId: string,
  personIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await sql<{ id: string; name: string }>(
    tx,
    'SELECT id, name FROM person WHERE tenant_id = $1 AND id = ANY($2::uuid[])',
    [tenantId, personIds],
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** The id of the person with an account and that name; null where nobody has both. */
export async function personNamed(
  tx: Tx,
  tenantId: string,
  { login, name }: { login: string; name: string },
): Promise<string | null> {
  const [found] = await sql<{ id: string }>(
    tx,
    'SELECT id FROM person WHERE tenant_id = $1 AND login = $2 AND name = $3',
    [tenantId, login, name],
  );
  return found?.id ?? null;
}
