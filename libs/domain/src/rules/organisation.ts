import type { Rule } from '../rule.js';
import { rule, sumOfParts, within } from './build.js';

const total = { scope: 'TOTAL' } as const;

/** Rules of 表一 on unions, their terms and their committees: on totals, and on what the registers know of one union. */
export const organisationRules: readonly Rule[] = [
  ...sumOfParts('org_grassroots_union_cnt', ['org_single_union_cnt', 'org_joint_union_cnt'], {
    ...total,
    code: 'unions-single-and-joint',
    source: 'org_grassroots_union_cnt: = org_single_union_cnt + org_joint_union_cnt',
    rest: 'NONE',
  }),
  // Unions of offices and institutions (机关、事业单位) stand at no enterprise, so a subtree that has some falls short.
  ...sumOfParts(
    'org_grassroots_union_cnt',
    ['cov_large_single_union_cnt', 'cov_other_single_union_cnt', 'org_joint_union_cnt'],
    {
      ...total,
      code: 'unions-by-enterprise',
      source:
        'org_single_union_cnt: enterprises only: = cov_large_single_union_cnt + cov_other_single_union_cnt',
      rest: 'EXPLAINED',
    },
  ),
  rule({
    ...total,
    code: 'unions-carried-forward',
    severity: 'PLAUSIBILITY',
    source: 'org_grassroots_union_cnt: = prev + new + moved in - moved out - dissolved',
    expression:
      'org_grassroots_union_cnt == previous("org_grassroots_union_cnt") + org_new_union_cnt + org_moved_in_cnt - org_moved_out_cnt - org_dissolved_union_cnt',
    zh: '期末基层工会 {org_grassroots_union_cnt} 个,与上期末 {previous("org_grassroots_union_cnt")} + 新建 {org_new_union_cnt} + 划入 {org_moved_in_cnt} - 划出 {org_moved_out_cnt} - 撤销 {org_dissolved_union_cnt} 不符,请核对,无误的请说明。',
    en: '{org_grassroots_union_cnt} unions at the end differ from {previous("org_grassroots_union_cnt")} of the last period + {org_new_union_cnt} new + {org_moved_in_cnt} moved in - {org_moved_out_cnt} moved out - {org_dissolved_union_cnt} dissolved. Check them, or explain.',
  }),
  rule({
    ...total,
    code: 'new-unions-within-unions',
    severity: 'PLAUSIBILITY',
    source: 'org_new_union_cnt: more founded than there are at the end',
    expression: 'org_new_union_cnt <= org_grassroots_union_cnt + org_dissolved_union_cnt',
    zh: '本期新建基层工会 {org_new_union_cnt} 个,大于期末 {org_grassroots_union_cnt} 个与撤销 {org_dissolved_union_cnt} 个之和,请说明。',
    en: '{org_new_union_cnt} unions founded exceed the {org_grassroots_union_cnt} at the end and {org_dissolved_union_cnt} dissolved together. Explain.',
  }),
  rule({
    ...total,
    code: 'new-unions-of-the-year-within-unions',
    severity: 'PLAUSIBILITY',
    source: 'org_new_union_cnt: ytd > org_grassroots_union_cnt',
    expression:
      'yearToDate("org_new_union_cnt") <= org_grassroots_union_cnt + yearToDate("org_dissolved_union_cnt") + yearToDate("org_moved_out_cnt")',
    zh: '今年累计新建基层工会 {yearToDate("org_new_union_cnt")} 个,大于期末 {org_grassroots_union_cnt} 个与今年撤销 {yearToDate("org_dissolved_union_cnt")} 个、划出 {yearToDate("org_moved_out_cnt")} 个之和,请说明。',
    en: '{yearToDate("org_new_union_cnt")} unions founded this year exceed the {org_grassroots_union_cnt} at the end, {yearToDate("org_dissolved_union_cnt")} dissolved and {yearToDate("org_moved_out_cnt")} moved out together. Explain.',
  }),
  // A union may be founded, or come in, and end within one period: the catalogue’s “<= prev” leaves that out.
  rule({
    ...total,
    code: 'dissolved-within-unions',
    source:
      'org_dissolved_union_cnt: <= prev(org_grassroots_union_cnt), with those founded and moved in since',
    expression:
      'org_dissolved_union_cnt <= previous("org_grassroots_union_cnt") + org_new_union_cnt + org_moved_in_cnt',
    zh: '本期撤销基层工会 {org_dissolved_union_cnt} 个,大于上期末 {previous("org_grassroots_union_cnt")} 个与新建 {org_new_union_cnt} 个、划入 {org_moved_in_cnt} 个之和,请核对。',
    en: '{org_dissolved_union_cnt} unions dissolved exceed {previous("org_grassroots_union_cnt")} of the last period, {org_new_union_cnt} founded and {org_moved_in_cnt} moved in together. Check them.',
  }),
  rule({
    ...total,
    code: 'legal-persons-within-unions',
    source: 'org_legal_person_cnt: <= org_grassroots_union_cnt + org_above_base_union_cnt',
    expression: 'org_legal_person_cnt <= org_grassroots_union_cnt + org_above_base_union_cnt',
    zh: '取得法人资格的工会 {org_legal_person_cnt} 个,大于基层工会 {org_grassroots_union_cnt} 个与基层以上工会 {org_above_base_union_cnt} 个之和。',
    en: '{org_legal_person_cnt} unions with legal-person status exceed {org_grassroots_union_cnt} grassroots and {org_above_base_union_cnt} higher unions together.',
  }),
  within('org_reorganised_union_cnt', 'org_grassroots_union_cnt', {
    ...total,
    code: 'reorganised-within-unions',
    source: 'org_reorganised_union_cnt: <= org_grassroots_union_cnt',
  }),
  within('org_audit_committee_cnt', 'org_grassroots_union_cnt', {
    ...total,
    code: 'audit-committees-within-unions',
    source: 'org_audit_committee_cnt: <= org_grassroots_union_cnt',
  }),
  within('wom_committee_cnt', 'org_grassroots_union_cnt', {
    ...total,
    code: 'womens-committees-within-unions',
    source: 'wom_committee_cnt: <= org_grassroots_union_cnt',
  }),
  within('org_term_overdue_cnt', 'org_grassroots_union_cnt', {
    ...total,
    code: 'overdue-within-unions',
    source: 'org_term_overdue_cnt: <= org_grassroots_union_cnt',
  }),
  rule({
    ...total,
    code: 'terms-done-within-due',
    severity: 'PLAUSIBILITY',
    source: 'org_term_done_cnt: <= org_term_due_cnt in the year (if not early)',
    expression: 'yearToDate("org_term_done_cnt") <= org_term_due_cnt',
    zh: '今年累计完成换届 {yearToDate("org_term_done_cnt")} 个,大于本年应换届 {org_term_due_cnt} 个;提前换届的请说明。',
    en: '{yearToDate("org_term_done_cnt")} elections this year exceed the {org_term_due_cnt} due. If some were early, say so.',
  }),
  rule({
    ...total,
    code: 'terms-overdue',
    severity: 'LAW',
    source: '工会法16; org_term_overdue_cnt: > 0',
    expression: 'org_term_overdue_cnt == 0',
    zh: '有 {org_term_overdue_cnt} 个工会逾期未换届,请督促换届。',
    en: '{org_term_overdue_cnt} unions are overdue for election.',
  }),
  rule({
    code: 'term-overdue',
    severity: 'LAW',
    source: '工会法16; org_term_due_cnt: overdue',
    expression: 'org_grassroots_union_cnt != 1 || org_term_overdue_cnt == 0',
    at: 'org_term_overdue_cnt',
    zh: '本会已届满,逾期未换届,请尽快换届。',
    en: 'The term of the union has ended without an election. Hold one soon.',
  }),
  rule({
    code: 'audit-committee-missing',
    severity: 'LAW',
    source: '工会法45; org_audit_committee_cnt: union has none',
    expression: 'org_grassroots_union_cnt != 1 || org_audit_committee_cnt >= 1',
    at: 'org_audit_committee_cnt',
    zh: '换届登记中没有本会的经费审查委员会或经费审查委员:已选举的请补登记,没有的应选举产生。',
    en: 'The register of elections knows neither an audit committee nor an auditor of this union. Register it, or elect one.',
  }),
  rule({
    code: 'womens-committee-missing',
    severity: 'LAW',
    source: '工会法11; ACFTU条例 10; 沪/京 25; 渝/豫 10',
    expression:
      'org_grassroots_union_cnt != 1 || wom_committee_cnt >= 1 || cell("mem_member_cnt[women]") < parameter("womens_committee_from")',
    at: 'wom_committee_cnt',
    zh: '女会员 {cell("mem_member_cnt[women]")} 人,达到 {parameter("womens_committee_from")} 人,但换届登记中没有女职工委员会或女职工委员:已选举的请补登记,没有的应选举产生。',
    en: '{cell("mem_member_cnt[women]")} women members reach {parameter("womens_committee_from")}, but the register of elections knows neither a women’s committee nor a women’s member. Register it, or elect one.',
  }),
];
