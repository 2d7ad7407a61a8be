import { formatFigure } from '@huiji/domain/figure';
import { layoutOf } from '@huiji/domain/form';
import { shippedForm } from '@huiji/domain/shipped-forms';
import { expect } from '@jest/globals';
import { cellsOf } from './organisation.js';
import { today } from './periods.js';
import {
  type Books,
  chain,
  climbed,
  currentTree,
  drained,
  keyOf,
  nettings,
  readBooks,
  type Sum,
  totals,
  type Tree,
  treeOfPeriod,
  treeOn,
} from './recompute.js';
import { free } from './tree-model-filing.js';
import { formOf, type World } from './tree-model.js';

/** Nothing waits to be added to any total. */
export const settled = (world: World): Promise<void> => drained(world.owner, 60);

/** Every stored total is what its contributions make in the tree of its period. */
export async function checkTotals(world: World): Promise<number> {
  const { stored, recomputed } = await totals(world.owner);
  expect(stored).toEqual(recomputed);
  return stored.size;
}

/** All that a FINAL period is: its totals, and the contributions behind them. */
export type Frozen = Map<string, string[]>;

export async function freeze(world: World, period: string): Promise<string[]> {
  const rows = await world.rows<{ row: string }>(
    `SELECT r::text AS row FROM rollup r WHERE period = $1
     UNION ALL
     SELECT c.id::text FROM contribution c WHERE period = $1 AND superseded_at IS NULL ORDER BY 1`,
    [period],
  );
  return rows.map(({ row }) => row);
}

export async function checkFrozen(world: World, frozen: Frozen): Promise<void> {
  for (const [period, rows] of frozen) expect([period, await freeze(world, period)]).toEqual([period, rows]);
}

/** A total as it is shown: figures in the order of the layout, and how many reports some of them hold. */
interface Shown {
  figures: Array<string | null>;
  cells: Array<{ cell: string; filled: number; notApplicable: number }>;
}

type Reading = Shown & {
  period: string;
  children: { nodes: Array<Shown & { union: { id: string } }> };
};

const shownText = 'figures cells(codes: $codes) { cell filled notApplicable }';
const readingText = `query ($unionId: ID, $form: String!, $periods: [String!]!, $codes: [String!]) {
  rollupTrend(unionId: $unionId, form: $form, periods: $periods, tree: CURRENT) { period ${shownText}
    children(first: 200) { nodes { union { id } ${shownText} } } } }`;

/** Totals by brute force as they would be shown for one union: figures and some counts in the order of the layout. */
function shown(sums: Map<string, Sum>, period: string, unionId: string): Shown {
  const form = formOf(period);
  const layout = layoutOf(shippedForm(form));
  const at = (part: number): Sum | undefined => sums.get(keyOf({ form, period, union_id: unionId, part }));
  const figures = layout.parts.flatMap(({ part, positions }) =>
    positions.map((cell, i) =>
      at(part)?.counts[i]?.[0] ? formatFigure(at(part)?.totals[i] ?? 0n, cell.decimals) : null,
    ),
  );
  const cells = free.map((cell) => {
    const { part, index } = layout.cell(cell)!;
    const [filled = 0, notApplicable = 0] = at(part)?.counts[index] ?? [];
    return { cell, filled, notApplicable };
  });
  return { figures, cells };
}

const scaled = (figure: string | null | undefined): bigint => BigInt((figure ?? '0').replace('.', ''));

/**
 * Read in today's tree, the root's total is as filed, that of every union is what brute force makes of it, and its own
 * figures with those of the unions directly below are its total. All unions are read, each by itself or beside the others below the same one;
 * `picks` says which of those that have any below them. Answers how many totals were compared.
 */
export async function checkRecast(
  world: World,
  picks: (unionId: string) => boolean = () => true,
): Promise<number> {
  const books = await readBooks(world.owner);
  const tree = currentTree(books, today);
  const sums = climbed(books, () => tree);
  const own = climbed(books, () => new Map());
  netAnew(books, tree, { sums, own });
  const filed = climbed(books, (period) => treeOfPeriod(books, period));
  const root = [...books.units.values()].find((unit) => unit.level === 'FEDERATION')?.id ?? '';
  for (const period of books.periods.keys())
    expect(shown(sums, period, root)).toEqual(shown(filed, period, root));
  const below = new Map<string, string[]>();
  for (const [child, parent] of tree) {
    if (!books.units.get(child)?.withdrawn) below.set(parent, [...(below.get(parent) ?? []), child].sort());
  }
  let compared = 0;
  for (const [unionId, childIds] of below) {
    if (!picks(unionId)) continue;
    for (const reading of await recast(world, [...books.periods.keys()], unionId)) {
      const { period, figures, cells, children } = reading;
      const where = `${unionId} ${period}`;
      expect({ where, figures, cells }).toEqual({ where, ...shown(sums, period, unionId) });
      const told = children.nodes.map((node) => [node.union.id, node.figures, node.cells]);
      expect({ where, children: told.sort() }).toEqual({
        where,
        children: childIds.map((id) => {
          const expected = shown(sums, period, id);
          return [id, expected.figures, expected.cells];
        }),
      });
      const whole = shown(own, period, unionId).figures.map((figure, i) =>
        children.nodes.reduce((sum, node) => sum + scaled(node.figures[i]), scaled(figure)),
      );
      expect({ where, figures: figures.map(scaled) }).toEqual({ where, figures: whole });
      compared += 1 + childIds.length;
    }
  }
  return compared;
}

