import type { CoverageCount } from '@huiji/domain/employer';
import { v7 as uuid } from 'uuid';
import { type Tx, sql } from './data-source.js';
import { inForce, type Page, subtreeSql } from './organisation.js';
import { type Held, heldOn } from './register.js';

/**
 * The SQL condition that union `u` covers by its coverage `v` on a day: whatever is recorded, only a grassroots union
 * that is established on that day, and not dissolved, covers anybody. `factsOf` in registry.ts posts by the same rule.
 */
const covers = (v: string, u: string, day: string): string => `
  ${u}.tenant_id = $1 AND ${u}.id = ${v}.union_id AND ${heldOn(v, day)} AND ${u}.level = 'GRASSROOTS'
  AND ${u}.withdrawn_at IS NULL AND ${u}.established_on <= ${day}
  AND (${u}.dissolved_on IS NULL OR ${u}.dissolved_on > ${day})`;

/** The SQL for the coverages of an employer that hold on a day. */
const coveragesOn = (employerId: string, day: string): string =>
  `FROM coverage v JOIN trade_union cu ON ${covers('v', 'cu', day)}
   WHERE v.tenant_id = $1 AND v.employer_id = ${employerId}`;

/** The SQL condition that any union covers an employer on a day. */
export const coveredOn = (employerId: string, day: string): string =>
  `EXISTS (SELECT ${coveragesOn(employerId, day)})`;

/** The SQL condition that employer `e` operates on a day: `employerStateAt` in the domain. */
const operatesOn = (e: string, day: string): string =>
  `${e}.operating_from <= ${day} AND (${e}.operating_to IS NULL OR ${e}.operating_to > ${day})`;

/** A union covers an employer from a day on, up to another where that is known. False when it does so already. */
export async function insertCoverage(tx: Tx, tenantId: string, coverage: Omit<Held, 'id'>): Promise<boolean> {
  const written = await sql(
    tx,
    `INSERT INTO coverage (tenant_id, employer_id, union_id, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING RETURNING union_id`,
    [tenantId, coverage.employerId, coverage.unionId, coverage.from, coverage.to],
  );
  return written.length > 0;
}

/** The coverage of an employer by a union that has no end yet; null when there is none. */
export async function openCoverage(
  tx: Tx,
  tenantId: string,
  { employerId, unionId }: { employerId: string; unionId: string },
): Promise<Held | null> {
  const [row] = await sql<Held>(
    tx,
    `SELECT id, employer_id AS "employerId", union_id AS "unionId", valid_from::text AS "from", NULL AS "to"
     FROM coverage WHERE tenant_id = $1 AND employer_id = $2 AND union_id = $3 AND voided_by IS NULL
       AND valid_to IS NULL`,
    [tenantId, employerId, unionId],
  );
  return row ?? null;
}

/** A coverage ends on a day: it is voided, and what it was until then written anew. See `moveAccountability`. */
export async function endCoverage(tx: Tx, tenantId: string, coverage: Held, on: string): Promise<void> {
  await sql(tx, 'UPDATE coverage SET voided_by = $3 WHERE tenant_id = $1 AND id = $2', [
    tenantId,
    coverage.id,
    uuid(),
  ]);
  if (coverage.from < on) await insertCoverage(tx, tenantId, { ...coverage, to: on });
}

/** The SQL for the coverages of employers $2 of which a condition on `v` holds: the last 50 of each, earliest first. */
const coveragesSql = (condition: string): string => `
  SELECT c.id, e.id AS "employerId", c.union_id AS "unionId", c.valid_from::text AS "from", c.valid_to::text AS "to"
  FROM unnest($2::uuid[]) AS e (id) CROSS JOIN LATERAL (
    SELECT v.id, v.union_id, v.valid_from, v.valid_to FROM coverage v
    WHERE v.tenant_id = $1 AND v.employer_id = e.id AND v.voided_by IS NULL AND ${condition}
    ORDER BY v.valid_from DESC, v.union_id DESC LIMIT 50) c
  ORDER BY e.id, c.valid_from, c.union_id`;

const anyUnion = (day: string): string =>
  `EXISTS (SELECT FROM trade_union cu WHERE ${covers('v', 'cu', day)})`;

/** The coverages of employers, each employer's earliest first; its last 50. `on`: those that cover it on that day. */
export async function coveragesOf(
  tx: Tx,
  tenantId: string,
  employerIds: readonly string[],
  on: string | null,
): Promise<Held[]> {
  const text = coveragesSql(`($3::date IS NULL OR ${anyUnion('$3::date')})`);
  return sql<Held>(tx, text, [tenantId, employerIds, on]);
}

/** The coverages of an employer that a coverage from a day on meets, on that day or later; earliest first. */
export async function coveragesSince(
  tx: Tx,
  tenantId: string,
  employerId: string,
  from: string,
): Promise<Held[]> {
  const text = coveragesSql(anyUnion('greatest(v.valid_from, $3::date)'));
  return sql<Held>(tx, text, [tenantId, [employerId], from]);
}

/** What an employer is classed by on a day: its own union before a joint one, each employer once; absent for none. */
export async function coveredBy(
  tx: Tx,
  tenantId: string,
  employerIds: readonly string[],
  day: string,
): Promise<Map<string, 'SINGLE' | 'JOINT'>> {
  const rows = await sql<{ id: string; kind: 'SINGLE' | 'JOINT' }>(
    tx,
    `SELECT e.id, c.kind FROM unnest($2::uuid[]) AS e (id)
     CROSS JOIN LATERAL (SELECT cu.kind ${coveragesOn('e.id', '$3::date')} ORDER BY cu.kind DESC LIMIT 1) c`,
    [tenantId, employerIds, day],
  );
  return new Map(rows.map((row) => [row.id, row.kind]));
}

