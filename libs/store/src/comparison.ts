import { type Form, layoutOf, type Position } from '@huiji/domain/form';
import type { Sides } from '@huiji/domain/comparison';
import { parsePeriod } from '@huiji/domain/period';
import { type Tx, sql } from './data-source.js';
import { subtreesSql, type TreeAt } from './organisation.js';
import { byWidth, type Scope } from './rollup.js';

// Sums over the unions of subtrees, position by position, of only those positions that are asked for. As in the drain each sum
// is written out, for a few widths; which position stands at which place is a parameter. States 2 to 4 add, and the greatest of them
// is the weakest mark.

const each = (width: number, expression: (k: number) => string): string =>
  Array.from({ length: width }, (_, i) => expression(i + 1)).join(', ');
const roundedUp = (cells: number): number => Math.ceil(cells / 6) * 6;

/** A contribution of union `t` that is in force, as a look-up: the planner knows nothing of a period just opened. */
const inForce = (period: string, kind: string, part: string): string => `
  c.tenant_id = $1 AND c.form = $2 AND c.period = ${period} AND c.union_id = t.union_id
  AND c.kind = ${kind} AND c.part = ${part} AND c.superseded_at IS NULL`;
const accepted = (period: string): string => `EXISTS (SELECT FROM contribution c
  WHERE ${inForce(period, `'FILED'`, '1')})`;

/**
 * 可比口径. $3 unions, $4 and $5 the tree's day and recorded time, $6 to $8 the periods with their side (1 now, 0 then) and whether
 * they are the last of it, $9 and $10 kind and part, $11 positions, $12 whether each is a flow, $13 how many periods there are. A
 * union counts in a cell if it was accepted in all periods and filled the cell in all that the cell is read from.
 */
const comparableSql = (throughSuccessors: boolean) => (width: number) => {
  const adds = (k: number): string =>
    `c.states[($11::int[])[${k}]] IN (2, 3, 4) AND (w.is_last OR ($12::bool[])[${k}])`;
  const both = (k: number): string =>
    `FILTER (WHERE x.filled[${k}] = CASE WHEN ($12::bool[])[${k}] THEN $13::int ELSE 2 END)`;
  const side = (number: 0 | 1, term: string): string =>
    `ARRAY[${each(width, (k) => `${term.replaceAll('#', `[($11::int[])[${k}]]`)} FILTER (WHERE w.side = ${number} AND ${adds(k)})`)}]`;
  return `${subtreesSql('$3', '$4::date', '$5::timestamptz', throughSuccessors)}
  SELECT t.root AS "unionId", count(*)::int AS unions,
    ARRAY[${each(width, (k) => `count(*) ${both(k)}`)}]::int[] AS counted,
    ARRAY[${each(width, (k) => `sum(x.now[${k}]) ${both(k)}`)}]::bigint[] AS now,
    ARRAY[${each(width, (k) => `sum(x.was[${k}]) ${both(k)}`)}]::bigint[] AS was,
    ARRAY[${each(width, (k) => `max(x.mark_now[${k}]) ${both(k)}`)}]::int[] AS "markNow",
    ARRAY[${each(width, (k) => `max(x.mark_was[${k}]) ${both(k)}`)}]::int[] AS "markWas"
  FROM subtree t CROSS JOIN LATERAL (
    SELECT count(*) AS reports, ARRAY[${each(width, (k) => `count(*) FILTER (WHERE ${adds(k)})`)}] AS filled,
      ${side(1, 'sum(c.figures#)')} AS now, ${side(0, 'sum(c.figures#)')} AS was,
      ${side(1, 'max(c.states#)')} AS mark_now, ${side(0, 'max(c.states#)')} AS mark_was
    FROM unnest($6::text[], $7::int[], $8::bool[]) AS w (period, side, is_last) CROSS JOIN LATERAL (
      SELECT c.figures, c.states FROM contribution c
      WHERE ${inForce('w.period', '$9', '$10::smallint')} OFFSET 0) c
    WHERE $9 = 'FILED' OR ${accepted('w.period')}
  ) x WHERE x.reports = $13 GROUP BY t.root`;
};

/**
 * 未报沿用上期. $3 unions, $4 and $5 the tree's day and recorded time, $6 the period, $7 its first day, $8 part, $9 positions: of the
 * unions of which a report is expected and none accepted, the figures of their last accepted period before.
 */
const carriedSql = (throughSuccessors: boolean) => (width: number) => {
  const here = (k: number): string => `FILTER (WHERE c.states[($9::int[])[${k}]] IN (2, 3, 4))`;
  const list = (term: string): string =>
    each(width, (k) => `${term.replaceAll('#', `[($9::int[])[${k}]]`)} ${here(k)}`);
  return `${subtreesSql('$3', '$4::date', '$5::timestamptz', throughSuccessors)}
  SELECT t.root AS "unionId", ARRAY[${list('count(*)')}]::int[] AS counted, ARRAY[${list('sum(c.figures#)')}]::bigint[] AS amount,
    ARRAY[${list('max(c.states#)')}]::int[] AS mark, ARRAY[${list('min(l.period)')}]::text[] AS oldest
  FROM subtree t CROSS JOIN LATERAL (
    SELECT FROM contribution c WHERE ${inForce('$6', `'REGISTRY'`, '0')} AND c.figures[1] + c.figures[2] > 0 OFFSET 0) due
  CROSS JOIN LATERAL (
    SELECT s.period FROM submission s CROSS JOIN LATERAL (
      SELECT p.ends_on FROM period p WHERE p.tenant_id = $1 AND p.code = s.period OFFSET 0) p
    WHERE s.tenant_id = $1 AND s.union_id = t.union_id AND s.form = $2 AND s.state = 'ACCEPTED' AND p.ends_on < $7::date
    ORDER BY p.ends_on DESC LIMIT 1) l
  CROSS JOIN LATERAL (
    SELECT c.figures, c.states FROM contribution c WHERE ${inForce('l.period', `'FILED'`, '$8::smallint')} OFFSET 0) c
  WHERE NOT ${accepted('$6')} GROUP BY t.root`;
};

