import type { Held } from '@huiji/domain/target';
import { type Tx, sql, sqlOne } from './data-source.js';
import type { TreeAt } from './organisation.js';
import { parentsSql } from './tree.js';

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
  /** Points of the assessment, in hundredths; null where none were given. */
  weight: number | null;
  /** The unions that went on in this one and whose own targets it keeps, so that they are its own. */
  inherited: string[];
}

/**
 * What unions and those below them hold, by union and cell; nothing of what nobody there holds. What a union kept that has gone on in
 * another is kept by that one. Cost: the tenant's tree once, and a climb from all that hold any, however many are asked for.
 */
export async function targetsHeld(
  tx: Tx,
  { tenantId, form, period, tree }: TargetScope,
  unionIds: readonly string[],
): Promise<HeldRow[]> {
  const rows = await sql<Omit<HeldRow, 'kept' | 'handedOn'> & { kept: string | null; handedOn: string }>(
    tx,
    `WITH RECURSIVE parent AS MATERIALIZED (
       ${parentsSql({ ...tree, day: '$4::date', recorded: '$5::timestamptz' })}
     ), climb AS (
       SELECT DISTINCT union_id AS holder, union_id AS node, true AS own
       FROM target WHERE tenant_id = $1 AND form = $2 AND period = $3
       UNION ALL
       SELECT c.holder, p.parent_id, c.own AND p.succeeded FROM climb c JOIN parent p ON p.union_id = c.node
       WHERE p.parent_id IS NOT NULL
     )
     SELECT c.node AS "unionId", t.cell, sum(t.kept) FILTER (WHERE c.own)::text AS kept,
       coalesce(sum(t.kept) FILTER (WHERE NOT c.own), 0)::text AS "handedOn", (count(*) FILTER (WHERE NOT c.own))::int AS below,
       max(t.weight) FILTER (WHERE c.holder = c.node) AS weight,
       coalesce(array_agg(c.holder) FILTER (WHERE c.own AND c.holder <> c.node), '{}') AS inherited
     FROM climb c JOIN target t ON t.tenant_id = $1 AND t.form = $2 AND t.period = $3 AND t.union_id = c.holder
     WHERE c.node = ANY($6::uuid[]) GROUP BY c.node, t.cell`,
    [tenantId, form, period, tree.day, tree.recorded, unionIds],
  );
  return rows.map(({ kept, handedOn, ...row }) => ({
    ...row,
    kept: kept === null ? null : BigInt(kept),
    handedOn: BigInt(handedOn),
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

/** What a union keeps of a cell from now on; null: it holds no target of its own any more. `weight` null: as it was. */
export interface Kept {
  unionId: string;
  cell: string;
  kept: bigint | null;
  weight: number | null;
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
       DO UPDATE SET kept = excluded.kept, weight = coalesce(excluded.weight, target.weight)`,
    [
      ...[tenantId, form, period, stay.map(({ unionId }) => unionId), stay.map(({ cell }) => cell)],
      ...[stay.map(({ kept }) => String(kept)), stay.map(({ weight }) => weight)],
    ],
  );
}

/** From what to what an issue set the target of a union, as scaled figures; null: none. */
export interface TargetChange {
  unionId: string;
  cell: string;
  before: bigint | null;
  value: bigint | null;
  weight: number | null;
}

/** Writes what an issue made of the targets that it names. */
export async function insertRevisions(
  tx: Tx,
  { tenantId, form, period }: Omit<TargetScope, 'tree'>,
  issueId: string,
  changes: readonly TargetChange[],
): Promise<void> {
  const text = (figure: bigint | null): string | null => (figure === null ? null : String(figure));
  await sql(
    tx,
    `INSERT INTO target_revision (tenant_id, form, period, issue_id, union_id, cell, before, value, weight)
     SELECT $1, $2, $3, $4, c.* FROM unnest($5::uuid[], $6::text[], $7::bigint[], $8::bigint[], $9::int[]) AS c`,
    [
      ...[tenantId, form, period, issueId],
      ...[changes.map(({ unionId }) => unionId), changes.map(({ cell }) => cell)],
      ...[changes.map(({ before }) => text(before)), changes.map(({ value }) => text(value))],
      changes.map(({ weight }) => weight),
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
    Omit<TargetRevision, 'before' | 'value'> & Record<'before' | 'value', string | null>
  >(
    tx,
    `SELECT i.id, i.issuer_id AS "issuerId", i.document_no AS "documentNo", i.reason, p.name AS "issuedByName",
       i.issued_at AS "issuedAt", r.before, r.value, r.weight
     FROM target_revision r JOIN target_issue i ON i.tenant_id = $1 AND i.id = r.issue_id
     JOIN person p ON p.tenant_id = $1 AND p.id = i.issued_by
     WHERE r.tenant_id = $1 AND r.form = $2 AND r.period = $3 AND r.union_id = $4 AND r.cell = $5
       AND ($6::uuid IS NULL OR r.issue_id < $6)
     ORDER BY r.issue_id DESC LIMIT $7`,
    [tenantId, form, period, unionId, cell, page.after, page.first],
  );
  const figure = (text: string | null): bigint | null => (text === null ? null : BigInt(text));
  return rows.map(({ before, value, ...row }) => ({ ...row, before: figure(before), value: figure(value) }));
}
