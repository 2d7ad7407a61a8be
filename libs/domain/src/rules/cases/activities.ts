import { type Cases, ofFigures, parts } from './case.js';

const levels = { 县: '4', 市: '2', 省: '1', 全国: '0' };
const categories = {
  ...{ 先进个人: '33', 积极分子: '10', 通讯报道: '4', 技协: '4', 优秀会员: '0', 优秀农民工: '0' },
};
const officers = { 专职: '2', 兼职: '3', 社会化: '0' };
/** 3 contests and 2 events with 10 and 20 participants. */
const events = {
  ...{ comp_event_cnt: '3', comp_participant_cnt: '10', cul_event_cnt: '2', cul_participant_cnt: '20' },
};

/** Cases of 表三 (proposals), 表四, 表七, 表八 and 表九. */
export const activityCases: Cases = ofFigures({
  'proposals-within-items': [
    { wc_proposal_item_cnt: '23', wc_proposal_cnt: '24' },
    { wc_proposal_item_cnt: '88', wc_proposal_cnt: '24' },
  ],
  'more-than-10-items-a-proposal': [
    { wc_proposal_item_cnt: '241', wc_proposal_cnt: '24' },
    { wc_proposal_item_cnt: '240', wc_proposal_cnt: '24' },
  ],
  'accepted-within-proposals': [
    { wc_proposal_accepted_cnt: '25', wc_proposal_cnt: '24' },
    { wc_proposal_accepted_cnt: '24', wc_proposal_cnt: '24' },
  ],
  'closed-within-accepted': [
    { wc_proposal_closed_cnt: '25', wc_proposal_accepted_cnt: '24' },
    { wc_proposal_closed_cnt: '24', wc_proposal_accepted_cnt: '24' },
  ],
  'contests-within-participants': [
    { comp_event_cnt: '4', comp_participant_cnt: '3' },
    { comp_event_cnt: '4', comp_participant_cnt: '≥3' },
  ],
  'contest-participants-above-workers': [
    { comp_participant_cnt: '201', comp_event_cnt: '2', mem_worker_cnt: '100' },
    { comp_participant_cnt: '200', comp_event_cnt: '2', mem_worker_cnt: '100' },
  ],
  'best-rank-from-1': [{ comp_best_rank: '0' }, { comp_best_rank: '2' }],
  'suggestions-filed-twice': [
    { comp_suggestion_cnt: '88', wc_proposal_item_cnt: '88' },
    { comp_suggestion_cnt: '87', wc_proposal_item_cnt: '88' },
  ],
  'pioneer-posts-by-level-exceed': [
    { wom_pioneer_post_cnt: '6', 'wom_pioneer_post_cnt[县]': '4', 'wom_pioneer_post_cnt[市]': '3' },
    { wom_pioneer_post_cnt: '9', 'wom_pioneer_post_cnt[县]': '4', 'wom_pioneer_post_cnt[市]': '3' },
  ],
  'pioneer-posts-by-level-short': [
    { wom_pioneer_post_cnt: '8', ...parts('wom_pioneer_post_cnt', levels) },
    { wom_pioneer_post_cnt: '7', ...parts('wom_pioneer_post_cnt', { ...levels, 全国: 'n/a' }) },
  ],
  'advanced-persons-by-category-exceed': [
    { hon_advanced_person_cnt: '50', ...parts('hon_advanced_person_cnt', categories) },
    { hon_advanced_person_cnt: '51', ...parts('hon_advanced_person_cnt', categories) },
  ],
  'advanced-persons-by-category-short': [
    { hon_advanced_person_cnt: '52', ...parts('hon_advanced_person_cnt', categories) },
    { hon_advanced_person_cnt: '51', ...parts('hon_advanced_person_cnt', categories) },
  ],
  'superior-titles-by-level-exceed': [
    { hon_superior_title_cnt: '6', ...parts('hon_superior_title_cnt', { ...levels, 系统: '0' }) },
    { hon_superior_title_cnt: '7', ...parts('hon_superior_title_cnt', { ...levels, 系统: '0' }) },
  ],
  'superior-titles-by-level-short': [
    { hon_superior_title_cnt: '8', ...parts('hon_superior_title_cnt', { ...levels, 系统: '0' }) },
    { hon_superior_title_cnt: '8', ...parts('hon_superior_title_cnt', levels) },
  ],
  'adopted-within-submitted': [
    { info_adopted_cnt: '31', info_submitted_cnt: '30' },
    { info_adopted_cnt: '31', info_submitted_cnt: '≥30' },
  ],
  'suggestions-adopted-within-proposed': [
    parts('comp_suggestion_cnt', { 采纳: '9', 提出: '8' }),
    parts('comp_suggestion_cnt', { 采纳: '8', 提出: '8' }),
  ],
  'suggestions-implemented-within-adopted': [
    parts('comp_suggestion_cnt', { 实施: '9', 采纳: '8' }),
    parts('comp_suggestion_cnt', { 实施: '8', 采纳: '8' }),
  ],
  'award-items-above-participants': [
    { ...events, act_award_item_cnt: '151' },
    { ...events, act_award_item_cnt: '150' },
  ],
  'award-persons-above-participants': [
    { ...events, act_award_person_time_cnt: '151' },
    { ...events, act_award_person_time_cnt: '150' },
  ],
  'award-items-without-level': [
    { act_award_item_cnt: '3' },
    { act_award_item_cnt: '3', 'act_award_item_cnt[市]': '3' },
  ],
  'award-persons-without-level': [
    { act_award_person_time_cnt: '3' },
    { act_award_person_time_cnt: '3', 'act_award_person_time_cnt[单位]': '0' },
  ],
  'women-participants-within-women-workers': [
    { wom_event_participant_cnt: '51', 'mem_worker_cnt[women]': '50' },
    { wom_event_participant_cnt: '50', 'mem_worker_cnt[women]': '50' },
  ],
  'events-within-participants': [
    { cul_event_cnt: '4', cul_participant_cnt: '3' },
    { cul_event_cnt: '4', cul_participant_cnt: '4' },
  ],
  'event-participants-above-members': [
    { cul_participant_cnt: '201', cul_event_cnt: '2', mem_member_cnt: '100' },
    { cul_participant_cnt: '200', cul_event_cnt: '2', mem_member_cnt: '100' },
  ],
  'officers-by-kind-exceed': [
    { cad_staff_cnt: '4', ...parts('cad_staff_cnt', officers) },
    { cad_staff_cnt: '5', ...parts('cad_staff_cnt', officers) },
  ],
  'officers-by-kind-short': [
    { cad_staff_cnt: '6', ...parts('cad_staff_cnt', officers) },
    { cad_staff_cnt: '5', ...parts('cad_staff_cnt', officers) },
  ],
  'no-full-time-officer': [
    { mem_worker_cnt: '200', 'cad_staff_cnt[专职]': '0' },
    { mem_worker_cnt: '199', 'cad_staff_cnt[专职]': '0' },
  ],
  'one-chair': [{ cad_chair_cnt: '2' }, { cad_chair_cnt: '1' }],
  'system-units-within-covered': [
    { wc_system_unit_cnt: '3', cov_covered_enterprise_cnt: '2' },
    { wc_system_unit_cnt: '3', cov_covered_enterprise_cnt: '0' },
  ],
  'open-affairs-within-covered': [
    { wc_open_affairs_unit_cnt: '3', cov_covered_enterprise_cnt: '2' },
    { wc_open_affairs_unit_cnt: '2', cov_covered_enterprise_cnt: '2' },
  ],
  'ankang-within-covered': [
    { comp_ankang_unit_cnt: '3', cov_covered_enterprise_cnt: '2' },
    { comp_ankang_unit_cnt: '2', cov_covered_enterprise_cnt: '2' },
  ],
  'contracts-within-covered': [
    { wc_contract_covered_enterprise_cnt: '3', cov_covered_enterprise_cnt: '2' },
    { wc_contract_covered_enterprise_cnt: '2', cov_covered_enterprise_cnt: '2' },
  ],
  'contract-workers-within-workers': [
    { wc_contract_covered_worker_cnt: '101', mem_worker_cnt: '100' },
    { wc_contract_covered_worker_cnt: '100', mem_worker_cnt: '100' },
  ],
});
