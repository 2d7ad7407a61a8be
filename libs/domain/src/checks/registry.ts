import { atMost, partWithin, sumOfParts } from './compare.js';
import type { Check } from './port.js';

/** Checks of 表一 on a total: what the registers know of unions, employers and homes must agree with itself. */
export const registryChecks: readonly Check[] = [
  ...sumOfParts('org_grassroots_union_cnt', ['org_single_union_cnt', 'org_joint_union_cnt'], {
    code: 'unions-single-and-joint',
    scope: 'TOTAL',
    source: 'org_grassroots_union_cnt: = org_single_union_cnt + org_joint_union_cnt',
    rest: 'NONE',
  }),
  // Unions of offices and institutions (机关、事业单位) stand at no enterprise, so a subtree that has some falls short.
  ...sumOfParts(
    'org_grassroots_union_cnt',
    ['cov_large_single_union_cnt', 'cov_other_single_union_cnt', 'org_joint_union_cnt'],
    {
      code: 'unions-by-enterprise',
      scope: 'TOTAL',
      source:
        'org_single_union_cnt: enterprises only: = cov_large_single_union_cnt + cov_other_single_union_cnt',
      rest: 'EXPLAINED',
    },
  ),
  atMost({
    code: 'legal-persons-within-unions',
    scope: 'TOTAL',
    source: 'org_legal_person_cnt: <= org_grassroots_union_cnt + org_above_base_union_cnt',
    left: ['org_legal_person_cnt'],
    right: ['org_grassroots_union_cnt', 'org_above_base_union_cnt'],
    say: (n) => ({
      zh: `取得法人资格的工会 ${n('org_legal_person_cnt')} 个,大于基层工会 ${n('org_grassroots_union_cnt')} 个与基层以上工会 ${n('org_above_base_union_cnt')} 个之和。`,
      en: `${n('org_legal_person_cnt')} unions with legal-person status exceed ${n('org_grassroots_union_cnt')} grassroots and ${n('org_above_base_union_cnt')} higher unions together.`,
    }),
  }),
  partWithin('cov_covered_enterprise_cnt', 'cov_operating_enterprise_cnt', {
    code: 'covered-within-operating',
    scope: 'TOTAL',
    source: 'cov_covered_enterprise_cnt: <= cov_operating_enterprise_cnt',
  }),
  ...sumOfParts(
    'cov_covered_enterprise_cnt',
    ['cov_large_single_union_cnt', 'cov_other_single_union_cnt', 'cov_joint_covered_enterprise_cnt'],
    {
      code: 'covered-by-own-or-joint-union',
      scope: 'TOTAL',
      source: 'cov_covered_enterprise_cnt: covered = own + joint',
      rest: 'NONE',
    },
  ),
  partWithin('cov_large_enterprise_cnt', 'cov_operating_enterprise_cnt', {
    code: 'large-within-operating',
    scope: 'TOTAL',
    source: 'cov_large_enterprise_cnt: <= cov_operating_enterprise_cnt',
  }),
  partWithin('cov_large_single_union_cnt', 'cov_large_enterprise_cnt', {
    code: 'large-with-own-union-within-large',
    scope: 'TOTAL',
    source: 'cov_large_single_union_cnt: <= cov_large_enterprise_cnt',
  }),
  atMost({
    code: 'two-employers-a-joint-union',
    severity: 'PLAUSIBILITY',
    scope: 'TOTAL',
    source: 'cov_joint_covered_enterprise_cnt: >= 2 × org_joint_union_cnt',
    left: [[2n, 'org_joint_union_cnt']],
    right: ['cov_joint_covered_enterprise_cnt'],
    say: (n) => ({
      zh: `联合工会 ${n('org_joint_union_cnt')} 个只覆盖企业 ${n('cov_joint_covered_enterprise_cnt')} 家,平均不到 2 家;司机、快递员等工会可以如此,请说明。`,
      en: `${n('org_joint_union_cnt')} joint unions cover ${n('cov_joint_covered_enterprise_cnt')} employers, fewer than 2 each. Drivers’ and couriers’ unions may; explain.`,
    }),
  }),
  ...sumOfParts(
    'org_grassroots_union_cnt',
    ['home_none_cnt', 'home_qualified_cnt', 'home_advanced_cnt', 'home_model_cnt'],
    {
      code: 'homes-by-grade',
      scope: 'TOTAL',
      source: 'home_qualified_cnt: qualified + advanced + model + none = org_grassroots_union_cnt',
      rest: 'NONE',
    },
  ),
];
