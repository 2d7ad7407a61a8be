import { type Form, layoutOf } from '../form.js';
import type { Rule } from '../rule.js';
import { dialect, parseExpression } from '../rule-language.js';
import { type Mention, mentionsOf } from '../rule-nodes.js';
import { activityRules } from './activities.js';
import { congressRules } from './congress.js';
import { coverageRules } from './coverage.js';
import { feeRules } from './fees.js';
import { homeRules } from './homes.js';
import { memberRules } from './members.js';
import { organisationRules } from './organisation.js';
import { overTimeRules } from './over-time.js';
import { trainingAndAidRules } from './training-and-aid.js';

/** Every rule that ships with Huiji, in the order of the tables. */
export const shippedRules: readonly Rule[] = [
  ...organisationRules,
  ...coverageRules,
  ...homeRules,
  ...memberRules,
  ...overTimeRules,
  ...congressRules,
  ...activityRules,
  ...trainingAndAidRules,
  ...feeRules,
];

const words = dialect([]);
const known = new WeakMap<Rule, readonly Mention[]>();

/** What a shipped rule names. */
function namedBy(rule: Rule): readonly Mention[] {
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
    return (rule.table === undefined || table !== undefined) && namedBy(rule).every(isThere);
    function isThere({ place, code }: Mention): boolean {
      if (place === 'referred') return true;
      if (place === 'row') return table?.columns.some((column) => column.code === code) ?? false;
      return layout.cell(code) !== undefined;
    }
  });
}
