import { appendsTo, type Cell, type Column, type Form, layoutOf, type Table } from './form.js';
import { resolveCell, type CellDefinition } from './form-cell.js';
import type { Indicator } from './indicator.js';
import { type Problem, problem } from './problem.js';
import { ratiosOf } from './ratio.js';
import type { Rule } from './rule.js';
import { checkRule } from './rule-check.js';

/** What a statistician writes of a form; the catalogue and the version before it say the rest. */
export interface FormDefinition extends Pick<
  Form,
  | 'code'
  | 'zh'
  | 'en'
  | 'frequency'
  | 'rollsUp'
  | 'statesTotalsOf'
  | 'assignment'
  | 'cover'
  | 'repeatingTables'
  | 'computed'
  | 'rules'
> {
  tables: ReadonlyArray<Omit<Table, 'cells'> & { cells: readonly CellDefinition[] }>;
}

/** What a definition is held against. */
export interface Surroundings {
  /** The newest version of the form, or null for a new one. */
  before: Form | null;
  /** The tenant's catalogue, by code. */
  indicators: ReadonlyMap<string, Indicator>;
  /** The newest versions of the tenant's other forms. */
  others: readonly Form[];
}

const most = {
  tables: 40,
  cells: 400,
  repeatingTables: 20,
  columns: 30,
  limit: 500,
  rules: 300,
  unions: 2_000,
};

/**
 * The next version of a form as a definition makes it, and all that is wrong with it; it may be published when nothing is. A cell
 * that the version before asked keeps its place in storage, and one that is left out is retired: it is asked no more and what was
 * filed stays readable; so it is with one that the registers compute from now on.
 */
export function nextVersion(
  definition: FormDefinition,
  around: Surroundings,
): { form: Form; problems: Problem[] } {
  const { before, indicators } = around;
  const version = (before?.version ?? 0) + 1;
  const stored = new Map(
    (before ? layoutOf(before).parts : [])
      .flatMap(({ positions }) => positions)
      .map((cell) => [placeOf(cell), cell]),
  );
  const problems: Problem[] = [...basicProblems(definition, before), ...sizeProblems(definition)];
  const { statesTotalsOf } = definition;
  if (statesTotalsOf !== undefined && !around.others.some((one) => one.code === statesTotalsOf))
    problems.push(problem('FORM_UNKNOWN', { form: statesTotalsOf }, { field: 'statesTotalsOf' }));
  const tables = definition.tables.map(({ cells, ...table }) => ({
    ...table,
    cells: cells.flatMap((cell) => {
      const resolved = resolveCell(cell, { definition, indicators });
      if ('severity' in resolved) {
        problems.push(resolved);
        return [];
      }
      const known = stored.get(placeOf(resolved));
      return [{ ...resolved, since: known ? (known.since ?? 1) : version }];
    }),
  }));
  const asked = new Set(tables.flatMap((table) => table.cells.map(placeOf)));
  const retired = (
    before ? [...before.tables.flatMap((table) => table.cells), ...(before.retired ?? [])] : []
  )
    .filter((cell) => !asked.has(placeOf(cell)))
    .map((cell) => ({ ...cell, filedBy: [] }));
  const order = before
    ? layoutOf(before).parts.flatMap(({ positions }) => positions.map((cell) => cell.code))
    : [];
  const bare: Form = { ...definition, version, tables, retired, order, ratios: [] };
  const form: Form = { ...bare, ratios: ratiosOf(bare, indicators.values()) };
  problems.push(...duplicateProblems(form), ...rowProblems(form, before));
  if (problems.length === 0 && before && !appendsTo(before, form))
    problems.push(problem('FORM_LAYOUT', { form: form.code }));
  if (problems.length === 0) problems.push(...ruleProblems(form, around.others));
  return { form, problems };
}

/** What a cell's place in storage goes by: a cell that was filed and is computed from now on gets another, and the one it had is retired. */
const placeOf = ({ code, source }: Pick<Cell, 'code' | 'source'>): string =>
  `${source === 'REGISTRY' ? 'computed' : 'filed'} ${code}`;

