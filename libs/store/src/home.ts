import type { Assessed, Ballots, HomeScore, HomeTrack } from '@huiji/domain/home';
import type { HomeStandard } from '@huiji/domain/home-standard';
import { type Tx, sql } from './data-source.js';

/** A standard that a federation has set. */
export interface SetStandard extends HomeStandard {
  id: string;
  documentNo: string;
  setByName: string;
  setAt: Date;
}

/** All standards of a tenant, the one that holds for a year before those that it replaced; a federation sets one in some years. */
export function standardsOf(tx: Tx, tenantId: string): Promise<SetStandard[]> {
  return sql(
    tx,
    `SELECT s.id, s.from_year AS "fromYear", s.document_no AS "documentNo", s.grades, s.criteria, s.rules,
       p.name AS "setByName", s.set_at AS "setAt"
     FROM home_standard s JOIN person p ON p.tenant_id = $1 AND p.id = s.set_by
     WHERE s.tenant_id = $1 ORDER BY s.from_year DESC, s.set_at DESC`,
    [tenantId],
  );
}

export async function insertStandard(
  tx: Tx,
  tenantId: string,
  standard: HomeStandard & { id: string; documentNo: string; setBy: string },
): Promise<void> {
  await sql(
    tx,
    `INSERT INTO home_standard (tenant_id, id, from_year, document_no, grades, criteria, rules, set_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ...[tenantId, standard.id, standard.fromYear, standard.documentNo],
      ...[standard.grades, standard.criteria, standard.rules].map((part) => JSON.stringify(part)),
      standard.setBy,
    ],
  );
}

/** One year of a union's plan; a null grade takes it out. */
export interface PlanLine {
  unionId: string;
  year: number;
  grade: number | null;
}

/** Makes the plan what the lines say, and answers the lines by which it changed. */
export async function keepPlans(
  tx: Tx,
  tenantId: string,
  { track, by }: { track: HomeTrack; by: string },
  lines: readonly PlanLine[],
): Promise<Array<Pick<PlanLine, 'unionId' | 'year'>>> {
  return sql(
    tx,
    `WITH line AS (SELECT * FROM jsonb_to_recordset($4) AS l ("unionId" uuid, year int, grade smallint))
     INSERT INTO home_plan AS p (tenant_id, union_id, year, track, grade, planned_by)
     SELECT $1, l."unionId", l.year, $2, l.grade, $3 FROM line l
     WHERE l.grade IS NOT NULL OR EXISTS (SELECT FROM home_plan o
       WHERE o.tenant_id = $1 AND o.union_id = l."unionId" AND o.year = l.year AND o.track = $2)
     ON CONFLICT (tenant_id, union_id, year, track)
     DO UPDATE SET grade = excluded.grade, planned_by = excluded.planned_by, planned_at = clock_timestamp()
       WHERE p.grade IS DISTINCT FROM excluded.grade
     RETURNING union_id AS "unionId", year`,
    [tenantId, track, by, JSON.stringify(lines)],
  );
}

/** A union's plan on a track as the schema shows it, by year. */
export function plansOf(
  tx: Tx,
  tenantId: string,
  unionId: string,
  track: HomeTrack,
): Promise<Array<{ year: number; grade: number; plannedByName: string; plannedAt: Date }>> {
  return sql(
    tx,
    `SELECT h.year, h.grade, p.name AS "plannedByName", h.planned_at AS "plannedAt"
     FROM home_plan h JOIN person p ON p.tenant_id = $1 AND p.id = h.planned_by
     WHERE h.tenant_id = $1 AND h.union_id = $2 AND h.track = $3 AND h.grade IS NOT NULL ORDER BY h.year`,
    [tenantId, unionId, track],
  );
}

/** What is planned on a track for some unions from a year on, for so many years. */
export function plansFor(
  tx: Tx,
  tenantId: string,
  unionIds: readonly string[],
  { track, from, years }: { track: HomeTrack; from: number; years: number },
): Promise<Array<{ unionId: string; year: number; grade: number }>> {
  return sql(
    tx,
    `SELECT union_id AS "unionId", year, grade FROM home_plan
     WHERE tenant_id = $1 AND union_id = ANY ($2::uuid[]) AND track = $3 AND year >= $4::int AND year < $4::int + $5::int
       AND grade IS NOT NULL`,
    [tenantId, unionIds, track, from, years],
  );
}

/** Whose home is assessed, when and on which track. */
export interface HomeScope {
  tenantId: string;
  unionId: string;
  year: number;
  track: HomeTrack;
}

/** 自评 or 考核 with all that was written down of it. */
export interface Assessment extends Assessed {
  id: string;
  inspection: boolean;
  revision: number;
  inspected: number | null;
  /** null: the shipped one. */
  standardId: string | null;
  scores: HomeScore[];
  note: string | null;
  madeBy: string;
}

/** 自评 and 考核 of a home as they stand now; null before the first. */
export async function assessmentsOf(
  tx: Tx,
  { tenantId, unionId, year, track }: HomeScope,
): Promise<Record<'assessment' | 'inspection', (Assessment & { byName: string; at: Date }) | null>> {
  const rows = await sql<Omit<Assessment, 'total'> & { total: string | null; byName: string; at: Date }>(
    tx,
    `SELECT DISTINCT ON (a.inspection) a.id, a.inspection, a.revision, a.inspected, a.standard_id AS "standardId", a.grade, a.scores,
       a.total::text, a.complete, a.passed, a.note, a.made_by AS "madeBy", p.name AS "byName", a.made_at AS at
     FROM home_assessment a JOIN person p ON p.tenant_id = $1 AND p.id = a.made_by
     WHERE a.tenant_id = $1 AND a.union_id = $2 AND a.year = $3 AND a.track = $4
     ORDER BY a.inspection, a.revision DESC`,
    [tenantId, unionId, year, track],
  );
  const [assessment = null, inspection = null] = [false, true].map((which) => {
    const row = rows.find((one) => one.inspection === which);
    return row && { ...row, total: row.total === null ? null : BigInt(row.total) };
  });
  return { assessment, inspection };
}

/** Writes a revision. False where somebody has written it already. */
export async function insertAssessment(
  tx: Tx,
  { tenantId, unionId, year, track }: HomeScope,
  made: Assessment,
): Promise<boolean> {
  const written = await sql(
    tx,
    `INSERT INTO home_assessment (tenant_id, id, union_id, year, track, inspection, revision, inspected, standard_id, grade,
       scores, total, complete, passed, note, made_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
     ON CONFLICT (tenant_id, union_id, year, track, inspection, revision) DO NOTHING RETURNING id`,
    [
      ...[tenantId, made.id, unionId, year, track, made.inspection, made.revision, made.inspected],
      ...[made.standardId, made.grade, JSON.stringify(made.scores), made.total, made.complete],
      ...[made.passed, made.note, made.madeBy],
    ],
  );
  return written.length > 0;
}

/** 会员评家 as it was counted. */
export interface Evaluation extends Ballots {
  revision: number;
  heldOn: string;
}

/** The evaluation of a year as it stands now; null before the first. */
export async function evaluationOf(
  tx: Tx,
  { tenantId, unionId, year }: Omit<HomeScope, 'track'>,
): Promise<(Evaluation & { byName: string; at: Date }) | null> {
  const [row] = await sql<Evaluation & { byName: string; at: Date }>(
    tx,
    `SELECT e.revision, e.held_on::text AS "heldOn", e.members, e.issued, e.returned, e.satisfied, e.basically,
       e.unsatisfied, p.name AS "byName", e.made_at AS at
     FROM home_evaluation e JOIN person p ON p.tenant_id = $1 AND p.id = e.made_by
     WHERE e.tenant_id = $1 AND e.union_id = $2 AND e.year = $3 ORDER BY e.revision DESC LIMIT 1`,
    [tenantId, unionId, year],
  );
  return row ?? null;
}

/** Writes a revision. False where somebody has written it already. */
export async function insertEvaluation(
  tx: Tx,
  { tenantId, unionId, year }: Omit<HomeScope, 'track'>,
  evaluation: Evaluation & { madeBy: string },
): Promise<boolean> {
  const written = await sql(
    tx,
    `INSERT INTO home_evaluation (tenant_id, union_id, year, revision, held_on, members, issued, returned, satisfied,
       basically, unsatisfied, made_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ON CONFLICT (tenant_id, union_id, year, revision) DO NOTHING RETURNING revision`,
    [
      ...[tenantId, unionId, year, evaluation.revision, evaluation.heldOn, evaluation.members],
      ...[evaluation.issued, evaluation.returned, evaluation.satisfied, evaluation.basically],
      ...[evaluation.unsatisfied, evaluation.madeBy],
    ],
  );
  return written.length > 0;
}
