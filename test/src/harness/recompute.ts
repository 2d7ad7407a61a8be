import type pg from 'pg';

/** A total or a contribution, position by position. */
interface Row {
  form: string;
  period: string;
  union_id: string;
  part: number;
}

type Counts = [filled: number, notApplicable: number, atLeast: number, about: number];
const countsOf: Record<number, Counts> = {
  0: [0, 0, 0, 0],
  1: [0, 1, 0, 0],
  2: [1, 0, 0, 0],
  3: [1, 0, 1, 0],
  4: [1, 0, 0, 1],
  5: [0, 0, 0, 0],
};

const keyOf = (row: Row): string => `${row.form} ${row.period} ${row.union_id} ${row.part}`;

/**
 * Every total of a database by brute force, and as stored, as text by (form, period, union, part): the contributions in
 * force, climbed through the affiliations of the period's end, added up one by one in JavaScript. Shares no SQL and no
 * code with the drain. Totals that are all zero may be stored or not.
 */
export async function totals(
  owner: pg.Client,
): Promise<{ stored: Map<string, string>; recomputed: Map<string, string> }> {
  const ends = new Map(
    (await owner.query<{ code: string; ends_on: string }>('SELECT code, ends_on::text FROM period')).rows.map(
      (p) => [p.code, p.ends_on],
    ),
  );
  const affiliations = (
    await owner.query<{ union_id: string; parent_id: string; valid_from: string; valid_to: string | null }>(
      'SELECT union_id, parent_id, valid_from::text, valid_to::text FROM affiliation WHERE recorded_to IS NULL',
    )
  ).rows;
  const bodies = new Set(
    (await owner.query<{ id: string }>(`SELECT id FROM trade_union WHERE level <> 'GRASSROOTS'`)).rows.map(
      (u) => u.id,
    ),
  );
  const parents = new Map(
    [...ends].map(([period, day]) => [
      period,
      new Map(
        affiliations
          .filter((a) => a.valid_from <= day && (a.valid_to === null || a.valid_to > day))
          .map((a) => [a.union_id, a.parent_id]),
      ),
    ]),
  );
  const contributions = await owner.query<Row & { figures: string[]; states: number[] }>(
    'SELECT form, period, union_id, part, figures, states FROM contribution WHERE superseded_at IS NULL',
  );
  const sums = new Map<string, { totals: bigint[]; counts: Counts[] }>();
  for (const row of contributions.rows) {
    for (let at: string | undefined = row.union_id; at; at = parents.get(row.period)?.get(at)) {
      if (!bodies.has(at)) continue;
      const sum = sums.get(keyOf({ ...row, union_id: at })) ?? { totals: [], counts: [] };
      sums.set(keyOf({ ...row, union_id: at }), sum);
      row.figures.forEach((figure, i) => {
        const counts = countsOf[row.states[i] ?? 0] ?? [0, 0, 0, 0];
        sum.totals[i] = (sum.totals[i] ?? 0n) + (counts[0] ? BigInt(figure) : 0n);
        sum.counts[i] = counts.map((count, k) => count + (sum.counts[i]?.[k] ?? 0)) as Counts;
      });
    }
  }
  const rollups = await owner.query<
    Row & {
      totals: string[];
      filled: number[];
      not_applicable: number[];
      at_least: number[];
      about: number[];
    }
  >('SELECT form, period, union_id, part, totals, filled, not_applicable, at_least, about FROM rollup');
  const text = (figures: readonly (bigint | string)[], counts: readonly Counts[]): string =>
    figures.map((figure, i) => `${figure}/${counts[i]?.join('.')}`).join(' ');
  const isZero = (value: string): boolean => !/[1-9]/.test(value);
  const stored = rollups.rows.map((r): [string, string] => [
    keyOf(r),
    text(
      r.totals,
      r.totals.map((_, i) => [r.filled[i], r.not_applicable[i], r.at_least[i], r.about[i]] as Counts),
    ),
  ]);
  const recomputed = [...sums].map(([key, sum]): [string, string] => [key, text(sum.totals, sum.counts)]);
  const kept = (entries: Array<[string, string]>): Map<string, string> =>
    new Map(entries.filter(([, value]) => !isZero(value)));
  return { stored: kept(stored), recomputed: kept(recomputed) };
}