/** What a new version changes, by the codes of cells and rules. What is computed from now on is retired where it was filed, and added. */
export interface FormDifference {
  added: string[];
  retired: string[];
  rulesAdded: string[];
  rulesChanged: string[];
  rulesRemoved: string[];
}

/** All that a rule of a form says, whatever order it is stored in. */
const saidOf = ({ severity, scope, table, expression, at, zh, en, source, levels }: Rule): string =>
  JSON.stringify([severity, scope, table ?? null, expression, at ?? null, zh, en, source, levels ?? null]);

/** What changes from one version to the next; everything is added where there was none. */
export function formDifference(before: Form | null, after: Form): FormDifference {
  const cells = (form: Form | null): Map<string, string> =>
    new Map(form?.tables.flatMap((table) => table.cells.map((cell) => [placeOf(cell), cell.code])));
  const without = (some: Form | null, others: Form | null): string[] =>
    [...cells(some)].filter(([place]) => !cells(others).has(place)).map(([, code]) => code);
  const rules = (form: Form | null) => new Map(form?.rules.map((rule) => [rule.code, saidOf(rule)]));
  const [was, is] = [rules(before), rules(after)];
  return {
    added: without(after, before),
    retired: without(before, after),
    rulesAdded: [...is.keys()].filter((code) => !was.has(code)),
    rulesChanged: [...is.keys()].filter((code) => was.has(code) && was.get(code) !== is.get(code)),
    rulesRemoved: [...was.keys()].filter((code) => !is.has(code)),
  };
}

function basicProblems(definition: FormDefinition, before: Form | null): Problem[] {
  const { code, zh, en, tables, statesTotalsOf, rollsUp } = definition;
  const found: Problem[] = [];
  if (!/^[a-z][a-z0-9-]{1,39}$/.test(code))
    found.push(problem('FORM_CODE_INVALID', { form: code.slice(0, 40) }, { field: 'code' }));
  for (const [field, text] of Object.entries({
    zh,
    en,
    formNo: definition.cover.formNo,
    issuedBy: definition.cover.issuedBy,
  })) {
    if (text.trim() === '') found.push(problem('FIELD_REQUIRED', { field }, { field }));
    if (text.length > 100) found.push(problem('FIELD_TOO_LONG', { field, max: 100 }, { field }));
  }
  for (const field of ['frequency', 'rollsUp', 'statesTotalsOf'] as const)
    if (before && before[field] !== definition[field])
      found.push(problem('FORM_FIXED', { field }, { field }));
  if (rollsUp && statesTotalsOf !== undefined)
    found.push(problem('FORM_FIXED', { field: 'statesTotalsOf' }, { field: 'statesTotalsOf' }));
  if (tables.every((table) => table.cells.length === 0))
    found.push(problem('FORM_EMPTY', {}, { field: 'tables' }));
  return found;
}

function sizeProblems({ tables, repeatingTables, rules, assignment }: FormDefinition): Problem[] {
  const sizes = {
    tables: tables.length,
    cells: tables.reduce((sum, table) => sum + table.cells.length, 0),
    repeatingTables: repeatingTables.length,
    columns: Math.max(0, ...repeatingTables.map((table) => table.columns.length)),
    limit: Math.max(0, ...repeatingTables.map((table) => table.limit)),
    rules: rules.length,
    unions: assignment.unions?.length ?? 0,
  };
  return (Object.keys(sizes) as Array<keyof typeof sizes>)
    .filter((what) => sizes[what] > most[what])
    .map((what) => problem('REQUEST_TOO_LARGE', { what, limit: most[what] }, { field: what }));
}

const twice = (codes: readonly string[]): string[] => [
  ...new Set(codes.filter((code, at) => codes.indexOf(code) !== at)),
];