/** Has members who changed unions net out where these meet in a tree, and no more where they met in the tree of their period. */
function netAnew(books: Books, tree: Tree, { sums, own }: Record<'sums' | 'own', Map<string, Sum>>): void {
  for (const period of books.periods.values()) {
    const form = formOf(period.code);
    const layout = layoutOf(shippedForm(form));
    const add = (to: Map<string, Sum>, unionId: string, members: bigint): void => {
      const sum = to.get(keyOf({ form, period: period.code, union_id: unionId, part: 0 }));
      for (const code of ['mem_transfer_in_cnt', 'mem_transfer_out_cnt']) {
        const { index } = layout.cell(code)!;
        if (sum) sum.totals[index] = (sum.totals[index] ?? 0n) + members;
      }
    };
    const shift = (unionId: string, members: bigint): void => {
      add(own, unionId, members);
      for (const at of chain(tree, unionId)) add(sums, at, members);
    };
    for (const [unionId, members] of nettings(books, period, treeOfPeriod(books, period)))
      shift(unionId, members);
    for (const [unionId, members] of nettings(books, period, tree)) shift(unionId, -members);
  }
}

async function recast(world: World, periods: readonly string[], unionId: string): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (const form of ['work-q', 'work-y']) {
    const asked = periods.filter((period) => formOf(period) === form);
    if (asked.length === 0) continue;
    const variables = { unionId, form, periods: asked, codes: free };
    readings.push(
      ...(await world.people.admin.get<{ rollupTrend: Reading[] }>(readingText, variables)).rollupTrend,
    );
  }
  return readings;
}

const flows = ['org_new_union_cnt', 'org_moved_in_cnt', 'org_moved_out_cnt', 'org_dissolved_union_cnt'];

/** As filed, the stock of every body is the last period's plus its flows, and nothing comes to the root or leaves it. */
export async function checkStocks(world: World): Promise<number> {
  const opened = await world.rows<{ code: string }>(
    `SELECT code FROM period WHERE code LIKE '%Q%' ORDER BY code`,
  );
  const bodies = await world.rows<{ id: string; level: string }>(
    `SELECT id, level FROM trade_union WHERE level <> 'GRASSROOTS' AND withdrawn_at IS NULL`,
  );
  let held = 0;
  for (const { id, level } of bodies) {
    const read: number[][] = [];
    for (const { code: period } of opened) {
      // A body that the tree of a period does not hold has no total there.
      const cells = await cellsOf(
        world.people.admin,
        { unionId: id, period },
        'org_grassroots_union_cnt',
        ...flows,
      );
      read.push((cells ?? []).map((value) => value ?? 0));
    }
    read.forEach(([stock = 0, founded = 0, came = 0, gone = 0, ended = 0], n) => {
      const where = `${id} ${opened[n]?.code}`;
      if (level === 'FEDERATION') expect([where, came, gone]).toEqual([where, 0, 0]);
      const last = read[n - 1];
      if (!last) return;
      expect([where, stock]).toEqual([where, (last[0] ?? 0) + founded + came - gone - ended]);
      held += 1;
    });
  }
  return held;
}

/** On no day has a union two parents or stands above itself; every living union reaches the root through living ones. */
export async function checkTree(world: World): Promise<number> {
  const books = await readBooks(world.owner);
  const { affiliations, units } = books;
  const known = affiliations.filter((a) => a.recorded_to === null);
  const days = [...new Set(known.flatMap((a) => [a.valid_from, a.valid_to ?? a.valid_from]))].sort();
  const root = [...units.values()].find((unit) => unit.level === 'FEDERATION')?.id;
  const livesOn = (id: string, day: string): boolean => {
    const unit = units.get(id);
    const start = unit?.prepared_on ?? unit?.established_on;
    return (
      !!unit && !unit.withdrawn && !!start && start <= day && !(unit.dissolved_on && unit.dissolved_on <= day)
    );
  };
  for (const day of days) {
    const inForce = known.filter((a) => a.valid_from <= day && (a.valid_to === null || a.valid_to > day));
    const tree = treeOn(books, day);
    expect([day, inForce.length]).toEqual([day, tree.size]);
    for (const id of units.keys()) {
      const above = chain(tree, id);
      if (!livesOn(id, day)) continue;
      expect([day, id, above.at(-1)]).toEqual([day, id, root]);
      expect([day, id, above.filter((at) => !livesOn(at, day))]).toEqual([day, id, []]);
    }
  }
  return days.length;
}
