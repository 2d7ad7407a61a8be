import { inForce, parentIn, subtreesSql, type Succession } from './organisation.js';

// What differs between the totals of two trees. Unions whose parent differs (movers) take the total of their block with
// them: their subtree in tree 1, less the blocks of movers below them. So a total in tree 2 is that in tree 1, less the
// blocks that leave the subtree, plus those that come in: O(depth) for each pair of old and new parent, whatever the
// size of what moves. Movers with the same two parents are added up first.
//
// Parameters: $1 tenant, $2 form, $3 period, $4 and $5 day and recorded time of tree 1, $6 and $7 of tree 2. Stored
// totals are those of tree 1.

/** How tree 2 is climbed: through the successors of dissolved unions (today's tree, or as recorded then), or not. */
export interface Climb {
  throughSuccessors: Succession;
}

const treeOne = { day: '$4::date', recorded: '$5::timestamptz', throughSuccessors: false } as const;
const treeTwo = (climb: Climb) => ({ day: '$6::date', recorded: '$7::timestamptz', ...climb });

/** `climb(start, node, distance)` from the parents of movers upwards, themselves included. */
const climbing = (name: string, starts: 'was' | 'becomes', tree: ReturnType<typeof treeTwo>): string => `
  ${name} AS (
    SELECT DISTINCT ${starts} AS start, ${starts} AS node, 0 AS distance FROM mover
    UNION ALL
    SELECT c.start, p.parent_id, c.distance + 1 FROM ${name} c CROSS JOIN LATERAL (${parentIn('c.node', tree)}) p
    WHERE p.parent_id IS NOT NULL
  )`;

/**
 * `mover(union_id, was, becomes)`: the unions whose parent differs between the two trees. A union that has only ever had one parent is in
 * no row that ended, so it is not looked at.
 */
export const moving = ({ throughSuccessors }: Climb): string => `
  candidate AS MATERIALIZED (
    SELECT union_id FROM affiliation WHERE tenant_id = $1 AND valid_to > least($4::date, $6::date)
    UNION
    SELECT union_id FROM affiliation WHERE tenant_id = $1 AND recorded_to > least($5::timestamptz, $7::timestamptz)
    ${throughSuccessors ? succeeding(throughSuccessors) : ''}
  ), mover AS MATERIALIZED (
    SELECT c.union_id, one.parent_id AS was, two.parent_id AS becomes FROM candidate c
    CROSS JOIN LATERAL (${parentIn('c.union_id', treeOne)}) one
    CROSS JOIN LATERAL (${parentIn('c.union_id', treeTwo({ throughSuccessors }))}) two
    WHERE one.parent_id <> two.parent_id
  )`;

/** Who may stand below a successor: those that have one now, or (`AS_RECORDED`) were ever recorded to. */
const succeeding = (through: Exclude<Succession, false>): string =>
  through === 'AS_RECORDED'
    ? `UNION SELECT s.union_id FROM organisation_change_union s JOIN organisation_change c ON c.tenant_id = $1 AND c.id = s.change_id
       WHERE s.tenant_id = $1 AND s.role = 'SUBJECT' AND c.kind IN ('MERGE', 'DISSOLVE')`
    : 'UNION SELECT id FROM trade_union WHERE tenant_id = $1 AND successor_id IS NOT NULL';

/**
 * `mover`, `turn(was, becomes, node, sign)` (−1 where a node is above only in tree 1, 1 where only in tree 2) and
 * `near(was, near_was, near_becomes)`: the nearest mover above, whose block does not hold this one.
 */
const turning = (climb: Climb): string => `
  ${moving(climb)}, ${climbing('up_one', 'was', treeOne)}, ${climbing('up_two', 'becomes', treeTwo(climb))},
  pairing AS MATERIALIZED (
    SELECT DISTINCT was, becomes FROM mover
  ), turn AS MATERIALIZED (
    SELECT was, becomes, node, sum(sign)::int AS sign FROM (
      SELECT p.was, p.becomes, u.node, -1 AS sign FROM pairing p JOIN up_one u ON u.start = p.was
      UNION ALL
      SELECT p.was, p.becomes, u.node, 1 FROM pairing p JOIN up_two u ON u.start = p.becomes
    ) above GROUP BY was, becomes, node
  ), near AS MATERIALIZED (
    SELECT DISTINCT ON (u.start) u.start AS was, m.was AS near_was, m.becomes AS near_becomes
    FROM up_one u JOIN mover m ON m.union_id = u.node ORDER BY u.start, u.distance
  )`;

