import { atMost, boundsOf, showing, sumOfParts } from './compare.js';
import type { Check } from './port.js';

const types = ['生活', '助学', '结对扶贫', '医疗'];

/** A check that who gives one of the two gives the other as well. Aid in goods has families without an amount. */
function together(
  given: string,
  absent: string,
  code: string,
  say: (shown: string) => { zh: string; en: string },
): Check {
  return {
    code,
    severity: 'PLAUSIBILITY',
    scope: 'FILED',
    cells: [given, absent],
    source: 'aid_family_cnt: families without amount or amount without families',
    evaluate: (input) => {
      if ((boundsOf(input, given)?.low ?? 0n) === 0n) return [];
      if (input.mark(absent) !== 'MISSING' && boundsOf(input, absent)?.high !== 0n) return [];
      return [say(showing(input)(given))];
    },
  };
}

/**
 * Checks of 表六 帮扶与送温暖. Festival aid (节日慰问) belongs to none of the four types, so types that fall short of the
 * total are only asked about. Donations are kept apart from aid and are never part of these sums.
 */
export const aidChecks: readonly Check[] = [
  ...sumOfParts(
    'aid_family_cnt',
    types.map((type) => `aid_family_cnt[${type}]`),
    { code: 'aided-families-by-type', source: 'aid_family_cnt: by type', rest: 'EXPLAINED' },
  ),
  ...sumOfParts(
    'aid_amount',
    types.map((type) => `aid_amount[${type}]`),
    { code: 'aid-amount-by-type', source: 'aid_amount: same types', rest: 'EXPLAINED' },
  ),
  together('aid_family_cnt', 'aid_amount', 'families-without-amount', (families) => ({
    zh: `慰问帮扶 ${families} 户次,但没有填金额;如只发放物品,请说明。`,
    en: `${families} households were aided but no amount is given. If in goods only, say so.`,
  })),
  together('aid_amount', 'aid_family_cnt', 'amount-without-families', (amount) => ({
    zh: `慰问帮扶金额 ${amount} 元,但没有填户次,请补填或说明。`,
    en: `Aid of ${amount} yuan is given without households. Fill them in, or explain.`,
  })),
  atMost({
    code: 'less-than-100-yuan-a-family',
    severity: 'PLAUSIBILITY',
    source: 'aid_amount: per household < 100',
    left: [[100_00n, 'aid_family_cnt']],
    right: ['aid_amount'],
    onlyIf: 'aid_amount',
    say: (n) => ({
      zh: `慰问帮扶 ${n('aid_family_cnt')} 户次共 ${n('aid_amount')} 元,户均不到 100 元,请说明。`,
      en: `${n('aid_amount')} yuan for ${n('aid_family_cnt')} households are less than 100 each. Explain.`,
    }),
  }),
  atMost({
    code: 'more-than-20000-yuan-a-family',
    severity: 'PLAUSIBILITY',
    source: 'aid_amount: per household > 20000',
    left: ['aid_amount'],
    right: [[20_000_00n, 'aid_family_cnt']],
    onlyIf: 'aid_family_cnt',
    say: (n) => ({
      zh: `慰问帮扶 ${n('aid_family_cnt')} 户次共 ${n('aid_amount')} 元,户均超过 20000 元,请说明。`,
      en: `${n('aid_amount')} yuan for ${n('aid_family_cnt')} households are more than 20000 each. Explain.`,
    }),
  }),
];
