import type { Typed } from '../../rule-trial.js';
import { type Cases, figures, ofFigures, parts } from './case.js';

const satisfied = (grade: string, failing: string, passing: string) =>
  [failing, passing].map((ballots) => ({
    [grade]: '1',
    home_eval_ballot_valid_cnt: '100',
    'home_eval_ballot_valid_cnt[满意]': ballots,
    'home_eval_ballot_valid_cnt[基本满意]': '0',
  })) as unknown as readonly [Typed, Typed];

const kinds = { 健身房: '2', 活动室: '0', 阅览室: '2', 荣誉室: '0' };

/** 49 founded, 1 moved in, 1 out and 1 dissolved in the period. */
const flows = {
  ...{ org_new_union_cnt: '49', org_dissolved_union_cnt: '1' },
  ...{ org_moved_in_cnt: '1', org_moved_out_cnt: '1' },
};

/** Cases of 表一: unions, terms and committees, coverage and homes. */
export const organisationCases: Cases = {
  ...ofFigures({
    'unions-single-and-joint-exceed': [
      { org_grassroots_union_cnt: '67', org_single_union_cnt: '65', org_joint_union_cnt: '3' },
      { org_grassroots_union_cnt: '68', org_single_union_cnt: '65', org_joint_union_cnt: '3' },
    ],
    'unions-single-and-joint-short': [
      { org_grassroots_union_cnt: '69', org_single_union_cnt: '65', org_joint_union_cnt: '3' },
      { org_grassroots_union_cnt: '68', org_single_union_cnt: '65', org_joint_union_cnt: '3' },
    ],
    'unions-by-enterprise-exceed': [
      { org_grassroots_union_cnt: '67', cov_large_single_union_cnt: '53', cov_other_single_union_cnt: '15' },
      { org_grassroots_union_cnt: '68', cov_large_single_union_cnt: '53', cov_other_single_union_cnt: '15' },
    ],
    'unions-by-enterprise-short': [
      {
        ...{ org_grassroots_union_cnt: '69', cov_large_single_union_cnt: '53' },
        ...{ cov_other_single_union_cnt: '12', org_joint_union_cnt: '3' },
      },
      {
        ...{ org_grassroots_union_cnt: '68', cov_large_single_union_cnt: '53' },
        ...{ cov_other_single_union_cnt: '12', org_joint_union_cnt: '3' },
      },
    ],
    'legal-persons-within-unions': [
      { org_legal_person_cnt: '70', org_grassroots_union_cnt: '68', org_above_base_union_cnt: '1' },
      { org_legal_person_cnt: '69', org_grassroots_union_cnt: '68', org_above_base_union_cnt: '1' },
    ],
    'covered-within-operating': [
      { cov_covered_enterprise_cnt: '109', cov_operating_enterprise_cnt: '108' },
      { cov_covered_enterprise_cnt: '108', cov_operating_enterprise_cnt: '108' },
    ],
    'covered-by-own-or-joint-union-exceed': [
      {
        cov_covered_enterprise_cnt: '107',
        cov_large_single_union_cnt: '65',
        cov_joint_covered_enterprise_cnt: '43',
      },
      {
        cov_covered_enterprise_cnt: '108',
        cov_large_single_union_cnt: '65',
        cov_joint_covered_enterprise_cnt: '43',
      },
    ],
    'covered-by-own-or-joint-union-short': [
      {
        ...{ cov_covered_enterprise_cnt: '109', cov_large_single_union_cnt: '53' },
        ...{ cov_other_single_union_cnt: '12', cov_joint_covered_enterprise_cnt: '43' },
      },
      {
        ...{ cov_covered_enterprise_cnt: '108', cov_large_single_union_cnt: '53' },
        ...{ cov_other_single_union_cnt: '12', cov_joint_covered_enterprise_cnt: '43' },
      },
    ],
    'large-within-operating': [
      { cov_large_enterprise_cnt: '109', cov_operating_enterprise_cnt: '108' },
      { cov_large_enterprise_cnt: '53', cov_operating_enterprise_cnt: '108' },
    ],
    'large-with-own-union-within-large': [
      { cov_large_single_union_cnt: '54', cov_large_enterprise_cnt: '53' },
      { cov_large_single_union_cnt: '53', cov_large_enterprise_cnt: '53' },
    ],
    'two-employers-a-joint-union': [
      { cov_joint_covered_enterprise_cnt: '5', org_joint_union_cnt: '3' },
      { cov_joint_covered_enterprise_cnt: '6', org_joint_union_cnt: '3' },
    ],
    'homes-by-grade-exceed': [
      { org_grassroots_union_cnt: '67', home_none_cnt: '60', home_model_cnt: '8' },
      { org_grassroots_union_cnt: '68', home_none_cnt: '60', home_model_cnt: '8' },
    ],
    'homes-by-grade-short': [
      {
        ...{ org_grassroots_union_cnt: '69', home_none_cnt: '60', home_qualified_cnt: '4' },
        ...{ home_advanced_cnt: '2', home_model_cnt: '2' },
      },
      {
        ...{ org_grassroots_union_cnt: '68', home_none_cnt: '60', home_qualified_cnt: '4' },
        ...{ home_advanced_cnt: '2', home_model_cnt: '2' },
      },
    ],
    'new-unions-within-unions': [
      { org_new_union_cnt: '70', org_grassroots_union_cnt: '68', org_dissolved_union_cnt: '1' },
      { org_new_union_cnt: '69', org_grassroots_union_cnt: '68', org_dissolved_union_cnt: '1' },
    ],
    'reorganised-within-unions': [
      { org_reorganised_union_cnt: '69', org_grassroots_union_cnt: '68' },
      { org_reorganised_union_cnt: '68', org_grassroots_union_cnt: '68' },
    ],
    'audit-committees-within-unions': [
      { org_audit_committee_cnt: '69', org_grassroots_union_cnt: '68' },
      { org_audit_committee_cnt: '68', org_grassroots_union_cnt: '68' },
    ],
    'womens-committees-within-unions': [
      { wom_committee_cnt: '69', org_grassroots_union_cnt: '68' },
      { wom_committee_cnt: '68', org_grassroots_union_cnt: '68' },
    ],
    'overdue-within-unions': [
      { org_term_overdue_cnt: '69', org_grassroots_union_cnt: '68' },
      { org_term_overdue_cnt: '68', org_grassroots_union_cnt: '68' },
    ],
    'terms-overdue': [{ org_term_overdue_cnt: '1' }, { org_term_overdue_cnt: '0' }],
    'term-overdue': [
      { org_grassroots_union_cnt: '1', org_term_overdue_cnt: '1' },
      { org_grassroots_union_cnt: '1', org_term_overdue_cnt: '0' },
    ],
    'audit-committee-missing': [
      { org_grassroots_union_cnt: '1', org_audit_committee_cnt: '0' },
      { org_grassroots_union_cnt: '0', org_audit_committee_cnt: '0' },
    ],
    'womens-committee-missing': [
      { org_grassroots_union_cnt: '1', wom_committee_cnt: '0', 'mem_member_cnt[women]': '25' },
      { org_grassroots_union_cnt: '1', wom_committee_cnt: '0', 'mem_member_cnt[women]': '24' },
    ],
    'assigned-overdue': [
      { 'cov_assigned_enterprise_cnt[overdue]': '1' },
      { 'cov_assigned_enterprise_cnt[overdue]': '0' },
    ],
    'home-targets-within-unions': [
      { home_target_cnt: '69', org_grassroots_union_cnt: '68' },
      { home_target_cnt: '68', org_grassroots_union_cnt: '68' },
    ],
    'small-homes-within-branches': [
      { home_model_small_cnt: '5', org_branch_cnt: '4' },
      { home_model_small_cnt: '4', org_branch_cnt: '4' },
    ],
    'home-not-evaluated': [
      { home_qualified_cnt: '1', home_advanced_cnt: '0', home_model_cnt: '0' },
      { home_qualified_cnt: '0', home_advanced_cnt: '0', home_model_cnt: '0' },
    ],
    'ballots-within-members': [
      { home_eval_ballot_valid_cnt: '101', mem_member_cnt: '100' },
      { home_eval_ballot_valid_cnt: '100', mem_member_cnt: '100' },
    ],
    'ballots-by-answer-exceed': [
      { home_eval_ballot_valid_cnt: '99', 'home_eval_ballot_valid_cnt[满意]': '100' },
      { home_eval_ballot_valid_cnt: '100', 'home_eval_ballot_valid_cnt[满意]': '100' },
    ],
    'ballots-by-answer-short': [
      {
        home_eval_ballot_valid_cnt: '101',
        ...parts('home_eval_ballot_valid_cnt', { 满意: '80', 基本满意: '15', 不满意: '5' }),
      },
      {
        home_eval_ballot_valid_cnt: '100',
        ...parts('home_eval_ballot_valid_cnt', { 满意: '80', 基本满意: '15', 不满意: '5' }),
      },
    ],
    'satisfied-enough-for-qualified': satisfied('home_qualified_cnt', '69', '70'),
    'satisfied-enough-for-advanced': satisfied('home_advanced_cnt', '79', '80'),
    'satisfied-enough-for-model': satisfied('home_model_cnt', '84', '85'),
    'area-without-facilities': [
      { home_facility_area: '120', home_facility_cnt: '0' },
      { home_facility_area: '120', home_facility_cnt: '1' },
    ],
    'facilities-by-kind-exceed': [
      { home_facility_cnt: '3', ...parts('home_facility_cnt', { 健身房: '2', 阅览室: '2' }) },
      { home_facility_cnt: '4', ...parts('home_facility_cnt', { 健身房: '2', 阅览室: '2' }) },
    ],
    'facilities-by-kind-short': [
      { home_facility_cnt: '5', ...parts('home_facility_cnt', kinds) },
      { home_facility_cnt: '4', ...parts('home_facility_cnt', kinds) },
    ],
  }),
  'unions-carried-forward': figures(
    { ...flows, org_grassroots_union_cnt: '68' },
    { ...flows, org_grassroots_union_cnt: '67' },
    { previous: { org_grassroots_union_cnt: '19' } },
  ),
  'new-unions-of-the-year-within-unions': figures(
    { ...flows, org_grassroots_union_cnt: '58' },
    { ...flows, org_grassroots_union_cnt: '59' },
    { earlier: [{ org_new_union_cnt: '12', org_dissolved_union_cnt: '0', org_moved_out_cnt: '0' }] },
  ),
  'dissolved-within-unions': figures(
    { ...flows, org_dissolved_union_cnt: '70' },
    { ...flows, org_dissolved_union_cnt: '69' },
    { previous: { org_grassroots_union_cnt: '19' } },
  ),
  'terms-done-within-due': figures(
    { org_term_done_cnt: '3', org_term_due_cnt: '4' },
    { org_term_done_cnt: '3', org_term_due_cnt: '5' },
    { earlier: [{ org_term_done_cnt: '2' }] },
  ),
};
