import type { Level } from '@huiji/domain/organisation';
import { IsNull } from 'typeorm';
import { TradeUnion } from './entities.js';
import { type Tx, sql } from './data-source.js';

/** The SQL condition that affiliation `a` is in force on day `$day`, as recorded up to `$recorded` (a timestamp). */
export const inForce = (a: string, day: string, recorded: string): string =>
  `${a}.valid_from <= ${day} AND (${a}.valid_to IS NULL OR ${a}.valid_to > ${day})
   AND ${a}.recorded_from <= ${recorded} AND (${a}.recorded_to IS NULL OR ${a}.recorded_to > ${recorded})`;

/** A page's size and the key the last page ended with. */
export interface Page {
  first: number;
  after: string | null;
}

/**
 * Which tree is meant: the one in force on a day, as recorded up to a time (`infinity` for what is known now).
 * `throughSuccessors`: a union dissolved by then stands below its successor, where it has one; the successor known now,
 * or, `AS_RECORDED`, the one recorded up to that time.
 */
export interface TreeAt {
  day: string;
  recorded: string;
  throughSuccessors?: Succession;
}

export type Succession = boolean | 'AS_RECORDED';

/** The SQL for the `parent_id` of a union in a tree (`day`, `recorded`: SQL); no row or null for the root. */
export function parentIn(union: string, { day, recorded, throughSuccessors }: TreeAt): string {
  const parent = `SELECT a.parent_id FROM affiliation a
    WHERE a.tenant_id = $1 AND a.union_id = ${union} AND ${inForce('a', day, recorded)} LIMIT 1`;
  if (throughSuccessors === 'AS_RECORDED')
    return `SELECT coalesce((${successorIn(union, day, recorded)}), (${parent})) AS parent_id`;
  return throughSuccessors
    ? `SELECT CASE WHEN ${succeeded('s', day)} THEN s.successor_id ELSE (${parent}) END AS parent_id
       FROM trade_union s WHERE s.tenant_id = $1 AND s.id = ${union} LIMIT 1`
    : parent;
}

/** The SQL condition that union `u` has gone on in a successor by a day. */
const succeeded = (u: string, day: string): string =>
  `${u}.successor_id IS NOT NULL AND ${u}.dissolved_on <= ${day}`;

/** The SQL for the successor's id of a union by a day, as recorded up to a time; no row where it has none. */
const successorIn = (union: string, day: string, recorded: string): string => `
  SELECT other.union_id FROM ${successions(day, recorded)}
  WHERE one.tenant_id = $1 AND one.union_id = ${union} AND one.role = 'SUBJECT' AND other.role = 'RECEIVER' LIMIT 1`;

// A union's row keeps no former successor, but mergers and dissolutions do: `made`, which concerned `one` and `other`.
const successions = (day: string, recorded: string): string => `
  organisation_change_union one
  JOIN organisation_change made ON made.tenant_id = $1 AND made.id = one.change_id AND made.kind IN ('MERGE', 'DISSOLVE')
    AND made.effective_on <= ${day} AND made.recorded_at <= ${recorded} AND (made.undone_at IS NULL OR made.undone_at > ${recorded})
  JOIN organisation_change_union other ON other.tenant_id = $1 AND other.change_id = made.id`;

/** The SQL for the `union_id`s directly below a union in a tree. */
export function childrenIn(parent: string, { day, recorded, throughSuccessors }: TreeAt): string {
  const children = `SELECT a.union_id FROM affiliation a
    WHERE a.tenant_id = $1 AND a.parent_id = ${parent} AND ${inForce('a', day, recorded)}`;
  if (throughSuccessors === 'AS_RECORDED')
    return `${children} AND NOT EXISTS (${successorIn('a.union_id', day, recorded)})
       UNION ALL SELECT other.union_id FROM ${successions(day, recorded)}
       WHERE one.tenant_id = $1 AND one.union_id = ${parent} AND one.role = 'RECEIVER' AND other.role = 'SUBJECT'`;
  return throughSuccessors
    ? `${children} AND NOT EXISTS (SELECT FROM trade_union u
         WHERE u.tenant_id = $1 AND u.id = a.union_id AND ${succeeded('u', day)})
       UNION ALL SELECT u.id FROM trade_union u
       WHERE u.tenant_id = $1 AND u.successor_id = ${parent} AND u.dissolved_on <= ${day}`
    : children;
}

/** The SQL of the superiors of a union in a tree: `climb(union_id, distance)`, itself at distance 0. */
export const climbFrom = (union: string, tree: TreeAt): string => `
  WITH RECURSIVE climb AS (
    SELECT ${union} AS union_id, 0 AS distance
    UNION ALL
    SELECT p.parent_id, c.distance + 1 FROM climb c CROSS JOIN LATERAL (${parentIn('c.union_id', tree)}) p
    WHERE p.parent_id IS NOT NULL
  )`;

/** The tree as known now, on a day. */
export const treeOn = (day: string): TreeAt => ({ day, recorded: 'infinity' });