/** `coefficient(was, becomes, node, …)`: how often a block's total counts, with what the block above it does taken off. */
const coefficient = (columns: Record<string, string>): string => {
  const names = Object.keys(columns);
  const signed = (t: string, sign: '' | '-'): string =>
    Object.values(columns)
      .map((expression) => `${sign}(${expression.replaceAll('sign', `${t}.sign`)})`)
      .join(', ');
  return `
  coefficient AS MATERIALIZED (
    SELECT was, becomes, node, ${names.map((name) => `sum(${name})::int AS ${name}`).join(', ')} FROM (
      SELECT t.was, t.becomes, t.node, ${signed('t', '')} FROM turn t
      UNION ALL
      SELECT p.was, p.becomes, t.node, ${signed('t', '-')} FROM pairing p
      JOIN near n ON n.was = p.was JOIN turn t ON t.was = n.near_was AND t.becomes = n.near_becomes
    ) counted (was, becomes, node, ${names.join(', ')}) GROUP BY was, becomes, node
  )`;
};

/**
 * `added`: the contributions of movers that are grassroots unions, as far as they are in the totals already: all in force
 * but those that wait to be added, and those that wait to be taken away.
 */
const added = `
  pending AS MATERIALIZED (
    SELECT plus, minus FROM rollup_outbox WHERE tenant_id = $1 AND form = $2 AND period = $3
  ), added AS MATERIALIZED (
    SELECT c.* FROM (
      SELECT c.* FROM mover m CROSS JOIN LATERAL (
        SELECT m.was, m.becomes, c.id, c.union_id, c.part, c.figures, c.states FROM contribution c
        WHERE c.tenant_id = $1 AND c.form = $2 AND c.period = $3 AND c.union_id = m.union_id
          AND c.superseded_at IS NULL OFFSET 0) c
      UNION ALL
      SELECT m.was, m.becomes, c.id, c.union_id, c.part, c.figures, c.states FROM pending p CROSS JOIN LATERAL (
        SELECT * FROM contribution c
        WHERE c.tenant_id = $1 AND c.form = $2 AND c.period = $3 AND c.id = p.minus OFFSET 0) c
      JOIN mover m ON m.union_id = c.union_id
    ) c JOIN trade_union u ON u.tenant_id = $1 AND u.id = c.union_id AND u.level = 'GRASSROOTS'
    WHERE NOT EXISTS (SELECT FROM pending p WHERE p.plus = c.id)
  )`;

/** The stored totals `r` of movers that are bodies. */
const stored = `FROM mover m CROSS JOIN LATERAL (
    SELECT * FROM rollup r WHERE r.tenant_id = $1 AND r.form = $2 AND r.period = $3 AND r.union_id = m.union_id OFFSET 0) r`;

const numbers = ['total', 'filled', 'not_applicable', 'at_least', 'about'] as const;
const columns = ['totals', 'filled', 'not_applicable', 'at_least', 'about'] as const;
const sums = (term: (number: string) => string): string =>
  numbers.map((number) => `sum(${term(number)}) AS ${number}`).join(', ');
const arrays = numbers
  .map((number, i) => `array_agg(${number} ORDER BY k)::${i === 0 ? 'bigint' : 'int'}[] AS ${columns[i]}`)
  .join(', ');

// By a state's code, whether it counts: missing, not applicable, exact, at least, about, held. See rollup-sql.ts.
const counted = `('{0,0,1,1,1,0}'::int[])[state + 1], ('{0,1,0,0,0,0}'::int[])[state + 1],
      ('{0,0,0,1,0,0}'::int[])[state + 1], ('{0,0,0,0,1,0}'::int[])[state + 1]`;

/**
 * `delta(node, part, k, total, filled, …)`: what a node's total in tree 2 has more than in tree 1, position by position.
 * Few rows are ever added here, so the arrays are taken apart, which the drain could not afford.
 */
const delta = (
  climb: Climb,
): string => `WITH RECURSIVE ${turning(climb)}, ${coefficient({ times: 'sign' })}, ${added},
  line AS (
    SELECT m.was, m.becomes, r.part, u.* ${stored} CROSS JOIN LATERAL
      unnest(r.totals, r.filled, r.not_applicable, r.at_least, r.about) WITH ORDINALITY AS u (${numbers.join(', ')}, k)
    UNION ALL
    SELECT c.was, c.becomes, c.part, figure, ${counted}, k
    FROM added c CROSS JOIN LATERAL unnest(c.figures, c.states) WITH ORDINALITY AS u (figure, state, k)
  ), weight AS MATERIALIZED (
    SELECT was, becomes, part, k, ${sums((number) => number)} FROM line GROUP BY was, becomes, part, k
  ), delta AS MATERIALIZED (
    SELECT c.node, w.part, w.k, ${sums((number) => `c.times * w.${number}`)}
    FROM coefficient c JOIN weight w ON w.was = c.was AND w.becomes = c.becomes
    WHERE c.times <> 0 GROUP BY c.node, w.part, w.k
  )`;

