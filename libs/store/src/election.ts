import type { Congress, TermStatus } from '@huiji/domain/election';
import type { ElectedBody, Level } from '@huiji/domain/organisation';
import { v7 as uuid } from 'uuid';
import { type Tx, sql } from './data-source.js';
import { countedFrom } from './organisation-change.js';
import { climbFrom, type Page, subtreeSql } from './organisation.js';

/** 选举: one term (届) of a union. Corrected by another row until it is approved; then it stands. */
export interface Election extends Congress {
  id: string;
  unionId: string;
  termNo: number;
  termEndsOn: string;
  /** When the term before it ended or ends; null for the first one known. */
  formerTermEndsOn: string | null;
  approvedOn: string | null;
  approvalNo: string | null;
  /** Corrected by another election of the same term. */
  replaced: boolean;
  bodies: Array<{ body: ElectedBody; members: number; head: string | null; endedOn: string | null }>;
}

const columns = `t.id, t.union_id AS "unionId", t.term_no AS "termNo", t.held_on::text AS "heldOn", t.due, t.present,
  t.term_years AS "termYears", t.term_ends_on::text AS "termEndsOn", t.approved_on::text AS "approvedOn",
  t.approval_no AS "approvalNo", t.replaced_at IS NOT NULL AS replaced,
  (SELECT f.term_ends_on::text FROM election f WHERE f.tenant_id = $1 AND f.union_id = t.union_id
     AND f.approved_on IS NOT NULL AND f.term_no < t.term_no ORDER BY f.term_no DESC LIMIT 1) AS "formerTermEndsOn",
  coalesce((SELECT json_agg(json_build_object('body', b.body, 'members', b.members, 'head', b.head,
      'endedOn', b.ended_on) ORDER BY b.body)
    FROM elected_body b WHERE b.tenant_id = $1 AND b.election_id = t.id), '[]') AS bodies`;

/** An election, also one that has been replaced; null when the tenant has none with this id. */
export async function electionById(tx: Tx, tenantId: string, id: string): Promise<Election | null> {
  const [row] = await sql<Election>(
    tx,
    `SELECT ${columns} FROM election t WHERE t.tenant_id = $1 AND t.id = $2`,
    [tenantId, id],
  );
  return row ?? null;
}

/** The terms of a union, newest first, with the one that waits for its approval; 20 at most, which is a century. */
export async function electionsOf(tx: Tx, tenantId: string, unionId: string): Promise<Election[]> {
  return sql<Election>(
    tx,
    `SELECT ${columns} FROM election t
     WHERE t.tenant_id = $1 AND t.union_id = $2 AND t.replaced_at IS NULL ORDER BY t.term_no DESC LIMIT 20`,
    [tenantId, unionId],
  );
}