export const tradeUnions = (tx: Tx) => tx.getRepository(TradeUnion);

/**
 * Locks the tenant's tree. Founding, dissolving, moving and the opening and closing of periods take it alone;
 * changes of the registers share it, so that a period opened meanwhile misses none of them.
 */
export async function lockTree(tx: Tx, tenantId: string, mode: 'ALONE' | 'SHARED'): Promise<void> {
  const lock = mode === 'ALONE' ? 'FOR NO KEY UPDATE' : 'FOR SHARE';
  await sql(tx, `SELECT 1 FROM tenant WHERE tenant_id = $1 ${lock}`, [tenantId]);
}

/** Locks unions in one order, so that two changes of one union's facts happen one after the other. */
export async function lockUnions(tx: Tx, tenantId: string, unionIds: readonly string[]): Promise<void> {
  await sql(
    tx,
    `SELECT 1 FROM trade_union WHERE tenant_id = $1 AND id = ANY($2) ORDER BY id FOR NO KEY UPDATE`,
    [tenantId, unionIds],
  );
}

/** Keeps unions from being dissolved or changed until the transaction ends, held in one order whoever holds them. */
export async function holdUnions(tx: Tx, tenantId: string, unionIds: readonly string[]): Promise<void> {
  await sql(
    tx,
    'SELECT 1 FROM trade_union WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id FOR SHARE',
    [tenantId, unionIds],
  );
}

/** The superiors of a union in a tree, nearest first; empty for the root. */
export async function ancestorsOf(
  tx: Tx,
  tenantId: string,
  unionId: string,
  tree: TreeAt,
): Promise<string[]> {
  const rows = await sql<{ parent_id: string }>(
    tx,
    `${climbFrom('$2::uuid', { ...tree, day: '$3::date', recorded: '$4::timestamptz' })}
     SELECT union_id AS parent_id FROM climb WHERE distance > 0 ORDER BY distance`,
    [tenantId, unionId, tree.day, tree.recorded],
  );
  return rows.map((row) => row.parent_id);
}

const unionColumns = `u.tenant_id AS "tenantId", u.id, u.code, u.name, u.level, u.kind, u.region_code AS "regionCode",
  u.industry, u.unit_type AS "unitType", u.legal_person AS "legalPerson", u.chair, u.contact, u.phone,
  u.prepared_on::text AS "preparedOn", u.established_on::text AS "establishedOn", u.approval_no AS "approvalNo",
  u.dissolved_on::text AS "dissolvedOn", u.dissolution_reason AS "dissolutionReason",
  u.dissolution_document_no AS "dissolutionDocumentNo", u.established_counted_on::text AS "establishedCountedOn",
  u.dissolved_counted_on::text AS "dissolvedCountedOn", u.successor_id AS "successorId",
  u.withdrawn_at AS "withdrawnAt", u.version`;

/** The SQL condition that the founding of union `u` was not undone, as recorded up to a time. */
export const notWithdrawn = (recorded: string): string =>
  `(u.withdrawn_at IS NULL OR u.withdrawn_at > ${recorded})`;

const withSuperiors = (throughSuccessors: Succession, unions = 'u.id = $2'): string => `
  SELECT ${unionColumns}, ARRAY(
    ${climbFrom('u.id', { day: '$3::date', recorded: '$4::timestamptz', throughSuccessors })}
    SELECT union_id FROM climb WHERE distance > 0 ORDER BY distance) AS ancestors
  FROM trade_union u WHERE u.tenant_id = $1 AND ${unions} AND ${notWithdrawn('$4::timestamptz')}`;

/**
 * A union with its superiors in a tree, nearest first; null when the tenant has none with this id. `hold` keeps it from
 * being dissolved or changed until the transaction ends.
 */
export async function unionInTree(
  tx: Tx,
  tenantId: string,
  unionId: string,
  tree: TreeAt,
  hold = false,
): Promise<{ union: TradeUnion; ancestors: string[] } | null> {
  const found = withSuperiors(tree.throughSuccessors ?? false);
  const text = hold ? `${found} FOR SHARE OF u` : found;
  const [row] = await sql<TradeUnion & { ancestors: string[] }>(tx, text, [
    tenantId,
    unionId,
    tree.day,
    tree.recorded,
  ]);
  if (!row) return null;
  const { ancestors, ...union } = row;
  return { union, ancestors };
}

/** Those of a list of unions that the tenant has, with their superiors in a tree, by id: one statement. */
export async function unionsInTree(
  tx: Tx,
  tenantId: string,
  unionIds: readonly string[],
  tree: TreeAt,
): Promise<Map<string, { union: TradeUnion; ancestors: string[] }>> {
  const rows = await sql<TradeUnion & { ancestors: string[] }>(
    tx,
    withSuperiors(tree.throughSuccessors ?? false, 'u.id = ANY($2::uuid[])'),
    [tenantId, unionIds, tree.day, tree.recorded],
  );
  return new Map(rows.map(({ ancestors, ...union }) => [union.id, { union, ancestors }]));
}

