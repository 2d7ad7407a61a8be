import type { FiledCover } from '@huiji/domain/cover';
import type { Origins } from '@huiji/domain/offer';
import type { Rows } from '@huiji/domain/rows';
import type { Handover } from '@huiji/domain/rule-world';
import type { SubmissionState } from '@huiji/domain/submission';
import { type Tx, sql } from './data-source.js';
import type { HistorySource } from './import.js';
import { type Page, subtreeSql, type TreeAt } from './organisation.js';
import type { Scope } from './scope.js';

/** What a person has filled in: figures and states in the layout's order, values held but never added, rows. */
export interface Content {
  figures: readonly string[];
  states: readonly number[];
  /** By cell code: planned figures, and figures of cells that no union adds up. */
  held: Record<string, { figure: string; mark: string }>;
  /** By table code: the rows of the repeating tables (附表). */
  rows: Record<string, ReadonlyArray<Record<string, unknown>>>;
  /** By cell code: where values come from that were taken over and not typed. */
  origins: Origins;
  /** What is filled in on the cover: personal, so neither logged nor audited. */
  cover: FiledCover;
}

/** By which import a return came, who began that, and what it was taken from (来源). */
export interface Imported extends HistorySource {
  importId: string;
  importedBy: string;
  /** ISO 8601. */
  importedAt: string;
}

/** 填报: one revision of a union's return. */
export interface Submission extends Omit<Content, 'cover'> {
  id: string;
  /** Sealed: `openCover` opens it. */
  cover: Buffer | null;
  form: string;
  /** The version of the form that the period is filed by. */
  formVersion: number;
  period: string;
  unionId: string;
  revision: number;
  state: SubmissionState;
  version: number;
  explanation: string | null;
  restatementReason: string | null;
  returnReason: string | null;
  /** Who has filled anything in, and who submitted it: none of them may accept it. */
  filledBy: string[];
  filedBy: string | null;
  filedAt: Date | null;
  /** 代报: under which entrustment it was submitted, and under which anything was filled in or submitted. */
  entrustmentId: string | null;
  entrustmentIds: string[];
  reviewedBy: string | null;
  reviewedAt: Date | null;
  /** 历史数据: that nobody filed it here, but an import took it over as accepted; null otherwise. */
  imported: Imported | null;
  /** How many members came and went by mergers and splits in the period, as their documents say. */
  handover: Handover;
}

/** SQL: the columns of a SubmissionHead. `s` is the submission. */
export const headColumns = `s.id, s.form, (SELECT r.form_version FROM rollup_scope r WHERE r.tenant_id = s.tenant_id AND r.form = s.form
    AND r.period = s.period) AS "formVersion", s.period, s.union_id AS "unionId", s.revision, s.state, s.version, s.explanation,
  s.restatement_reason AS "restatementReason", s.return_reason AS "returnReason", s.filled_by AS "filledBy", s.filed_by AS "filedBy",
  s.filed_at AS "filedAt", s.entrustment_id AS "entrustmentId", s.entrustment_ids AS "entrustmentIds", s.reviewed_by AS "reviewedBy", s.reviewed_at AS "reviewedAt",
  CASE WHEN s.import_id IS NOT NULL THEN json_build_object('importId', s.import_id, 'importedBy', s.imported_by,
    'importedAt', s.imported_at, 'source', s.source, 'sourceDate', s.source_date) END AS imported`;
// What the documents of mergers and splits counted in the period say of members handed over, in 人.
const handover = `(SELECT json_build_object(
    'in', coalesce(sum(h.members) FILTER (WHERE h.to_union_id = s.union_id), 0),
    'out', coalesce(sum(h.members) FILTER (WHERE h.to_union_id IS NOT NULL AND h.from_union_id = s.union_id), 0))
  FROM membership_handover h JOIN organisation_change c ON c.tenant_id = h.tenant_id AND c.id = h.change_id
  JOIN period p ON p.tenant_id = s.tenant_id AND p.code = s.period
  WHERE h.tenant_id = s.tenant_id AND (h.from_union_id = s.union_id OR h.to_union_id = s.union_id)
    AND c.undone_at IS NULL AND c.counted_on BETWEEN p.starts_on AND p.ends_on)`;
