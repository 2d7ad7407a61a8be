import { initialsOf } from './initials.js';
import { type Tx, sql, sqlOne } from './data-source.js';
import type { TradeUnion } from './entities.js';

/** The change in whose name rows are written and ended, so that it can be undone, and when it is recorded. */
export interface Change {
  tenantId: string;
  id: string;
  moment: string;
  /** The day from which it holds, and the day on which it counts. */
  on: string;
  countedOn: string;
}

/** Puts unions under another parent from the change's day on, over all the time that they are known for. */
export async function reparent(
  tx: Tx,
  change: Change,
  unionIds: readonly string[],
  parent: Pick<TradeUnion, 'id' | 'level'>,
): Promise<void> {
  const { tenantId, id, moment, on } = change;
  await sql(
    tx,
    `UPDATE affiliation a SET recorded_to = $3, closed_by = $2 FROM unnest($5::uuid[]) AS moved (union_id)
     WHERE a.tenant_id = $1 AND a.union_id = moved.union_id AND a.recorded_to IS NULL
       AND (a.valid_to IS NULL OR a.valid_to > $4)`,
    [tenantId, id, moment, on, unionIds],
  );
  await sql(
    tx,
    `INSERT INTO affiliation (tenant_id, union_id, parent_id, parent_level, valid_from, valid_to, recorded_from, made_by)
     SELECT a.tenant_id, a.union_id, n.parent_id, n.parent_level, n.valid_from, n.valid_to, $3, $2
     FROM affiliation a CROSS JOIN LATERAL (
       SELECT a.parent_id, a.parent_level, a.valid_from, $4::date AS valid_to WHERE a.valid_from < $4
       UNION ALL
       SELECT $6::uuid, $7::text, greatest(a.valid_from, $4), a.valid_to) n
     WHERE a.tenant_id = $1 AND a.closed_by = $2 AND a.recorded_to = $3 AND a.union_id = ANY($5)`,
    [tenantId, id, moment, on, unionIds, parent.id, parent.level],
  );
}

/** Whether any of the unions, from a day on, stands above itself at any time. */
export async function standsAboveItself(
  tx: Tx,
  tenantId: string,
  unionIds: readonly string[],
  from: string,
): Promise<boolean> {
  const { circle } = await sqlOne<{ circle: boolean }>(
    tx,
    `WITH RECURSIVE climb AS (
       SELECT m.union_id AS start, m.union_id AS node, daterange($3::date, NULL) AS during, 0 AS steps
       FROM unnest($2::uuid[]) AS m (union_id)
       UNION
       SELECT c.start, a.parent_id, c.during * daterange(a.valid_from, a.valid_to), 1
       FROM climb c CROSS JOIN LATERAL (
         SELECT * FROM affiliation a WHERE a.tenant_id = $1 AND a.union_id = c.node AND a.recorded_to IS NULL
           AND c.during && daterange(a.valid_from, a.valid_to) OFFSET 0) a
       WHERE c.steps = 0 OR c.node <> c.start
     ) SELECT EXISTS (SELECT FROM climb WHERE node = start AND steps = 1) AS circle`,
    [tenantId, unionIds, from],
  );
  return circle;
}

/** The unions directly below a union on a day that are not dissolved by then; withdrawn ones are none. */
export async function livingBelow(
  tx: Tx,
  tenantId: string,
  unionId: string,
  day: string,
): Promise<Array<{ id: string; name: string }>> {
  return sql(
    tx,
    `SELECT DISTINCT u.id, u.name FROM affiliation a JOIN trade_union u ON u.tenant_id = $1 AND u.id = a.union_id
     WHERE a.tenant_id = $1 AND a.parent_id = $2 AND a.recorded_to IS NULL AND (a.valid_to IS NULL OR a.valid_to > $3)
       AND (u.dissolved_on IS NULL OR u.dissolved_on > $3) AND u.withdrawn_at IS NULL`,
    [tenantId, unionId, day],
  );
}

