import { describe, expect, test } from '@jest/globals';
import type { Indicator } from './entry.js';
import { sameQuestions } from './same-question.js';
import { newestCatalogue } from '../shipped-catalogues.js';

const all = newestCatalogue.indicators;
const base = all.find((one) => one.code === 'cul_interest_group_cnt')!;
const asked = (more: Partial<Indicator>) =>
  sameQuestions(
    { ...base, code: 'x_new', zh: '全新的指标', en: 'Brand new', definition: '', ...more },
    all,
  ).map(({ other, by }) => `${other} ${by}`);

describe('asks the same', () => {
  test.each([
    ['会员人数', 'mem_member_cnt'],
    ['会员数', 'mem_member_cnt'],
    ['会员总数', 'mem_member_cnt'],
    ['期末会员人数', 'mem_member_cnt'],
    ['会 员 人 数', 'mem_member_cnt'],
    ['本期会籍转入人数', 'mem_transfer_in_cnt'],
    ['召开职代会的次数', 'wc_meeting_cnt'],
    ['建会(覆盖)率', 'cov_unionised_rate'],
    ['建会\uff08覆盖\uff09率', 'cov_unionised_rate'],
    ['女会员人数', 'mem_member_cnt[women]'],
    ['会员人数(女)', 'mem_member_cnt[women]'],
    ['助学慰问帮扶金额', 'aid_amount[助学]'],
    ['上报信息数量', null],
    ['表彰先进集体数', 'hon_advanced_unit_cnt'],
    ['表彰先进个人数', 'hon_advanced_person_cnt'],
    ['先进集体', null],
    ['表彰先进班组', null],
    ['会籍接转', null],
    ['参训人数', null],
    ['先进职工之家', 'home_advanced_cnt'],
  ])('in Chinese: %s as %s', (zh, other) => {
    expect(asked({ zh })).toEqual(other === null ? [] : [`${other} NAME`]);
  });

  test.each([
    ['Number of members', 'mem_member_cnt'],
    ['the MEMBER', 'mem_member_cnt'],
    ['Total number of joint unions', 'org_joint_union_cnt'],
    ['Women’s model post', 'wom_pioneer_post_cnt'],
    ['Union founded', 'org_new_union_cnt'],
    ['Memberships', null],
    ['Transfer', null],
  ])('in English: %s as %s', (en, other) => {
    expect(asked({ en })).toEqual(other === null ? [] : [`${other} NAME`]);
  });

  test('by definition, whatever the signs in it', () => {
    expect(asked({ definition: '期末会籍在本会的会员,保留会籍者不计。' })).toEqual([
      'mem_member_cnt DEFINITION',
    ]);
    expect(asked({ definition: '期末会籍在本会的会员' })).toEqual([]);
  });

  test('as a ratio of the same counts, in any order', () => {
    const numerator = ['home_model_cnt', 'home_qualified_cnt', 'home_advanced_cnt'];
    expect(asked({ numerator, denominator: ['org_grassroots_union_cnt'] })).toEqual([
      'home_pass_rate COUNTS',
    ]);
    expect(asked({ numerator: numerator.slice(1), denominator: ['org_grassroots_union_cnt'] })).toEqual([]);
  });
});

test('neighbours of the catalogue are told apart', () => {
  const of = (code: string) => all.find((one) => one.code === code)!;
  for (const [one, other] of [
    ['hon_advanced_unit_cnt', 'hon_advanced_person_cnt'],
    ['mem_transfer_in_cnt', 'mem_transfer_out_cnt'],
    ['org_moved_in_cnt', 'org_moved_out_cnt'],
    ['trn_person_time_cnt', 'trn_person_day_cnt'],
    ['comp_participant_cnt', 'cul_participant_cnt'],
    ['wc_proposal_accepted_cnt', 'wc_proposal_closed_cnt'],
    ['act_award_item_cnt', 'act_award_person_time_cnt'],
  ] as const) {
    expect(sameQuestions(of(one), [of(other)])).toEqual([]);
  }
});