/** SQL: the columns of a Submission. `s` is the submission. */
export const submissionColumns = `${headColumns}, s.figures, s.states, s.held, s.rows, s.origins, s.cover, ${handover} AS handover`;

/** What the documents of mergers and splits hand over to and from unions in a period, whether or not a return is begun, by union. */
export async function handoversIn(
  tx: Tx,
  { tenantId, period }: Pick<Scope, 'tenantId' | 'period'>,
  unionIds: readonly string[],
): Promise<Map<string, Handover>> {
  const found = await sql<{ unionId: string; handover: Handover }>(
    tx,
    `SELECT s.union_id AS "unionId", ${handover} AS handover
     FROM (SELECT $1::uuid AS tenant_id, $2::text AS period, u.id AS union_id FROM unnest($3::uuid[]) AS u (id)) s`,
    [tenantId, period, unionIds],
  );
  return new Map(found.map((row) => [row.unionId, row.handover]));
}

const newest = `SELECT ${submissionColumns} FROM submission s
  WHERE s.tenant_id = $1 AND s.form = $2 AND s.period = $3 AND s.union_id = $4 ORDER BY s.revision DESC LIMIT 1`;

/** The part of a submission that reviewing needs: no figures, so nothing is parsed on the way. */
export type SubmissionHead = Omit<Submission, keyof Content | 'handover'>;

/** Locks a submission until the transaction ends; null when the tenant has none with this id. */
export async function lockSubmission(tx: Tx, tenantId: string, id: string): Promise<SubmissionHead | null> {
  const [row] = await sql<SubmissionHead>(
    tx,
    `SELECT ${headColumns} FROM submission s WHERE s.tenant_id = $1 AND s.id = $2 FOR NO KEY UPDATE`,
    [tenantId, id],
  );
  return row ?? null;
}

/** The part of a submission that reviewing needs, unlocked. */
export async function submissionHead(tx: Tx, tenantId: string, id: string): Promise<SubmissionHead | null> {
  const [row] = await sql<SubmissionHead>(
    tx,
    `SELECT ${headColumns} FROM submission s WHERE s.tenant_id = $1 AND s.id = $2`,
    [tenantId, id],
  );
  return row ?? null;
}

/** Locks a submission with what is filled in, until the transaction ends; null when the tenant has none with this id. */
export async function lockWithContent(tx: Tx, tenantId: string, id: string): Promise<Submission | null> {
  const [row] = await sql<Submission>(
    tx,
    `SELECT ${submissionColumns} FROM submission s WHERE s.tenant_id = $1 AND s.id = $2 FOR NO KEY UPDATE`,
    [tenantId, id],
  );
  return row ?? null;
}

/** Locks the newest revision of a union's return; null when it has none. */
export async function lockNewest(tx: Tx, scope: Scope, unionId: string): Promise<Submission | null> {
  const [row] = await sql<Submission>(tx, `${newest} FOR NO KEY UPDATE`, [
    scope.tenantId,
    scope.form,
    scope.period,
    unionId,
  ]);
  return row ?? null;
}

/** The newest revisions of unions' returns, by union; `lock`: until the transaction ends, in the order of the unions' ids. */
export async function newestSubmissions(
  tx: Tx,
  scope: Scope,
  unionIds: readonly string[],
  lock = false,
): Promise<Map<string, Submission>> {
  const rows = await sql<Submission>(
    tx,
    `SELECT ${submissionColumns} FROM (SELECT u.id FROM unnest($4::uuid[]) AS u (id) ORDER BY u.id) u CROSS JOIN LATERAL (
       SELECT * FROM submission s WHERE s.tenant_id = $1 AND s.form = $2 AND s.period = $3 AND s.union_id = u.id
       ORDER BY s.revision DESC LIMIT 1${lock ? ' FOR NO KEY UPDATE' : ''}) s`,
    [scope.tenantId, scope.form, scope.period, unionIds],
  );
  return new Map(rows.map((row) => [row.unionId, row]));
}

