import { Environment, type ASTNode } from '@marcbachmann/cel-js';
import type { Language } from './problem.js';
import {
  Figure,
  absolute,
  add,
  divideBy,
  isAtMost,
  isEqual,
  isLess,
  literal,
  maximum,
  minimum,
  multiply,
  subtract,
} from './rule-figure.js';
import { addedText, textOf } from './rule-text.js';

/** Where a figure is looked up outside the return or total at hand. */
export type Elsewhere = 'previous' | 'lastYear' | 'yearToDate' | 'quarters' | 'below';

/** What an expression may ask of the data. Every method throws `undecidable` for what nobody has filed. */
export interface World {
  language: Language;
  cell(code: string): Figure;
  at(place: Elsewhere, code: string): Figure;
  inForm(form: string, code: string): Figure;
  given(code: string): boolean;
  blank(code: string): boolean;
  parameter(name: string): Figure;
  choice(name: string): string;
  handedOver(direction: string): Figure;
  rows(table: string): Figure;
  referring(table: string, column?: string): Figure;
  withinPeriod(day: string): boolean;
  name(code: string): string;
  chosen(name: string): string;
  row?: RowValues;
  referred?: RowValues;
}

/** A row as an expression sees it. Its fields throw `undecidable` where a text, date, choice or boolean is blank. */
export class RowValues {}
/** The row that a row refers to. */
export class ReferredValues extends RowValues {}

/** The columns of a row in CEL's types. */
export type RowTypes = Readonly<Record<string, 'Figure' | 'string' | 'bool'>>;

/** Structural limits of an expression. */
export const limits = { characters: 1000, nodes: 300, depth: 40 } as const;

/** What each function takes, for the authoring check: codes of cells, tables, columns, forms and parameters in quotes. */
export const functions: Readonly<Record<string, readonly Argument[]>> = {
  cell: ['cell'],
  previous: ['cell'],
  lastYear: ['cell'],
  yearToDate: ['cell'],
  quarters: ['cell'],
  below: ['cell'],
  inForm: ['form', 'cellOfForm'],
  given: ['cell'],
  blank: ['cell'],
  parameter: ['number'],
  choice: ['choice'],
  handedOver: ['direction'],
  rows: ['table'],
  referring: ['referringTable', 'booleanColumn'],
  withinPeriod: [],
  abs: [],
  min: [],
  max: [],
};

/** What an argument in quotes must name. */
export type Argument =
  | 'cell'
  | 'form'
  | 'cellOfForm'
  | 'number'
  | 'choice'
  | 'direction'
  | 'table'
  | 'referringTable'
  | 'booleanColumn';

/** Functions of sentences only. */
export const sentenceFunctions: Readonly<Record<string, readonly Argument[]>> = {
  name: ['cell'],
  chosen: ['choice'],
  added: [],
};

/** The world in which an expression is being evaluated: evaluation never awaits, so there is one at a time. */
let world: World | undefined;

function current(): World {
  if (!world) throw new Error('a rule is evaluated by Expression.evaluate only');
  return world;
}

type Operator = (left: Figure, right: Figure) => unknown;

/** Registers an operator between figures, and between a figure and a literal on either side. */
function operator(environment: Environment, sign: string, result: string, apply: Operator): void {
  environment.registerOperator(`Figure ${sign} Figure: ${result}`, apply);
  for (const type of ['int', 'double']) {
    environment.registerOperator(
      `Figure ${sign} ${type}: ${result}`,
      (left: Figure, right: bigint | number) => apply(left, literal(right)),
    );
    // CEL makes the other direction of an equality itself.
    if (sign === '==') continue;
    environment.registerOperator(
      `${type} ${sign} Figure: ${result}`,
      (left: bigint | number, right: Figure) => apply(literal(left), right),
    );
  }
}

/** Registers a choice between figures, and between a figure and a literal on either side. */
function choosing(
  environment: Environment,
  name: string,
  pick: (one: Figure, other: Figure) => Figure,
): void {
  environment.registerFunction(`${name}(Figure, Figure): Figure`, pick);
  for (const type of ['int', 'double']) {
    environment
      .registerFunction(`${name}(Figure, ${type}): Figure`, (one: Figure, other: bigint | number) =>
        pick(one, literal(other)),
      )
      .registerFunction(`${name}(${type}, Figure): Figure`, (one: bigint | number, other: Figure) =>
        pick(literal(one), other),
      );
  }
}

