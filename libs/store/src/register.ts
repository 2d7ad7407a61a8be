import { sql, type Tx } from './data-source.js';
import type { Employer, HomeAward } from './entities.js';

/** Writes an employer and the union accountable for it (统计归口) from its first day. False when its code is taken. */
export async function insertEmployer(
  tx: Tx,
  employer: Employer,
  accountableUnionId: string,
): Promise<boolean> {
  const written = await sql(
    tx,
    `INSERT INTO employer (tenant_id, id, code, name, above_scale, ownership, headcount, operating_from, operating_to,
       source, source_date)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (tenant_id, code) DO NOTHING RETURNING id`,
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
    ],
  );
  if (written.length === 0) return false;
  await sql(
    tx,
    'INSERT INTO accountability (tenant_id, employer_id, union_id, valid_from) VALUES ($1, $2, $3, $4)',
    [employer.tenantId, employer.id, accountableUnionId, employer.operatingFrom],
  );
  return true;
}

/** The unions at which an employer has ever counted; the present one first. */
export async function accountableUnionsOf(tx: Tx, tenantId: string, employerId: string): Promise<string[]> {
  const found = await sql<{ union_id: string }>(
    tx,
    'SELECT union_id FROM accountability WHERE tenant_id = $1 AND employer_id = $2 ORDER BY valid_from DESC',
    [tenantId, employerId],
  );
  return found.map((row) => row.union_id);
}

/** A union covers an employer from a day on. False when it does so already. */
export async function insertCoverage(
  tx: Tx,
  tenantId: string,
  { employerId, unionId, from }: { employerId: string; unionId: string; from: string },
): Promise<boolean> {
  const written = await sql(
    tx,
    `INSERT INTO coverage (tenant_id, employer_id, union_id, valid_from) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING RETURNING union_id`,
    [tenantId, employerId, unionId, from],
  );
  return written.length > 0;
}

/** Writes an award. False when the union has one of this grade by the same document. */
export async function insertAward(tx: Tx, award: HomeAward): Promise<boolean> {
  const written = await sql(
    tx,
    `INSERT INTO home_award (tenant_id, id, union_id, grade, awarding_level, document_no, awarded_on, valid_until)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (tenant_id, union_id, grade, document_no) DO NOTHING RETURNING id`,
    [
      award.tenantId,
      award.id,
      award.unionId,
      award.grade,
      award.awardingLevel,
      award.documentNo,
      award.awardedOn,
      award.validUntil,
    ],
  );
  return written.length > 0;
}
