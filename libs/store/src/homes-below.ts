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
 * its successor, with the plan, the assessments and the ballots of the day's year. One statement, however many there are; by code.
 */
export async function homesBelow(
  tx: Tx,
  tenantId: string,
  roots: readonly string[],
  day: string,
): Promise<Map<string, HomeFacts[]>> {
  const rows = await sql<Row>(
    tx,
    `${subtreesSql('$2', '$3::date', `'infinity'`, true)}
     SELECT s.root, u.id AS "unionId", u.code,
       json_build_object('preparedOn', u.prepared_on, 'establishedOn', u.established_on,
         'establishedCountedOn', u.established_counted_on, 'dissolvedOn', u.dissolved_on,
         'dissolvedCountedOn', u.dissolved_counted_on) AS life,
       coalesce((SELECT json_agg(json_build_object('track', p.track, 'grade', p.grade)) FROM home_plan p
         WHERE p.tenant_id = $1 AND p.union_id = u.id AND p.year = $4 AND p.grade IS NOT NULL), '[]') AS plans,
       coalesce((SELECT json_agg(json_build_object('id', h.id, 'track', h.track, 'grade', h.grade,
           'awardedOn', h.awarded_on, 'validUntil', h.valid_until, 'endedOn', h.ended_on,
           'lowered', h.lowered_from IS NOT NULL,
           'checkedOn', (SELECT max(c.checked_on) FROM home_recheck c
             WHERE c.tenant_id = $1 AND c.award_id = h.id AND c.checked_on <= $3),
           'ending', (SELECT c.outcome FROM home_recheck c WHERE c.tenant_id = $1 AND c.id = h.ended_by)))
         FROM home_award h WHERE h.tenant_id = $1 AND h.union_id = u.id), '[]') AS awards,
       coalesce((SELECT json_agg(json_build_object('track', a.track, 'inspection', a.inspection, 'revision', a.revision,
           'inspected', a.inspected, 'grade', a.grade, 'total', a.total::text, 'complete', a.complete, 'passed', a.passed))
         FROM (SELECT DISTINCT ON (track, inspection) * FROM home_assessment
           WHERE tenant_id = $1 AND union_id = u.id AND year = $4
           ORDER BY track, inspection, revision DESC) a), '[]') AS assessments,
       (SELECT json_build_object('members', e.members, 'issued', e.issued, 'returned', e.returned,
           'satisfied', e.satisfied, 'basically', e.basically, 'unsatisfied', e.unsatisfied)
         FROM home_evaluation e WHERE e.tenant_id = $1 AND e.union_id = u.id AND e.year = $4
         ORDER BY e.revision DESC LIMIT 1) AS ballots
     FROM subtree s CROSS JOIN LATERAL (
       SELECT * FROM trade_union t WHERE t.tenant_id = $1 AND t.id = s.union_id OFFSET 0) u
     WHERE u.level = 'GRASSROOTS' AND u.withdrawn_at IS NULL ORDER BY u.code`,
    [tenantId, roots, day, Number(day.slice(0, 4))],
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
