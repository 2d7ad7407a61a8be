import { parsePeriod } from '@huiji/domain/period';
import { type Tx, sql } from './data-source.js';
import { parentIn, type TreeAt } from './organisation.js';
import type { Scope } from './scope.js';

/** Which members who changed unions are meant. All are SQL. */
interface Booked {
  /** `first AND last`: from when they count. */
  days: string;
  from?: string;
  to?: string;
  /** As known at a moment; now when absent. */
  known?: string;
}

/**
 * SQL for `from_union_id, to_union_id, members`: what accepted orders of 会籍接转 say, and what the documents of mergers and splits hand
 * over. $1 is the tenant. A side is null that is outside the federation, or is a body, which has no members of its own (domain rule 12).
 */
export function bookedSql({ days, from, to, known }: Booked): string {
  const sides = [
    ...(from ? [`m.from_union_id = ${from}`] : []),
    ...(to ? [`m.to_union_id = ${to}`] : []),
  ].map((condition) => ` AND ${condition}`);
  const ordered = known
    ? `m.accepted_at <= ${known} AND (m.state = 'ACCEPTED' OR m.settled_at > ${known})`
    : `m.state = 'ACCEPTED'`;
  const documented = known
    ? `c.recorded_at <= ${known} AND (c.undone_at IS NULL OR c.undone_at > ${known})`
    : 'c.undone_at IS NULL';
  return `
    SELECT m.from_union_id, m.to_union_id, m.members FROM membership_transfer m
    WHERE m.tenant_id = $1 AND ${ordered} AND m.counted_on BETWEEN ${days}${sides.join('')}
    UNION ALL
    SELECT m.from_union_id, t.id, m.members FROM membership_handover m
    JOIN organisation_change c ON c.tenant_id = $1 AND c.id = m.change_id AND ${documented}
    JOIN trade_union f ON f.tenant_id = $1 AND f.id = m.from_union_id AND f.level = 'GRASSROOTS'
    LEFT JOIN trade_union t ON t.tenant_id = $1 AND t.id = m.to_union_id AND t.level = 'GRASSROOTS'
    WHERE m.tenant_id = $1 AND m.to_union_id IS NOT NULL AND m.members > 0 AND c.counted_on BETWEEN ${days}${sides.join('')}`;
}

/** `climb(start, node, distance)` from both sides of pairs, or what else `starts` yields, themselves included, in a tree. */
export const climbing = (name: string, tree: TreeAt, starts = 'side'): string => `
  ${name} AS (
    SELECT start, start AS node, 0 AS distance FROM ${starts}
    UNION ALL
    SELECT c.start, p.parent_id, c.distance + 1 FROM ${name} c CROSS JOIN LATERAL (${parentIn('c.node', tree)}) p
    WHERE p.parent_id IS NOT NULL
  )`;

/** `pair(from_id, to_id, members)`: who sent how many members to whom, within the federation, of what `booked` yields. */
export const pairing = (name: string, booked: string): string => `
  ${name} AS MATERIALIZED (
    SELECT from_union_id AS from_id, to_union_id AS to_id, sum(members) AS members FROM (${booked}) b
    WHERE from_union_id IS NOT NULL AND to_union_id IS NOT NULL GROUP BY 1, 2
  )`;

/** `side(start)`: both sides of each `pair`. */
export const sides = `
  side AS MATERIALIZED (
    SELECT from_id AS start FROM pair UNION SELECT to_id FROM pair
  )`;

/** `apex(from_id, to_id, node)`: the lowest common ancestor of each `pair`. */
export const apexes = (name: string, climb: string): string => `
  ${name} AS MATERIALIZED (
    SELECT DISTINCT ON (p.from_id, p.to_id) p.from_id, p.to_id, f.node FROM pair p
    JOIN ${climb} f ON f.start = p.from_id JOIN ${climb} t ON t.start = p.to_id AND t.node = f.node
    ORDER BY p.from_id, p.to_id, f.distance
  )`;

/** Parameters of what is asked about a period: $2 and $3 its days, $4 and $5 the tree in which its totals stand. */
export const periodDays = '$2::date AND $3::date';
export const treeOne: TreeAt = { day: '$4::date', recorded: '$5::timestamptz' };

// Nobody stands below a grassroots union in the tree of a period, so two of them meet where the bodies above them do: there are far
// fewer of these.
const nettings = `WITH RECURSIVE ${pairing('sent', bookedSql({ days: periodDays }))}, bearer AS MATERIALIZED (
    SELECT s.id, p.parent_id AS node FROM (SELECT from_id AS id FROM sent UNION SELECT to_id FROM sent) s
    CROSS JOIN LATERAL (${parentIn('s.id', treeOne)}) p
  ), pair AS MATERIALIZED (
    SELECT f.node AS from_id, t.node AS to_id, sum(s.members) AS members FROM sent s
    JOIN bearer f ON f.id = s.from_id JOIN bearer t ON t.id = s.to_id GROUP BY 1, 2
  ), ${sides}, ${climbing('climb', treeOne)}, ${apexes('apex', 'climb')}
  SELECT a.node AS "unionId", sum(p.members)::text AS members
  FROM apex a JOIN pair p ON p.from_id = a.from_id AND p.to_id = a.to_id GROUP BY a.node`;

/**
 * What bodies post for members who changed unions below them, in 人, by body: `nettingsOf` of the domain, in the tree of a period that
 * is not FINAL.
 */
export async function nettingsIn(tx: Tx, { tenantId, period }: Scope): Promise<Map<string, bigint>> {
  const { startsOn, endsOn } = parsePeriod(period);
  const rows = await sql<{ unionId: string; members: string }>(tx, nettings, [
    ...[tenantId, startsOn, endsOn, endsOn, 'infinity'],
  ]);
  return new Map(rows.map((row) => [row.unionId, BigInt(row.members)]));
}

/** The bodies that post anything for such members in a scope. `position`: that of 转入 in part 0, from 1. */
export async function nettingBodies(
  tx: Tx,
  { tenantId, form, period }: Scope,
  position: number,
): Promise<string[]> {
  const rows = await sql<{ id: string }>(
    tx,
    `SELECT u.id FROM trade_union u CROSS JOIN LATERAL (
       SELECT c.figures FROM contribution c WHERE c.tenant_id = $1 AND c.form = $2 AND c.period = $3 AND c.union_id = u.id
         AND c.kind = 'REGISTRY' AND c.part = 0 AND c.superseded_at IS NULL OFFSET 0) c
     WHERE u.tenant_id = $1 AND u.level <> 'GRASSROOTS' AND c.figures[$4] < 0`,
    [tenantId, form, period, position],
  );
  return rows.map((row) => row.id);
}

/** The lowest common ancestor of two unions in the tree of a day, as known now. */
export async function apexOf(
  tx: Tx,
  tenantId: string,
  [fromUnionId, toUnionId]: readonly [string, string],
  day: string,
): Promise<string | null> {
  const [row] = await sql<{ node: string }>(
    tx,
    `WITH RECURSIVE pair AS (SELECT $2::uuid AS from_id, $3::uuid AS to_id), ${sides},
     ${climbing('climb', treeOne)}, ${apexes('apex', 'climb')} SELECT node FROM apex`,
    [tenantId, fromUnionId, toUnionId, day, 'infinity'],
  );
  return row?.node ?? null;
}
