import { inForce } from './organisation.js';

// The drain's SQL, with its element-wise sums written out for a width (how many positions the widest part of a form
// has). `unnest` and jsonb were measured 4 to 8 times slower; see docs/adr/0003-drain.md.

const each = (width: number, expression: (k: number) => string): string =>
  Array.from({ length: width }, (_, i) => expression(i + 1)).join(', ');

// States by code: missing, not applicable, exact, at least, about, held. Two small counts travel in one sum, the
// second in units of 2^30, so that a position costs three sums instead of five.
const pair = 30;
const half = 2 ** (pair - 1);
const unit = 2 ** pair;
const filledAndNotApplicable = `'{0,${unit},1,1,1,0}'::int[]`;
const atLeastAndAbout = `'{0,0,0,1,${unit},0}'::int[]`;
const second = (sum: string): string => `((${sum} + ${half}) >> ${pair})`;
const first = (sum: string): string => `(${sum} - (${second(sum)} << ${pair}))`;

const counts = ['filled', 'not_applicable', 'at_least', 'about'] as const;

/**
 * How the drain is to be planned, whatever the statistics say: rows are looked up by key, one by one (the LATERALs),
 * and the few thousand pairs of leaf and ancestor are joined by hash. Where a table is new and unanalysed the planner
 * would choose the reverse and take minutes.
 */
export const drainPlan =
  'SET LOCAL enable_nestloop = off; SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off';

/**
 * Takes up to `$5` changes of a scope out of the outbox and adds them to the totals of every ancestor in the
 * period's tree, each ancestor once. Parameters: tenant, form, period, the tree's day, limit, the tree's recorded
 * time. Answers one row: `taken` (changes) and `unions` (ids whose total changed). The caller holds the scope's lock and
 * has run `drainPlan`.
 */
export function drainSql(width: number): string {
  const climbed = `a.tenant_id = $1 AND a.union_id = c.node AND ${inForce('a', '$4::date', '$6::timestamptz')}`;
  const unpacked = (array: 'c1' | 'c2', part: (sum: string) => string): string =>
    `(ARRAY[${each(width, (k) => part(`${array}[${k}]`))}])[1:width]::int[]`;
  const added = (column: string, type: string): string =>
    `${column} = (ARRAY[${each(width, (k) => `coalesce(r.${column}[${k}], 0) + coalesce(excluded.${column}[${k}], 0)`)}]
      )[1:greatest(cardinality(r.${column}), cardinality(excluded.${column}))]::${type}[]`;
  return `
  WITH RECURSIVE taken AS (
    DELETE FROM rollup_outbox
    WHERE tenant_id = $1 AND form = $2 AND period = $3 AND id = ANY (ARRAY(
      SELECT id FROM rollup_outbox WHERE tenant_id = $1 AND form = $2 AND period = $3 ORDER BY id LIMIT $5))
    RETURNING union_id, plus, minus
  ), signed AS MATERIALIZED (
    SELECT union_id, plus AS id, 1 AS sign FROM taken WHERE plus IS NOT NULL
    UNION ALL
    SELECT union_id, minus, -1 FROM taken WHERE minus IS NOT NULL
  ), climb AS (
    SELECT s.union_id AS leaf, s.union_id AS node, u.bears FROM (SELECT DISTINCT union_id FROM signed) s
    CROSS JOIN LATERAL (
      SELECT level <> 'GRASSROOTS' AS bears FROM trade_union u WHERE u.tenant_id = $1 AND u.id = s.union_id LIMIT 1) u
    UNION ALL
    SELECT c.leaf, p.parent_id, true FROM climb c
    CROSS JOIN LATERAL (SELECT a.parent_id FROM affiliation a WHERE ${climbed} LIMIT 1) p
  ), posted AS MATERIALIZED (
    SELECT s.union_id AS leaf, s.sign, c.part, c.figures, c.states FROM signed s
    CROSS JOIN LATERAL (
      SELECT part, figures, states FROM contribution c
      WHERE c.tenant_id = $1 AND c.form = $2 AND c.period = $3 AND c.id = s.id LIMIT 1) c
  ), delta AS (
    SELECT k.node AS union_id, c.part, max(cardinality(c.figures)) AS width,
      ARRAY[${each(width, (k) => `coalesce(sum(c.sign * c.figures[${k}]), 0)`)}]::bigint[] AS totals,
      ARRAY[${each(width, (k) => `coalesce(sum(c.sign * (${filledAndNotApplicable})[c.states[${k}] + 1]), 0)`)}] AS c1,
      ARRAY[${each(width, (k) => `coalesce(sum(c.sign * (${atLeastAndAbout})[c.states[${k}] + 1]), 0)`)}] AS c2
    FROM posted c
    JOIN climb k ON k.leaf = c.leaf AND k.bears
    GROUP BY k.node, c.part
  ), written AS (
    INSERT INTO rollup AS r (tenant_id, form, period, union_id, part, totals, ${counts.join(', ')})
    SELECT $1, $2, $3, union_id, part, totals[1:width],
      ${unpacked('c1', first)}, ${unpacked('c1', second)}, ${unpacked('c2', first)}, ${unpacked('c2', second)}
    FROM delta ORDER BY union_id, part
    ON CONFLICT (tenant_id, form, period, union_id, part) DO UPDATE SET
      ${added('totals', 'bigint')},
      ${counts.map((column) => added(column, 'int')).join(',\n      ')},
      version = r.version + 1
    RETURNING r.union_id
  )
  SELECT (SELECT count(*)::int FROM taken) AS taken, (SELECT array_agg(DISTINCT union_id) FROM written) AS unions`;
}
