import type { UnionFacts } from '@huiji/domain/organisation';
import type { Period } from '@huiji/domain/period';
import { type Tx, sql } from './data-source.js';
import type { Scope } from './scope.js';
import { bookedSql } from './transfer-netting.js';

/** What is known of a union by its own; what bodies post for moves and for transfers below them is worked out of the tree. */
export type FactsRow = Omit<UnionFacts, 'moved' | 'transferred'> & {
  id: string;
  /** Of a grassroots union. */
  transferred: { in: string; out: string };
};

const transferred = (side: 'from' | 'to'): string =>
  `(SELECT coalesce(sum(b.members), 0)::text FROM (${bookedSql({ days: '$6::date AND $3::date', [side]: 'u.id' })}) b)`;

/**
 * The facts of unions as of a period's end, by the registers: life, home awards, terms, employers counted there, how these are
 * covered and who is responsible for them, members transferred within the period; and whether they have filed in a scope. A union whose founding was undone has no life.
 *
 * Rows are looked up by their keys alone, and what is NULL is asked afterwards: in tables just filled, and not analysed, the
 * planner takes a partial index on something being NULL for all but empty, and would walk it for every row.
 */
export async function factsOf(
  tx: Tx,
  tenantId: string,
  unionIds: readonly string[],
  { period, filedIn }: { period: Pick<Period, 'startsOn' | 'endsOn'>; filedIn: Scope | null },
): Promise<FactsRow[]> {
  const held = (a: string): string =>
    `${a}.voided_by IS NULL AND ${a}.valid_from <= $3 AND (${a}.valid_to IS NULL OR ${a}.valid_to > $3)`;
  const lived = (date: string): string => `CASE WHEN u.withdrawn_at IS NULL THEN ${date} END`;
  const coveredBy = (kind: 'SINGLE' | 'JOINT'): string => `EXISTS (
    SELECT FROM coverage v CROSS JOIN LATERAL (
      SELECT * FROM trade_union t WHERE t.tenant_id = $1 AND t.id = v.union_id LIMIT 1) cu
    WHERE v.tenant_id = $1 AND v.employer_id = e.id AND ${held('v')} AND cu.kind = '${kind}'
      AND cu.withdrawn_at IS NULL AND cu.established_on <= $3 AND (cu.dissolved_on IS NULL OR cu.dissolved_on > $3))`;
  return sql<FactsRow>(
    tx,
    `SELECT u.id, u.code, u.level, u.kind, u.legal_person AS "legalPerson", ${lived('u.prepared_on')}::text AS "preparedOn",
       ${lived('coalesce(u.established_counted_on, u.established_on)')}::text AS "establishedOn",
       coalesce(u.dissolved_counted_on, u.dissolved_on)::text AS "dissolvedOn",
       coalesce((SELECT json_agg(json_build_object('grade', h.counts_as, 'awardedOn', h.awarded_on,
           'validUntil', h.valid_until, 'endedOn', h.ended_on, 'lowered', h.lowered_from IS NOT NULL))
         FROM home_award h WHERE h.tenant_id = $1 AND h.union_id = u.id), '[]') AS awards,
       coalesce((SELECT json_agg(json_build_object('termNo', t.term_no, 'heldOn', t.held_on,
           'termEndsOn', t.term_ends_on, 'approvedOn', coalesce(t.approved_counted_on, t.approved_on), 'bodies', coalesce((
             SELECT json_agg(json_build_object('body', b.body, 'endedOn', b.ended_on))
             FROM elected_body b WHERE b.tenant_id = $1 AND b.election_id = t.id), '[]')))
         FROM election t WHERE t.tenant_id = $1 AND t.union_id = u.id
           AND coalesce(t.approved_counted_on, t.approved_on) <= $3), '[]') AS terms,
       coalesce((SELECT json_agg(json_build_object('aboveScale', e.above_scale, 'headcount', e.headcount,
           'operatingFrom', e.operating_from, 'operatingTo', e.operating_to,
           'coveredBy', CASE WHEN ${coveredBy('SINGLE')} THEN 'SINGLE' WHEN ${coveredBy('JOINT')} THEN 'JOINT' END,
           'responsibility', (SELECT json_build_object('dueOn', r.due_on) FROM responsibility r
             WHERE r.tenant_id = $1 AND r.employer_id = e.id AND r.assigned_on <= $3
               AND (r.ended_on IS NULL OR r.ended_on > $3))))
         FROM (SELECT * FROM accountability a WHERE a.tenant_id = $1 AND a.union_id = u.id OFFSET 0) c
         JOIN employer e ON e.tenant_id = $1 AND e.id = c.employer_id WHERE ${held('c')}), '[]') AS employers,
       $4::text IS NOT NULL AND EXISTS (SELECT FROM submission s WHERE s.tenant_id = $1 AND s.form = $4 AND s.period = $5
         AND s.union_id = u.id AND s.revision = 1 AND num_nonnulls(s.first_filed_at, s.withdrawn_at, s.imported_at) > 0) AS "hasFiled",
       json_build_object('in', ${transferred('to')}, 'out', ${transferred('from')}) AS transferred
     FROM unnest($2::uuid[]) AS asked (id) CROSS JOIN LATERAL (
       SELECT * FROM trade_union t WHERE t.tenant_id = $1 AND t.id = asked.id LIMIT 1) u`,
    [tenantId, unionIds, period.endsOn, filedIn?.form, filedIn?.period, period.startsOn],
  );
}
