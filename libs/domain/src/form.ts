import { type Cell, type Form, counter } from './forms/cell.js';
import type { Level } from './organisation.js';

export type {
  Cell,
  Column,
  ComputedCell,
  Cover,
  CoverItem,
  Form,
  Frequency,
  RepeatingTable,
  Table,
} from './forms/cell.js';
export { coverItems } from './forms/cell.js';

/** Whether anything of a form is filed at a level at all. */
export const filedAt = (form: Form, level: Level): boolean =>
  layoutOf(form).filed.some((cell) => cell.filedBy.includes(level));

/** The most positions a part has: beyond 2 kB PostgreSQL stores a row out of line, and every sum costs ten times more. */
const widest = 90;

/**
 * A storage part: one array of figures in the database. REGISTRY (part 0) is what the registers know, FILED what is filed (part
 * 1, and 3 and further where a form has more cells), PROGRESS (part 2) how far the reports have come.
 */
export interface Part {
  part: number;
  kind: 'REGISTRY' | 'FILED' | 'PROGRESS';
  positions: readonly Cell[];
}

/** A part of what is filed: `counters` positions, then the filed cells from `first` up to, and without, `end`. */
export interface FiledPart extends Part {
  kind: 'FILED';
  counters: number;
  first: number;
  end: number;
}

/** Where a cell is stored. `index` counts from 0; PostgreSQL's subscripts count from 1. */
export interface Position {
  cell: Cell;
  part: number;
  index: number;
}

/** Which figure stands where in `figures bigint[]` and its companions. Append-only across versions of a form. */
export interface Layout {
  form: Form;
  parts: readonly Part[];
  registry: Part;
  progress: Part;
  filedParts: readonly FiledPart[];
  /** The cells of a submission (TYPED and ROWS) in the order of storage: the filed parts without their counters. */
  filed: readonly Cell[];
  /** Every cell and counter once, in the order of storage: one that is computed now where the registers have it. */
  cells: readonly Cell[];
  /** How many positions the widest part has. */
  width: number;
  /** The place of a cell or counter by its code, or undefined when the form has no such cell. */
  cell(code: string): Position | undefined;
  /** Where older versions had it filed, of a cell that the registers compute now; undefined for all others. */
  formerly(code: string): Position | undefined;
}

/** How many reports a total should hold: expected of grassroots unions, and of bodies filing their own (本级) figures. */
const expected = [
  counter('reports_expected_grassroots', '应报基层工会数', 'Reports expected of grassroots unions'),
  counter('reports_expected_own', '应报本级数', 'Own reports expected of bodies'),
];

/** How many it does hold. */
const accepted = [
  counter('reports_accepted_grassroots', '已审核基层工会数', 'Reports accepted of grassroots unions'),
  counter('reports_accepted_own', '已审核本级数', 'Own reports accepted of bodies'),
];

/** How far the reports expected have come. Only the first revision counts: a correction is neither late nor begun anew. */
const steps = [
  counter('reports_started', '已开始填报数', 'Reports begun'),
  counter('reports_submitted', '已上报数', 'Reports submitted'),
  counter('reports_returned', '退回未改数', 'Reports returned and not submitted again'),
  counter('reports_on_time', '按时上报数', 'Reports first submitted in time'),
  counter('reports_late', '逾期上报数', 'Reports first submitted late'),
];

/**
 * 上期末基层工会数, in this period's tree: what came in by moves is in it, what left is not. It weighs those moves, so it stands
 * beside 划入 (`org_moved_in_cnt`).
 */
const priorBeside = (moved: Cell): Cell =>
  counter('org_prior_union_cnt', '上期末基层工会数', 'Grassroots unions at the end of the last period', {
    unit: '个',
    since: moved.since,
  });

const layouts = new WeakMap<Form, Layout>();

/** The layout of a form: computed once, then the same object. */
export function layoutOf(form: Form): Layout {
  const known = layouts.get(form);
  if (known) return known;
  const layout = build(form);
  layouts.set(form, layout);
  return layout;
}

/**
 * Cells in the order of storage: those that the version before had as it had them, then what later versions appended. A code that was
 * filed and is computed now stands in the order twice, what the registers know first.
 */