/** Ends a union's life, and its 职工之家 grade with it (domain rule 13). `successorId`: whom it goes on in. */
export async function dissolve(
  tx: Tx,
  change: Change,
  unionId: string,
  by: { reason: string; documentNo: string; successorId: string | null },
): Promise<void> {
  await sql(
    tx,
    `UPDATE trade_union SET dissolved_on = $3, dissolved_counted_on = nullif($4::date, $3::date), dissolved_by = $5,
       dissolution_reason = $6, dissolution_document_no = $7, successor_id = $8, version = version + 1
     WHERE tenant_id = $1 AND id = $2`,
    [
      change.tenantId,
      unionId,
      change.on,
      change.countedOn,
      change.id,
      by.reason,
      by.documentNo,
      by.successorId,
    ],
  );
  await sql(
    tx,
    `UPDATE home_award SET ended_on = $3, ended_by = $4 WHERE tenant_id = $1 AND union_id = $2 AND ended_on IS NULL
       AND awarded_on <= $3 AND (valid_until IS NULL OR valid_until >= $3)`,
    [change.tenantId, unionId, change.on, change.id],
  );
}

/** From the change's day on, what one union covers and accounts for (统计归口) is another's; `only`: these employers. */
export async function handOverEmployers(
  tx: Tx,
  change: Change,
  between: { from: string; to: string; only?: readonly string[] },
): Promise<void> {
  const values = [change.tenantId, between.from, change.on, between.only ?? null, change.id];
  for (const register of ['accountability', 'coverage'] as const) {
    const ended = `SELECT employer_id, valid_from, valid_to FROM ${register}
      WHERE tenant_id = $1 AND union_id = $2 AND voided_by = $5 AND ($4::uuid[] IS NULL OR employer_id = ANY($4))
        AND (valid_to IS NULL OR valid_to > $3)`;
    await sql(
      tx,
      `UPDATE ${register} SET voided_by = $5 WHERE tenant_id = $1 AND union_id = $2 AND voided_by IS NULL
         AND (valid_to IS NULL OR valid_to > $3) AND ($4::uuid[] IS NULL OR employer_id = ANY($4))`,
      values,
    );
    await sql(
      tx,
      `INSERT INTO ${register} (tenant_id, employer_id, union_id, valid_from, valid_to, made_by)
       SELECT $1, employer_id, $2, valid_from, $3, $5 FROM (${ended}) e WHERE valid_from < $3`,
      values,
    );
    // The other may cover an employer already: then it goes on as it is.
    await sql(
      tx,
      `INSERT INTO ${register} (tenant_id, employer_id, union_id, valid_from, valid_to, made_by)
       SELECT $1, employer_id, $6, greatest(valid_from, $3), valid_to, $5 FROM (${ended}) e
       ${register === 'coverage' ? 'ON CONFLICT DO NOTHING' : ''}`,
      [...values, between.to],
    );
  }
}

/** Names a union anew from the change's day on, and remembers its former name. */
export async function rename(
  tx: Tx,
  change: Change,
  union: { id: string; name: string; formerName: string; since: string },
): Promise<void> {
  const { tenantId, id, on } = change;
  await sql(
    tx,
    `INSERT INTO union_name (tenant_id, id, union_id, name, valid_from) VALUES ($1, gen_random_uuid(), $2, $3, $4)
     ON CONFLICT (tenant_id, union_id, valid_from) WHERE voided_by IS NULL DO NOTHING`,
    [tenantId, union.id, union.formerName, union.since],
  );
  await sql(
    tx,
    `UPDATE union_name SET voided_by = $4
     WHERE tenant_id = $1 AND union_id = $2 AND valid_from = $3 AND voided_by IS NULL`,
    [tenantId, union.id, on, id],
  );
  await sql(
    tx,
    `INSERT INTO union_name (tenant_id, id, union_id, name, valid_from, made_by)
     VALUES ($1, gen_random_uuid(), $2, $3, $4, $5)`,
    [tenantId, union.id, union.name, on, id],
  );
  await nameNow(tx, tenantId, union.id, union.name);
}

/** The name that a union bears now, with the initials by which it is found. */
export async function nameNow(tx: Tx, tenantId: string, unionId: string, name: string): Promise<void> {
  await sql(
    tx,
    'UPDATE trade_union SET name = $3, initials = $4, version = version + 1 WHERE tenant_id = $1 AND id = $2',
    [tenantId, unionId, name, initialsOf(name)],
  );
}

