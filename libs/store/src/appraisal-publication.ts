import type { Appeal, AppealOutcome, PublicationDays } from '@huiji/domain/appraisal';
import { type AppraisalScope, parametersOf, rowsSql } from './appraisal.js';
import { type Tx, sql } from './data-source.js';

/** The publication of an appraisal; null before it. */
export async function publicationOf(tx: Tx, scope: AppraisalScope): Promise<PublicationDays | null> {
  const [row] = await sql<PublicationDays>(
    tx,
    `SELECT published_on::text AS "publishedOn", appeal_until::text AS "appealUntil", final_on::text AS "finalOn"
     FROM appraisal_publication p WHERE ${rowsSql('p')}`,
    parametersOf(scope),
  );
  return row ?? null;
}

export async function insertPublication(
  tx: Tx,
  scope: AppraisalScope,
  { publishedOn, appealUntil, by }: Omit<PublicationDays, 'finalOn'> & { by: string },
): Promise<void> {
  await sql(
    tx,
    `INSERT INTO appraisal_publication (tenant_id, body_id, form, period, published_on, appeal_until, published_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [...parametersOf(scope), publishedOn, appealUntil, by],
  );
}

export async function finalise(
  tx: Tx,
  scope: AppraisalScope,
  { on, by }: { on: string; by: string },
): Promise<void> {
  await sql(tx, `UPDATE appraisal_publication p SET final_on = $5, final_by = $6 WHERE ${rowsSql('p')}`, [
    ...parametersOf(scope),
    ...[on, by],
  ]);
}

/** 申诉 with all that was written of it. */
export interface StoredAppeal extends Appeal {
  id: string;
  unionId: string;
  reason: string;
  byName: string;
  at: Date;
  answer: string | null;
  answeredByName: string | null;
  answeredAt: Date | null;
}

/** How many appeals of a union are shown, the newest first; it can make one at a time, in the days for it. */
export const mostAppeals = 20;

/** The appeals of unions, the newest first. */
export function appealsOf(
  tx: Tx,
  scope: AppraisalScope,
  unionIds: readonly string[],
): Promise<StoredAppeal[]> {
  return sql(
    tx,
    `SELECT a.id, a.union_id AS "unionId", a.against, a.reason, p.name AS "byName", a.made_at AS at, a.outcome, a.answer,
       b.name AS "answeredByName", a.answered_at AS "answeredAt"
     FROM unnest($5::uuid[]) AS u (id) CROSS JOIN LATERAL (
       SELECT * FROM appraisal_appeal a WHERE ${rowsSql('a')} AND a.union_id = u.id ORDER BY a.id DESC LIMIT ${mostAppeals}) a
     JOIN person p ON p.tenant_id = $1 AND p.id = a.made_by
     LEFT JOIN person b ON b.tenant_id = $1 AND b.id = a.answered_by
     ORDER BY a.id DESC`,
    [...parametersOf(scope), unionIds],
  );
}

/** Of all unions, the appeals that can still ask something: those not answered, and the last that was upheld. */
export function openAppealsOf(
  tx: Tx,
  scope: AppraisalScope,
): Promise<Array<Pick<StoredAppeal, 'unionId' | 'against' | 'outcome'>>> {
  return sql(
    tx,
    `SELECT union_id AS "unionId", max(against) AS against, outcome FROM appraisal_appeal a
     WHERE ${rowsSql('a')} AND outcome IS DISTINCT FROM 'REJECTED' GROUP BY union_id, outcome`,
    parametersOf(scope),
  );
}

/** Whose appeal an id is; null for none. */
export async function appealById(
  tx: Tx,
  tenantId: string,
  id: string,
): Promise<(Omit<AppraisalScope, 'tenantId'> & Pick<StoredAppeal, 'unionId' | 'outcome'>) | null> {
  const [row] = await sql<Omit<AppraisalScope, 'tenantId'> & Pick<StoredAppeal, 'unionId' | 'outcome'>>(
    tx,
    `SELECT body_id AS "bodyId", form, period, union_id AS "unionId", outcome FROM appraisal_appeal
     WHERE tenant_id = $1 AND id = $2`,
    [tenantId, id],
  );
  return row ?? null;
}

export async function insertAppeal(
  tx: Tx,
  scope: AppraisalScope,
  made: { id: string; unionId: string; against: number; reason: string; madeBy: string },
): Promise<void> {
  await sql(
    tx,
    `INSERT INTO appraisal_appeal (tenant_id, body_id, form, period, id, union_id, against, reason, made_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [...parametersOf(scope), made.id, made.unionId, made.against, made.reason, made.madeBy],
  );
}

/** Answers an appeal. False where it was answered already. */
export async function answerAppeal(
  tx: Tx,
  tenantId: string,
  { id, outcome, answer, by }: { id: string; outcome: AppealOutcome; answer: string; by: string },
): Promise<boolean> {
  const answered = await sql(
    tx,
    `UPDATE appraisal_appeal SET outcome = $3, answer = $4, answered_by = $5, answered_at = clock_timestamp()
     WHERE tenant_id = $1 AND id = $2 AND outcome IS NULL RETURNING id`,
    [tenantId, id, outcome, answer, by],
  );
  return answered.length > 0;
}