function duplicateProblems(form: Form): Problem[] {
  const cells = twice(form.tables.flatMap((table) => table.cells.map((cell) => cell.code)));
  const tables = twice([...form.tables, ...form.repeatingTables].map((table) => table.code));
  const columns = form.repeatingTables.flatMap((table) =>
    twice(table.columns.map((column) => column.code)).map((code) => `${table.code}.${code}`),
  );
  return [
    ...[...cells, ...twice(form.computed.map(({ cell }) => cell))].map((cell) =>
      problem('CELL_TWICE', { cell }, { cell }),
    ),
    ...[...tables, ...columns].map((code) => problem('FORM_CODE_TWICE', { code }, { table: code })),
  ];
}

/** What is wrong with repeating tables and the cells computed from them. Columns that were filed stay, with their types. */
function rowProblems(form: Form, before: Form | null): Problem[] {
  const columnOf = (table: string, column: string | undefined): Column | undefined =>
    form.repeatingTables.find((one) => one.code === table)?.columns.find((one) => one.code === column);
  const computed = new Set(form.computed.map((one) => one.cell));
  const cells = form.tables.flatMap((table) => table.cells);
  const unknown = (table: string, code: string): Problem =>
    problem('ROW_COLUMN_UNKNOWN', { table, column: code }, { table, field: code });
  return [
    ...cells
      // Rows hold whole numbers: a cell with decimals would read them as hundredths.
      .filter(
        ({ code, source, decimals }) =>
          (source === 'ROWS') !== computed.has(code) || (source === 'ROWS' && decimals > 0),
      )
      .map(({ code }) => problem('CELL_SOURCE', { cell: code }, { cell: code })),
    ...form.computed.flatMap(({ table, sum, where, cell }) => {
      if (!cells.some((one) => one.code === cell)) return [problem('CELL_UNKNOWN', { cell }, { cell })];
      if (!form.repeatingTables.some((one) => one.code === table))
        return [problem('ROW_TABLE_UNKNOWN', { table }, { table })];
      return [
        ...(sum !== undefined && columnOf(table, sum)?.type !== 'integer' ? [unknown(table, sum)] : []),
        // What no row can say would make an exact 0 of rows that say something else.
        ...(where && !columnOf(table, where.column)?.choices?.includes(where.is)
          ? [unknown(table, where.column)]
          : []),
      ];
    }),
    ...form.repeatingTables.flatMap(({ code, limit, columns }) => [
      ...(limit < 1
        ? [
            problem(
              'NUMBER_OUT_OF_RANGE',
              { field: 'limit', value: limit, min: 1, max: most.limit },
              { table: code, field: 'limit' },
            ),
          ]
        : []),
      ...[code, ...columns.map((column) => column.code)].flatMap((one) => {
        const place = { table: code.slice(0, 60), field: 'code' };
        if (one.trim() === '') return [problem('FIELD_REQUIRED', { field: 'code' }, place)];
        return one.length > 60 ? [problem('FIELD_TOO_LONG', { field: 'code', max: 60 }, place)] : [];
      }),
    ]),
    ...form.repeatingTables.flatMap((table) =>
      table.columns.flatMap(({ refersTo, code, type, choices }) => [
        ...(refersTo && !columnOf(refersTo.table, refersTo.column)
          ? [unknown(refersTo.table, refersTo.column)]
          : []),
        ...(type === 'choice' && !choices?.length
          ? [problem('FIELD_REQUIRED', { field: 'choices' }, { table: table.code, field: code })]
          : []),
      ]),
    ),
    ...(before?.repeatingTables ?? []).flatMap((table) =>
      table.columns
        .filter(({ code, type }) => columnOf(table.code, code)?.type !== type)
        .map(({ code }) =>
          problem('COLUMN_FIXED', { table: table.code, column: code }, { table: table.code, field: code }),
        ),
    ),
  ];
}

function ruleProblems(form: Form, others: readonly Form[]): Problem[] {
  const taken = new Set<string>();
  return form.rules.flatMap((rule, at) => {
    const context = {
      form,
      taken: new Set(taken),
      otherForm: (code: string) => others.find((one) => one.code === code),
    };
    taken.add(rule.code);
    return checkRule(rule, context).map((found) => ({ ...found, row: at + 1, table: 'rules' }));
  });
}
