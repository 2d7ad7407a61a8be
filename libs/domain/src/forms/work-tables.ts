import { type Table, cells } from './cell.js';

const registry = (codes: string[]) => codes.flatMap((code) => cells('REGISTRY', code));
const appended = (since: number, ...codes: string[]) =>
  codes.flatMap((code) => cells('REGISTRY', code, [], since));
const typed = (code: string, ...breakdowns: string[]) => cells('TYPED', code, breakdowns);
/** What version 3 appended: an indicator with breakdowns, or breakdowns alone where it was asked before. */
const typedSince3 = (code: string, ...breakdowns: string[]) => cells('TYPED', code, breakdowns, 3);
const partsSince3 = (code: string, ...breakdowns: string[]) => cells('TYPED', code, breakdowns, 3).slice(1);
const fromRows = (code: string, ...breakdowns: string[]) => cells('ROWS', code, breakdowns);

/** Types by which indicators are broken down, in the form’s order; the records of the work (`work-kinds.ts`) offer the same. */
export const aidTypes = ['生活', '助学', '结对扶贫', '医疗'];
export const services = ['伤病', '纠纷', '婚丧', '困难', '生育', '离退休', '体检', '疗休养', '献血'];
export const honours = ['先进个人', '积极分子', '通讯报道', '技协', '优秀会员', '优秀农民工'];
export const contractTypes = ['综合', '工资', '女职工', '劳动安全'];
/** By which level a title was awarded. */
export const titleLevels = ['县', '市', '省', '全国', '系统'];

const newFormGroups = ['货车司机', '网约车司机', '快递员', '外卖配送员', '八大群体其他'];

/** Types of training, in the form’s order; the repeating table offers the same. */
export const trainingTypes = ['岗位', '业务', '技能鉴定', '普法', '其他'];

/**
 * Tables 表一 to 表九 and 表十一, common to the quarterly and the yearly work report. Within a version the order here is also the order of
 * storage: append cells with the version that brings them, and never move one. What is typed no more is dropped (`nextVersion` keeps its
 * place where a tenant had it).
 */
export const workTables: readonly Table[] = [
  {
    code: 'T1',
    zh: '表一 组织建设、企业覆盖、职工之家',
    en: 'Table 1: organisation, coverage, homes',
    cells: [
      ...registry([
        'org_grassroots_union_cnt',
        'org_single_union_cnt',
        'org_joint_union_cnt',
        'org_new_union_cnt',
        'org_dissolved_union_cnt',
        'org_preparing_union_cnt',
        'org_above_base_union_cnt',
        'org_legal_person_cnt',
        'cov_operating_enterprise_cnt',
        'cov_covered_enterprise_cnt',
        'cov_large_enterprise_cnt',
        'cov_large_single_union_cnt',
        'cov_other_single_union_cnt',
        'cov_joint_covered_enterprise_cnt',
        'cov_operating_worker_cnt',
        'home_none_cnt',
        'home_qualified_cnt',
        'home_advanced_cnt',
        'home_model_cnt',
        'home_new_award_cnt',
      ]),
      ...appended(
        2,
        'org_moved_in_cnt',
        'org_moved_out_cnt',
        'org_term_due_cnt',
        'org_term_done_cnt',
        'org_term_overdue_cnt',
        'org_audit_committee_cnt',
        'wom_committee_cnt',
      ),
      ...cells('REGISTRY', 'cov_assigned_enterprise_cnt', ['done', 'in progress', 'overdue'], 2),
    ],
  },
  {
    code: 'T2',
    zh: '表二 会员',
    en: 'Table 2: members',
    cells: [
      ...typed('mem_worker_cnt', 'women', 'migrant'),
      ...typed('mem_member_cnt', 'women'),
      ...typed('mem_migrant_member_cnt'),
      ...typed('mem_new_member_cnt'),
      ...typed('mem_new_migrant_member_cnt'),
      ...typed('mem_newform_member_cnt'),
      ...partsSince3('mem_newform_member_cnt', ...newFormGroups),
      ...appended(4, 'mem_transfer_in_cnt', 'mem_transfer_out_cnt'),
      ...typed('mem_leave_cnt'),
      ...typed('mem_retained_cnt'),
      ...typed('mem_realname_cnt'),
    ],
  },
  {
    code: 'T3',
    zh: '表三 职代会与民主管理',
    en: 'Table 3: worker congress and democratic management',
    cells: [
      ...fromRows('wc_meeting_cnt'),
      ...fromRows('wc_resolution_cnt'),
      ...typed('wc_proposal_cnt'),
      ...typed('wc_proposal_item_cnt'),
      ...typed('wc_proposal_accepted_cnt'),
      ...typed('wc_proposal_closed_cnt'),
      ...typed('wc_collective_contract_unit_cnt'),
      ...typed('wc_open_affairs_unit_cnt'),
    ],
  },
  {
    code: 'T4',
    zh: '表四 劳动竞赛与技能',
    en: 'Table 4: contests and skills',
    cells: [
      ...typed('comp_event_cnt'),
      ...typed('comp_participant_cnt'),
      ...typed('comp_suggestion_cnt'),
      ...typed('comp_ankang_unit_cnt'),
      ...typed('comp_outlet_inspected_cnt'),
      ...typed('comp_best_rank'),
    ],
  },
  {
    code: 'T5',
    zh: '表五 教育培训',
    en: 'Table 5: training',
    cells: [
      ...fromRows('trn_class_cnt'),
      ...fromRows('trn_person_time_cnt', ...trainingTypes),
      ...fromRows('trn_person_day_cnt'),
    ],
  },
  {
    code: 'T6',
    zh: '表六 帮扶与送温暖',
    en: 'Table 6: aid',
    cells: [
      ...typed('aid_family_cnt', ...aidTypes),
      ...typed('aid_amount', ...aidTypes),
      ...typed('aid_donation_amount'),
      ...typed('aid_donation_goods_cnt'),
      ...typed('aid_hardship_archive_cnt'),
      ...typed('aid_service_person_time'),
    ],
  },
  {
    code: 'T7',
    zh: '表七 女职工与文体活动',
    en: 'Table 7: women’s work, culture and sport',
    cells: [
      ...typed('wom_event_participant_cnt'),
      ...typed('wom_pioneer_post_cnt', '县', '市', '省', '全国'),
      ...typed('cul_event_cnt'),
      ...typed('cul_participant_cnt'),
      ...typed('act_award_item_cnt'),
      ...typed('act_award_person_time_cnt'),
    ],
  },
  {
    code: 'T8',
    zh: '表八 评先表彰',
    en: 'Table 8: commendations',
    cells: [
      ...typed('hon_advanced_unit_cnt'),
      ...typed('hon_advanced_person_cnt', ...honours),
      ...typed('hon_superior_title_cnt', ...titleLevels),
      ...typed('hon_model_worker_cnt'),
    ],
  },
  {
    code: 'T9',
    zh: '表九 信息报送与干部队伍',
    en: 'Table 9: information and officers',
    cells: [
      ...typed('info_submitted_cnt'),
      ...typed('info_adopted_cnt'),
      ...typed('info_research_cnt'),
      ...typed('cad_staff_cnt'),
    ],
  },
  {
    code: 'T11',
    zh: '表十一 工会经费',
    en: 'Table 11: fees',
    cells: [
      ...typedSince3('fee_payroll_total'),
      ...typedSince3('fee_allocated_amount'),
      ...typedSince3('fee_remitted_amount'),
      ...typedSince3('fee_refund_amount'),
    ],
  },
];

