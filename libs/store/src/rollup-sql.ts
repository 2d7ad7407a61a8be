import { inForce, notWithdrawn, subtreeSql, subtreesSql, type Succession } from './organisation.js';

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
 * The sums of contributions `c` (`figures`, `states`), each taken `c.sign` times, or (`sign` empty) once: `width` (the positions
 * that there are), `totals`, and in `c1` and `c2` the counts, two in one.
 */
export const packedSums = (width: number, sign: 'c.sign * ' | '' = 'c.sign * '): string => {
  const sums = (term: (k: number) => string): string =>
    each(width, (k) => `coalesce(sum(${sign}${term(k)}), 0)`);
  return `max(cardinality(c.figures)) AS width,
      ARRAY[${sums((k) => `c.figures[${k}]`)}]::bigint[] AS totals,
      ARRAY[${sums((k) => `(${filledAndNotApplicable})[c.states[${k}] + 1]`)}] AS c1,
      ARRAY[${sums((k) => `(${atLeastAndAbout})[c.states[${k}] + 1]`)}] AS c2`;
};

const unpacked = (width: number): [string, string, string, string] => {
  const one = (array: 'c1' | 'c2', part: (sum: string) => string): string =>
    `(ARRAY[${each(width, (k) => part(`${array}[${k}]`))}])[1:width]::int[]`;
  return [one('c1', first), one('c1', second), one('c2', first), one('c2', second)];
};

/** The four counts that `packedSums` has packed, in the order of a total's columns. */
export const unpackedCounts = (width: number): string => unpacked(width).join(', ');

/**
 * How the drain is to be planned, whatever the statistics say: rows are looked up by key, one by one (the LATERALs),
 * and the few thousand pairs of leaf and ancestor are joined by hash. Where a table is new and unanalysed the planner
 * would choose the reverse and take minutes. Without JIT (data-source.ts): what is switched off is priced so high that
 * PostgreSQL before 18 would compile the hundreds of sums.
 */
export const drainPlan =
  'SET LOCAL enable_nestloop = off; SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off';

/** Ends `drainPlan` for what else a transaction does. */
export const usualPlan =
  'SET LOCAL enable_nestloop = on; SET LOCAL enable_seqscan = on; SET LOCAL enable_bitmapscan = on';

/**
 * Takes up to `$5` changes of a scope out of the outbox, but for those set aside, and adds them to the totals of every ancestor in the period's
 * tree, each ancestor once: first at the lowest body above each leaf, then from there upwards. Parameters: tenant,
 * form, period, the tree's day, limit, the tree's recorded time. Answers one row: `taken` (changes), `waited` (seconds since the
 * oldest of them; null where there is none) and `unions` (ids whose total changed). The caller holds the scope's lock and has run `drainPlan`.
 */
