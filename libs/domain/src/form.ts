import { type Cell, type Form, counter } from './forms/cell.js';
import { workComputed, workRepeatingTables } from './forms/work-rows.js';
import { workTables, yearlyTables } from './forms/work-tables.js';
import { type Indicator, indicators } from './indicator.js';
import type { Level } from './organisation.js';

export type { Cell, Column, ComputedCell, Form, RepeatingTable, Table } from './forms/cell.js';

const work = {
  version: 2,
  repeatingTables: workRepeatingTables,
  computed: workComputed,
};

/**
 * The forms that ship with Huiji. The yearly report has the tables of the quarterly one and one of its own: published
 * quarterly reports carry figures that the catalogue marks as yearly.
 */
export const forms: readonly Form[] = [
  {
    code: 'work-q',
    zh: '工会工作季报表',
    en: 'Quarterly work report',
    frequency: 'QUARTER',
    tables: workTables,
    ...work,
  },
  {
    code: 'work-y',
    zh: '工会工作年报表',
    en: 'Yearly work report',
    frequency: 'YEAR',
    tables: [...workTables, ...yearlyTables],
    ...work,
  },
];

/** The form with this code, or undefined. */
export function findForm(code: string): Form | undefined {
  return forms.find((form) => form.code === code);
}

/** The form with this code. Throws when there is none: for codes that we have stored ourselves. */
export function formByCode(code: string): Form {
  const found = findForm(code);
  if (!found) throw new Error(`no form ${code}`);
  return found;
}

/** A storage part: 0 holds what the registers know, 1 what is filed. Each is one array of figures in the database. */
export type Part = 0 | 1;

/** Where a cell is stored. `index` counts from 0; PostgreSQL's subscripts count from 1. */
export interface Position {
  cell: Cell;
  part: Part;
  index: number;
}

/** Which figure stands where in `figures bigint[]` and its companions. Append-only across versions of a form. */
export interface Layout {
  form: Form;
  parts: readonly [{ part: 0; positions: readonly Cell[] }, { part: 1; positions: readonly Cell[] }];
  /** The cells of a submission (TYPED and ROWS) in the order of storage: part 1 without its counters. */
  filed: readonly Cell[];
  /** The ratios whose counts are all in this layout. They are divided when read and have no position. */
  ratios: readonly Indicator[];
  /** The place of a cell or counter by its code, or undefined when the form has no such cell. */
  cell(code: string): Position | undefined;
}

/** How many reports a total should hold: expected of grassroots unions, and of bodies filing their own (本级) figures. */
const expected = [
  counter('reports_expected_grassroots', '应报基层工会数', 'Reports expected of grassroots unions'),
  counter('reports_expected_own', '应报本级数', 'Own reports expected of bodies'),
];

/** 上期末基层工会数, in this period's tree: what came in by moves is in it, what left is not. It weighs those moves. */
const prior = counter(
  'org_prior_union_cnt',
  '上期末基层工会数',
  'Grassroots unions at the end of the last period',
  {
    unit: '个',
    since: 2,
  },
);

/** How many it does hold. */
const accepted = [
  counter('reports_accepted_grassroots', '已审核基层工会数', 'Reports accepted of grassroots unions'),
  counter('reports_accepted_own', '已审核本级数', 'Own reports accepted of bodies'),
];

const layouts = new WeakMap<Form, Layout>();

/** The layout of a form: computed once, then the same object. */
export function layoutOf(form: Form): Layout {
  const known = layouts.get(form);
  if (known) return known;
  const layout = build(form);
  layouts.set(form, layout);
  return layout;
}

const inOrderOfStorage = (cells: readonly Cell[]): Cell[] =>
  cells.toSorted((one, other) => (one.since ?? 1) - (other.since ?? 1));

function build(form: Form): Layout {
  const all = form.tables.flatMap((table) => table.cells);
  const filed = inOrderOfStorage(all.filter((cell) => cell.source !== 'REGISTRY'));
  const registered = all.filter((cell) => cell.source === 'REGISTRY');
  const parts: Layout['parts'] = [
    { part: 0, positions: inOrderOfStorage([...expected, ...registered, prior]) },
    { part: 1, positions: [...accepted, ...filed] },
  ];
  const places = new Map(
    parts.flatMap(({ part, positions }) =>
      positions.map((cell, index): [string, Position] => [cell.code, { cell, part, index }]),
    ),
  );
  const holds = (codes: readonly string[] | undefined) => codes?.every((code) => places.has(code)) ?? false;
  return {
    form,
    parts,
    filed,
    ratios: indicators.filter((one) => holds(one.numerator) && holds(one.denominator)),
    cell: (code) => places.get(code),
  };
}

/** The cells that a union of this level files in this form, typed or by rows, in the order of storage. */
export function cellsFiledBy(form: Form, level: Level): readonly Cell[] {
  return layoutOf(form).filed.filter((cell) => cell.filedBy.includes(level));
}
