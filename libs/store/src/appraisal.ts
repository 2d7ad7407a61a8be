import type { AppraisalInputs, AppraisalScore, Appraised, AppraisedTarget } from '@huiji/domain/appraisal';
import type { AppraisalScheme } from '@huiji/domain/appraisal-scheme';
import type { Measure } from '@huiji/domain/target';
import { type Tx, sql, sqlOne } from './data-source.js';
import { childrenIn, notWithdrawn, type TreeAt } from './organisation.js';

/** Whose appraisal is meant: of a body, for a form and a year. */
export interface AppraisalScope {
  tenantId: string;
  bodyId: string;
  form: string;
  period: string;
}

/** The parameters $1 to $4 of each statement here, and the SQL of a table's rows of that appraisal. */
export const parametersOf = ({ tenantId, bodyId, form, period }: AppraisalScope): string[] => [
  ...[tenantId, bodyId, form, period],
];
export const rowsSql = (table: string): string =>
  `${table}.tenant_id = $1 AND ${table}.body_id = $2 AND ${table}.form = $3 AND ${table}.period = $4`;

/** A scheme as it was set. */
export interface SetScheme extends AppraisalScheme {
  id: string;
  revision: number;
  documentNo: string;
  setByName: string;
  setAt: Date;
}

/** The scheme that holds; null before one is set. */
export async function schemeOf(tx: Tx, scope: AppraisalScope): Promise<SetScheme | null> {
  const [row] = await sql<Omit<SetScheme, keyof AppraisalScheme> & { scheme: AppraisalScheme }>(
    tx,
    `SELECT s.id, s.revision, s.document_no AS "documentNo", s.scheme, p.name AS "setByName", s.set_at AS "setAt"
     FROM appraisal_scheme s JOIN person p ON p.tenant_id = $1 AND p.id = s.set_by
     WHERE ${rowsSql('s')} ORDER BY s.revision DESC LIMIT 1`,
    parametersOf(scope),
  );
  if (!row) return null;
  const { scheme, ...set } = row;
  return { ...scheme, ...set };
}