/** The names that unions bore on a day, where they have ever been renamed. */
export async function namesOn(
  tx: Tx,
  tenantId: string,
  unionIds: readonly string[],
  day: string,
): Promise<Map<string, string>> {
  const rows = await sql<{ union_id: string; name: string }>(
    tx,
    `SELECT u.union_id, n.name FROM unnest($2::uuid[]) AS u (union_id) CROSS JOIN LATERAL (
       SELECT name FROM union_name n WHERE n.tenant_id = $1 AND n.union_id = u.union_id AND n.voided_by IS NULL
       ORDER BY n.valid_from <= $3::date DESC, abs(n.valid_from - $3::date) LIMIT 1) n`,
    [tenantId, unionIds, day],
  );
  return new Map(rows.map((row) => [row.union_id, row.name]));
}

/** Where the members of a union go: to a successor, or into retained membership (保留会籍). `members`: how many, in 人. */
export async function handOverMembers(
  tx: Tx,
  change: Change,
  from: string,
  to: { unionId: string | null; members: number | null },
): Promise<void> {
  await sql(
    tx,
    `INSERT INTO membership_handover (tenant_id, id, change_id, from_union_id, to_union_id, destination, members)
     VALUES ($1, gen_random_uuid(), $2, $3, $4, $5, $6)`,
    [change.tenantId, change.id, from, to.unionId, to.unionId ? 'SUCCESSOR' : 'RETAINED', to.members],
  );
}

/** One handover of members, as the unions concerned see it. */
export interface Handover {
  on: string;
  fromUnionId: string;
  toUnionId: string | null;
  destination: 'SUCCESSOR' | 'RETAINED';
  members: number | null;
}

/** The handovers of members to and from a union, newest first; undone ones are none. At most 50. */
export async function handoversOf(tx: Tx, tenantId: string, unionId: string): Promise<Handover[]> {
  return sql(
    tx,
    `SELECT c.effective_on::text AS on, h.from_union_id AS "fromUnionId", h.to_union_id AS "toUnionId",
       h.destination, h.members
     FROM membership_handover h JOIN organisation_change c ON c.tenant_id = $1 AND c.id = h.change_id
     WHERE h.tenant_id = $1 AND (h.from_union_id = $2 OR h.to_union_id = $2) AND c.undone_at IS NULL
     ORDER BY c.effective_on DESC, h.id LIMIT 50`,
    [tenantId, unionId],
  );
}

/** The employers that a union covers or accounts for from a day on. */
export async function employersOfUnion(
  tx: Tx,
  tenantId: string,
  unionId: string,
  day: string,
): Promise<string[]> {
  const of = (register: 'accountability' | 'coverage'): string =>
    `SELECT employer_id FROM ${register} WHERE tenant_id = $1 AND union_id = $2 AND voided_by IS NULL
       AND (valid_to IS NULL OR valid_to > $3)`;
  const rows = await sql<{ employer_id: string }>(tx, `${of('accountability')} UNION ${of('coverage')}`, [
    tenantId,
    unionId,
    day,
  ]);
  return rows.map((row) => row.employer_id);
}

/** Counts a change of a union, so that whoever saw it before must look again. */
export async function changed(tx: Tx, tenantId: string, unionId: string): Promise<void> {
  await sql(tx, 'UPDATE trade_union SET version = version + 1 WHERE tenant_id = $1 AND id = $2', [
    tenantId,
    unionId,
  ]);
}

/** Marks what a change founded as founded by it. */
export async function foundedBy(tx: Tx, change: Change, unionId: string): Promise<void> {
  await sql(
    tx,
    `UPDATE trade_union SET founded_by = $3, established_by = CASE WHEN established_on IS NOT NULL THEN $3::uuid END,
       established_counted_on = CASE WHEN established_on <> $4 THEN $4::date END
     WHERE tenant_id = $1 AND id = $2`,
    [change.tenantId, unionId, change.id, change.countedOn],
  );
}

/** The latest period a union has filed for (submitted or accepted) that begins after a day, or null. */
export async function filedAfter(
  tx: Tx,
  tenantId: string,
  unionId: string,
  day: string,
): Promise<string | null> {
  const [row] = await sql<{ code: string }>(
    tx,
    `SELECT p.code FROM submission s JOIN period p ON p.tenant_id = $1 AND p.code = s.period
     WHERE s.tenant_id = $1 AND s.union_id = $2 AND s.state IN ('SUBMITTED', 'ACCEPTED') AND p.starts_on > $3
     ORDER BY p.starts_on DESC LIMIT 1`,
    [tenantId, unionId, day],
  );
  return row?.code ?? null;
}
