import type { ResponsibilityFilter } from '@huiji/domain/employer';
import { v7 as uuid } from 'uuid';
import { coveredOn, employersSql, type Subtree, subtreeValues } from './coverage.js';
import { type Tx, sql } from './data-source.js';

/** Someone responsible for unionising an employer (包干责任制): from a day, by a day, and until it ended. */
export interface Responsibility {
  id: string;
  employerId: string;
  personName: string;
  assignedOn: string;
  dueOn: string;
  endedOn: string | null;
}

/** A responsibility on a day: whether its employer is covered then. */
export type ResponsibilityOn = Responsibility & { covered: boolean };

const columns = `r.id, e.id AS "employerId", r.person_name AS "personName", r.assigned_on::text AS "assignedOn",
  r.due_on::text AS "dueOn", r.ended_on::text AS "endedOn"`;

/** The SQL condition that responsibility `r` is employer `e`'s on a day. */
const heldOn = (day: string): string => `r.tenant_id = $1 AND r.employer_id = e.id AND r.assigned_on <= ${day}
  AND (r.ended_on IS NULL OR r.ended_on > ${day})`;

/** The last responsibility for an employer, ended or not; null when nobody has ever had it. */
export async function lastResponsibility(
  tx: Tx,
  tenantId: string,
  employerId: string,
): Promise<Responsibility | null> {
  const [row] = await sql<Responsibility>(
    tx,
    `SELECT ${columns} FROM responsibility r JOIN employer e ON e.tenant_id = $1 AND e.id = r.employer_id
     WHERE r.tenant_id = $1 AND r.employer_id = $2 ORDER BY r.assigned_on DESC, r.ended_on DESC NULLS FIRST LIMIT 1`,
    [tenantId, employerId],
  );
  return row ?? null;
}

/** Makes someone responsible. The one before has been ended: a constraint allows one at a time. */
export async function insertResponsibility(
  tx: Tx,
  tenantId: string,
  of: Omit<Responsibility, 'id' | 'endedOn'>,
): Promise<void> {
  await sql(
    tx,
    `INSERT INTO responsibility (tenant_id, id, employer_id, person_name, assigned_on, due_on)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [tenantId, uuid(), of.employerId, of.personName, of.assignedOn, of.dueOn],
  );
}

/** Ends a responsibility on a day, which is the first without it; the day of its beginning takes it back. */
export async function endResponsibility(tx: Tx, tenantId: string, id: string, on: string): Promise<void> {
  await sql(tx, 'UPDATE responsibility SET ended_on = $3 WHERE tenant_id = $1 AND id = $2', [
    tenantId,
    id,
    on,
  ]);
}

/** Who is responsible for employers on a day, by employer. */
export async function responsibilitiesOn(
  tx: Tx,
  tenantId: string,
  employerIds: readonly string[],
  day: string,
): Promise<Map<string, ResponsibilityOn>> {
  const rows = await sql<ResponsibilityOn>(
    tx,
    `SELECT ${columns}, ${coveredOn('e.id', '$3::date')} AS covered
     FROM unnest($2::uuid[]) AS e (id) JOIN responsibility r ON ${heldOn('$3::date')}`,
    [tenantId, employerIds, day],
  );
  return new Map(rows.map((row) => [row.employerId, row]));
}

/** A page's size, and where the last one ended: the day something was due, and the employer's code. */
export interface DuePage {
  first: number;
  after: { dueOn: string; code: string } | null;
}

/** Who is responsible for the employers of a subtree on its day: what is due first comes first, then by code. */
export async function responsibilitiesIn(
  tx: Tx,
  subtree: Subtree,
  where: ResponsibilityFilter,
  page: DuePage,
): Promise<Array<ResponsibilityOn & { code: string }>> {
  // In order first, so that coverage is looked up for one page and not for the whole list.
  const covered = coveredOn('r."employerId"', '$3::date');
  return sql(
    tx,
    `SELECT r.*, ${covered} AS covered FROM (
       ${employersSql(`${columns}, e.code, r.due_on`)}
       JOIN responsibility r ON ${heldOn('$3::date')}
       WHERE ($7::date IS NULL OR r.due_on >= $7) AND ($8::date IS NULL OR r.due_on < $8)
         AND ($9::date IS NULL OR (r.due_on, e.code) > ($9, $10::text))
       ORDER BY r.due_on, e.code) r
     WHERE $11::boolean IS NULL OR ${covered} = $11 ORDER BY r.due_on, r.code LIMIT $12`,
    [
      ...subtreeValues(subtree),
      where.dueFrom,
      where.dueBefore,
      page.after?.dueOn ?? null,
      page.after?.code ?? null,
      where.covered,
      page.first,
    ],
  );
}
