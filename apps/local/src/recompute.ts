import { nettingsOf } from '@huiji/domain/transfer';
import type pg from 'pg';

// Every total by brute force, in JavaScript, one contribution after the other. Shares no SQL and no code with the
// product: neither with the drain, nor with what carries totals from one tree to another.

/** A total or a contribution, position by position. */
interface Row {
  form: string;
  period: string;
  union_id: string;
  part: number;
}

interface Contribution extends Row {
  figures: string[];
  states: number[];
}

/** One row of the statistical affiliation. Recorded times are microseconds. */
export interface Affiliation {
  union_id: string;
  parent_id: string;
  valid_from: string;
  valid_to: string | null;
  recorded_from: number;
  recorded_to: number | null;
}

/** A union as far as its place in a tree and its life go. */
export interface Unit {
  id: string;
  code: string;
  level: string;
  kind: string;
  legal_person: boolean;
  prepared_on: string | null;
  established_on: string | null;
  established_counted_on: string | null;
  dissolved_on: string | null;
  dissolved_counted_on: string | null;
  successor_id: string | null;
  withdrawn: boolean;
}

/** A period that the tenant has opened. `final_at`: microseconds, null while it is not FINAL. */
export interface Opened {
  code: string;
  starts_on: string;
  ends_on: string;
  final_at: number | null;
}

/** Members who changed unions, by an accepted order or the document of a merger or split; null outside the federation. */
export interface Moved {
  fromUnionId: string | null;
  toUnionId: string | null;
  members: string;
  /** From when they count. */
  on: string;
}

/** All that totals are made of, as it stands in the database. */
export interface Books {
  moved: Moved[];
  units: Map<string, Unit>;
  periods: Map<string, Opened>;
  affiliations: Affiliation[];
  contributions: Contribution[];
}

export async function readBooks(owner: pg.Client): Promise<Books> {
  const rows = async <T extends object>(text: string): Promise<T[]> => (await owner.query<T>(text)).rows;
  const micros = (column: string): string => `(extract(epoch FROM ${column}) * 1000000)::float8 AS ${column}`;
  const units = await rows<Unit>(
    `SELECT id, code, level, kind, legal_person, prepared_on::text, established_on::text, established_counted_on::text,
       dissolved_on::text, dissolved_counted_on::text, successor_id, withdrawn_at IS NOT NULL AS withdrawn
     FROM trade_union`,
  );
  const periods = await rows<Opened>(
    `SELECT code, starts_on::text, ends_on::text, ${micros('final_at')} FROM period ORDER BY ends_on`,
  );
  return {
    units: new Map(units.map((unit) => [unit.id, unit])),
    periods: new Map(periods.map((period) => [period.code, period])),
    affiliations: await rows<Affiliation>(
      `SELECT union_id, parent_id, valid_from::text, valid_to::text, ${micros('recorded_from')},
         ${micros('recorded_to')} FROM affiliation`,
    ),
    moved: await rows<Moved>(
      `SELECT from_union_id AS "fromUnionId", to_union_id AS "toUnionId", members::text, counted_on::text AS on
       FROM membership_transfer WHERE state = 'ACCEPTED'
       UNION ALL
       SELECT h.from_union_id, h.to_union_id, h.members::text, c.counted_on::text
       FROM membership_handover h JOIN organisation_change c ON c.id = h.change_id AND c.undone_at IS NULL
       WHERE h.to_union_id IS NOT NULL AND h.members > 0
         AND 2 = (SELECT count(*) FROM trade_union u WHERE u.id IN (h.from_union_id, h.to_union_id) AND u.level = 'GRASSROOTS')`,
    ),
    contributions: await rows<Contribution>(
      'SELECT form, period, union_id, part, figures, states FROM contribution WHERE superseded_at IS NULL',
    ),
  };
}

/** The one parent of each union. */
export type Tree = ReadonlyMap<string, string>;

