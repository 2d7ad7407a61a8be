import type { ActingRole, Role } from '@huiji/domain/access';
import { sql, type Tx } from './data-source.js';
import { holdPerson } from './person.js';

/** A role of a person at a union, from a day on until another, on which it holds no longer. */
export interface AppointmentRow {
  id: string;
  role: Role;
  unionId: string;
  from: string;
  until: string | null;
}

const columns = `id, role, union_id AS "unionId", valid_from::text AS "from", valid_to::text AS until`;

/** A person's appointments in force on a day. */
export async function appointmentsOf(
  tx: Tx,
  tenantId: string,
  personId: string,
  day: string,
): Promise<AppointmentRow[]> {
  return sql<AppointmentRow>(
    tx,
    `SELECT ${columns} FROM appointment
     WHERE tenant_id = $1 AND person_id = $2 AND valid_from <= $3 AND (valid_to IS NULL OR valid_to > $3) ORDER BY id`,
    [tenantId, personId, day],
  );
}

/** What a person is appointed to on any day of a term, its last day included. */
export async function appointmentsDuring(
  tx: Tx,
  tenantId: string,
  personId: string,
  { from, untilOn }: { from: string; untilOn: string },
): Promise<AppointmentRow[]> {
  return sql<AppointmentRow>(
    tx,
    `SELECT ${columns} FROM appointment
     WHERE tenant_id = $1 AND person_id = $2 AND valid_from <= $4 AND (valid_to IS NULL OR valid_to > $3) ORDER BY id`,
    [tenantId, personId, from, untilOn],
  );
}

/** All appointments of a person: past, present and to come. */
export async function everyAppointmentOf(
  tx: Tx,
  tenantId: string,
  personId: string,
): Promise<AppointmentRow[]> {
  return sql<AppointmentRow>(
    tx,
    `SELECT ${columns} FROM appointment WHERE tenant_id = $1 AND person_id = $2 ORDER BY id`,
    [tenantId, personId],
  );
}

/** What a person holds on some day of those given, entrustments (代报) included; nobody else appoints that person until the transaction ends. */
export async function lockAppointmentsDuring(
  tx: Tx,
  tenantId: string,
  personId: string,
  { from, until }: { from: string; until: string | null },
): Promise<Array<Omit<AppointmentRow, 'role'> & { role: ActingRole }>> {
  await holdPerson(tx, tenantId, personId);
  return sql(
    tx,
    `SELECT ${columns} FROM appointment WHERE tenant_id = $1 AND person_id = $2
       AND daterange(valid_from, valid_to) && daterange($3::date, $4::date)
     UNION ALL
     SELECT id, 'ENTRUSTED_FILER', union_id, valid_from::text, (valid_until + 1)::text FROM entrustment
     WHERE tenant_id = $1 AND person_id = $2 AND ended_at IS NULL
       AND daterange(valid_from, valid_until, '[]') && daterange($3::date, $4::date)`,
    [tenantId, personId, from, until],
  );
}

/** An appointment, and whose it is; null when there is none with the id. */
export async function appointmentById(
  tx: Tx,
  tenantId: string,
  id: string,
): Promise<(AppointmentRow & { personId: string }) | null> {
  const [found] = await sql<AppointmentRow & { personId: string }>(
    tx,
    `SELECT ${columns}, person_id AS "personId" FROM appointment WHERE tenant_id = $1 AND id = $2`,
    [tenantId, id],
  );
  return found ?? null;
}

export async function insertAppointment(
  tx: Tx,
  appointment: AppointmentRow & { tenantId: string; personId: string },
): Promise<void> {
  const { tenantId, id, personId, unionId, role, from, until } = appointment;
  await sql(
    tx,
    `INSERT INTO appointment (tenant_id, id, person_id, union_id, role, valid_from, valid_to)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [tenantId, id, personId, unionId, role, from, until],
  );
}

/** Ends an appointment: from a day on it holds no longer, and never did if it was to begin later. False when it has ended by then. */
export async function endAppointment(tx: Tx, tenantId: string, id: string, day: string): Promise<boolean> {
  const ended = await sql(
    tx,
    `UPDATE appointment SET valid_to = greatest(valid_from, $3::date)
     WHERE tenant_id = $1 AND id = $2 AND valid_to IS DISTINCT FROM valid_from AND (valid_to IS NULL OR valid_to > $3)
     RETURNING id`,
    [tenantId, id, day],
  );
  return ended.length > 0;
}
