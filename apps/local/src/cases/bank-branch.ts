/** A bank's county branch in 2004: one grassroots union, one yearly report. */
import type { Client } from './client.js';
import type { Federation, Say } from './federation.js';
import { fileAndAccept, type Report } from './filing.js';
import { awardHomes, found } from './registers.js';

export const branchCode = 'JC-XJ';

/** The branch's union and who files for it. */
export interface Branch {
  id: string;
  clerk: Client;
}

/** Founds the union directly under the federation. */
export async function buildBranch({ admin, rootId, join }: Federation): Promise<Branch> {
  const union = { code: branchCode, name: '县局工会', kind: 'SINGLE', establishedOn: '1986-05-04' } as const;
  const id = await found(admin, rootId, union);
  return { id, clerk: await join({ login: 'tianbao.xianju', name: '郑华', role: 'FILER', at: [id] }) };
}

/** 全国金融系统模范职工之家, kept in 2004. */
export async function awardBranch(statistician: Client, { id }: Branch): Promise<void> {
  const award = {
    grade: 3,
    awardingLevel: '系统',
    documentNo: '金工发〔2003〕12号',
    awardedOn: '2003-12-18',
  } as const;
  await awardHomes(statistician, { form: 'work-y', period: '2004' }, [{ unionId: id, ...award }]);
}

const year: Omit<Report, 'unionId'> = {
  form: 'work-y',
  period: '2004',
  cells: {
    // Members evaluate their homes since 2009 (总工发〔2009〕28号).
    home_eval_ballot_valid_cnt: null,
    hon_advanced_unit_cnt: 6,
    hon_advanced_person_cnt: 51,
    'hon_advanced_person_cnt[先进个人]': 33,
    'hon_advanced_person_cnt[积极分子]': 10,
    'hon_advanced_person_cnt[通讯报道]': 4,
    'hon_advanced_person_cnt[技协]': 4,
    'hon_advanced_person_cnt[优秀会员]': 0,
    'hon_advanced_person_cnt[优秀农民工]': 0,
    wc_proposal_cnt: 24,
    wc_proposal_item_cnt: 88,
    comp_participant_cnt: 83,
    comp_best_rank: 2,
    comp_outlet_inspected_cnt: 15,
    aid_family_cnt: 5,
    'aid_family_cnt[生活]': 1,
    'aid_family_cnt[助学]': 1,
    'aid_family_cnt[结对扶贫]': 3,
    'aid_family_cnt[医疗]': 0,
    aid_amount: '7000.00',
    'aid_amount[生活]': '2000.00',
    'aid_amount[助学]': '500.00',
    'aid_amount[结对扶贫]': '4500.00',
    'aid_amount[医疗]': '0.00',
    aid_donation_amount: '10780.00',
    info_submitted_cnt: { atLeast: 30 },
  },
  tables: {
    wc_session: [{ session_no: '4', held_on: '2004-07-01' }],
    trn_class: [
      { name: '业务技术培训', type: '业务', classes: '12', person_times: '936', person_days: '1560' },
      { name: '上岗资格培训', type: '岗位', classes: '3', person_times: '180', person_days: '300' },
      { name: '法律法规培训', type: '普法', classes: '2', person_times: '120', person_days: '162' },
    ],
  },
  explanation: '培训人天 2022 系按 17 期培训班逐期核算,与年份数字相同属巧合。',
};

/** Files the year; the federation's reviewer accepts. */
export async function fileBranch({ id, clerk }: Branch, chief: Client, say: Say): Promise<void> {
  await fileAndAccept(clerk, chief, { unionId: id, ...year });
  say('县局工会 2004: filed and accepted');
}