/** The tree in force on a day, as it was recorded by a time: by now when left out. */
export function treeOn({ affiliations }: Books, day: string, recorded = Infinity): Tree {
  const held = (from: string | number, to: string | number | null, at: string | number): boolean =>
    from <= at && (to === null || to > at);
  return new Map(
    affiliations
      .filter((a) => held(a.valid_from, a.valid_to, day) && held(a.recorded_from, a.recorded_to, recorded))
      .map((a) => [a.union_id, a.parent_id]),
  );
}

/** The tree that a period's totals climb: that of its end, once it is FINAL as it was recorded then. */
export const treeOfPeriod = (books: Books, { ends_on, final_at }: Opened): Tree =>
  treeOn(books, ends_on, final_at ?? Infinity);

/** The tree of a day in which a union dissolved by then stands below its successor, where it has one. */
export function currentTree(books: Books, day: string): Tree {
  const tree = new Map(treeOn(books, day));
  for (const { id, successor_id, dissolved_on } of books.units.values()) {
    if (successor_id && dissolved_on && dissolved_on <= day) tree.set(id, successor_id);
  }
  return tree;
}

/** A union and all above it, nearest first. */
export function chain(tree: Tree, unionId: string): string[] {
  const above: string[] = [];
  for (let at: string | undefined = unionId; at; at = tree.get(at)) {
    if (above.includes(at)) throw new Error(`${unionId} stands above itself`);
    above.push(at);
  }
  return above;
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

/** What one part of one union's total adds up to. */
export interface Sum {
  totals: bigint[];
  counts: Counts[];
}

export const keyOf = (row: Row): string => `${row.form} ${row.period} ${row.union_id} ${row.part}`;

/** The contributions in force, added to every union that stands above them in the tree of their period. */
export function climbed(books: Books, treeFor: (period: Opened) => Tree): Map<string, Sum> {
  const trees = new Map([...books.periods.values()].map((period) => [period.code, treeFor(period)]));
  const sums = new Map<string, Sum>();
  for (const row of books.contributions) {
    for (const at of chain(trees.get(row.period) ?? new Map<string, string>(), row.union_id)) {
      const key = keyOf({ ...row, union_id: at });
      const sum = sums.get(key) ?? { totals: [], counts: [] };
      sums.set(key, sum);
      row.figures.forEach((figure, i) => {
        const counts = countsOf[row.states[i] ?? 0] ?? [0, 0, 0, 0];
        sum.totals[i] = (sum.totals[i] ?? 0n) + (counts[0] ? BigInt(figure) : 0n);
        sum.counts[i] = counts.map((count, k) => count + (sum.counts[i]?.[k] ?? 0)) as Counts;
      });
    }
  }
  return sums;
}

/** What bodies net out for members who changed unions in a period, in a tree. */
export function nettings({ moved }: Books, { starts_on, ends_on }: Opened, tree: Tree): Map<string, bigint> {
  const between = moved.flatMap(({ fromUnionId, toUnionId, members, on }) =>
    fromUnionId && toUnionId && on >= starts_on && on <= ends_on
      ? [{ fromUnionId, toUnionId, members: BigInt(members) }]
      : [],
  );
  return nettingsOf(between, (unionId) => chain(tree, unionId).slice(1));
}

/**
 * Every total of a database by brute force, and as stored, as text by (form, period, union, part). A FINAL period
 * climbs the tree as it was recorded when it became final. Totals that are all zero may be stored or not.
 */
export async function totals(
  owner: pg.Client,
): Promise<{ stored: Map<string, string>; recomputed: Map<string, string> }> {
  const books = await readBooks(owner);
  const bodies = new Map(
    [...climbed(books, (period) => treeOfPeriod(books, period))].filter(
      ([key]) => books.units.get(key.split(' ')[2] ?? '')?.level !== 'GRASSROOTS',
    ),
  );
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
  const recomputed = [...bodies].map(([key, sum]): [string, string] => [key, text(sum.totals, sum.counts)]);
  const kept = (entries: Array<[string, string]>): Map<string, string> =>
    new Map(entries.filter(([, value]) => !isZero(value)));
  return { stored: kept(stored), recomputed: kept(recomputed) };
}
