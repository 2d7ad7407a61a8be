import type { Entries } from './figure.js';
import type { Environment } from '@marcbachmann/cel-js';
import { type Column, type Form, type RepeatingTable, layoutOf } from './form.js';
import type { Language, Problem } from './problem.js';
import type { Rule } from './rule.js';
import { breachesOf, breachProblem } from './reconciliation.js';
import { Undecidable } from './rule-figure.js';
import { type Expression, type RowTypes, dialect, parseExpression } from './rule-language.js';
import { type Mention, mentionsOf } from './rule-nodes.js';
import { type Sentence, plainSentence, sentenceOf } from './rule-sentence.js';
import { FiledWorld, type RowAt, type RuleInput, referenceOf } from './rule-world.js';
import type { Rows } from './rows.js';

const rowTypes: Readonly<Record<Column['type'], RowTypes[string]>> = {
  ...{ integer: 'Figure', boolean: 'bool', text: 'string', choice: 'string', date: 'string' },
};

const typesOf = (table: RepeatingTable | undefined): RowTypes | undefined =>
  table && Object.fromEntries(table.columns.map(({ code, type }) => [code, rowTypes[type]]));

/** The table that the rows of another point at. */
export function referredTable(form: Form, table: RepeatingTable | undefined): RepeatingTable | undefined {
  const target = table && referenceOf(table)?.refersTo?.table;
  return form.repeatingTables.find((one) => one.code === target);
}

/** The rule language over a form's cells, and over the rows of one of its tables. */
export function dialectOf(form: Form, table?: RepeatingTable): Environment {
  const codes = layoutOf(form).cells.map(({ code }) => code);
  return dialect(codes, typesOf(table), typesOf(referredTable(form, table)));
}

interface Compiled {
  rule: Rule;
  table?: RepeatingTable;
  expression: Expression;
  mentions: readonly Mention[];
  /** Parsed at the first hit: most rules never have one. */
  sentences: () => Readonly<Record<Language, Sentence>>;
}

function compile(form: Form): readonly Compiled[] {
  const environments = new Map<string | undefined, Environment>();
  const environmentOf = (table: RepeatingTable | undefined): Environment => {
    const known = environments.get(table?.code) ?? dialectOf(form, table);
    environments.set(table?.code, known);
    return known;
  };
  return form.rules
    .filter(({ frequency }) => frequency === undefined || frequency === form.frequency)
    .map((rule) => {
      const table = form.repeatingTables.find((one) => one.code === rule.table);
      const environment = environmentOf(table);
      const expression = parseExpression(environment, rule.expression);
      const checked = expression.check();
      if ('error' in checked || checked.type !== 'bool')
        throw new Error(`rule ${rule.code} of form ${form.code} is not valid`, { cause: checked });
      return {
        ...{ rule, table, expression, mentions: mentionsOf(expression.ast) },
        sentences: once(() => sentencesOf(rule, expression, { environment, table, form })),
      };
    });
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function sentencesOf(
  rule: Rule,
  expression: Expression,
  { environment, table, form }: { environment: Environment; table?: RepeatingTable; form: Form },
): Record<Language, Sentence> {
  const referred = referredTable(form, table);
  const of = (language: Language): Sentence =>
    rule[language] === ''
      ? plainSentence(rule, expression, { language, environment, table, referred })
      : sentenceOf(rule[language], environment);
  return { zh: of('zh'), en: of('en') };
}

const compiled = new WeakMap<Form, readonly Compiled[]>();

function compiledOf(form: Form): readonly Compiled[] {
  const rules = compiled.get(form) ?? compile(form);
  compiled.set(form, rules);
  return rules;
}

/** What rules look at, from entries by cell code, canonical rows, and whatever else is known. */
export function ruleInput(entries: Entries, rows: Rows = {}, more: Partial<RuleInput> = {}): RuleInput {
  return { handover: { in: 0, out: 0 }, parameters: {}, ...more, entries, rows };
}

const lookups = ['previous', 'lastYear', 'yearToDate', 'quarters', 'below', 'inForm'] as const;

/** What a form's rules and their sentences look up besides the figures at hand: load these, and no more. */
export function lookupsOf(form: Form, scope: Rule['scope']): ReadonlySet<(typeof lookups)[number]> {
  const text = compiledOf(form)
    .filter(({ rule }) => rule.scope === scope)
    .map(({ rule }) => `${rule.expression} ${rule.zh} ${rule.en}`)
    .join(' ');
  return new Set(lookups.filter((name) => new RegExp(`\\b${name}\\s*\\(`).test(text)));
}

/**
 * Runs the form's rules of a scope: FILED on one return, TOTAL on a total. Each hit is a problem CHECK_FAILED with the
 * rule's severity, at its row or cell, and details { zh, en, check }. Figures never make it throw; a rule that is at fault
 * does. Whether to block (ARITHMETIC), to ask (PLAUSIBILITY) or to flag (LAW) is the caller's.
 */
export function runRules(form: Form, input: RuleInput, scope: Rule['scope']): Problem[] {
  const world = new FiledWorld(form, input);
  const hits = compiledOf(form)
    .filter(({ rule }) => rule.scope === scope && isFor(rule, input))
    .flatMap((one) => {
      if (!one.table) return hit(one, world, { cell: one.rule.at ?? firstCell(one) });
      const { table } = one;
      return (input.rows[table.code] ?? []).flatMap((row, at) => {
        const place: RowAt = { table, row };
        const field = one.rule.at === undefined ? {} : { field: one.rule.at };
        return hit(one, new FiledWorld(form, input, place), { table: table.code, row: at + 1, ...field });
      });
    });
  return scope === 'FILED' ? [...hits, ...reconciled(form, input)] : hits;
}

/** Every statement is held against the total that it states, whether or not its form has rules of its own. */
const reconciled = (form: Form, { entries, below, parameters }: RuleInput): Problem[] =>
  form.statesTotalsOf === undefined || !below
    ? []
    : breachesOf(form, entries, below, parameters).map(breachProblem);

const isFor = ({ levels }: Rule, { level }: RuleInput): boolean =>
  levels === undefined || level === undefined || levels.includes(level);

const firstCell = ({ mentions }: Compiled): string | undefined => mentions[0]?.code;

function hit(
  { rule, expression, sentences }: Compiled,
  world: FiledWorld,
  place: Pick<Problem, 'cell' | 'table' | 'row' | 'field'>,
): Problem[] {
  if (holds(expression, world)) return [];
  const [zh, en] = [sentences().zh(world.in('zh')), sentences().en(world.in('en'))];
  const details = { zh, en, check: rule.code };
  return [{ code: 'CHECK_FAILED', severity: rule.severity, details, ...place }];
}

function holds(expression: Expression, world: FiledWorld): boolean {
  try {
    return expression.evaluate(world) !== false;
  } catch (thrown) {
    if (thrown instanceof Undecidable) return true;
    throw thrown;
  }
}
