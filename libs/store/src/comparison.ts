import { type Form, layoutOf, type Position } from '@huiji/domain/form';
import type { Sides } from '@huiji/domain/comparison';
import { parsePeriod } from '@huiji/domain/period';
import { type Tx, sql } from './data-source.js';
import { subtreesSql, type TreeAt } from './organisation.js';
import { byWidth } from './rollup.js';
import type { Scope } from './scope.js';
import { expectedSql } from './contribution.js';

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
 * 可比口径, of as many periods on either side. $3 unions, $4 and $5 the tree's day and recorded time, $6 the periods: those of now,
 * then those of then, $7 and $8 kind and part, $9 positions, $10 whether each is a flow. A union counts in a cell if it was
 * accepted in all periods and filled the cell in all that the cell is read from. One row for each union holds all its periods,
 * so that each contribution is read once.
 */
const comparableSql = (throughSuccessors: boolean) => (width: number, periods: number) => {
  const [now, was] = ['n', 'w'].map((side) =>
    Array.from({ length: periods }, (_, i) => `${side}${i + 1}`),
  ) as [string[], string[]];
  const all = [...now, ...was];
  const [lastNow, lastWas] = [`n${periods}`, `w${periods}`];
  const at = (row: string, array: string, k: number): string => `${row}.${array}[($9::int[])[${k}]]`;
  const adds = (rows: string[], k: number): string =>
    rows.map((row) => `${at(row, 'states', k)} BETWEEN 2 AND 4`).join(' AND ');
  const earlier = all.filter((row) => row !== lastNow && row !== lastWas);
  const both = (k: number): string =>
    `FILTER (WHERE ${adds([lastNow, lastWas], k)}${
      earlier.length > 0 ? ` AND (NOT ($10::bool[])[${k}] OR (${adds(earlier, k)}))` : ''
    })`;
  const overPeriods = (rows: string[], k: number, array: string, of: (terms: string[]) => string): string => {
    const terms = rows.map((row) => at(row, array, k));
    const last = terms.at(-1) ?? '';
    return terms.length > 1 ? `CASE WHEN ($10::bool[])[${k}] THEN ${of(terms)} ELSE ${last} END` : last;
  };
  const figure = (rows: string[], k: number): string =>
    `sum(${overPeriods(rows, k, 'figures', (terms) => terms.join(' + '))}) ${both(k)}`;
  const mark = (rows: string[], k: number): string =>
    `max(${overPeriods(rows, k, 'states', (terms) => `greatest(${terms.join(', ')})`)}) ${both(k)}`;
  const rows = all.map(
    (row, i) => `CROSS JOIN LATERAL (SELECT c.figures, c.states FROM contribution c
      WHERE ${inForce(`($6::text[])[${i + 1}]`, '$7', '$8::smallint')} OFFSET 0) ${row}`,
  );
  return `${subtreesSql('$3', '$4::date', '$5::timestamptz', throughSuccessors)}
  SELECT t.root AS "unionId", count(*)::int AS unions, ARRAY[${each(width, (k) => `count(*) ${both(k)}`)}]::int[] AS counted,
    ARRAY[${each(width, (k) => figure(now, k))}]::bigint[] AS now, ARRAY[${each(width, (k) => figure(was, k))}]::bigint[] AS was,
    ARRAY[${each(width, (k) => mark(now, k))}]::int[] AS "markNow", ARRAY[${each(width, (k) => mark(was, k))}]::int[] AS "markWas"
  FROM subtree t ${rows.join('\n  ')}
  WHERE $7 = 'FILED' OR (${all.map((_, i) => accepted(`($6::text[])[${i + 1}]`)).join(' AND ')})
  GROUP BY t.root`;
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
  FROM subtree t CROSS JOIN LATERAL (${expectedSql('t.union_id', { period: '$6' })} OFFSET 0) due
  CROSS JOIN LATERAL (
    SELECT s.period FROM submission s CROSS JOIN LATERAL (
      SELECT p.ends_on FROM period p WHERE p.tenant_id = $1 AND p.code = s.period OFFSET 0) p
    WHERE s.tenant_id = $1 AND s.union_id = t.union_id AND s.form = $2 AND s.state = 'ACCEPTED' AND p.ends_on < $7::date
    ORDER BY p.ends_on DESC LIMIT 1) l
  CROSS JOIN LATERAL (
    SELECT c.figures, c.states FROM contribution c WHERE ${inForce('l.period', `'FILED'`, '$8::smallint')} OFFSET 0) c
  WHERE NOT ${accepted('$6')} GROUP BY t.root`;
};

const carriedOf = [byWidth(carriedSql(false)), byWidth(carriedSql(true))] as const;
const comparableTexts = (throughSuccessors: boolean) => {
  const make = comparableSql(throughSuccessors);
  // The years of monthly forms are the longest: twelve periods a side.
  const byPeriods = Array.from({ length: 12 }, (_, i) => byWidth((width) => make(width, i + 1)));
  return (width: number, periods: number): string => byPeriods[periods - 1]?.(width) ?? make(width, periods);
};
const comparableOf = [comparableTexts(false), comparableTexts(true)] as const;

const reading = ({ throughSuccessors }: TreeAt): 0 | 1 => (throughSuccessors ? 1 : 0);

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
  const text = comparableOf[reading(tree)];
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
    >(tx, text(positions.length, sides.now.length), [
      ...[tenantId, form.code, unionIds, tree.day, tree.recorded, periods],
      ...[kind, part, positions],
      // Of one period a side flows and stocks are read alike, so the text does not name them.
      ...(sides.now.length > 1 ? [flows] : []),
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
    }>(tx, carriedOf[reading(tree)](positions.length), [
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