/** Writes what a congress decided. `replaces`: the election that it corrects. */
export async function insertElection(
  tx: Tx,
  tenantId: string,
  election: Congress & { unionId: string; termNo: number; termEndsOn: string; recordedBy: string },
  replaces: string | null,
): Promise<string> {
  const id = uuid();
  if (replaces) {
    await sql(tx, 'UPDATE election SET replaced_at = clock_timestamp() WHERE tenant_id = $1 AND id = $2', [
      tenantId,
      replaces,
    ]);
  }
  await sql(
    tx,
    `INSERT INTO election (tenant_id, id, union_id, term_no, held_on, due, present, term_years, term_ends_on, recorded_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tenantId,
      id,
      election.unionId,
      election.termNo,
      election.heldOn,
      election.due,
      election.present,
      election.termYears,
      election.termEndsOn,
      election.recordedBy,
    ],
  );
  await sql(
    tx,
    `INSERT INTO elected_body (tenant_id, election_id, body, members, head)
     SELECT $1, $2, body, members, head FROM unnest($3::text[], $4::int[], $5::text[]) AS b (body, members, head)`,
    [
      tenantId,
      id,
      election.bodies.map(({ body }) => body),
      election.bodies.map(({ members }) => members),
      election.bodies.map(({ head }) => head),
    ],
  );
  return id;
}

/** Approves an election (选举结果批复), counted as `countedOn` says. `changeId`: the change that founds the union by it; null for later terms. */
export async function approveElection(
  tx: Tx,
  tenantId: string,
  id: string,
  approval: { on: string; documentNo: string; changeId: string | null },
): Promise<void> {
  const counted = await countedFrom(tx, tenantId, approval.on);
  await sql(
    tx,
    `UPDATE election SET approved_on = $3, approved_counted_on = nullif($4::date, $3::date), approval_no = $5,
       approved_by = $6
     WHERE tenant_id = $1 AND id = $2`,
    [tenantId, id, approval.on, counted, approval.documentNo, approval.changeId],
  );
}

/** Ends a union's preparation: it is established by a change, from a day on. See `countedOn` in the domain. */
export async function establish(
  tx: Tx,
  change: { tenantId: string; id: string; on: string; countedOn: string },
  unionId: string,
  approvalNo: string,
): Promise<void> {
  await sql(
    tx,
    `UPDATE trade_union SET established_on = $3, established_counted_on = nullif($4::date, $3::date),
       established_by = $5, approval_no = $6, version = version + 1
     WHERE tenant_id = $1 AND id = $2`,
    [change.tenantId, unionId, change.on, change.countedOn, change.id, approvalNo],
  );
}

/** An elected body ends before its term, from a day on. */
export async function endBody(
  tx: Tx,
  tenantId: string,
  electionId: string,
  ended: { body: ElectedBody; on: string },
): Promise<void> {
  await sql(
    tx,
    `UPDATE elected_body SET ended_on = $4 WHERE tenant_id = $1 AND election_id = $2 AND body = $3`,
    [tenantId, electionId, ended.body, ended.on],
  );
}

/** The SQL condition that union `u` stands in the subtree of union $2 on day $3, for lists of few unions. */
const underUnion = `EXISTS (
  ${climbFrom('u.id', { day: '$3::date', recorded: `'infinity'` })} SELECT FROM climb WHERE union_id = $2)`;

/** A page of elections by what they are ordered by, which `key` is the SQL of. */
const page = (key: string, after: string, first: string): string =>
  `(${after}::text IS NULL OR ${key} COLLATE "C" > ${after}) ORDER BY ${key} COLLATE "C" LIMIT ${first}`;

/** The elections of a subtree that wait for their approval (待批复), the longest held first. */
export async function electionsToApprove(
  tx: Tx,
  tenantId: string,
  where: { unionId: string; day: string },
  keyset: Page,
): Promise<Array<Election & { key: string }>> {
  const key = `(t.held_on::text || ' ' || t.id::text)`;
  return sql(
    tx,
    `SELECT ${columns}, ${key} AS key FROM election t JOIN trade_union u ON u.tenant_id = $1 AND u.id = t.union_id
     WHERE t.tenant_id = $1 AND t.approved_on IS NULL AND t.replaced_at IS NULL AND u.withdrawn_at IS NULL
       AND (u.dissolved_on IS NULL OR u.dissolved_on > $3) AND ${underUnion} AND ${page(key, '$4', '$5')}`,
    [tenantId, where.unionId, where.day, keyset.after, keyset.first],
  );
}

/** A union in preparation (筹建), and for how many days. */
export interface Preparing {
  unionId: string;
  days: number;
  key: string;
}

/** The unions of a subtree in preparation on a day for more than some days, the longest first. */
export async function preparingUnions(
  tx: Tx,
  tenantId: string,
  where: { unionId: string; day: string; moreThan: number },
  keyset: Page,
): Promise<Preparing[]> {
  const key = `(u.prepared_on::text || ' ' || u.code)`;
  return sql(
    tx,
    `SELECT u.id AS "unionId", $3::date - u.prepared_on AS days, ${key} AS key FROM trade_union u
     WHERE u.tenant_id = $1 AND u.established_on IS NULL AND u.prepared_on < $3::date - $4::int
       AND u.withdrawn_at IS NULL AND (u.dissolved_on IS NULL OR u.dissolved_on > $3)
       AND ${underUnion} AND ${page(key, '$5', '$6')}`,
    [tenantId, where.unionId, where.day, where.moreThan, keyset.after, keyset.first],
  );
}

// What `termDueInYear`, `termOverdue` and `registryFigures` in the domain say of one union, for a whole subtree.
const dayOfYear = (month: number, day: number): string =>
  `make_date(extract(year FROM $3::date)::int, ${month}, ${day})`;
const yearStarts = dayOfYear(1, 1);
const known = (t: string): string => `${t}.approved_on <= $3`;
const noLater = (condition: string): string => `NOT EXISTS (SELECT FROM election l WHERE l.tenant_id = $1
  AND l.union_id = t.union_id AND l.term_no > t.term_no AND ${known('l')} AND ${condition})`;
const stands = `coalesce(u.established_counted_on, u.established_on) <= $3
  AND (u.dissolved_on IS NULL OR coalesce(u.dissolved_counted_on, u.dissolved_on) > $3)`;

const termsBy: Record<TermStatus, { where: string; key: string }> = {
  // A union is due once: of two terms that end in one year, the later began before it and cut the other short.
  DUE: {
    where: `${stands} AND ${known('t')} AND t.term_ends_on BETWEEN ${yearStarts} AND ${dayOfYear(12, 31)}
      AND ${noLater(`l.held_on < ${yearStarts}`)}`,
    key: 't.term_ends_on',
  },
  DONE: { where: `t.term_no > 1 AND ${known('t')} AND t.approved_on >= ${yearStarts}`, key: 't.approved_on' },
  OVERDUE: {
    where: `${stands} AND ${known('t')} AND t.term_ends_on < $3 AND ${noLater('true')}`,
    key: 't.term_ends_on',
  },
};

/**
 * The terms of a subtree by what is due as of a day: DUE those that end in its calendar year, DONE the later terms
 * approved in the year up to the day, OVERDUE those that have ended with none after them. The earliest first.
 */
export async function termsIn(
  tx: Tx,
  tenantId: string,
  where: { unionId: string; status: TermStatus; day: string; level: Level | null },
  keyset: Page,
): Promise<Array<Election & { key: string }>> {
  const { where: condition, key: day } = termsBy[where.status];
  const key = `(${day}::text || ' ' || t.id::text)`;
  return sql(
    tx,
    `${subtreeSql('$2', '$3::date', `'infinity'`)}
     SELECT ${columns}, ${key} AS key FROM subtree s JOIN trade_union u ON u.tenant_id = $1 AND u.id = s.union_id
     JOIN election t ON t.tenant_id = $1 AND t.union_id = u.id
     WHERE u.withdrawn_at IS NULL AND ($4::text IS NULL OR u.level = $4) AND ${condition}
       AND ${page(key, '$5', '$6')}`,
    [tenantId, where.unionId, where.day, where.level, keyset.after, keyset.first],
  );
}

/** The last term of each of some unions that has been approved by a day, and when it ends; absent for a union without one. */
export async function lastTerms(
  tx: Tx,
  tenantId: string,
  unionIds: readonly string[],
  day: string,
): Promise<Map<string, Pick<Election, 'unionId' | 'termNo' | 'termEndsOn'>>> {
  const rows = await sql<Pick<Election, 'unionId' | 'termNo' | 'termEndsOn'>>(
    tx,
    `SELECT DISTINCT ON (t.union_id) t.union_id AS "unionId", t.term_no AS "termNo", t.term_ends_on::text AS "termEndsOn"
     FROM election t WHERE t.tenant_id = $1 AND t.union_id = ANY ($2::uuid[]) AND ${known('t')} AND t.replaced_at IS NULL
     ORDER BY t.union_id, t.term_no DESC`,
    [tenantId, unionIds, day],
  );
  return new Map(rows.map((row) => [row.unionId, row]));
}
