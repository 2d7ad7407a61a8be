import type { Held } from '@huiji/domain/target';
import { type Tx, sql, sqlOne } from './data-source.js';
import { subtreesSql, type TreeAt } from './organisation.js';

/** Integers as the database gives and takes them. */
type Texts<Names extends string> = Record<Names, string | null>;
const text = (figure: bigint | null): string | null => (figure === null ? null : String(figure));
const integer = (figure: string | null): bigint | null => (figure === null ? null : BigInt(figure));

/** Whose targets are meant: of a tenant, for a form and a year, held by unions as they stand in a tree. */
export interface TargetScope {
  tenantId: string;
  form: string;
  period: string;
  tree: TreeAt;
}

/** What is held of one cell at a union and below it. */
export interface HeldRow extends Held {
  unionId: string;
  cell: string;
  /** Points of the appraisal, in hundredths; null where none were given. */
  weight: bigint | null;
  /** The unions that went on in this one and whose own targets it keeps, so that they are its own. */
  inherited: string[];
}

/** The SQL of unions with those that have gone on in them (`heir(root, union_id)`), each itself among them: what these kept is its own. */
const heirsSql = (unionIds: string, day: string, throughSuccessors: boolean): string => `
  heir AS (
    SELECT root, root AS union_id FROM unnest(${unionIds}) AS u (root)
    ${
      throughSuccessors
        ? `UNION ALL SELECT h.root, u.id FROM heir h JOIN trade_union u
           ON u.tenant_id = $1 AND u.successor_id = h.union_id AND u.dissolved_on <= ${day}`
        : ''
    })`;

/**
 * What unions and those below them hold, by union and cell; nothing of what nobody there holds. What a union kept that has gone on in
 * another is kept by that one. Cost: a walk down from each, and nothing where there are no targets of the year at all.
 */
export async function targetsHeld(
  tx: Tx,
  { tenantId, form, period, tree }: TargetScope,
  unionIds: readonly string[],
): Promise<HeldRow[]> {
  const asked = `(CASE WHEN EXISTS (SELECT FROM target WHERE tenant_id = $1 AND form = $2 AND period = $3) THEN $6::uuid[] ELSE '{}' END)`;
  const through = tree.throughSuccessors ?? false;
  const rows = await sql<
    Omit<HeldRow, 'kept' | 'handedOn' | 'weight'> & Texts<'kept' | 'weight'> & { handedOn: string }
  >(
    tx,
    `${subtreesSql(asked, '$4::date', '$5::timestamptz', through)}, ${heirsSql(asked, '$4::date', through !== false)}
     SELECT s.root AS "unionId", t.cell, sum(t.kept) FILTER (WHERE h.root IS NOT NULL)::text AS kept,
       coalesce(sum(t.kept) FILTER (WHERE h.root IS NULL), 0)::text AS "handedOn", (count(*) FILTER (WHERE h.root IS NULL))::int AS below,
       max(t.weight) FILTER (WHERE t.union_id = s.root)::text AS weight,
       coalesce(array_agg(t.union_id) FILTER (WHERE h.root IS NOT NULL AND t.union_id <> s.root), '{}') AS inherited
     FROM subtree s CROSS JOIN LATERAL (
       SELECT t.union_id, t.cell, t.kept, t.weight FROM target t
       WHERE t.tenant_id = $1 AND t.form = $2 AND t.period = $3 AND t.union_id = s.union_id OFFSET 0) t
     LEFT JOIN heir h ON h.root = s.root AND h.union_id = s.union_id
     GROUP BY s.root, t.cell`,
    [tenantId, form, period, tree.day, tree.recorded, unionIds],
  );
  return rows.map(({ kept, handedOn, weight, ...row }) => ({
    ...row,
    ...{ kept: integer(kept), handedOn: BigInt(handedOn), weight: integer(weight) },
  }));
}

/** How many issues a body has made for a form and a year. */
export async function issuesMade(
  tx: Tx,
  { tenantId, form, period }: Omit<TargetScope, 'tree'>,
  issuerId: string,
): Promise<number> {
  const { number } = await sqlOne<{ number: number }>(
    tx,
    `SELECT coalesce(max(number), 0) AS number FROM target_issue
     WHERE tenant_id = $1 AND issuer_id = $2 AND form = $3 AND period = $4`,
    [tenantId, issuerId, form, period],
  );
  return number;
}

/** 下达: which body issues which targets, by which document. `id`: a version 7 uuid, by which issues are listed. */
export interface TargetIssue {
  id: string;
  issuerId: string;
  number: number;
  documentNo: string;
  reason: string | null;
  issuedBy: string;
}

