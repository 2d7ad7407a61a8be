import type { Form } from '../form.js';
import { layoutOf } from '../form.js';
import type { Rule } from '../rule.js';
import { dialect, parseExpression } from '../rule-language.js';
import { type Mention, mentionsOf } from '../rule-nodes.js';

/** Every rule that ships with Huiji, in the order of the tables. */
export const shippedRules: readonly Rule[] = [];

const words = dialect([]);
const known = new WeakMap<Rule, readonly Mention[]>();

/** What a shipped rule names. */
export function namedBy(rule: Rule): readonly Mention[] {
  const mentions = known.get(rule) ?? mentionsOf(parseExpression(words, rule.expression).ast);
  known.set(rule, mentions);
  return mentions;
}

/** The shipped rules that belong to a form: those whose cells, table and columns it has, of its frequency. */
export function shippedRulesOf(form: Form): readonly Rule[] {
  const layout = layoutOf(form);
  return shippedRules.filter((rule) => {
    if (rule.frequency !== undefined && rule.frequency !== form.frequency) return false;
    const table = form.repeatingTables.find((one) => one.code === rule.table);
    if (rule.table !== undefined && !table) return false;
    return namedBy(rule).every(({ place, code }) => {
      if (place === 'referred') return true;
      return place === 'row'
        ? table?.columns.some((column) => column.code === code)
        : layout.cell(code) !== undefined;
    });
  });
}
