/**
 * What the irregular `disaggregations` of indicators.csv mean, entry by entry; `was` makes the generator stop when the
 * text has changed. `counted` parts have a cell of their own, `indicator[code]`: they are typed, or computed where the
 * indicator is (a ratio’s parts are divided from those of its counts). `attributes` are grouped from the registers and
 * the rows of repeating tables and never typed. Of genders women are counted: the men are the rest.
 */
const ownership = 'ownership(内资(国有/集体/私营/其他)/港澳台商/外商 × 单位类型(企业/事业/机关/社会组织))';
const owned = ['OWNERSHIP', 'UNIT_TYPE'];
const training = '岗位|业务|技能鉴定|普法|其他';
const aid = '生活|助学|结对扶贫|医疗';
const newForm = '货车司机|网约车司机|快递员|外卖配送员|八大群体其他';
const ballots = '满意|基本满意|不满意';
const prizes = {
  PRIZE_FIELD: 'skill|culture|sport',
  PRIZE_LEVEL: '单位|县|市|省',
  PRIZE_WINNER: 'team|person',
};

export const breakdowns = [
  { code: 'org_grassroots_union_cnt', was: `${ownership}; union_type`, attributes: [...owned, 'KIND'] },
  { code: 'org_single_union_cnt', was: ownership, attributes: owned },
  { code: 'org_joint_union_cnt', was: 'type(区域/行业/楼宇/村社区)', attributes: ['KIND'] },
  { code: 'org_new_union_cnt', was: `${ownership}; union_type`, attributes: [...owned, 'KIND'] },
  { code: 'org_dissolved_union_cnt', was: 'reason', attributes: ['REASON'] },
  {
    code: 'org_audit_committee_cnt',
    was: 'committee|single auditor',
    counted: { AUDIT_BODY: 'committee|single auditor' },
  },
  { code: 'org_term_done_cnt', was: 'on time|late', counted: { PUNCTUALITY: 'on time|late' } },
  { code: 'org_above_base_union_cnt', was: 'kind', attributes: ['KIND'] },
  { code: 'org_branch_cnt', was: '分会|小组', counted: { BRANCH: '分会|小组' } },
  {
    code: 'mem_worker_cnt',
    was: 'gender; migrant; dispatched',
    counted: { GENDER: 'women', MIGRANT: 'migrant', DISPATCHED: 'dispatched' },
  },
  {
    code: 'mem_member_cnt',
    was: 'gender; migrant; new-form; dispatched',
    counted: { GENDER: 'women', MIGRANT: 'migrant', NEW_FORM: 'new-form', DISPATCHED: 'dispatched' },
  },
  {
    code: 'mem_new_member_cnt',
    was: 'gender; migrant; new-form groups',
    counted: { GENDER: 'women', MIGRANT: 'migrant', NEW_FORM_GROUP: newForm },
  },
  { code: 'mem_migrant_member_cnt', was: 'gender', counted: { GENDER: 'women' } },
  { code: 'mem_newform_member_cnt', was: newForm, counted: { NEW_FORM_GROUP: newForm } },
  { code: 'mem_join_rate', was: 'gender; migrant', counted: { GENDER: 'women', MIGRANT: 'migrant' } },
  {
    code: 'mem_leave_cnt',
    was: '退会|除名|死亡|退休保留|失业保留',
    counted: { LEAVING: '退会|除名|死亡|退休保留|失业保留' },
  },
  { code: 'mem_retained_cnt', was: '退休|失业|单位撤销', counted: { RETENTION: '退休|失业|单位撤销' } },
  { code: 'cov_operating_enterprise_cnt', was: `${ownership}; size`, attributes: [...owned, 'SIZE'] },
  { code: 'cov_covered_enterprise_cnt', was: ownership, attributes: owned },
  {
    code: 'cov_unionised_rate',
    was: `${ownership}; size(规上|25人以上)`,
    attributes: [...owned, 'SIZE'],
  },
  {
    code: 'cov_assigned_enterprise_cnt',
    was: 'done|in progress|overdue',
    counted: { PROGRESS: 'done|in progress|overdue' },
  },
  { code: 'home_grade', was: 'awarding level(单位/县/市/省/全国/系统)', attributes: ['AWARDING_LEVEL'] },
  { code: 'home_advanced_cnt', was: 'level', attributes: ['AWARDING_LEVEL'] },
  { code: 'home_model_cnt', was: '县|市|省|全国|系统', counted: { AWARD_LEVEL: '县|市|省|全国|系统' } },
  { code: 'home_model_small_cnt', was: 'level', attributes: ['AWARDING_LEVEL'] },
  { code: 'home_target_cnt', was: 'target grade', attributes: ['GRADE'] },
  { code: 'home_eval_satisfied_rate', was: ballots, counted: { BALLOT: ballots } },
  {
    code: 'home_facility_cnt',
    was: '健身房|活动室|阅览室|荣誉室; built|building',
    counted: { FACILITY: '健身房|活动室|阅览室|荣誉室', CONSTRUCTION: 'built|building' },
  },
  { code: 'home_new_award_cnt', was: '等级;命名级别', attributes: ['GRADE', 'AWARDING_LEVEL'] },
  { code: 'home_eval_ballot_valid_cnt', was: ballots, counted: { BALLOT: ballots } },
  { code: 'wc_system_unit_cnt', was: ownership, attributes: owned },
  { code: 'wc_meeting_cnt', was: 'annual|special', counted: { SESSION: 'annual|special' } },
  { code: 'wc_delegate_due_cnt', was: 'gender', counted: { GENDER: 'women' } },
  {
    code: 'wc_resolution_cnt',
    was: '集体合同|工资|改制|安置|规章',
    counted: { RESOLUTION: '集体合同|工资|改制|安置|规章' },
  },
  { code: 'wc_vote_cnt', was: '赞成|反对|弃权', counted: { VOTE: '赞成|反对|弃权' } },
  { code: 'wc_proposal_cnt', was: 'topic', attributes: ['TOPIC'] },
  { code: 'wc_proposal_item_cnt', was: 'topic', attributes: ['TOPIC'] },
  {
    code: 'wc_collective_contract_unit_cnt',
    was: 'single|area|sector; wage|women|safety',
    counted: { CONTRACT_SCOPE: 'single|area|sector', CONTRACT_SUBJECT: 'wage|women|safety' },
  },
  { code: 'wc_open_affairs_unit_cnt', was: ownership, attributes: owned },
  {
    code: 'wc_contract_covered_enterprise_cnt',
    was: '综合|工资|女职工|劳动安全',
    counted: { CONTRACT: '综合|工资|女职工|劳动安全' },
  },
  {
    code: 'wc_contract_covered_worker_cnt',
    was: '综合|工资|女职工',
    counted: { CONTRACT: '综合|工资|女职工' },
  },
  { code: 'wc_director_cnt', was: '董事|监事', counted: { SEAT: '董事|监事' } },
  {
    code: 'comp_event_cnt',
    was: 'organised|joined; level; trade(工种)',
    counted: { PART_TAKEN: 'organised|joined' },
    attributes: ['LEVEL', 'TRADE'],
  },
  { code: 'comp_participant_cnt', was: 'gender; migrant', counted: { GENDER: 'women', MIGRANT: 'migrant' } },
  { code: 'comp_best_rank', was: 'contest; edition', attributes: ['CONTEST', 'EDITION'] },
  {
    code: 'comp_suggestion_cnt',
    was: '提出|采纳|实施',
    counted: { SUGGESTION_STAGE: '提出|采纳|实施' },
  },
  // Teams and staff are other counts of the same contest, not parts of the units that take part.
  { code: 'comp_ankang_unit_cnt', was: 'teams; staff' },
  { code: 'comp_outlet_inspected_cnt', was: 'star', attributes: ['GRADE'] },
  { code: 'trn_class_cnt', was: 'type', counted: { TRAINING: training } },
  {
    code: 'trn_person_time_cnt',
    was: `${training}; gender; migrant`,
    counted: { TRAINING: training, GENDER: 'women', MIGRANT: 'migrant' },
  },
  {
    code: 'aid_hardship_archive_cnt',
    was: '深度|相对|意外致困',
    counted: { HARDSHIP: '深度|相对|意外致困' },
  },
  { code: 'aid_family_cnt', was: `${aid}; festival`, counted: { AID: aid }, attributes: ['FESTIVAL'] },
  {
    code: 'aid_amount',
    was: 'same types; source(工会|行政|上级专项)',
    counted: { AID: aid, SOURCE: '工会|行政|上级专项' },
  },
  { code: 'aid_donation_amount', was: 'recipient', attributes: ['RECIPIENT'] },
  { code: 'aid_donation_goods_cnt', was: 'item', attributes: ['ITEM'] },
  {
    code: 'aid_service_person_time',
    was: '伤病|纠纷|婚丧|困难|生育|离退休|体检|疗休养|献血',
    counted: { VISIT: '伤病|纠纷|婚丧|困难|生育|离退休|体检|疗休养|献血' },
  },
  {
    code: 'wom_committee_cnt',
    was: 'committee|women’s member',
    counted: { WOMEN_BODY: 'committee|women’s member' },
  },
  { code: 'wom_pioneer_post_cnt', was: '县|市|省|全国', counted: { AWARD_LEVEL: '县|市|省|全国' } },
  {
    code: 'cul_event_cnt',
    was: 'organised|joined; 文艺|体育|联谊|女职工|社区',
    counted: { PART_TAKEN: 'organised|joined', EVENT: '文艺|体育|联谊|女职工|社区' },
  },
  { code: 'cul_participant_cnt', was: 'member|retiree|family', counted: { WHO: 'member|retiree|family' } },
  { code: 'act_award_item_cnt', was: 'skill|culture|sport; 单位|县|市|省; team|person', counted: prizes },
  {
    code: 'act_award_person_time_cnt',
    was: 'skill|culture|sport; 单位|县|市|省; team|person',
    counted: prizes,
  },
  { code: 'cul_interest_group_cnt', was: 'type', attributes: ['TOPIC'] },
  { code: 'hon_advanced_unit_cnt', was: 'awarding level', attributes: ['AWARDING_LEVEL'] },
  {
    code: 'hon_advanced_person_cnt',
    was: '先进个人|积极分子|通讯报道|技协|优秀会员|优秀农民工',
    counted: { HONOUR: '先进个人|积极分子|通讯报道|技协|优秀会员|优秀农民工' },
  },
  {
    code: 'hon_superior_title_cnt',
    was: '县|市|省|全国|系统; new|kept',
    counted: { AWARD_LEVEL: '县|市|省|全国|系统', NOVELTY: 'new|kept' },
  },
  {
    code: 'hon_model_worker_cnt',
    was: 'level; alive|retired',
    counted: { LIFE: 'alive|retired' },
    attributes: ['AWARDING_LEVEL'],
  },
  {
    code: 'fee_allocated_amount',
    was: 'tax-collected|direct',
    counted: { COLLECTION: 'tax-collected|direct' },
  },
  { code: 'info_adopted_cnt', was: 'adopting level', attributes: ['LEVEL'] },
  {
    code: 'cad_staff_cnt',
    was: '专职|兼职|社会化; gender',
    counted: { EMPLOYMENT: '专职|兼职|社会化', GENDER: 'women' },
  },
  { code: 'cad_chair_cnt', was: '专职|兼职; gender', counted: { EMPLOYMENT: '专职|兼职', GENDER: 'women' } },
];