/** The newest revision of a union's return, unlocked; null when it has none. */
export async function newestSubmission(tx: Tx, scope: Scope, unionId: string): Promise<Submission | null> {
  const [row] = await sql<Submission>(tx, newest, [scope.tenantId, scope.form, scope.period, unionId]);
  return row ?? null;
}

export async function submissionById(tx: Tx, tenantId: string, id: string): Promise<Submission | null> {
  const [row] = await sql<Submission>(
    tx,
    `SELECT ${submissionColumns} FROM submission s WHERE s.tenant_id = $1 AND s.id = $2`,
    [tenantId, id],
  );
  return row ?? null;
}

/** The submissions of a list of ids that the tenant has, by id. */
export async function submissionsById(
  tx: Tx,
  tenantId: string,
  ids: readonly string[],
): Promise<Map<string, Submission>> {
  const rows = await sql<Submission>(
    tx,
    `SELECT ${submissionColumns} FROM submission s WHERE s.tenant_id = $1 AND s.id = ANY($2::uuid[])`,
    [tenantId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** The rows of the repeating tables (附表) of unions' returns that are in force, by union: none where no table was filled in. One statement. */
export async function acceptedRows(
  tx: Tx,
  { tenantId, form, period }: Scope,
  unionIds: readonly string[],
): Promise<Map<string, Rows>> {
  const found = await sql<{ unionId: string; rows: Rows }>(
    tx,
    `SELECT s.union_id AS "unionId", s.rows FROM unnest($4::uuid[]) AS u (id) CROSS JOIN LATERAL (
       SELECT s.union_id, s.rows FROM submission s WHERE s.tenant_id = $1 AND s.form = $2 AND s.period = $3 AND s.union_id = u.id
         AND s.state = 'ACCEPTED' ORDER BY s.revision DESC LIMIT 1) s WHERE s.rows <> '{}'`,
    [tenantId, form, period, unionIds],
  );
  return new Map(found.map(({ unionId, rows }) => [unionId, rows]));
}

/** All revisions of a union's return, newest first, or a page of them: so many before a revision. */
export async function revisionsOf(
  tx: Tx,
  scope: Scope,
  unionId: string,
  { first, before }: { first: number | null; before: number | null } = { first: null, before: null },
): Promise<Submission[]> {
  return sql<Submission>(
    tx,
    `SELECT ${submissionColumns} FROM submission s
     WHERE s.tenant_id = $1 AND s.form = $2 AND s.period = $3 AND s.union_id = $4 AND ($5::int IS NULL OR s.revision < $5)
     ORDER BY s.revision DESC LIMIT $6`,
    [scope.tenantId, scope.form, scope.period, unionId, before, first],
  );
}

/** The submissions of a subtree in a state, in the order in which they were begun. */
export async function submissionsIn(
  tx: Tx,
  scope: Scope,
  where: { unionId: string; state: SubmissionState },
  tree: TreeAt,
  page: Page,
): Promise<Submission[]> {
  return sql<Submission>(
    tx,
    `${subtreeSql('$4', '$5::date', '$6::timestamptz', tree.throughSuccessors)}
     SELECT ${submissionColumns} FROM (
       SELECT s.* FROM subtree t CROSS JOIN LATERAL (
         SELECT * FROM submission s WHERE s.tenant_id = $1 AND s.form = $2 AND s.period = $3
           AND s.union_id = t.union_id AND s.state = $7 AND ($8::uuid IS NULL OR s.id > $8) OFFSET 0) s
       ORDER BY s.id LIMIT $9) s ORDER BY s.id`,
    [
      scope.tenantId,
      scope.form,
      scope.period,
      where.unionId,
      tree.day,
      tree.recorded,
      where.state,
      page.after,
      page.first,
    ],
  );
}