export async function insertScheme(
  tx: Tx,
  scope: AppraisalScope,
  made: { id: string; revision: number; documentNo: string; scheme: AppraisalScheme; setBy: string },
): Promise<void> {
  await sql(
    tx,
    `INSERT INTO appraisal_scheme (tenant_id, body_id, form, period, id, revision, document_no, scheme, set_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...parametersOf(scope),
      made.id,
      made.revision,
      made.documentNo,
      JSON.stringify(made.scheme),
      made.setBy,
    ],
  );
}

/** 自评 as it stands. */
export interface Claim {
  unionId: string;
  revision: number;
  scores: AppraisalScore[];
  note: string | null;
  madeBy: string;
  byName: string;
  at: Date;
}

/** The claims of unions as they stand, by union. */
export async function claimsOf(
  tx: Tx,
  scope: AppraisalScope,
  unionIds: readonly string[],
): Promise<Map<string, Claim>> {
  const rows = await sql<Claim>(
    tx,
    `SELECT DISTINCT ON (c.union_id) c.union_id AS "unionId", c.revision, c.scores, c.note, c.made_by AS "madeBy",
       p.name AS "byName", c.made_at AS at
     FROM appraisal_claim c JOIN person p ON p.tenant_id = $1 AND p.id = c.made_by
     WHERE ${rowsSql('c')} AND c.union_id = ANY ($5::uuid[])
     ORDER BY c.union_id, c.revision DESC`,
    [...parametersOf(scope), unionIds],
  );
  return new Map(rows.map((row) => [row.unionId, row]));
}

/** Writes a revision of a claim. The caller holds the body. */
export async function insertClaim(
  tx: Tx,
  scope: AppraisalScope,
  { unionId, revision, scores, note, madeBy }: Omit<Claim, 'byName' | 'at'>,
): Promise<void> {
  await sql(
    tx,
    `INSERT INTO appraisal_claim (tenant_id, body_id, form, period, union_id, revision, scores, note, made_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [...parametersOf(scope), unionId, revision, JSON.stringify(scores), note, madeBy],
  );
}

/** A target as it stood, with all that shows it. */
export type StoredTarget = AppraisedTarget & { measure: Measure };

/** A result in one revision, with what it follows from. `grade`: its place in the scheme, from 0. */
export interface Result extends Omit<AppraisalInputs, 'targets'>, Omit<Appraised, 'targetPoints'> {
  unionId: string;
  revision: number;
  targets: StoredTarget[];
  note: string | null;
  byName: string;
  at: Date;
}

/** A result as far as a rank and a count ask of it. */
export type Standing = Pick<Result, 'revision' | 'total' | 'outOf' | 'complete' | 'grade'>;

const withPoints = <Row extends { total: string; outOf: string }>(row: Row) => ({
  ...row,
  ...{ total: BigInt(row.total), outOf: BigInt(row.outOf) },
});

/** A union directly below a body, and how it stands; `standing` is null before it is appraised. */
export interface ChildStanding {
  unionId: string;
  code: string;
  standing: Standing | null;
}

/** All unions directly below a body that live in a tree, by code, without what their results follow from. */
export async function childStandings(
  tx: Tx,
  scope: AppraisalScope,
  { day, recorded, ...tree }: TreeAt,
): Promise<ChildStanding[]> {
  const rows = await sql<
    Omit<Standing, 'unionId' | 'total' | 'outOf'> & {
      unionId: string;
      code: string;
      total: string;
      outOf: string;
    }
  >(
    tx,
    `WITH child AS MATERIALIZED (${childrenIn('$2', { ...tree, day: '$5::date', recorded: '$6::timestamptz' })})
     SELECT u.id AS "unionId", u.code, r.revision, r.total::text, r.out_of::text AS "outOf", r.complete, r.grade - 1 AS grade
     FROM child c JOIN trade_union u ON u.tenant_id = $1 AND u.id = c.union_id AND ${notWithdrawn('$6::timestamptz')}
       AND (u.dissolved_on IS NULL OR u.dissolved_on > $5::date)
     LEFT JOIN LATERAL (
       SELECT * FROM appraisal_result r WHERE ${rowsSql('r')} AND r.union_id = c.union_id ORDER BY r.revision DESC LIMIT 1) r ON true
     ORDER BY u.code`,
    [...parametersOf(scope), day, recorded],
  );
  return rows.map(({ unionId, code, ...row }) => ({
    ...{ unionId, code },
    standing: row.revision === null ? null : withPoints(row),
  }));
}

/** The results of unions as they stand, by union. */
export async function resultsOf(
  tx: Tx,
  scope: AppraisalScope,
  unionIds: readonly string[],
): Promise<Map<string, Result>> {
  const rows = await sql<Omit<Result, 'total' | 'outOf'> & { total: string; outOf: string }>(
    tx,
    `SELECT DISTINCT ON (r.union_id) r.union_id AS "unionId", r.revision, r.total::text, r.out_of::text AS "outOf", r.complete,
       r.grade - 1 AS grade, r.targets, r.scores, r.note, p.name AS "byName", r.made_at AS at
     FROM appraisal_result r JOIN person p ON p.tenant_id = $1 AND p.id = r.made_by
     WHERE ${rowsSql('r')} AND r.union_id = ANY ($5::uuid[])
     ORDER BY r.union_id, r.revision DESC`,
    [...parametersOf(scope), unionIds],
  );
  return new Map(rows.map((row) => [row.unionId, withPoints(row)]));
}

/** Whether a body has appraised anybody. */
export async function hasAppraised(tx: Tx, scope: AppraisalScope): Promise<boolean> {
  const { any } = await sqlOne<{ any: boolean }>(
    tx,
    `SELECT EXISTS (SELECT FROM appraisal_result r WHERE ${rowsSql('r')}) AS any`,
    parametersOf(scope),
  );
  return any;
}

/** Writes results, each as the next revision of its union. The caller holds the body. */
export async function insertResults(
  tx: Tx,
  scope: AppraisalScope,
  { schemeId, madeBy }: { schemeId: string; madeBy: string },
  results: ReadonlyArray<Omit<Result, 'byName' | 'at'>>,
): Promise<void> {
  const rows = results.map((result) => ({
    ...result,
    ...{ total: String(result.total), outOf: String(result.outOf) },
    grade: result.grade === null ? null : result.grade + 1,
  }));
  await sql(
    tx,
    `INSERT INTO appraisal_result (tenant_id, body_id, form, period, union_id, revision, scheme_id, targets, scores, total, out_of,
       complete, grade, note, made_by)
     SELECT $1, $2, $3, $4, l."unionId", l.revision, $5, l.targets, l.scores, l.total, l."outOf", l.complete, l.grade, l.note, $6
     FROM jsonb_to_recordset($7) AS l ("unionId" uuid, revision int, targets jsonb, scores jsonb, total bigint, "outOf" bigint,
       complete boolean, grade smallint, note text)`,
    [...parametersOf(scope), schemeId, madeBy, JSON.stringify(rows)],
  );
}