/** Moves stored totals from tree 1 to tree 2. Answers the bodies whose total changed. The caller holds the scope's lock. */
export const shiftSql = `${delta({ throughSuccessors: false })}, changed AS (
    SELECT DISTINCT node, part FROM delta
  ), summed AS (
    SELECT node, part, k, ${sums((number) => number)} FROM (
      SELECT * FROM delta
      UNION ALL
      SELECT c.node, c.part, u.k, ${numbers.map((number) => `u.${number}`).join(', ')} FROM changed c JOIN rollup r
      ON r.tenant_id = $1 AND r.form = $2 AND r.period = $3 AND r.union_id = c.node AND r.part = c.part
      CROSS JOIN LATERAL unnest(r.totals, r.filled, r.not_applicable, r.at_least, r.about)
        WITH ORDINALITY AS u (${numbers.join(', ')}, k)
    ) both_sides GROUP BY node, part, k
  ), written AS (
    INSERT INTO rollup AS r (tenant_id, form, period, union_id, part, ${columns.join(', ')})
    SELECT $1, $2, $3, node, part, ${arrays} FROM summed GROUP BY node, part ORDER BY node, part
    ON CONFLICT (tenant_id, form, period, union_id, part) DO UPDATE SET
      ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}, version = r.version + 1
    RETURNING r.union_id
  ) SELECT DISTINCT union_id FROM written`;

/**
 * What the totals of unions ($8) have more in today's tree than as filed. `revised`: something that was revised came in or
 * left, so that when the rest was is not known from what is stored; see `revisedInSql`.
 */
export const recastSql = `${delta({ throughSuccessors: true })}, arrays AS (
    SELECT node, part, ${arrays} FROM delta WHERE node = ANY($8::uuid[]) GROUP BY node, part
  ), revision AS (
    SELECT m.was, m.becomes ${stored} WHERE r.revised_at IS NOT NULL
    UNION
    SELECT m.was, m.becomes FROM mover m CROSS JOIN LATERAL (
      SELECT * FROM contribution c WHERE c.tenant_id = $1 AND c.form = $2 AND c.period = $3 AND c.union_id = m.union_id
        AND c.kind = 'FILED' AND c.superseded_at IS NULL OFFSET 0) c
    JOIN period p ON p.tenant_id = $1 AND p.code = $3 AND c.accepted_at > p.final_at
  )
  SELECT a.node AS "unionId", part, totals, filled, not_applicable AS "notApplicable", at_least AS "atLeast", about,
    EXISTS (SELECT FROM coefficient c JOIN revision v ON v.was = c.was AND v.becomes = c.becomes
      WHERE c.node = a.node AND c.times <> 0) AS revised
  FROM arrays a`;

/** When the last of what today's subtrees of unions ($4) have filed was accepted, where the period was FINAL by then. $5 and $6: today's tree. */
export const revisedInSql = `${subtreesSql('$4', '$5::date', '$6::timestamptz', true)}
  SELECT t.root AS "unionId", max(c.accepted_at) AS at FROM subtree t
  JOIN period p ON p.tenant_id = $1 AND p.code = $3
  CROSS JOIN LATERAL (
    SELECT c.accepted_at FROM contribution c WHERE c.tenant_id = $1 AND c.form = $2 AND c.period = $3
      AND c.union_id = t.union_id AND c.kind = 'FILED' AND c.superseded_at IS NULL OFFSET 0) c
  WHERE c.accepted_at > p.final_at GROUP BY t.root`;

/**
 * What each body posts as 划入 and 划出: tree 1 is that of the period's end, tree 2 that of the end of the last one, $8 the
 * position in part 0 that counts the grassroots unions of the last period's end. A union that came into a body's
 * subtree is one moved in, wherever in it; so a body posts its own count less those of its children, and the sum over its
 * subtree is its count. Bodies that moves have passed by are answered too, with zeros.
 */
export const movementSql = `WITH RECURSIVE ${turning({ throughSuccessors: false })},
  ${coefficient({ came: 'CASE WHEN sign < 0 THEN 1 ELSE 0 END', gone: 'CASE WHEN sign > 0 THEN 1 ELSE 0 END' })},
  ${added}, block AS (
    SELECT m.was, m.becomes, r.totals[$8] AS prior ${stored} WHERE r.part = 0
    UNION ALL
    SELECT was, becomes, figures[$8] FROM added WHERE part = 0
  ), weight AS MATERIALIZED (
    SELECT was, becomes, sum(prior) AS prior FROM block GROUP BY was, becomes
  ), total AS MATERIALIZED (
    SELECT c.node, coalesce(sum(c.came * w.prior), 0) AS came, coalesce(sum(c.gone * w.prior), 0) AS gone
    FROM coefficient c LEFT JOIN weight w ON w.was = c.was AND w.becomes = c.becomes GROUP BY c.node
  )
  SELECT union_id AS "unionId", sum(came)::text AS came, sum(gone)::text AS gone FROM (
    SELECT node AS union_id, came, gone FROM total
    UNION ALL
    SELECT a.parent_id, -t.came, -t.gone FROM total t JOIN affiliation a
    ON a.tenant_id = $1 AND a.union_id = t.node AND ${inForce('a', treeOne.day, treeOne.recorded)}
  ) posted GROUP BY union_id`;
