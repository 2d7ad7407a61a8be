import type { Rule } from '../rule.js';
import { rule, sumOfParts, within } from './build.js';

const total = { scope: 'TOTAL' } as const;

/** Rules of 表一 on employers and their coverage, on totals. */
export const coverageRules: readonly Rule[] = [
  within('cov_covered_enterprise_cnt', 'cov_operating_enterprise_cnt', {
    ...total,
    code: 'covered-within-operating',
    source: 'cov_covered_enterprise_cnt: <= cov_operating_enterprise_cnt',
  }),
  ...sumOfParts(
    'cov_covered_enterprise_cnt',
    ['cov_large_single_union_cnt', 'cov_other_single_union_cnt', 'cov_joint_covered_enterprise_cnt'],
    {
      ...total,
      code: 'covered-by-own-or-joint-union',
      source: 'cov_covered_enterprise_cnt: covered = own + joint',
      rest: 'NONE',
    },
  ),
  within('cov_large_enterprise_cnt', 'cov_operating_enterprise_cnt', {
    ...total,
    code: 'large-within-operating',
    source: 'cov_large_enterprise_cnt: <= cov_operating_enterprise_cnt',
  }),
  within('cov_large_single_union_cnt', 'cov_large_enterprise_cnt', {
    ...total,
    code: 'large-with-own-union-within-large',
    source: 'cov_large_single_union_cnt: <= cov_large_enterprise_cnt',
  }),
  rule({
    ...total,
    code: 'two-employers-a-joint-union',
    severity: 'PLAUSIBILITY',
    source: 'cov_joint_covered_enterprise_cnt: >= 2 × org_joint_union_cnt',
    expression: '2 * org_joint_union_cnt <= cov_joint_covered_enterprise_cnt',
    zh: '联合工会 {org_joint_union_cnt} 个只覆盖企业 {cov_joint_covered_enterprise_cnt} 家,平均不到 2 家;司机、快递员等工会可以如此,请说明。',
    en: '{org_joint_union_cnt} joint unions cover {cov_joint_covered_enterprise_cnt} employers, fewer than 2 each. Drivers’ and couriers’ unions may; explain.',
  }),
  rule({
    ...total,
    code: 'assigned-overdue',
    severity: 'PLAUSIBILITY',
    source: 'cov_assigned_enterprise_cnt: overdue',
    expression: 'cell("cov_assigned_enterprise_cnt[overdue]") == 0',
    zh: '包干责任企业中有 {cell("cov_assigned_enterprise_cnt[overdue]")} 家逾期未建会,请说明。',
    en: '{cell("cov_assigned_enterprise_cnt[overdue]")} assigned employers are overdue for a union. Explain.',
  }),
];