function inOrderOfStorage({ order = [] }: Form, cells: readonly Cell[], which: 'REGISTRY' | 'FILED'): Cell[] {
  const ranked = order.map((code, at) => [code, at] as const);
  const places = new Map(which === 'REGISTRY' ? ranked.toReversed() : ranked);
  const placeOf = ({ code }: Cell): number => places.get(code) ?? order.length;
  return cells.toSorted(
    (one, other) => placeOf(one) - placeOf(other) || (one.since ?? 1) - (other.since ?? 1),
  );
}

function filedPartsOf(filed: readonly Cell[]): FiledPart[] {
  const parts: FiledPart[] = [];
  for (let first = 0; first < filed.length || parts.length === 0;) {
    const counters = parts.length === 0 ? accepted : [];
    const cells = filed.slice(first, first + widest - counters.length);
    const part = parts.length === 0 ? 1 : parts.length + 2;
    const end = first + cells.length;
    parts.push({
      ...{ part, kind: 'FILED', positions: [...counters, ...cells] },
      ...{ counters: counters.length, first, end },
    });
    first = end;
  }
  return parts;
}

function build(form: Form): Layout {
  const all = [...form.tables.flatMap((table) => table.cells), ...(form.retired ?? [])];
  const filed = inOrderOfStorage(
    form,
    all.filter((cell) => cell.source !== 'REGISTRY'),
    'FILED',
  );
  const registered = all.filter((cell) => cell.source === 'REGISTRY');
  const prior = registered.filter((cell) => cell.code === 'org_moved_in_cnt').map(priorBeside);
  const filedParts = filedPartsOf(filed);
  const [firstFiled, ...furtherFiled] = filedParts;
  const registry: Part = {
    ...{ part: 0, kind: 'REGISTRY' },
    positions: inOrderOfStorage(form, [...expected, ...registered, ...prior], 'REGISTRY'),
  };
  const progress: Part = { part: 2, kind: 'PROGRESS', positions: steps };
  const parts = [registry, ...(firstFiled ? [firstFiled] : []), progress, ...furtherFiled];
  const known = parts.flatMap(({ part, positions }) =>
    positions.map((cell, index): Position => ({ cell, part, index })),
  );
  const byCode = (of: readonly Position[]): Map<string, Position> =>
    new Map(of.map((position) => [position.cell.code, position]));
  const isRetired = ({ cell }: Position): boolean => form.retired?.includes(cell) ?? false;
  const retired = byCode(known.filter(isRetired));
  const asked = byCode(known.filter((position) => !isRetired(position)));
  const placeOf = (code: string): Position | undefined => asked.get(code) ?? retired.get(code);
  return {
    ...{ form, parts, registry, progress, filedParts, filed },
    cells: known.filter((at) => placeOf(at.cell.code) === at).map(({ cell }) => cell),
    width: Math.max(...parts.map((part) => part.positions.length)),
    cell: placeOf,
    formerly: (code) => (asked.get(code)?.cell.source === 'REGISTRY' ? retired.get(code) : undefined),
  };
}

/** The cells that a union of this level files in this form, typed or by rows, in the order of storage. */
export function cellsFiledBy(form: Form, level: Level): readonly Cell[] {
  return layoutOf(form).filed.filter((cell) => cell.filedBy.includes(level));
}

/**
 * Whether what was stored under one version of a form can be read under the next: every position is where it was, and keeps its unit
 * and decimals.
 */
export function appendsTo(before: Form, after: Form): boolean {
  return layoutOf(before).parts.every(({ part, positions }) => {
    const next = layoutOf(after).parts.find((one) => one.part === part)?.positions ?? [];
    return positions.every(
      (cell, at) =>
        next[at]?.code === cell.code && next[at]?.unit === cell.unit && next[at]?.decimals === cell.decimals,
    );
  });
}

/** Where a form has the registers compute 会籍转入 and 会籍转出; nowhere where it asks them to be typed, or not at all. */
export const transferPlaces = (form: Form): Position[] =>
  ['mem_transfer_in_cnt', 'mem_transfer_out_cnt'].flatMap((code) => {
    const place = layoutOf(form).cell(code);
    return place?.cell.source === 'REGISTRY' ? [place] : [];
  });
