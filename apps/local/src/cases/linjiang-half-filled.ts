import type { Report } from './filing.js';

/**
 * The draft in which a newcomer lands as the clerk: half of it filled in, with one error and one hint. More migrants have become
 * members (16) than anybody at all (6), which has to be corrected; that the register knows no audit committee is only flagged.
 */
export const halfFilledDraft: Pick<Report, 'cells' | 'tables'> = {
  cells: {
    mem_worker_cnt: 298,
    'mem_worker_cnt[women]': 23,
    'mem_worker_cnt[migrant]': 64,
    mem_member_cnt: 290,
    'mem_member_cnt[women]': 22,
    mem_migrant_member_cnt: 60,
    mem_new_member_cnt: 6,
    mem_new_migrant_member_cnt: 16,
    mem_newform_member_cnt: 7,
    'mem_newform_member_cnt[货车司机]': 4,
    'mem_newform_member_cnt[网约车司机]': 3,
    'mem_newform_member_cnt[快递员]': 0,
    'mem_newform_member_cnt[外卖配送员]': 0,
    'mem_newform_member_cnt[八大群体其他]': 0,
    mem_leave_cnt: 12,
    mem_retained_cnt: 5,
    mem_realname_cnt: 284,
    wc_proposal_cnt: 14,
    wc_proposal_item_cnt: 17,
    wc_proposal_accepted_cnt: 11,
    wc_proposal_closed_cnt: 9,
    wc_collective_contract_unit_cnt: 1,
    wc_open_affairs_unit_cnt: 1,
    comp_event_cnt: 2,
    comp_participant_cnt: 186,
    comp_suggestion_cnt: 23,
    comp_ankang_unit_cnt: 1,
    comp_outlet_inspected_cnt: 12,
    comp_best_rank: 3,
    cul_event_cnt: 3,
    cul_participant_cnt: 210,
  },
  tables: {
    wc_session: [
      {
        session_no: '1',
        held_on: '2026-07-16',
        due: '45',
        present: '42',
        proxy: '0',
        absent: '3',
        adopted: '2',
      },
    ],
    wc_ballot: [
      { session_no: '1', item: '工资集体协议草案', for: '40', against: '1', abstain: '1', passed: true },
      { session_no: '1', item: '职工教育培训计划', for: '42', against: '0', abstain: '0', passed: true },
    ],
    trn_class: [
      {
        name: '客运安全驾驶',
        type: '岗位',
        held_on: '2026-08-11',
        classes: '2',
        person_times: '86',
        person_days: '172',
      },
      {
        name: '民法典讲座',
        type: '普法',
        held_on: '2026-09-03',
        classes: '1',
        person_times: '54',
        person_days: '27',
      },
    ],
  },
};