export function drainSql(width: number): string {
  const parentOf = (union: string): string =>
    `a.tenant_id = $1 AND a.union_id = ${union} AND ${inForce('a', '$4::date', '$6::timestamptz')}`;
  const sums = (term: (k: number) => string): string => each(width, (k) => `coalesce(sum(${term(k)}), 0)`);
  const added = (column: string, type: string): string =>
    `${column} = (ARRAY[${each(width, (k) => `coalesce(r.${column}[${k}], 0) + coalesce(excluded.${column}[${k}], 0)`)}]
      )[1:greatest(cardinality(r.${column}), cardinality(excluded.${column}))]::${type}[]`;
  return `
  WITH RECURSIVE taken AS (
    DELETE FROM rollup_outbox
    WHERE tenant_id = $1 AND form = $2 AND period = $3 AND id = ANY (ARRAY(
      SELECT id FROM rollup_outbox WHERE tenant_id = $1 AND form = $2 AND period = $3 AND set_aside_at IS NULL ORDER BY id LIMIT $5))
    RETURNING union_id, plus, minus, at
  ), signed AS MATERIALIZED (
    SELECT union_id, plus AS id, 1 AS sign FROM taken WHERE plus IS NOT NULL
    UNION ALL
    SELECT union_id, minus, -1 FROM taken WHERE minus IS NOT NULL
  ), posted AS MATERIALIZED (
    SELECT s.union_id, s.sign, c.part, c.figures, c.states FROM signed s
    CROSS JOIN LATERAL (
      SELECT part, figures, states FROM contribution c
      WHERE c.tenant_id = $1 AND c.form = $2 AND c.period = $3 AND c.id = s.id LIMIT 1) c
  ), bearer AS MATERIALIZED (
    SELECT s.union_id, CASE WHEN u.bears THEN s.union_id ELSE p.parent_id END AS node
    FROM (SELECT DISTINCT union_id FROM signed) s
    CROSS JOIN LATERAL (
      SELECT level <> 'GRASSROOTS' AS bears FROM trade_union u WHERE u.tenant_id = $1 AND u.id = s.union_id LIMIT 1) u
    LEFT JOIN LATERAL (SELECT a.parent_id FROM affiliation a WHERE ${parentOf('s.union_id')} LIMIT 1) p ON NOT u.bears
  ), near AS MATERIALIZED (
    SELECT b.node, c.part, ${packedSums(width)}
    FROM posted c JOIN bearer b ON b.union_id = c.union_id
    GROUP BY b.node, c.part
  ), climb AS (
    SELECT DISTINCT node AS start, node FROM bearer
    UNION ALL
    SELECT c.start, p.parent_id FROM climb c
    CROSS JOIN LATERAL (SELECT a.parent_id FROM affiliation a WHERE ${parentOf('c.node')} LIMIT 1) p
  ), delta AS (
    SELECT k.node AS union_id, n.part, max(n.width) AS width,
      ARRAY[${sums((k) => `n.totals[${k}]`)}]::bigint[] AS totals,
      ARRAY[${sums((k) => `n.c1[${k}]`)}]::bigint[] AS c1,
      ARRAY[${sums((k) => `n.c2[${k}]`)}]::bigint[] AS c2
    FROM near n JOIN climb k ON k.start = n.node
    GROUP BY k.node, n.part
  ), written AS (
    INSERT INTO rollup AS r (tenant_id, form, period, union_id, part, totals, ${counts.join(', ')})
    SELECT $1, $2, $3, union_id, part, totals[1:width], ${unpackedCounts(width)}
    FROM delta ORDER BY union_id, part
    ON CONFLICT (tenant_id, form, period, union_id, part) DO UPDATE SET
      ${added('totals', 'bigint')},
      ${counts.map((column) => added(column, 'int')).join(',\n      ')},
      version = r.version + 1
    RETURNING r.union_id
  )
  SELECT (SELECT count(*)::int FROM taken) AS taken, (SELECT array_agg(DISTINCT union_id) FROM written) AS unions,
    (SELECT extract(epoch FROM clock_timestamp() - min(at))::float8 FROM taken) AS waited`;
}

/** What `packedSums` made, as the columns of a stored part. */
const asPart = (width: number): string => {
  const [filled, notApplicable, atLeast, about] = unpacked(width);
  return `totals[1:width] AS totals, ${filled} AS filled, ${notApplicable} AS "notApplicable",
    ${atLeast} AS "atLeast", ${about} AS about`;
};

/**
 * SQL for the contributions `c` that meet a condition and are in force, or (`known`) were at a moment. Either way they are
 * looked up by the key of one of two partial indexes.
 */
export const inForceAt = (columns: string, where: string, known: string | null): string => {
  const from = `SELECT ${columns} FROM contribution c WHERE ${where}`;
  return known
    ? `${from} AND c.superseded_at IS NULL AND c.accepted_at <= ${known}
       UNION ALL ${from} AND c.superseded_at > ${known} AND c.accepted_at <= ${known}`
    : `${from} AND c.superseded_at IS NULL`;
};

/**
 * Adds up, by part, what was in force at a moment ($5) of the subtrees of unions ($3) in a tree ($6 day, $7 recorded time), or
 * (`OWN`, without the last two) of these unions themselves. $1 tenant, $2 form, $4 period. `revisedAt`: when the last of it that was filed was
 * accepted, where the period was FINAL by then. `held`: of `OWN` parts, values kept but never added.
 */
