import type { ASTNode } from '@marcbachmann/cel-js';
import { type Form, type RepeatingTable, layoutOf } from './form.js';
import { findParameter, type Parameter } from './parameter.js';
import { type Problem, type ProblemCode, problem } from './problem.js';
import type { Rule } from './rule.js';
import { type Argument, functions, sentenceFunctions } from './rule-language.js';
import { childrenOf, quoted } from './rule-nodes.js';
import { referenceOf } from './rule-world.js';

/** Where in a rule an expression stands, and against what it is checked. */
export interface PartContext {
  rule: Rule;
  part: 'expression' | 'zh' | 'en';
  form: Form;
  table?: RepeatingTable;
  referred?: RepeatingTable;
  otherForm: (code: string) => Form | undefined;
}

/** A part of an expression, short enough for a sentence. */
export const excerpt = (text: string, from: number, to: number): string =>
  text.slice(from, Math.max(to, from + 1)).slice(0, 40);

const arithmetic = ['+', '-', '*', '/'];
const comparisons = ['<', '<=', '>', '>=', '==', '!='];
const joined = ['&&', '||', '!_', '?:'];
/** The most digits that a literal keeps in floating point, which CEL reads decimals into. */
const literalDigits = 15;

/** Everything in an expression that the language does not have, or that the form does not. Without looking at types. */
export function checkNodes(node: ASTNode, context: PartContext): Problem[] {
  const own = checkNode(node, context);
  if (own.length > 0) return own;
  // A function's codes and a row's columns are checked with their node; they have no parts of their own.
  if (node.op === '.') return [];
  return childrenOf(node).flatMap((child) => checkNodes(child, context));
}

const say = (code: ProblemCode, details: Problem['details'], { rule, part }: PartContext): Problem[] => [
  problem(code, { rule: rule.code.slice(0, 60), part, ...details }, { field: part }),
];

function checkNode(node: ASTNode, context: PartContext): Problem[] {
  const text = excerpt(node.input, node.start, node.end);
  if (node.op === 'value') return checkLiteral(node, context);
  if (node.op === 'id') return checkCell(node.args, context);
  if (node.op === '.') return checkColumn(node.args[0], node.args[1], context);
  if (node.op === 'call') return checkCall(node.args[0], node.args[1], context);
  if (arithmetic.includes(node.op) || comparisons.includes(node.op))
    return isConstant(node) ? say('RULE_LITERALS', { position: node.start + 1, text }, context) : [];
  return joined.includes(node.op) ? [] : say('RULE_FUNCTION_UNKNOWN', { function: text }, context);
}

function checkLiteral(node: ASTNode, context: PartContext): Problem[] {
  const value: unknown = node.args;
  const text = excerpt(node.input, node.start, node.end);
  if (typeof value === 'string' || typeof value === 'boolean') return [];
  if (typeof value !== 'bigint' && typeof value !== 'number')
    return say('RULE_FUNCTION_UNKNOWN', { function: text }, context);
  const plain = /^-?\d+(\.\d+)?$/.test(node.input.slice(node.start, node.end));
  const digits = text.replace(/\D/g, '').length;
  return plain && digits <= literalDigits
    ? []
    : say('RULE_LITERALS', { position: node.start + 1, text }, context);
}

/** Whether a node holds numbers only: CEL would reckon with them by itself, 5/2 as 2. */
function isConstant(node: ASTNode): boolean {
  if (node.op === 'value') return typeof node.args === 'bigint' || typeof node.args === 'number';
  if (node.op === '?:') return node.args.slice(1).every(isConstant);
  return arithmetic.concat(comparisons).includes(node.op) && childrenOf(node).every(isConstant);
}

const unknown = (code: string, context: PartContext): Problem[] =>
  say('RULE_CODE_UNKNOWN', { code: code.slice(0, 40) }, context);

const checkCell = (code: string, context: PartContext): Problem[] =>
  layoutOf(context.form).cell(code) ? [] : unknown(code, context);

function checkColumn(from: ASTNode, column: string, context: PartContext): Problem[] {
  const tables: Readonly<Record<string, RepeatingTable | undefined>> = {
    row: context.table,
    referred: context.referred,
  };
  const name = from.op === 'id' ? from.args : '';
  const table = Object.hasOwn(tables, name) ? tables[name] : undefined;
  if (!table) return unknown(excerpt(from.input, from.start, from.end), context);
  return table.columns.some((one) => one.code === column) ? [] : unknown(`${name}.${column}`, context);
}

/** Functions of one return's rows: a total has none. */
const onRows = ['rows', 'referring', 'withinPeriod', 'handedOver'];

function checkCall(name: string, args: readonly ASTNode[], context: PartContext): Problem[] {
  const known = context.part === 'expression' ? functions : { ...functions, ...sentenceFunctions };
  const wanted = Object.hasOwn(known, name) ? known[name] : undefined;
  if (!wanted || (context.rule.scope === 'TOTAL' && onRows.includes(name)))
    return say('RULE_FUNCTION_UNKNOWN', { function: name.slice(0, 40) }, context);
  if (wanted.length === 0) return [];
  const codes = args.map(quoted);
  if (codes.includes(null) || codes.length === 0 || codes.length > wanted.length)
    return say('RULE_ARGUMENT', { function: name }, context);
  const given = codes as string[];
  return given.flatMap((code, at) =>
    isKnown(wanted[at] as Argument, given, context) ? [] : unknown(code, context),
  );
}

/** Whether the argument that stands where `kind` is wanted names something. `given` are all arguments of the call. */
function isKnown(kind: Argument, given: readonly string[], context: PartContext): boolean {
  const { form, otherForm } = context;
  const [first = '', second = ''] = given;
  const table = form.repeatingTables.find((one) => one.code === first);
  const parameterOf = (of: Parameter['kind']) => findParameter(first)?.kind === of;
  switch (kind) {
    case 'cell':
      return layoutOf(form).cell(first) !== undefined;
    case 'form':
      return otherForm(first) !== undefined;
    case 'cellOfForm': {
      const other = otherForm(first);
      return other !== undefined && layoutOf(other).cell(second) !== undefined;
    }
    case 'number':
      return parameterOf('NUMBER');
    case 'choice':
      return parameterOf('CHOICE');
    case 'direction':
      return first === 'in' || first === 'out';
    case 'table':
      return table !== undefined;
    case 'referringTable':
      return table !== undefined && referenceOf(table)?.refersTo?.table === context.rule.table;
    case 'booleanColumn':
      return table?.columns.some((one) => one.code === second && one.type === 'boolean') ?? false;
  }
}