/**
 * Whose employers a list may hold: those that count now at a union of `selves`, or anywhere below a union of `above`. An
 * employer that has gone to others since the list's day is theirs.
 */
export interface Readable {
  today: string;
  selves: readonly string[];
  above: readonly string[];
}

/** What a list of employers is about: the employers that counted in a subtree on a day, in the tree of that day. */
export interface Subtree {
  tenantId: string;
  unionId: string;
  day: string;
  readable: Readable;
}

/** The parameters $1 to $6 of `employersSql`. */
export const subtreeValues = ({ tenantId, unionId, day, readable }: Subtree): unknown[] => [
  tenantId,
  unionId,
  day,
  readable.today,
  readable.selves,
  readable.above,
];

// On the day itself the subtree has said so already. The present accountability is the last one: none starts tomorrow.
const readableNow = `($3::date = $4::date OR EXISTS (
  WITH RECURSIVE climb AS (
    (SELECT n.union_id, 0 AS distance FROM accountability n
     WHERE n.tenant_id = $1 AND n.employer_id = e.id AND n.voided_by IS NULL ORDER BY n.valid_from DESC LIMIT 1)
    UNION ALL
    SELECT p.parent_id, c.distance + 1 FROM climb c JOIN affiliation p
    ON p.tenant_id = $1 AND p.union_id = c.union_id AND ${inForce('p', '$4::date', `'infinity'`)})
  SELECT FROM climb WHERE climb.union_id = ANY($6::uuid[])
    OR (climb.distance = 0 AND climb.union_id = ANY($5::uuid[]))))`;

/** The SQL for the employers `e` of a subtree that may be listed; parameters $1 to $6. */
export const employersSql = (columns: string): string => `
  ${subtreeSql('$2', '$3::date', `'infinity'`)}
  SELECT ${columns} FROM subtree t
  JOIN accountability a ON a.tenant_id = $1 AND a.union_id = t.union_id AND ${heldOn('a', '$3::date')}
  JOIN employer e ON e.tenant_id = $1 AND e.id = a.employer_id AND ${readableNow}`;

/** Text as a LIKE pattern that finds it anywhere. */
const anywhere = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/**
 * The ids of a page of a subtree's employers, by code. `covered`: only those that operate on the day and are covered, or
 * not, as a coverage rate counts them. `text`: a part of the name or code.
 */
export async function employersIn(
  tx: Tx,
  subtree: Subtree,
  where: { covered: boolean | null; text: string | null },
  page: Page,
): Promise<string[]> {
  const rows = await sql<{ id: string }>(
    tx,
    `${employersSql('e.id')}
     WHERE ($7::boolean IS NULL OR (${operatesOn('e', '$3::date')} AND ${coveredOn('e.id', '$3::date')} = $7))
       AND ($8::text IS NULL OR e.name ILIKE $8 OR e.code ILIKE $8)
       AND ($9::text IS NULL OR e.code > $9) ORDER BY e.code LIMIT $10`,
    [
      ...subtreeValues(subtree),
      where.covered,
      where.text === null ? null : anywhere(where.text),
      page.after,
      page.first,
    ],
  );
  return rows.map((row) => row.id);
}

/** The ids of a page of a subtree's employers that more than one union covers on the day, by code. */
export async function claimedTwiceIn(tx: Tx, subtree: Subtree, page: Page): Promise<string[]> {
  const rows = await sql<{ id: string }>(
    tx,
    `${employersSql('e.id')}
     WHERE EXISTS (SELECT ${coveragesOn('e.id', '$3::date')} OFFSET 1)
       AND ($7::text IS NULL OR e.code > $7) ORDER BY e.code LIMIT $8`,
    [...subtreeValues(subtree), page.after, page.first],
  );
  return rows.map((row) => row.id);
}

/**
 * How many of a subtree's employers operate on a day, and how many of those are covered, in the tree of that day; by
 * all that a rate may be grouped by. Each employer counts where it is accountable, and once. The covered are found
 * together: asking for each employer of a large city takes seconds.
 */
export async function coverageCounts(
  tx: Tx,
  tenantId: string,
  unionId: string,
  day: string,
): Promise<CoverageCount[]> {
  const rows = await sql<CoverageCount & { operating: string; covered: string }>(
    tx,
    `${subtreeSql('$2', '$3::date', `'infinity'`)}, counted AS MATERIALIZED (
       SELECT e.id, e.above_scale, e.ownership, e.unit_type FROM subtree t
       JOIN accountability a ON a.tenant_id = $1 AND a.union_id = t.union_id AND ${heldOn('a', '$3::date')}
       JOIN employer e ON e.tenant_id = $1 AND e.id = a.employer_id AND ${operatesOn('e', '$3::date')})
     SELECT e.above_scale AS "aboveScale", e.ownership, e.unit_type AS "unitType", count(*) AS operating,
       count(c.employer_id) AS covered
     FROM counted e LEFT JOIN (
       SELECT DISTINCT v.employer_id FROM coverage v JOIN trade_union cu ON ${covers('v', 'cu', '$3::date')}
       WHERE v.tenant_id = $1 AND v.employer_id IN (SELECT id FROM counted)) c ON c.employer_id = e.id
     GROUP BY e.above_scale, e.ownership, e.unit_type`,
    [tenantId, unionId, day],
  );
  return rows.map((row) => ({ ...row, operating: BigInt(row.operating), covered: BigInt(row.covered) }));
}
