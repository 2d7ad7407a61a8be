import type { Rule } from '../rule.js';
import { rule } from './build.js';

const asked = { severity: 'PLAUSIBILITY' } as const;

const pay = (
  [frequency, name, months, zhSpan, enSpan]: readonly ['QUARTER' | 'YEAR', string, number, string, string],
  bound: 'least' | 'most',
): Rule => {
  const line = `parameter("payroll_month_${bound}")`;
  const [sign, zh, en] = bound === 'least' ? ['>=', '低于', 'below'] : ['<=', '高于', 'above'];
  return rule({
    ...asked,
    frequency,
    code: `payroll-${name}-${bound}`,
    source: 'fee_payroll_total: per head outside 1500..50000 per month (国家统计局口径)',
    expression: `mem_worker_cnt == 0 || fee_payroll_total ${sign} ${line} * ${months} * mem_worker_cnt`,
    at: 'fee_payroll_total',
    zh: `${zhSpan}工资总额 {fee_payroll_total} 元、职工 {mem_worker_cnt} 人,人均每月${zh} {${line}} 元,请核对单位,无误的请说明。`,
    en: `The payroll of {fee_payroll_total} yuan in the ${enSpan} for {mem_worker_cnt} employees is ${en} {${line}} a head and month. Check the unit, or explain.`,
  });
};

const spans = [
  ['QUARTER', 'of-a-quarter', 3, '本季', 'quarter'],
  ['YEAR', 'of-a-year', 12, '全年', 'year'],
] as const;

/** Rules of union fees (经费). An amount that follows from another by a share may differ by less than a yuan. */
export const feeRules: readonly Rule[] = [
  ...spans.flatMap((span) => [pay(span, 'least'), pay(span, 'most')]),
  rule({
    code: 'fees-two-percent-of-payroll',
    severity: 'LAW',
    source: '工会法43; fee_allocated_amount: != 2% of payroll (+-1%)',
    expression:
      '100 * abs(100 * fee_allocated_amount - parameter("fee_percent") * fee_payroll_total) <= parameter("fee_tolerance_percent") * parameter("fee_percent") * fee_payroll_total',
    zh: '拨缴工会经费 {fee_allocated_amount} 元,与工资总额 {fee_payroll_total} 元的 {parameter("fee_percent")}% 相差超过 {parameter("fee_tolerance_percent")}%。',
    en: 'Fees of {fee_allocated_amount} yuan differ from {parameter("fee_percent")} % of the payroll of {fee_payroll_total} by more than {parameter("fee_tolerance_percent")} %.',
  }),
  rule({
    ...asked,
    code: 'fees-remitted-by-share',
    source: 'fee_remitted_amount: remitted/(allocated*configured share, default 40%) != 100% (60/40)',
    expression:
      'abs(100 * fee_remitted_amount - parameter("fee_share_percent") * fee_allocated_amount) < 100',
    zh: '上解经费 {fee_remitted_amount} 元,与拨缴经费 {fee_allocated_amount} 元的 {parameter("fee_share_percent")}% 不符,请核对,不同的请说明。',
    en: 'Fees of {fee_remitted_amount} yuan remitted are not {parameter("fee_share_percent")} % of {fee_allocated_amount}. Check them, or explain.',
  }),
  rule({
    ...asked,
    code: 'own-fees-remitted-by-share',
    source: 'fee_own_remitted_amount: differs from received from below * share',
    expression:
      'abs(100 * fee_own_remitted_amount - parameter("fee_share_percent") * below("fee_remitted_amount")) < 100',
    zh: '本级上解经费 {fee_own_remitted_amount} 元,与下级上解合计 {below("fee_remitted_amount")} 元的 {parameter("fee_share_percent")}% 不符,请核对,不同的请说明。',
    en: 'Fees of {fee_own_remitted_amount} yuan remitted are not {parameter("fee_share_percent")} % of {below("fee_remitted_amount")} received from below. Check them, or explain.',
  }),
];
