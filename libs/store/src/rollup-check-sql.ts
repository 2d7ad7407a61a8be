import { inForce } from './organisation.js';
import { packedSums, unpackedCounts } from './rollup-sql.js';

// How totals are held against contributions. In every committed state a body's total is what its own contributions, those of the
// grassroots unions directly below it (both without what waits in the outbox) and the totals of the bodies directly below it
// add up to. What a total has more than that is the body's *deviation*. Acceptances, drains and moves leave all deviations as
// they are, namely 0, so they are looked for body by body, each slice of bodies in a statement, hence a snapshot, of its own and
// without a lock. A total is wrong by the deviations of its whole subtree: they are climbed like contributions.
//
// Parameters: $1 tenant, $2 form, $3 period.

const tree = `
  tree AS MATERIALIZED (
    SELECT ends_on AS day, coalesce(final_at, 'infinity') AS recorded FROM period WHERE tenant_id = $1 AND code = $3
  )`;
const holds = (a: string): string => inForce(a, '(SELECT day FROM tree)', '(SELECT recorded FROM tree)');

const numbers = ['total', 'filled', 'not_applicable', 'at_least', 'about'] as const;
const columns = ['totals', 'filled', 'not_applicable', 'at_least', 'about'] as const;
const list = (expression: (number: string) => string): string => numbers.map(expression).join(', ');
const anyOf = (expression: (number: string) => string): string =>
  numbers.map((number) => `${expression(number)} <> 0`).join(' OR ');

const bearsOf = (union: string): string =>
  `SELECT u.level <> 'GRASSROOTS' AS bears FROM trade_union u WHERE u.tenant_id = $1 AND u.id = ${union} LIMIT 1`;
const storedOf = (union: string): string =>
  `SELECT * FROM rollup r WHERE r.tenant_id = $1 AND r.form = $2 AND r.period = $3 AND r.union_id = ${union}`;
const contributionOf = (condition: string): string =>
  `SELECT part, figures, states FROM contribution c
      WHERE c.tenant_id = $1 AND c.form = $2 AND c.period = $3 AND ${condition}`;

/**
 * `deviation(node, part, k, total, filled, …)` of the unions that `looked` yields, where it is not 0. A union that bears no totals,
 * because it is a grassroots union or does not exist, deviates by whatever is stored for it. As for the drain, rows are looked up
 * by key: the statement is run with `drainPlan`.
 */
const deviation = (width: number, looked: string): string => `
  WITH RECURSIVE ${tree}, looked AS MATERIALIZED (${looked}),
  body AS MATERIALIZED (
    SELECT l.union_id, coalesce(u.bears, false) AS bears FROM looked l
    LEFT JOIN LATERAL (${bearsOf('l.union_id')}) u ON true
  ), below AS MATERIALIZED (
    SELECT b.union_id AS node, a.union_id, u.bears FROM body b
    CROSS JOIN LATERAL (SELECT a.union_id FROM affiliation a
      WHERE a.tenant_id = $1 AND a.parent_id = b.union_id AND ${holds('a')} OFFSET 0) a
    CROSS JOIN LATERAL (${bearsOf('a.union_id')}) u
  ), member AS MATERIALIZED (
    SELECT union_id AS node, union_id FROM body WHERE bears
    UNION ALL
    SELECT node, union_id FROM below WHERE NOT bears
  ), waiting AS MATERIALIZED (
    SELECT m.node, o.plus, o.minus FROM rollup_outbox o JOIN member m ON m.union_id = o.union_id
    WHERE o.tenant_id = $1 AND o.form = $2 AND o.period = $3
  ), signed AS (
    SELECT m.node, 1 AS sign, c.part, c.figures, c.states FROM member m
    CROSS JOIN LATERAL (${contributionOf('c.union_id = m.union_id AND c.superseded_at IS NULL')} OFFSET 0) c
    UNION ALL
    SELECT w.node, w.sign, c.part, c.figures, c.states FROM (
      SELECT node, -1 AS sign, plus AS id FROM waiting WHERE plus IS NOT NULL
      UNION ALL
      SELECT node, 1, minus FROM waiting WHERE minus IS NOT NULL
    ) w CROSS JOIN LATERAL (${contributionOf('c.id = w.id')} LIMIT 1) c
  ), near AS MATERIALIZED (
    SELECT c.node, c.part, ${packedSums(width)} FROM signed c GROUP BY c.node, c.part
  ), line (node, sign, part, ${columns.join(', ')}) AS (
    SELECT b.union_id, 1, r.part, ${columns.map((column) => `r.${column}`).join(', ')}
    FROM body b CROSS JOIN LATERAL (${storedOf('b.union_id')} OFFSET 0) r
    UNION ALL
    SELECT l.node, -1, r.part, ${columns.map((column) => `r.${column}`).join(', ')}
    FROM below l CROSS JOIN LATERAL (${storedOf('l.union_id')} OFFSET 0) r WHERE l.bears
    UNION ALL
    SELECT node, -1, part, totals[1:width], ${unpackedCounts(width)} FROM near
  ), deviation AS MATERIALIZED (
    SELECT l.node, l.part, u.k::int AS k, ${list((n) => `sum(l.sign * coalesce(u.${n}, 0)) AS ${n}`)}
    FROM line l CROSS JOIN LATERAL unnest(${columns.map((column) => `l.${column}`).join(', ')})
      WITH ORDINALITY AS u (${numbers.join(', ')}, k)
    GROUP BY l.node, l.part, u.k HAVING ${anyOf((n) => `sum(l.sign * coalesce(u.${n}, 0))`)}
  )`;