function language(): Environment {
  const environment = new Environment({
    limits: {
      maxAstNodes: limits.nodes,
      maxDepth: limits.depth,
      maxCallArguments: 4,
    },
  });
  environment.registerType('Figure', Figure);
  operator(environment, '+', 'Figure', add);
  operator(environment, '-', 'Figure', subtract);
  operator(environment, '*', 'Figure', multiply);
  operator(environment, '/', 'Figure', divideBy);
  operator(environment, '<', 'bool', isLess);
  operator(environment, '<=', 'bool', isAtMost);
  operator(environment, '>', 'bool', (left, right) => isLess(right, left));
  operator(environment, '>=', 'bool', (left, right) => isAtMost(right, left));
  operator(environment, '==', 'bool', isEqual);
  choosing(environment, 'min', minimum);
  choosing(environment, 'max', maximum);
  for (const place of ['previous', 'lastYear', 'yearToDate', 'quarters', 'below'] as const)
    environment.registerFunction(`${place}(string): Figure`, (code: string) => current().at(place, code));
  return environment
    .registerFunction('abs(Figure): Figure', absolute)
    .registerFunction('cell(string): Figure', (code: string) => current().cell(code))
    .registerFunction('inForm(string, string): Figure', (form: string, code: string) =>
      current().inForm(form, code),
    )
    .registerFunction('given(string): bool', (code: string) => current().given(code))
    .registerFunction('blank(string): bool', (code: string) => current().blank(code))
    .registerFunction('parameter(string): Figure', (name: string) => current().parameter(name))
    .registerFunction('choice(string): string', (name: string) => current().choice(name))
    .registerFunction('handedOver(string): Figure', (direction: string) => current().handedOver(direction))
    .registerFunction('rows(string): Figure', (table: string) => current().rows(table))
    .registerFunction('referring(string): Figure', (table: string) => current().referring(table))
    .registerFunction('referring(string, string): Figure', (table: string, column: string) =>
      current().referring(table, column),
    )
    .registerFunction('withinPeriod(string): bool', (day: string) => current().withinPeriod(day))
    .registerFunction('name(string): string', (code: string) => current().name(code))
    .registerFunction('chosen(string): string', (name: string) => current().chosen(name))
    .registerFunction('added(Figure): string', addedText);
}

const base = language();

/** A cell that can be written as a plain word; `cell("…")` reaches every other. The underscore keeps CEL’s own words out. */
export const isPlainName = (code: string): boolean => /^[a-z][a-z0-9]*(_[a-z0-9]+)+$/.test(code);

/** The language over the cells of a form; with the types of a table’s rows, `row` and `referred` are known as well. */
export function dialect(cells: Iterable<string>, row?: RowTypes, referred?: RowTypes): Environment {
  const environment = base.clone();
  for (const code of cells) if (isPlainName(code)) environment.registerVariable(code, 'Figure');
  if (row) environment.registerType('Row', { ctor: RowValues, fields: row }).registerVariable('row', 'Row');
  if (referred)
    environment
      .registerType('Referred', { ctor: ReferredValues, fields: referred })
      .registerVariable('referred', 'Referred');
  return environment;
}

/** The plain names of an expression, read from the world when they are asked for. */
class Names extends Map<string, unknown> {
  override get(name: string): unknown {
    const { row, referred } = current();
    if (name === 'row') return row;
    if (name === 'referred') return referred;
    return current().cell(name);
  }
}
const names = new Names();

/** A parsed expression. `evaluate` gives its value, or throws `undecidable`; anything else it throws is a fault. */
export interface Expression {
  ast: ASTNode;
  /** The type it has, or what is wrong with it. */
  check(): { type: string } | { error: unknown };
  evaluate(of: World): unknown;
}

/** Parses an expression. Throws CEL’s ParseError, which says where. */
export function parseExpression(environment: Environment, text: string): Expression {
  const parsed = environment.parse(text);
  return {
    ast: parsed.ast,
    check: () => {
      const { valid, type, error } = parsed.check();
      return valid && type !== undefined ? { type } : { error };
    },
    evaluate: (of) => {
      const outer = world;
      world = of;
      try {
        return parsed(names) as unknown;
      } finally {
        world = outer;
      }
    },
  };
}

/** A value of a sentence as text. */
export function shown(value: unknown): string {
  return value instanceof Figure ? textOf(value) : String(value);
}
