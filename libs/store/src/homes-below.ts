import type { HomeFacts } from '@huiji/domain/home-tally';
import { countedLife, lifeAt } from '@huiji/domain/organisation';
import { type Tx, sql } from './data-source.js';
import type { TradeUnion } from './entities.js';
import { subtreesSql } from './organisation.js';

type Life = Pick<
  TradeUnion,
  'preparedOn' | 'establishedOn' | 'establishedCountedOn' | 'dissolvedOn' | 'dissolvedCountedOn'
>;

/** As the database has it: points as text, so that no figure becomes a float. */
type Row = Omit<HomeFacts, 'stands' | 'assessments'> & {
  root: string;
  life: Life;
  assessments: Array<Omit<HomeFacts['assessments'][number], 'total'> & { total: string | null }>;
};

/**
 * What is known of the homes at and below unions (`roots`) as of a day: the grassroots unions in the tree of that day, what merged below
 * its successor, with the plan, the assessments and the ballots of a year, the day's where none is named. One statement, however many there are; by code.
 */
export async function homesBelow(
  tx: Tx,
  tenantId: string,
  roots: readonly string[],
  { day, year = Number(day.slice(0, 4)) }: { day: string; year?: number },
): Promise<Map<string, HomeFacts[]>> {
  const rows = await sql<Row>(
    tx,
    // Table by table for all of them together, which is quicker for a federation than union by union.
    `${subtreesSql('$2', '$3::date', `'infinity'`, true)},
     home AS MATERIALIZED (
       SELECT s.root, u.* FROM subtree s CROSS JOIN LATERAL (
         SELECT t.id, t.code, t.level, t.withdrawn_at, json_build_object('preparedOn', t.prepared_on,
           'establishedOn', t.established_on, 'establishedCountedOn', t.established_counted_on,
           'dissolvedOn', t.dissolved_on, 'dissolvedCountedOn', t.dissolved_counted_on) AS life
         FROM trade_union t WHERE t.tenant_id = $1 AND t.id = s.union_id OFFSET 0) u
       WHERE u.level = 'GRASSROOTS' AND u.withdrawn_at IS NULL),
     plan AS (
       SELECT p.union_id, json_agg(json_build_object('track', p.track, 'grade', p.grade)) AS plans FROM home_plan p
       WHERE p.tenant_id = $1 AND p.year = $4 AND p.grade IS NOT NULL AND p.union_id IN (SELECT id FROM home)
       GROUP BY p.union_id),
     award AS (
       SELECT h.union_id, json_agg(json_build_object('id', h.id, 'track', h.track, 'grade', h.grade,
         'awardedOn', h.awarded_on, 'validUntil', h.valid_until, 'endedOn', h.ended_on,
         'lowered', h.lowered_from IS NOT NULL, 'checkedOn', c.checked_on, 'ending', c.ending)) AS awards
       FROM home_award h LEFT JOIN (
         SELECT c.award_id, max(c.checked_on) FILTER (WHERE c.checked_on <= $3) AS checked_on,
           max(c.outcome) FILTER (WHERE c.outcome <> 'KEPT') AS ending
         FROM home_recheck c WHERE c.tenant_id = $1 GROUP BY c.award_id) c ON c.award_id = h.id
       WHERE h.tenant_id = $1 AND h.union_id IN (SELECT id FROM home) GROUP BY h.union_id),
     assessed AS (
       SELECT a.union_id, json_agg(json_build_object('track', a.track, 'inspection', a.inspection, 'revision', a.revision,
         'inspected', a.inspected, 'grade', a.grade, 'total', a.total::text, 'complete', a.complete,
         'passed', a.passed)) AS assessments
       FROM (SELECT DISTINCT ON (union_id, track, inspection) * FROM home_assessment
         WHERE tenant_id = $1 AND year = $4 AND union_id IN (SELECT id FROM home)
         ORDER BY union_id, track, inspection, revision DESC) a
       GROUP BY a.union_id),
     evaluated AS (
       SELECT DISTINCT ON (e.union_id) e.union_id, json_build_object('members', e.members, 'issued', e.issued,
         'returned', e.returned, 'satisfied', e.satisfied, 'basically', e.basically, 'unsatisfied', e.unsatisfied) AS ballots
       FROM home_evaluation e WHERE e.tenant_id = $1 AND e.year = $4 AND e.union_id IN (SELECT id FROM home)
       ORDER BY e.union_id, e.revision DESC)
     SELECT u.root, u.id AS "unionId", u.code, u.life, coalesce(p.plans, '[]') AS plans, coalesce(h.awards, '[]') AS awards,
       coalesce(a.assessments, '[]') AS assessments, e.ballots
     FROM home u LEFT JOIN plan p ON p.union_id = u.id LEFT JOIN award h ON h.union_id = u.id
     LEFT JOIN assessed a ON a.union_id = u.id LEFT JOIN evaluated e ON e.union_id = u.id ORDER BY u.code`,
    [tenantId, roots, day, year],
  );
  const homes = new Map<string, HomeFacts[]>(roots.map((root) => [root, []]));
  for (const { root, life, assessments, ...facts } of rows)
    homes.get(root)?.push({
      ...facts,
      stands: lifeAt(countedLife(life), day) === 'ESTABLISHED',
      assessments: assessments.map(({ total, ...one }) => ({
        ...one,
        total: total === null ? null : BigInt(total),
      })),
    });
  return homes;
}