const levels = {
  单位: ['单位', 'unit'],
  县: ['县', 'county'],
  市: ['市', 'city'],
  省: ['省', 'province'],
  全国: ['全国', 'national'],
  系统: ['系统', 'system'],
};

/** The names of the parts of each counted dimension, in Chinese and English. */
export const dimensions = {
  AID: {
    生活: ['生活', 'living'],
    助学: ['助学', 'schooling'],
    结对扶贫: ['结对扶贫', 'paired poverty relief'],
    医疗: ['医疗', 'medical'],
  },
  AUDIT_BODY: { committee: ['委员会', 'committee'], 'single auditor': ['经审委员', 'single auditor'] },
  AWARD_LEVEL: levels,
  BALLOT: {
    满意: ['满意', 'satisfied'],
    基本满意: ['基本满意', 'fairly satisfied'],
    不满意: ['不满意', 'dissatisfied'],
  },
  BRANCH: { 分会: ['分会', 'branches'], 小组: ['小组', 'groups'] },
  COLLECTION: { 'tax-collected': ['税务代收', 'tax-collected'], direct: ['直接拨缴', 'direct'] },
  CONSTRUCTION: { built: ['已建', 'built'], building: ['在建', 'being built'] },
  CONTRACT: {
    综合: ['综合', 'general'],
    工资: ['工资', 'wages'],
    女职工: ['女职工', 'women employees'],
    劳动安全: ['劳动安全', 'labour safety'],
  },
  CONTRACT_SCOPE: {
    single: ['单独', 'single employer'],
    area: ['区域', 'area'],
    sector: ['行业', 'sector'],
  },
  CONTRACT_SUBJECT: {
    wage: ['工资专项', 'wages'],
    women: ['女职工专项', 'women employees'],
    safety: ['劳动安全专项', 'labour safety'],
  },
  DISPATCHED: { dispatched: ['劳务派遣', 'dispatched workers'] },
  EMPLOYMENT: {
    专职: ['专职', 'full-time'],
    兼职: ['兼职', 'part-time'],
    社会化: ['社会化', 'hired for the union'],
  },
  EVENT: {
    文艺: ['文艺', 'arts'],
    体育: ['体育', 'sport'],
    联谊: ['联谊', 'social'],
    女职工: ['女职工', 'women employees'],
    社区: ['社区', 'community'],
  },
  FACILITY: {
    健身房: ['健身房', 'gyms'],
    活动室: ['活动室', 'activity rooms'],
    阅览室: ['阅览室', 'reading rooms'],
    荣誉室: ['荣誉室', 'honours rooms'],
  },
  GENDER: { women: ['女', 'women'] },
  HARDSHIP: {
    深度: ['深度困难', 'deep'],
    相对: ['相对困难', 'relative'],
    意外致困: ['意外致困', 'by accident'],
  },
  HONOUR: {
    先进个人: ['先进个人', 'advanced individuals'],
    积极分子: ['积极分子', 'activists'],
    通讯报道: ['通讯报道', 'correspondents'],
    技协: ['技协', 'technical association'],
    优秀会员: ['优秀会员', 'excellent members'],
    优秀农民工: ['优秀农民工', 'excellent migrant workers'],
  },
  LEAVING: {
    退会: ['退会', 'resigned'],
    除名: ['除名', 'expelled'],
    死亡: ['死亡', 'died'],
    退休保留: ['退休保留', 'retained on retirement'],
    失业保留: ['失业保留', 'retained on unemployment'],
  },
  LIFE: { alive: ['在岗', 'at work'], retired: ['退休', 'retired'] },
  MIGRANT: { migrant: ['农民工', 'migrant workers'] },
  NEW_FORM: { 'new-form': ['新就业形态', 'platform workers'] },
  NEW_FORM_GROUP: {
    货车司机: ['货车司机', 'lorry drivers'],
    网约车司机: ['网约车司机', 'ride-hailing drivers'],
    快递员: ['快递员', 'couriers'],
    外卖配送员: ['外卖配送员', 'food delivery riders'],
    八大群体其他: ['八大群体其他', 'others of the eight groups'],
  },
  NOVELTY: { new: ['新获', 'new'], kept: ['保持', 'kept'] },
  PART_TAKEN: { organised: ['主办', 'organised'], joined: ['参加', 'joined'] },
  PRIZE_FIELD: { skill: ['技能', 'skill'], culture: ['文化', 'culture'], sport: ['体育', 'sport'] },
  PRIZE_LEVEL: levels,
  PRIZE_WINNER: { team: ['集体', 'team'], person: ['个人', 'person'] },
  PROGRESS: {
    done: ['已建会', 'done'],
    'in progress': ['进行中', 'in progress'],
    overdue: ['逾期', 'overdue'],
  },
  PUNCTUALITY: { 'on time': ['按期', 'on time'], late: ['逾期', 'late'] },
  RESOLUTION: {
    集体合同: ['集体合同', 'collective contract'],
    工资: ['工资', 'wages'],
    改制: ['改制', 'restructuring'],
    安置: ['安置', 'resettlement'],
    规章: ['规章', 'rules'],
  },
  RETENTION: {
    退休: ['退休', 'retired'],
    失业: ['失业', 'unemployed'],
    单位撤销: ['单位撤销', 'employer dissolved'],
  },
  SEAT: { 董事: ['董事', 'directors'], 监事: ['监事', 'supervisors'] },
  SESSION: { annual: ['年度', 'annual'], special: ['临时', 'special'] },
  SOURCE: {
    工会: ['工会', 'from the union'],
    行政: ['行政', 'from the employer'],
    上级专项: ['上级专项', 'earmarked from above'],
  },
  SUGGESTION_STAGE: {
    提出: ['提出', 'made'],
    采纳: ['采纳', 'adopted'],
    实施: ['实施', 'carried out'],
  },
  TRAINING: {
    岗位: ['岗位', 'job qualification'],
    业务: ['业务', 'professional'],
    技能鉴定: ['技能鉴定', 'skill certification'],
    普法: ['普法', 'legal education'],
    其他: ['其他', 'other'],
  },
  VISIT: {
    伤病: ['伤病', 'illness'],
    纠纷: ['纠纷', 'disputes'],
    婚丧: ['婚丧', 'weddings and funerals'],
    困难: ['困难', 'hardship'],
    生育: ['生育', 'childbirth'],
    离退休: ['离退休', 'retirement'],
    体检: ['体检', 'medical check-ups'],
    疗休养: ['疗休养', 'recuperation'],
    献血: ['献血', 'blood donation'],
  },
  VOTE: { 赞成: ['赞成', 'for'], 反对: ['反对', 'against'], 弃权: ['弃权', 'abstaining'] },
  WHO: { member: ['会员', 'members'], retiree: ['离退休', 'retirees'], family: ['家属', 'families'] },
  WOMEN_BODY: {
    committee: ['委员会', 'committee'],
    'women’s member': ['女职工委员', 'women’s member'],
  },
};
