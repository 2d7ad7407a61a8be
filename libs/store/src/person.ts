import type { Appointment, Role } from '@huiji/domain/access';
import type { DataSource } from 'typeorm';
import { readOnce, type Tx, sql, sqlOne } from './data-source.js';
import { Person } from './entities.js';

export const persons = (tx: Tx) => tx.getRepository(Person);

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

/** Finds whose session a token's hash is, through a door; null when ended or unknown. */
export async function findSession(
  source: DataSource,
  tokenHash: Buffer,
): Promise<{ tenantId: string; personId: string } | null> {
  const [row] = await source.query<Array<{ tenant_id: string; person_id: string }>>(
    'SELECT tenant_id, person_id FROM door_session($1)',
    [tokenHash],
  );
  return row ? { tenantId: row.tenant_id, personId: row.person_id } : null;
}

/**
 * Counts an attempt to sign in before it is verified, so that attempts made at once are all counted. Answers the
 * hash to verify against, or until when the account is locked: after `limit` failures, for `minutes`.
 */
export async function countAttempt(
  tx: Tx,
  tenantId: string,
  personId: string,
  { limit, minutes }: { limit: number; minutes: number },
): Promise<{ hash: string } | { lockedUntil: Date }> {
  const row = await sqlOne<{ hash: string; locked: boolean; until: Date }>(
    tx,
    `UPDATE person SET
       failed_sign_ins = CASE WHEN locked_until > now() THEN failed_sign_ins
                              WHEN locked_until IS NOT NULL THEN 1 ELSE failed_sign_ins + 1 END,
       locked_until = CASE WHEN locked_until > now() THEN locked_until
                           WHEN locked_until IS NULL AND failed_sign_ins >= $3 THEN now() + make_interval(mins => $4) END
     WHERE tenant_id = $1 AND id = $2
     RETURNING password_hash AS hash, locked_until IS NOT NULL AS locked, locked_until AS until`,
    [tenantId, personId, limit, minutes],
  );
  return row.locked ? { lockedUntil: row.until } : { hash: row.hash };
}

/** A verified sign-in: forgets the failures and writes the session. */
export async function openSession(
  tx: Tx,
  tenantId: string,
  session: { personId: string; tokenHash: Buffer; expiresAt: Date },
): Promise<void> {
  await sql(
    tx,
    'UPDATE person SET failed_sign_ins = 0, locked_until = NULL WHERE tenant_id = $1 AND id = $2',
    [tenantId, session.personId],
  );
  await sql(
    tx,
    'INSERT INTO session (tenant_id, token_hash, person_id, expires_at) VALUES ($1, $2, $3, $4)',
    [tenantId, session.tokenHash, session.personId, session.expiresAt],
  );
}

export async function revokeSession(tx: Tx, tenantId: string, tokenHash: Buffer): Promise<void> {
  await sql(tx, 'UPDATE session SET revoked_at = now() WHERE tenant_id = $1 AND token_hash = $2', [
    tenantId,
    tokenHash,
  ]);
}

const actorSql = `
  SELECT t.today::text AS today, coalesce(json_agg(json_build_object('role', a.role, 'unionId', a.union_id))
    FILTER (WHERE a.id IS NOT NULL), '[]') AS appointments
  FROM (SELECT tenant_id, (now() AT TIME ZONE time_zone)::date AS today FROM tenant) t
  LEFT JOIN appointment a ON a.tenant_id = t.tenant_id AND a.person_id = current_setting('app.person_id')::uuid
    AND a.valid_from <= t.today AND (a.valid_to IS NULL OR a.valid_to > t.today)
  GROUP BY t.today`;

/** Which day it is in the tenant, and the person's appointments in force on it. */
export async function actorFacts(
  source: DataSource,
  who: { tenantId: string; personId: string },
): Promise<{ today: string; appointments: Appointment[] }> {
  const [facts] = await readOnce<{ today: string; appointments: Appointment[] }>(source, who, actorSql);
  if (!facts) throw new Error('a session has a tenant');
  return facts;
}

/** A person's appointments in force on a day. */
export interface AppointmentRow {
  id: string;
  role: Role;
  unionId: string;
}

export async function appointmentsOf(
  tx: Tx,
  tenantId: string,
  personId: string,
  day: string,
): Promise<AppointmentRow[]> {
  return sql<AppointmentRow>(
    tx,
    `SELECT id, role, union_id AS "unionId" FROM appointment
     WHERE tenant_id = $1 AND person_id = $2 AND valid_from <= $3 AND (valid_to IS NULL OR valid_to > $3) ORDER BY id`,
    [tenantId, personId, day],
  );
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

/** Writes a person. False when the login is taken in the tenant. */
export async function insertPerson(tx: Tx, person: Person): Promise<boolean> {
  const written = await sql(
    tx,
    `INSERT INTO person (tenant_id, id, login, name, password_hash, email, phone) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (tenant_id, login) DO NOTHING RETURNING id`,
    [person.tenantId, person.id, person.login, person.name, person.passwordHash, person.email, person.phone],
  );
  return written.length > 0;
}

/** Appoints a person at a union from a day on; one appointment of a kind at a time, so a second changes nothing. */
export async function insertAppointment(
  tx: Tx,
  appointment: { tenantId: string; id: string; personId: string; unionId: string; role: Role; from: string },
): Promise<void> {
  const { tenantId, id, personId, unionId, role, from } = appointment;
  await sql(
    tx,
    `INSERT INTO appointment (tenant_id, id, person_id, union_id, role, valid_from) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT DO NOTHING`,
    [tenantId, id, personId, unionId, role, from],
  );
}

/** The unions at which a person has ever been appointed. */
export async function unionsAppointedAt(tx: Tx, tenantId: string, personId: string): Promise<string[]> {
  const found = await sql<{ union_id: string }>(
    tx,
    'SELECT DISTINCT union_id FROM appointment WHERE tenant_id = $1 AND person_id = $2',
    [tenantId, personId],
  );
  return found.map((row) => row.union_id);
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