export function asOfSql(width: number, of: Succession | 'OWN'): string {
  const own = of === 'OWN';
  const within = own
    ? 'WITH subtree AS (SELECT u AS root, u AS union_id FROM unnest($3::uuid[]) AS u)'
    : subtreesSql('$3', '$6::date', '$7::timestamptz', of);
  const where = 'c.tenant_id = $1 AND c.form = $2 AND c.period = $4 AND c.union_id = t.union_id';
  const columns = 'c.kind, c.part, c.figures, c.states, c.accepted_at, c.submission_id';
  return `${within}, added AS (
    SELECT t.root, c.part, ${packedSums(width, '')},
      max(c.accepted_at) FILTER (WHERE c.kind = 'FILED' AND c.accepted_at > p.final_at) AS revised_at
      ${own ? ', (array_agg(s.held))[1] AS held' : ''}
    FROM subtree t
    CROSS JOIN LATERAL (${inForceAt(columns, where, '$5::timestamptz')} OFFSET 0) c
    JOIN period p ON p.tenant_id = $1 AND p.code = $4
    ${own ? 'LEFT JOIN submission s ON s.tenant_id = $1 AND s.id = c.submission_id' : ''}
    GROUP BY t.root, c.part
  )
  SELECT a.root AS "unionId", a.part, ${asPart(width)}, a.revised_at AS "revisedAt" ${own ? ', a.held' : ''}
  FROM added a`;
}

/** Which unions of a region are meant. All are SQL. */
export interface HereSql {
  prefix: string;
  digits: string;
  /** A union, and the tree's day and recorded time: only its subtree. */
  within: readonly [union: string, day: string, recorded: string] | null;
  known: string | null;
}

/** SQL that begins with `here(union_id, region, level)`: the unions whose region code begins with `prefix`, by its first `digits` characters. */
export function hereSql({ prefix, digits, within, known }: HereSql): string {
  const scope = within
    ? `${subtreeSql(within[0], `${within[1]}::date`, `${within[2]}::timestamptz`)},`
    : 'WITH';
  return `${scope} here AS MATERIALIZED (
    SELECT u.id AS union_id, left(u.region_code, ${digits}) AS region, u.level FROM trade_union u
    ${within ? 'JOIN subtree t ON t.union_id = u.id' : ''}
    WHERE u.tenant_id = $1 AND u.region_code LIKE ${prefix} || '%' AND ${notWithdrawn(known ?? `'infinity'`)}
  )`;
}

// OFFSET 0 keeps a LATERAL a look-up for each union, whatever the planner thinks of a table that is new to it.
/**
 * Adds up the contributions of the unions whose region code begins with `$4`, by the first `$5` characters of the code, period
 * and part: 属地口径; those in force, or (`asOf`, the last parameter) in force at a moment. `within` ($6, $7, $8: a union, the
 * tree's day and recorded time) keeps to a subtree. Parameters besides: tenant, form, periods.
 */
export function regionSql(width: number, { within, asOf }: { within: boolean; asOf: boolean }): string {
  const known = asOf ? `$${within ? 9 : 6}::timestamptz` : null;
  const where = 'c.tenant_id = $1 AND c.form = $2 AND c.period = p.period AND c.union_id = h.union_id';
  const subtree = within ? (['$6', '$7', '$8'] as const) : null;
  return `${hereSql({ prefix: '$4', digits: '$5', within: subtree, known })}, added AS (
    SELECT h.region, p.period, c.part, ${packedSums(width, '')}
    FROM here h CROSS JOIN unnest($3::text[]) AS p (period)
    CROSS JOIN LATERAL (${inForceAt('c.part, c.figures, c.states', where, known)} OFFSET 0) c
    GROUP BY h.region, p.period, c.part
  )
  SELECT a.region, a.period, a.part, ${asPart(width)} FROM added a`;
}
