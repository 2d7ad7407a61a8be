import type { HomeTrack } from '@huiji/domain/home';
import { homeClasses, type HomeClass, type HomeFlag } from '@huiji/domain/home-standard';
import { type Tx, sql } from './data-source.js';

/** An award of 职工之家 that is to be written. */
export interface NewAward {
  id: string;
  unionId: string;
  track: HomeTrack;
  grade: number;
  countsAs: HomeClass;
  /** The ladder it stands on; null for the shipped one. */
  standardId: string | null;
  awardingLevel: string;
  awardedBy: string | null;
  documentNo: string;
  awardedOn: string;
  validUntil: string | null;
  flags: readonly HomeFlag[];
  /** The award that was lowered to this one. */
  loweredFrom: string | null;
}

/** An award as it stands in the register. */
export interface HomeAward extends NewAward {
  endedOn: string | null;
  rechecks: Recheck[];
}

/** 复查 as the schema shows it. */
export interface Recheck {
  id: string;
  checkedOn: string;
  outcome: 'KEPT' | 'LOWERED' | 'REVOKED';
  documentNo: string;
  reason: string | null;
  checkedByName: string;
  checkedAt: Date;
}

/** Writes an award. False when the union has one of this grade by the same document. */
export async function insertAward(tx: Tx, tenantId: string, award: NewAward): Promise<boolean> {
  const written = await sql(
    tx,
    `INSERT INTO home_award (tenant_id, id, union_id, track, grade, counts_as, standard_id, awarding_level, awarded_by,
       document_no, awarded_on, valid_until, flags, lowered_from)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
     ON CONFLICT (tenant_id, union_id, grade, document_no) DO NOTHING RETURNING id`,
    [
      ...[tenantId, award.id, award.unionId, award.track, award.grade],
      ...[homeClasses.indexOf(award.countsAs) + 1, award.standardId, award.awardingLevel, award.awardedBy],
      ...[award.documentNo, award.awardedOn, award.validUntil, award.flags, award.loweredFrom],
    ],
  );
  return written.length > 0;
}

const mostRechecks = 20;

/** Awards that a condition on `h` finds, the newest first, each with its latest re-checks. */
async function awardsWhere(
  tx: Tx,
  tenantId: string,
  condition: string,
  parameters: readonly unknown[],
): Promise<HomeAward[]> {
  const rows = await sql<Omit<HomeAward, 'countsAs'> & { place: number }>(
    tx,
    `SELECT h.id, h.union_id AS "unionId", h.track, h.grade, h.counts_as AS place, h.standard_id AS "standardId",
       h.awarding_level AS "awardingLevel", h.awarded_by AS "awardedBy", h.document_no AS "documentNo",
       h.awarded_on::text AS "awardedOn", h.valid_until::text AS "validUntil", h.ended_on::text AS "endedOn", h.flags,
       h.lowered_from AS "loweredFrom",
       coalesce((SELECT json_agg(c ORDER BY c."checkedOn" DESC, c.id DESC) FROM (
         SELECT c.id, c.checked_on AS "checkedOn", c.outcome, c.document_no AS "documentNo", c.reason,
           p.name AS "checkedByName", c.checked_at AS "checkedAt"
         FROM home_recheck c JOIN person p ON p.tenant_id = $1 AND p.id = c.checked_by
         WHERE c.tenant_id = $1 AND c.award_id = h.id ORDER BY c.checked_on DESC, c.id DESC LIMIT ${mostRechecks}) c), '[]') AS rechecks
     FROM home_award h WHERE h.tenant_id = $1 AND ${condition} ORDER BY h.awarded_on DESC, h.grade DESC, h.id`,
    [tenantId, ...parameters],
  );
  return rows.map(({ place, rechecks, ...award }) => ({
    ...award,
    countsAs: homeClasses[place - 1] ?? 'QUALIFIED',
    // JSON has no moments.
    rechecks: rechecks.map((check) => ({ ...check, checkedAt: new Date(check.checkedAt) })),
  }));
}

/** A union's awards on a track, the newest first, 50 at most. */
export const awardsOf = (
  tx: Tx,
  tenantId: string,
  unionId: string,
  track: HomeTrack,
): Promise<HomeAward[]> => {
  const newest = `SELECT id FROM home_award WHERE tenant_id = $1 AND union_id = $2 AND track = $3
    ORDER BY awarded_on DESC, grade DESC, id LIMIT 50`;
  return awardsWhere(tx, tenantId, `h.id IN (${newest})`, [unionId, track]);
};

/** The awards of a list of ids, which are of one page; in any order. */
export const awardsById = (tx: Tx, tenantId: string, ids: readonly string[]): Promise<HomeAward[]> =>
  awardsWhere(tx, tenantId, 'h.id = ANY($2::uuid[])', [ids]);

/** Ends an award before its time, by a re-check. */
export async function endAward(
  tx: Tx,
  tenantId: string,
  awardId: string,
  { on, by }: { on: string; by: string },
): Promise<void> {
  await sql(tx, 'UPDATE home_award SET ended_on = $3, ended_by = $4 WHERE tenant_id = $1 AND id = $2', [
    ...[tenantId, awardId, on, by],
  ]);
}

export async function insertRecheck(
  tx: Tx,
  tenantId: string,
  check: Omit<Recheck, 'checkedByName' | 'checkedAt'> & { awardId: string; checkedBy: string },
): Promise<void> {
  await sql(
    tx,
    `INSERT INTO home_recheck (tenant_id, id, award_id, checked_on, outcome, document_no, reason, checked_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ...[tenantId, check.id, check.awardId, check.checkedOn, check.outcome],
      ...[check.documentNo, check.reason, check.checkedBy],
    ],
  );
}
