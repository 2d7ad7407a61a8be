import { v7 as uuid } from 'uuid';
import { sql, type Tx } from './data-source.js';
import { Employer } from './entities.js';

/** Writes an employer and the union accountable for it (统计归口) from its first day. False when its code is taken. */
export async function insertEmployer(
  tx: Tx,
  employer: Omit<Employer, 'version'>,
  accountableUnionId: string,
): Promise<boolean> {
  const written = await sql(
    tx,
    `INSERT INTO employer (tenant_id, id, code, name, above_scale, ownership, headcount, operating_from, operating_to,
       source, source_date, unit_type, region_code)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     ON CONFLICT (tenant_id, code) DO NOTHING RETURNING id`,
    [
      employer.tenantId,
      employer.id,
      employer.code,
      employer.name,
      employer.aboveScale,
      employer.ownership,
      employer.headcount,
      employer.operatingFrom,
      employer.operatingTo,
      employer.source,
      employer.sourceDate,
      employer.unitType,
      employer.regionCode,
    ],
  );
  if (written.length === 0) return false;
  await insertAccountability(tx, employer.tenantId, {
    employerId: employer.id,
    unionId: accountableUnionId,
    from: employer.operatingFrom,
    to: null,
  });
  return true;
}

export const employers = (tx: Tx) => tx.getRepository(Employer);

/** The employers of a list of ids that exist in the tenant, by id. */
export async function employersById(
  tx: Tx,
  tenantId: string,
  ids: readonly string[],
): Promise<Map<string, Employer>> {
  if (ids.length === 0) return new Map();
  const found = await employers(tx)
    .createQueryBuilder('e')
    .where('e.tenant_id = :tenantId AND e.id = ANY(:ids)', { tenantId, ids })
    .getMany();
  return new Map(found.map((employer) => [employer.id, employer]));
}

/** Holds an employer until the transaction ends, so that two changes of it happen one after the other. */
export async function lockEmployer(tx: Tx, tenantId: string, employerId: string): Promise<void> {
  await sql(tx, 'SELECT 1 FROM employer WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE', [
    tenantId,
    employerId,
  ]);
}

/** Which union an employer counts at (统计归口), or which covers it: from a day up to, and without, another. */
export interface Held {
  id: string;
  employerId: string;
  unionId: string;
  from: string;
  to: string | null;
}

/** The SQL condition that a row of accountability or coverage stands, and is in force on a day. */
export const heldOn = (a: string, day: string): string =>
  `${a}.voided_by IS NULL AND ${a}.valid_from <= ${day} AND (${a}.valid_to IS NULL OR ${a}.valid_to > ${day})`;

/** The unions at which an employer counts or has counted; the present one first. */
export async function accountabilitiesOf(tx: Tx, tenantId: string, employerId: string): Promise<Held[]> {
  return sql<Held>(
    tx,
    `SELECT id, employer_id AS "employerId", union_id AS "unionId", valid_from::text AS "from", valid_to::text AS "to"
     FROM accountability WHERE tenant_id = $1 AND employer_id = $2 AND voided_by IS NULL ORDER BY valid_from DESC`,
    [tenantId, employerId],
  );
}

/** The unions at which employers count on a day, by employer. */
export async function accountableOn(
  tx: Tx,
  tenantId: string,
  employerIds: readonly string[],
  day: string,
): Promise<Map<string, string>> {
  const rows = await sql<{ employer_id: string; union_id: string }>(
    tx,
    `SELECT a.employer_id, a.union_id FROM unnest($2::uuid[]) AS e (id)
     JOIN accountability a ON a.tenant_id = $1 AND a.employer_id = e.id AND ${heldOn('a', '$3::date')}`,
    [tenantId, employerIds, day],
  );
  return new Map(rows.map((row) => [row.employer_id, row.union_id]));
}

async function insertAccountability(tx: Tx, tenantId: string, held: Omit<Held, 'id'>): Promise<void> {
  await sql(
    tx,
    `INSERT INTO accountability (tenant_id, employer_id, union_id, valid_from, valid_to)
     VALUES ($1, $2, $3, $4, $5)`,
    [tenantId, held.employerId, held.unionId, held.from, held.to],
  );
}

/**
 * From a day on an employer counts at another union. The present row is voided, not altered: what was known stays, and
 * undoing an earlier change can tell that something has happened since.
 */
export async function moveAccountability(
  tx: Tx,
  tenantId: string,
  present: Held,
  to: { unionId: string; on: string },
): Promise<void> {
  await sql(tx, 'UPDATE accountability SET voided_by = $3 WHERE tenant_id = $1 AND id = $2', [
    tenantId,
    present.id,
    uuid(),
  ]);
  // An employer that moves on the very day it came has never counted there.
  if (present.from < to.on) await insertAccountability(tx, tenantId, { ...present, to: to.on });
  await insertAccountability(tx, tenantId, { ...present, unionId: to.unionId, from: to.on });
}