/**
 * Looks at the next `$5` unions after `$4` by id: all bodies, and whatever else a total is stored for. Answers one row: `seen` (how
 * many), `last` (the id of the last one) and `suspects` (those that deviate).
 */
export const suspectsSql = (width: number): string => `${deviation(
  width,
  `SELECT union_id FROM (
      (SELECT id AS union_id FROM trade_union WHERE tenant_id = $1 AND level <> 'GRASSROOTS' AND id > $4::uuid
       ORDER BY id LIMIT $5)
      UNION
      (SELECT DISTINCT union_id FROM rollup WHERE tenant_id = $1 AND form = $2 AND period = $3 AND union_id > $4::uuid
       ORDER BY union_id LIMIT $5)
    ) u ORDER BY union_id LIMIT $5`,
)}
  SELECT (SELECT count(*)::int FROM looked) AS seen, (SELECT union_id FROM looked ORDER BY union_id DESC LIMIT 1) AS last,
    ARRAY(SELECT DISTINCT node FROM deviation) AS suspects`;

const climbing = (name: string, starts: string): string => `
  ${name} AS (
    ${starts}
    UNION ALL
    SELECT c.start, p.parent_id FROM ${name} c CROSS JOIN LATERAL (
      SELECT a.parent_id FROM affiliation a WHERE a.tenant_id = $1 AND a.union_id = c.node AND ${holds('a')} LIMIT 1) p
  )`;

/**
 * `error(union_id, part, k, …)`: by how much totals are wrong, given all suspects ($4). Within `$5` only: those of its subtree and
 * of the bodies above it; of the whole scope where it is null.
 */
const error = (width: number): string => `${deviation(
  width,
  'SELECT DISTINCT union_id FROM unnest($4::uuid[]) AS u (union_id)',
)}, ${climbing('climb', 'SELECT DISTINCT node AS start, node FROM deviation')},
  ${climbing('above', 'SELECT $5::uuid AS start, $5::uuid AS node')},
  error AS MATERIALIZED (
    SELECT k.node AS union_id, d.part, d.k, ${list((n) => `sum(d.${n}) AS ${n}`)}
    FROM deviation d JOIN body b ON b.union_id = d.node JOIN climb k ON k.start = d.node
    WHERE (b.bears OR k.node = d.node) AND ($5::uuid IS NULL OR k.node IN (SELECT node FROM above)
      OR k.start IN (SELECT start FROM climb WHERE node = $5))
    GROUP BY k.node, d.part, d.k HAVING ${anyOf((n) => `sum(d.${n})`)}
  )`;

/** The first `$6` numbers that are wrong, with how many there are in all. The caller holds the scope's lock. */
export const differencesSql = (width: number): string => `${error(width)}
  SELECT e.union_id AS "unionId", e.part, e.k AS position, n.kind, n.stored::text,
    (coalesce(n.stored, 0) - n.difference)::text AS recomputed, (count(*) OVER ())::int AS "inAll"
  FROM error e LEFT JOIN LATERAL (${storedOf('e.union_id')} AND r.part = e.part LIMIT 1) r ON true
  CROSS JOIN LATERAL (VALUES ${numbers
    .map((number, i) => `('${number.toUpperCase()}', r.${columns[i]}[e.k]::bigint, e.${number})`)
    .join(', ')}) AS n (kind, stored, difference)
  WHERE n.difference <> 0 ORDER BY e.union_id, e.part, e.k, n.kind LIMIT $6`;

/**
 * Takes off every total what it is wrong by, and answers whose were. Contributions may be accepted meanwhile: they wait in the
 * outbox, which stays as it is. The caller holds the scope's lock.
 */
export const mendSql = (width: number): string => `${error(width)}, wrong AS (
    SELECT union_id, part, max(k) AS most FROM error GROUP BY union_id, part
  ), mended AS (
    SELECT w.union_id, w.part, s.k,
      ${numbers.map((n, i) => `coalesce(r.${columns[i]}[s.k], 0) - coalesce(e.${n}, 0) AS ${n}`).join(', ')}
    FROM wrong w LEFT JOIN LATERAL (${storedOf('w.union_id')} AND r.part = w.part LIMIT 1) r ON true
    CROSS JOIN LATERAL generate_series(1, greatest(w.most, ${columns.map((c) => `cardinality(r.${c})`).join(', ')})) AS s (k)
    LEFT JOIN error e ON e.union_id = w.union_id AND e.part = w.part AND e.k = s.k
  ), written AS (
    INSERT INTO rollup AS r (tenant_id, form, period, union_id, part, ${columns.join(', ')})
    SELECT $1, $2, $3, union_id, part,
      ${numbers.map((n) => `array_agg(${n} ORDER BY k)::${n === 'total' ? 'bigint' : 'int'}[]`).join(', ')}
    FROM mended GROUP BY union_id, part ORDER BY union_id, part
    ON CONFLICT (tenant_id, form, period, union_id, part) DO UPDATE SET
      ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}, version = r.version + 1
    RETURNING r.union_id
  )
  SELECT DISTINCT union_id AS "unionId" FROM written`;