/** What only the yearly report asks, after the common tables. */
export const yearlyTables: readonly Table[] = [
  {
    code: 'T10',
    zh: '表十 劳动法律监督与劳动保护',
    en: 'Table 10: labour law and labour protection',
    cells: [
      ...typed('law_mediation_committee_cnt'),
      ...typed('law_supervision_org_cnt'),
      ...typed('law_safety_org_cnt'),
    ],
  },
  {
    code: 'T12',
    zh: '表十二 组织与会员年度情况',
    en: 'Table 12: organisation and members in the year',
    cells: [
      ...typedSince3('org_branch_cnt', '分会', '小组'),
      ...typedSince3('org_reorganised_union_cnt'),
      ...partsSince3('mem_worker_cnt', 'dispatched'),
      ...partsSince3('mem_member_cnt', 'dispatched'),
      ...partsSince3('mem_leave_cnt', '退会', '除名', '死亡', '退休保留', '失业保留'),
      ...partsSince3('mem_retained_cnt', '退休', '失业', '单位撤销'),
    ],
  },
  {
    code: 'T13',
    zh: '表十三 职工之家与阵地',
    en: 'Table 13: homes and facilities',
    cells: [
      ...typedSince3('home_model_small_cnt'),
      ...typedSince3('home_eval_ballot_valid_cnt', '满意', '基本满意', '不满意'),
      ...typedSince3('home_facility_cnt', '健身房', '活动室', '阅览室', '荣誉室'),
      ...typedSince3('home_facility_area'),
    ],
  },
  {
    code: 'T14',
    zh: '表十四 民主管理与集体合同',
    en: 'Table 14: democratic management and collective contracts',
    cells: [
      ...typedSince3('wc_system_unit_cnt'),
      ...typedSince3('wc_contract_covered_enterprise_cnt', ...contractTypes),
      ...typedSince3('wc_contract_covered_worker_cnt', '综合', '工资', '女职工'),
      ...typedSince3('wc_director_cnt', '董事', '监事'),
    ],
  },
  {
    code: 'T15',
    zh: '表十五 建议、服务、兴趣小组与下发文件',
    en: 'Table 15: suggestions, services, interest groups and documents issued',
    cells: [
      ...partsSince3('comp_suggestion_cnt', '提出', '采纳', '实施'),
      ...partsSince3('aid_hardship_archive_cnt', '深度', '相对', '意外致困'),
      ...partsSince3('aid_service_person_time', ...services),
      ...typedSince3('cul_interest_group_cnt'),
      ...typedSince3('info_doc_issued_cnt'),
    ],
  },
  {
    code: 'T16',
    zh: '表十六 干部队伍与会费',
    en: 'Table 16: officers and dues',
    cells: [
      ...partsSince3('cad_staff_cnt', '专职', '兼职', '社会化'),
      ...typedSince3('cad_chair_cnt', '专职', '兼职'),
      ...typedSince3('cad_new_committee_member_cnt'),
      ...typedSince3('cad_training_class_cnt'),
      ...typedSince3('cad_congress_delegate_cnt'),
      ...typedSince3('fee_dues_amount'),
    ],
  },
];
