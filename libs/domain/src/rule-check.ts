import { type Environment, ParseError } from '@marcbachmann/cel-js';
import { type Form, type RepeatingTable, layoutOf } from './form.js';
import { type Problem, type ProblemPlace, problem } from './problem.js';
import type { Rule } from './rule.js';
import { type PartContext, checkNodes, excerpt } from './rule-check-nodes.js';
import { type Expression, limits, parseExpression } from './rule-language.js';
import { dialectOf, referredTable } from './rule-run.js';
import { partsOf } from './rule-sentence.js';

/** Against what a rule is checked. */
export interface RuleContext {
  form: Form;
  /** The form with this code, for `inForm`. */
  otherForm?: (code: string) => Form | undefined;
  /** Codes that the form’s other rules have. */
  taken?: ReadonlySet<string>;
}

/**
 * All that is wrong with a rule somebody has written, for a form; [] when it may be stored. Codes: RULE_CODE_INVALID,
 * RULE_CODE_TAKEN, FIELD_REQUIRED, RULE_TOO_LARGE, RULE_SYNTAX, RULE_TYPE, RULE_CODE_UNKNOWN, RULE_FUNCTION_UNKNOWN,
 * RULE_ARGUMENT, RULE_LITERALS, RULE_RESULT; each with `field` (expression, zh, en, …). What passes cannot loop, and its
 * time is bounded by its size.
 */
export function checkRule(rule: Rule, { form, otherForm, taken }: RuleContext): Problem[] {
  const named = { rule: rule.code.slice(0, 60) };
  const found: Problem[] = [];
  const say = (code: Problem['code'], details: Problem['details'], place: ProblemPlace) =>
    found.push(problem(code, { ...named, ...details }, place));
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(rule.code) || rule.code.length > 60)
    say('RULE_CODE_INVALID', {}, { field: 'code' });
  if (taken?.has(rule.code)) say('RULE_CODE_TAKEN', {}, { field: 'code' });
  if (rule.source.trim() === '')
    found.push(problem('FIELD_REQUIRED', { field: 'source' }, { field: 'source' }));
  const table = form.repeatingTables.find((one) => one.code === rule.table);
  if (rule.table !== undefined && (!table || rule.scope === 'TOTAL')) {
    say('RULE_CODE_UNKNOWN', { part: 'table', code: rule.table.slice(0, 40) }, { field: 'table' });
    return found;
  }
  if (rule.at !== undefined && !standsAt(rule.at, form, table))
    say('RULE_CODE_UNKNOWN', { part: 'at', code: rule.at.slice(0, 40) }, { field: 'at' });
  const environment = dialectOf(form, table);
  const context = {
    ...{ rule, form, table, referred: referredTable(form, table) },
    otherForm: otherForm ?? (() => undefined),
  };
  found.push(...checkPart(rule.expression, environment, { ...context, part: 'expression' }));
  for (const part of ['zh', 'en'] as const)
    found.push(...checkTemplate(rule[part], environment, { ...context, part }));
  return found;
}

const standsAt = (at: string, form: Form, table: RepeatingTable | undefined): boolean =>
  table ? table.columns.some((column) => column.code === at) : layoutOf(form).cell(at) !== undefined;

function checkTemplate(template: string, environment: Environment, context: PartContext): Problem[] {
  if (template.length > limits.characters) return [tooLarge(context)];
  const stray = template.replace(/\{[^{}]*\}/g, (part) => ' '.repeat(part.length)).search(/[{}]/);
  if (stray >= 0) return [syntax(context, template, stray)];
  return partsOf(template).flatMap((part, at) => (at % 2 === 0 ? [] : checkPart(part, environment, context)));
}

const of = ({ rule, part }: PartContext) => ({ rule: rule.code.slice(0, 60), part });

const tooLarge = (context: PartContext): Problem =>
  problem('RULE_TOO_LARGE', { ...of(context), ...limits }, { field: context.part });

const syntax = (context: PartContext, text: string, position: number): Problem => {
  const details = { ...of(context), position: position + 1, text: excerpt(text, position, position + 20) };
  return problem('RULE_SYNTAX', details, { field: context.part });
};

function checkPart(text: string, environment: Environment, context: PartContext): Problem[] {
  if (text.length > limits.characters) return [tooLarge(context)];
  const parsed = parse(text, environment, context);
  if ('code' in parsed) return [parsed];
  const problems = checkNodes(parsed.ast, context);
  if (problems.length > 0) return problems;
  const checked = parsed.check();
  if ('error' in checked) return [typeProblem(checked.error, text, context)];
  const { type } = checked;
  const fits = context.part === 'expression' ? type === 'bool' : ['Figure', 'string', 'int'].includes(type);
  return fits ? [] : [problem('RULE_RESULT', { ...of(context), type }, { field: context.part })];
}

function parse(text: string, environment: Environment, context: PartContext): Expression | Problem {
  try {
    return parseExpression(environment, text);
  } catch (thrown) {
    if (!(thrown instanceof ParseError)) throw thrown;
    return thrown.code === 'limit_exceeded'
      ? tooLarge(context)
      : syntax(context, text, thrown.range?.start ?? 0);
  }
}

function typeProblem(error: unknown, text: string, context: PartContext): Problem {
  const range = (error as { range?: { start: number; end: number } }).range ?? { start: 0, end: text.length };
  const details = { ...of(context), position: range.start + 1, text: excerpt(text, range.start, range.end) };
  return problem('RULE_TYPE', details, { field: context.part });
}