// OFFSET 0 keeps a step down a look-up for each union: without statistics the planner would read the tenant's whole tree for it.
/** The start of a recursive query over a union's subtree in a tree, itself included: `subtree(union_id)`. */
export const subtreeSql = (
  unionId: string,
  day: string,
  recorded: string,
  throughSuccessors: Succession = false,
): string => `
  WITH RECURSIVE subtree AS (
    SELECT ${unionId}::uuid AS union_id
    UNION ALL
    SELECT n.union_id FROM subtree s
    CROSS JOIN LATERAL (${childrenIn('s.union_id', { day, recorded, throughSuccessors })} OFFSET 0) n
  )`;

/** Like `subtreeSql` for a list of unions (an SQL array) side by side: `subtree(root, union_id)`. */
export const subtreesSql = (
  unionIds: string,
  day: string,
  recorded: string,
  throughSuccessors: Succession,
): string => `
  WITH RECURSIVE subtree AS (
    SELECT root, root AS union_id FROM unnest(${unionIds}::uuid[]) AS u (root)
    UNION ALL
    SELECT s.root, n.union_id FROM subtree s
    CROSS JOIN LATERAL (${childrenIn('s.union_id', { day, recorded, throughSuccessors })} OFFSET 0) n
  )`;

/** A page of a union's direct children in a tree, by code. `after`: the code the last page ended with. */
export async function childrenOf(
  tx: Tx,
  tenantId: string,
  parentId: string,
  tree: TreeAt,
  page: Page,
): Promise<TradeUnion[]> {
  const ids = await sql<{ id: string }>(
    tx,
    // The children first, then each by its id: ordered by code the planner would rather walk through the whole tenant.
    `WITH child AS MATERIALIZED (${childrenIn('$2', { ...tree, day: '$3::date', recorded: '$4::timestamptz' })})
     SELECT u.id FROM child n CROSS JOIN LATERAL (
       SELECT u.id, u.code FROM trade_union u
       WHERE u.tenant_id = $1 AND u.id = n.union_id AND ${notWithdrawn('$4::timestamptz')} OFFSET 0) u
     WHERE $5::text IS NULL OR u.code > $5 ORDER BY u.code LIMIT $6`,
    [tenantId, parentId, tree.day, tree.recorded, page.after, page.first],
  );
  const found = await unionsById(
    tx,
    tenantId,
    ids.map((row) => row.id),
  );
  return ids.flatMap((row) => found.get(row.id) ?? []);
}

/** The union with this code, or null; one whose founding was undone has left its code to others. */
export function unionByCode(tx: Tx, tenantId: string, code: string): Promise<TradeUnion | null> {
  return tradeUnions(tx).findOneBy({ tenantId, code, withdrawnAt: IsNull() });
}

/** A union as a file that names it by its code is read. */
export interface CodedUnion {
  id: string;
  code: string;
  name: string;
  level: Level;
}

/** The unions of a tenant that ever bore one of some codes, by code. */
export async function unionsByCode(
  tx: Tx,
  tenantId: string,
  codes: readonly string[],
): Promise<Map<string, CodedUnion>> {
  const rows = await sql<CodedUnion>(
    tx,
    'SELECT id, code, name, level FROM trade_union WHERE tenant_id = $1 AND code = ANY($2) AND withdrawn_at IS NULL',
    [tenantId, codes],
  );
  return new Map(rows.map((row) => [row.code, row]));
}

/** Unions, and those that went on in them by mergers, by code: for whom somebody files who files for these. */
export async function filedThrough(
  tx: Tx,
  tenantId: string,
  unionIds: readonly string[],
): Promise<Map<string, CodedUnion>> {
  const rows = await sql<CodedUnion>(
    tx,
    `WITH RECURSIVE filed AS (
       SELECT id FROM trade_union WHERE tenant_id = $1 AND id = ANY ($2::uuid[])
       UNION SELECT u.id FROM trade_union u JOIN filed f ON u.tenant_id = $1 AND u.successor_id = f.id)
     SELECT u.id, u.code, u.name, u.level FROM filed f JOIN trade_union u ON u.tenant_id = $1 AND u.id = f.id
     WHERE u.withdrawn_at IS NULL`,
    [tenantId, unionIds],
  );
  return new Map(rows.map((row) => [row.code, row]));
}

/** The unions of a list of ids that exist in the tenant, by id. */
export async function unionsById(
  tx: Tx,
  tenantId: string,
  ids: readonly string[],
): Promise<Map<string, TradeUnion>> {
  if (ids.length === 0) return new Map();
  const found = await tradeUnions(tx)
    .createQueryBuilder('u')
    .where('u.tenant_id = :tenantId AND u.id = ANY(:ids)', { tenantId, ids })
    .getMany();
  return new Map(found.map((union) => [union.id, union]));
}