/** Writes an issue. */
export async function insertIssue(
  tx: Tx,
  { tenantId, form, period }: Omit<TargetScope, 'tree'>,
  issue: TargetIssue,
): Promise<void> {
  await sql(
    tx,
    `INSERT INTO target_issue (tenant_id, id, issuer_id, form, period, number, document_no, reason, issued_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[tenantId, issue.id, issue.issuerId, form, period, issue.number],
      ...[issue.documentNo, issue.reason, issue.issuedBy],
    ],
  );
}

/** What a union keeps of a cell from now on; null: it holds no target of its own any more. */
export interface Kept {
  unionId: string;
  cell: string;
  kept: bigint | null;
  weight: bigint | null;
  inherited: readonly string[];
}

/** Writes what unions keep. What they kept of unions that went on in them is theirs from now on. */
export async function keepTargets(
  tx: Tx,
  { tenantId, form, period }: Omit<TargetScope, 'tree'>,
  keeps: readonly Kept[],
): Promise<void> {
  const gone = keeps.flatMap(({ unionId, cell, kept, inherited }) =>
    [...inherited, ...(kept === null ? [unionId] : [])].map((id) => ({ id, cell })),
  );
  await sql(
    tx,
    `DELETE FROM target t USING unnest($4::uuid[], $5::text[]) AS g (union_id, cell)
     WHERE t.tenant_id = $1 AND t.form = $2 AND t.period = $3 AND t.union_id = g.union_id AND t.cell = g.cell`,
    [tenantId, form, period, gone.map(({ id }) => id), gone.map(({ cell }) => cell)],
  );
  const stay = keeps.filter(({ kept }) => kept !== null);
  await sql(
    tx,
    `INSERT INTO target (tenant_id, form, period, union_id, cell, kept, weight)
     SELECT $1, $2, $3, k.* FROM unnest($4::uuid[], $5::text[], $6::bigint[], $7::int[]) AS k
     ON CONFLICT (tenant_id, form, period, union_id, cell)
       DO UPDATE SET kept = excluded.kept, weight = excluded.weight`,
    [
      ...[tenantId, form, period, stay.map(({ unionId }) => unionId), stay.map(({ cell }) => cell)],
      ...[stay.map(({ kept }) => text(kept)), stay.map(({ weight }) => text(weight))],
    ],
  );
}

/** From what to what an issue set the target of a union, as scaled figures; null: none. */
export interface TargetChange {
  unionId: string;
  cell: string;
  before: bigint | null;
  value: bigint | null;
  weight: bigint | null;
}

/** Writes what an issue made of the targets that it names. */
export async function insertRevisions(
  tx: Tx,
  { tenantId, form, period }: Omit<TargetScope, 'tree'>,
  issueId: string,
  changes: readonly TargetChange[],
): Promise<void> {
  await sql(
    tx,
    `INSERT INTO target_revision (tenant_id, form, period, issue_id, union_id, cell, before, value, weight)
     SELECT $1, $2, $3, $4, c.* FROM unnest($5::uuid[], $6::text[], $7::bigint[], $8::bigint[], $9::int[]) AS c`,
    [
      ...[tenantId, form, period, issueId],
      ...[changes.map(({ unionId }) => unionId), changes.map(({ cell }) => cell)],
      ...[changes.map(({ before }) => text(before)), changes.map(({ value }) => text(value))],
      changes.map(({ weight }) => text(weight)),
    ],
  );
}

/** A revision of a target, with the issue that made it. */
export interface TargetRevision extends Omit<TargetChange, 'unionId' | 'cell'> {
  id: string;
  issuerId: string;
  documentNo: string;
  reason: string | null;
  issuedByName: string;
  issuedAt: Date;
}

/** A page of what a union's target of a cell was, the newest first. `after`: the id of an issue. */
export async function targetRevisions(
  tx: Tx,
  { tenantId, form, period }: Omit<TargetScope, 'tree'>,
  { unionId, cell }: { unionId: string; cell: string },
  page: { first: number; after: string | null },
): Promise<TargetRevision[]> {
  const rows = await sql<
    Omit<TargetRevision, 'before' | 'value' | 'weight'> & Texts<'before' | 'value' | 'weight'>
  >(
    tx,
    `SELECT i.id, i.issuer_id AS "issuerId", i.document_no AS "documentNo", i.reason, p.name AS "issuedByName",
       i.issued_at AS "issuedAt", r.before, r.value, r.weight::text
     FROM target_revision r JOIN target_issue i ON i.tenant_id = $1 AND i.id = r.issue_id
     JOIN person p ON p.tenant_id = $1 AND p.id = i.issued_by
     WHERE r.tenant_id = $1 AND r.form = $2 AND r.period = $3 AND r.union_id = $4 AND r.cell = $5
       AND ($6::uuid IS NULL OR r.issue_id < $6)
     ORDER BY r.issue_id DESC LIMIT $7`,
    [tenantId, form, period, unionId, cell, page.after, page.first],
  );
  return rows.map(({ before, value, weight, ...row }) => ({
    ...row,
    ...{ before: integer(before), value: integer(value), weight: integer(weight) },
  }));
}

/** By which document the targets of unions were set last: a row for each union and cell that has ever been set. */
export function lastDocuments(
  tx: Tx,
  { tenantId, form, period }: Omit<TargetScope, 'tree'>,
  unionIds: readonly string[],
): Promise<Array<{ unionId: string; cell: string; documentNo: string }>> {
  return sql(
    tx,
    `SELECT DISTINCT ON (r.union_id, r.cell) r.union_id AS "unionId", r.cell, i.document_no AS "documentNo"
     FROM target_revision r JOIN target_issue i ON i.tenant_id = $1 AND i.id = r.issue_id
     WHERE r.tenant_id = $1 AND r.form = $2 AND r.period = $3 AND r.union_id = ANY ($4::uuid[])
     ORDER BY r.union_id, r.cell, r.issue_id DESC`,
    [tenantId, form, period, unionIds],
  );
}