const texts = {
  comparable: [byWidth(comparableSql(false)), byWidth(comparableSql(true))],
  carried: [byWidth(carriedSql(false)), byWidth(carriedSql(true))],
} as const;

const textOf = (what: keyof typeof texts, tree: TreeAt, width: number): string =>
  texts[what][tree.throughSuccessors ? 1 : 0](width);

/** Positions of one part as a statement takes them: padded to a width, so that few texts are prepared. */
function padded(places: readonly Position[]): { positions: number[]; flows: boolean[] } {
  const [first] = places;
  const more = Array.from({ length: roundedUp(places.length) - places.length }, () => first).flatMap(
    (place) => place ?? [],
  );
  const all = [...places, ...more];
  return {
    positions: all.map((place) => place.index + 1),
    flows: all.map((place) => place.cell.kind === 'FLOW'),
  };
}

/** Which places stand in which part, in the order asked. */
function byPart(places: readonly Position[]): Map<number, Position[]> {
  const parts = new Map<number, Position[]>();
  for (const place of places) parts.set(place.part, [...(parts.get(place.part) ?? []), place]);
  return parts;
}

/** A sum over unions: null where none of them counts. `state` is the weakest mark among its parts, by its code. */
export interface Summed {
  figure: bigint | null;
  state: number;
  unions: number;
}

const summed = (figure: string | null | undefined, state: number | null | undefined, unions = 0): Summed => ({
  ...{ figure: figure === null || figure === undefined ? null : BigInt(figure), state: state ?? 0, unions },
});

/** What was accepted in both periods below one union. */
export interface Comparable {
  /** How many unions were accepted in every period of both sides. */
  unions: number;
  /** By cell code. */
  cells: Map<string, { now: Summed; then: Summed }>;
}

/**
 * Sums cells of two sides over those unions of each subtree (in one tree) that were accepted on both and filled the cell on both:
 * flows in every period, stocks in the last one of either side. One statement for each part of the form that is asked for.
 */
export async function comparableIn(
  tx: Tx,
  { tenantId, form }: { tenantId: string; form: Form },
  { unionIds, tree }: { unionIds: readonly string[]; tree: TreeAt },
  sides: Sides,
  places: readonly Position[],
): Promise<Map<string, Comparable>> {
  const found = new Map(unionIds.map((id): [string, Comparable] => [id, { unions: 0, cells: new Map() }]));
  const periods = [...sides.now, ...sides.then];
  const last = [sides.now.at(-1), sides.then.at(-1)];
  for (const [part, here] of byPart(places)) {
    const { positions, flows } = padded(here);
    const kind = layoutOf(form).parts.find((one) => one.part === part)?.kind ?? 'FILED';
    const rows = await sql<
      Record<'now' | 'was', Array<string | null>> &
        Record<'markNow' | 'markWas', Array<number | null>> & {
          unionId: string;
          unions: number;
          counted: number[];
        }
    >(tx, textOf('comparable', tree, positions.length), [
      ...[tenantId, form.code, unionIds, tree.day, tree.recorded, periods],
      periods.map((_, i) => (i < sides.now.length ? 1 : 0)),
      periods.map((period) => last.includes(period)),
      ...[kind, part, positions, flows, periods.length],
    ]);
    for (const row of rows) {
      const known = found.get(row.unionId);
      if (!known) continue;
      known.unions = Math.max(known.unions, row.unions);
      here.forEach(({ cell }, k) => {
        const now = summed(row.now[k], row.markNow[k], row.counted[k]);
        known.cells.set(cell.code, { now, then: summed(row.was[k], row.markWas[k], row.counted[k]) });
      });
    }
  }
  return found;
}

/** What stands beside a total for those who have not been accepted: an amount, and the oldest period that any of it is from. */
export type Carried = Summed & { oldest: string | null };

/** The last accepted figures of those unions of each subtree of which a report is expected in a scope and none is accepted, by cell code. */
export async function carriedIn(
  tx: Tx,
  { tenantId, form, period }: Scope,
  { unionIds, tree }: { unionIds: readonly string[]; tree: TreeAt },
  places: readonly Position[],
): Promise<Map<string, Map<string, Carried>>> {
  const found = new Map(unionIds.map((id) => [id, new Map<string, Carried>()]));
  for (const [part, here] of byPart(places)) {
    const { positions } = padded(here);
    const rows = await sql<{
      unionId: string;
      counted: number[];
      amount: Array<string | null>;
      mark: Array<number | null>;
      oldest: Array<string | null>;
    }>(tx, textOf('carried', tree, positions.length), [
      ...[tenantId, form, unionIds, tree.day, tree.recorded, period, parsePeriod(period).startsOn],
      ...[part, positions],
    ]);
    for (const row of rows) {
      here.forEach(({ cell }, k) => {
        const sum = summed(row.amount[k], row.mark[k], row.counted[k]);
        found.get(row.unionId)?.set(cell.code, { ...sum, oldest: row.oldest[k] ?? null });
      });
    }
  }
  return found;
}
