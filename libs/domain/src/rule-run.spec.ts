import { describe, expect, test } from '@jest/globals';
import { divide } from './figure.js';
import type { Form } from './form.js';
import { shippedForm } from './shipped-forms.js';
import { messageOf } from './problem.js';
import type { Rule } from './rule.js';
import { lookupsOf, ruleInput, runRules } from './rule-run.js';
import { type Trial, type Typed, trialInput } from './rule-trial.js';
import { parts } from './rules/cases/case.js';

const quarterly = shippedForm('work-q');

/** The problems of both scopes. */
function problemsOf(figures: Typed, trial: Trial = {}, form: Form = quarterly) {
  const input = trialInput(form, { ...trial, figures });
  return [...runRules(form, input, 'FILED'), ...runRules(form, input, 'TOTAL')];
}

const found = (figures: Typed, trial?: Trial) =>
  problemsOf(figures, trial).map((one) => one.details['check']);

const without = (figures: Typed, ...blank: string[]): Typed =>
  Object.fromEntries(Object.entries(figures).filter(([part]) => !blank.includes(part)));

const levels = { 县: '4', 市: '2', 省: '1', 全国: '0' };
const categories = {
  ...{ 先进个人: '33', 积极分子: '10', 通讯报道: '4', 技协: '4', 优秀会员: '0', 优秀农民工: '0' },
};
const aid = { 生活: '2000', 助学: '500', 结对扶贫: '4500', 医疗: '0' };

describe('a hit', () => {
  test('is a problem at its cell with both sentences, the names and the figures', () => {
    const [hit] = problemsOf({ 'mem_member_cnt[women]': '101', mem_member_cnt: '100' });
    expect(hit).toMatchObject({
      code: 'CHECK_FAILED',
      severity: 'ARITHMETIC',
      cell: 'mem_member_cnt[women]',
      details: { check: 'women-within-members' },
    });
    if (!hit) throw new Error('no hit');
    expect(messageOf(hit, 'zh')).toBe('“会员人数(女)”101 大于“会员人数”100,请核对这两个数。');
    expect(messageOf(hit, 'en')).toBe('Members (women) (101) exceeds Members (100). Check both.');
  });

  test('writes money in yuan and shows what is not exact', () => {
    const [hit] = problemsOf({ aid_amount: '50', 'aid_amount[助学]': '≥50.5' });
    expect(hit?.details['zh']).toBe('“慰问帮扶金额”各分项合计 ≥50.50 = 50.50,大于合计 50.00,请核对。');
  });

  test('of a sum leaves out a planned part', () => {
    const filed = { aid_amount: '50', 'aid_amount[助学]': '51', 'aid_amount[医疗]': '?9' };
    expect(problemsOf(filed)[0]?.details['en']).toContain(
      'are 51.00 = 51.00, which exceeds the whole, 50.00',
    );
  });

  test('comes in its scope only: totals are not checked as submissions', () => {
    const figures = { cov_covered_enterprise_cnt: '2', cov_operating_enterprise_cnt: '1' };
    const input = trialInput(quarterly, { figures });
    expect(runRules(quarterly, input, 'FILED')).toEqual([]);
    expect(runRules(quarterly, input, 'TOTAL')).toHaveLength(1);
  });
});

describe('the cases', () => {
  test('bank-branch-2004: 33 + 10 + 4 + 4 = 51 with two categories blank; a part too many is seen', () => {
    const filed = parts('hon_advanced_person_cnt', without(categories, '优秀会员', '优秀农民工'));
    expect(found({ hon_advanced_person_cnt: '51', ...filed })).toEqual([]);
    expect(found({ hon_advanced_person_cnt: '50', ...filed })).toEqual([
      'advanced-persons-by-category-exceed',
    ]);
  });

  test('bank-branch-2004: 2000 + 500 + 3 × 1500 = 7000 of aid; donations of 10780 stay apart', () => {
    const filed = {
      ...{ aid_amount: '7000', aid_family_cnt: '5', aid_donation_amount: '10780' },
      ...parts('aid_amount', without(aid, '医疗')),
    };
    expect(found(filed)).toEqual([]);
    expect(found({ ...filed, aid_amount: '6999' })).toEqual(['aid-amount-by-type-exceed']);
  });

  test('bank-branch-2004: 2022 person-days equal a calendar year; 88 >= 24 and 30 at least pass', () => {
    const rows = { trn_class: [{ name: '全年', classes: '17', person_times: '1236', person_days: '2022' }] };
    const filed = {
      ...{ wc_proposal_cnt: '24', wc_proposal_item_cnt: '88', comp_best_rank: '2' },
      ...{ info_submitted_cnt: '≥30' },
    };
    const problems = problemsOf(filed, { rows });
    expect(problems.map((one) => [one.details['check'], one.severity])).toEqual([
      ['person-days-look-like-a-year', 'PLAUSIBILITY'],
    ]);
  });

  test('construction-bureau-2007: pioneer posts 1 + 2 + 4 = 7, national blank', () => {
    const given = without(levels, '全国');
    expect(found({ wom_pioneer_post_cnt: '7', ...parts('wom_pioneer_post_cnt', given) })).toEqual([]);
    expect(found({ wom_pioneer_post_cnt: '6', ...parts('wom_pioneer_post_cnt', given) })).toEqual([
      'pioneer-posts-by-level-exceed',
    ]);
  });

  test('construction-bureau-2007: training of at least 10,100 in at least 8 classes leaves nothing to ask', () => {
    const atLeast = (value: string) => ({ value, mark: 'AT_LEAST' });
    const rows = {
      trn_class: [
        { name: '岗位资格培训', type: '岗位', classes: '8', person_times: '500' },
        { name: '技能培训鉴定', type: '技能鉴定', person_times: atLeast('8500') },
        { name: '其他各类培训', type: '其他', person_times: atLeast('1100') },
      ],
    };
    expect(found({}, { rows })).toEqual([]);
  });

  const zone = {
    org_grassroots_union_cnt: '68',
    org_single_union_cnt: '65',
    org_joint_union_cnt: '3',
    org_new_union_cnt: '49',
    org_dissolved_union_cnt: '0',
    cov_operating_enterprise_cnt: '108',
    cov_covered_enterprise_cnt: '108',
    cov_large_enterprise_cnt: '53',
    cov_large_single_union_cnt: '53',
    cov_other_single_union_cnt: '12',
    cov_joint_covered_enterprise_cnt: '43',
    mem_member_cnt: '7510',
    mem_migrant_member_cnt: '4388',
    mem_new_member_cnt: '2490',
    mem_new_migrant_member_cnt: '1874',
    mem_transfer_out_cnt: '0',
    mem_leave_cnt: '0',
  };

  test('development-zone-2007: 53 + 12 + 3 = 68, 53 + 12 + 43 = 108, 43 >= 6, 1874 <= 2490, 4388 <= 7510', () => {
    expect(found(zone)).toEqual([]);
  });

  test.each<[Typed, string[]]>([
    [{ org_joint_union_cnt: '4' }, ['unions-single-and-joint-exceed', 'unions-by-enterprise-exceed']],
    [{ cov_joint_covered_enterprise_cnt: '44' }, ['covered-by-own-or-joint-union-exceed']],
    [
      { cov_covered_enterprise_cnt: '109' },
      ['covered-within-operating', 'covered-by-own-or-joint-union-short'],
    ],
    [{ mem_migrant_member_cnt: '7511' }, ['migrants-within-members', 'opening-migrants-within-members']],
    [{ mem_new_member_cnt: '1873' }, ['new-migrants-within-new-members']],
  ])('development-zone-2007: with %j it no longer adds up', (wrong, codes) => {
    expect(found({ ...zone, ...wrong }).toSorted()).toEqual(codes.toSorted());
  });

  test('development-zone-2007: migrants at the opening are held against 7510 - 2490 = 5020 members at the opening', () => {
    const [hit] = problemsOf({ ...zone, mem_migrant_member_cnt: '6895' });
    expect(hit?.details['zh']).toContain('6895 - 1874 = 5021 人,大于期初会员 7510 - 2490 = 5020 人');
  });

  test('development-zone-2007: 108 of 108 employers are 100 %', () => {
    expect(divide(108n, 108n, 1, { percent: true })).toBe('100.0');
  });
});

describe('a rule of a tenant', () => {
  const rule = (more: Partial<Rule>): Rule => ({
    ...{ code: 'own', severity: 'PLAUSIBILITY', scope: 'FILED', zh: '', en: '', source: 'here' },
    expression: 'mem_member_cnt <= previous("mem_member_cnt") + mem_new_member_cnt',
    ...more,
  });
  const withRules = (...rules: Rule[]): Form => ({ ...quarterly, rules });
  const trial: Trial = {
    figures: { mem_member_cnt: '30', mem_new_member_cnt: '≈3' },
    previous: { mem_member_cnt: '20' },
  };

  test('without a sentence names every figure with its value', () => {
    const form = withRules(rule({}));
    const figures = { mem_member_cnt: '30', mem_new_member_cnt: '3' };
    const [hit] = runRules(form, trialInput(form, { ...trial, figures }), 'FILED');
    expect(hit?.details).toEqual({
      check: 'own',
      zh: '“会员人数”30、上期“会员人数”20、“本期新发展会员”3 之间不符合逻辑关系,请核对,无误的请说明。',
      en: 'These do not agree: Members 30, Members of the last period 20, New members 3. Check them, or explain.',
    });
    expect(runRules(form, trialInput(form, trial), 'FILED')).toEqual([]);
  });

  test('of rows names the columns, and where in the row it is', () => {
    const form = withRules(rule({ table: 'wc_ballot', expression: 'row.for <= referred.due', at: 'for' }));
    const rows = {
      wc_session: [{ session_no: '4', held_on: '2007-02-09', due: '10' }],
      wc_ballot: [{ session_no: '4', item: '方案', for: '11' }],
    };
    const [hit] = runRules(form, trialInput(form, { rows }), 'FILED');
    expect(hit).toMatchObject({ table: 'wc_ballot', row: 1, field: 'for' });
    expect(hit?.details['zh']).toBe('“赞成”11、“应到代表”10 之间不符合逻辑关系,请核对,无误的请说明。');
  });

  test('is for the levels and the frequency it names', () => {
    const expression = 'mem_member_cnt < 0';
    const [grassroots, yearly] = [
      rule({ expression, levels: ['GRASSROOTS'] }),
      rule({ expression, frequency: 'YEAR' }),
    ];
    const hits = (of: Rule, level: Trial['level']) => {
      const form = withRules(of);
      return runRules(form, trialInput(form, { ...trial, level }), 'FILED').length;
    };
    expect([
      hits(grassroots, 'GRASSROOTS'),
      hits(grassroots, 'INTERMEDIATE'),
      hits(yearly, 'GRASSROOTS'),
    ]).toEqual([1, 0, 0]);
  });

  test('a division by zero, a period nobody filed and a blank text decide nothing', () => {
    for (const expression of [
      'mem_member_cnt / mem_leave_cnt > 1',
      'lastYear("mem_member_cnt") > mem_member_cnt',
      'yearToDate("mem_new_member_cnt") > 1000',
      'quarters("mem_new_member_cnt") > 1000',
      'below("mem_member_cnt") > 1000',
    ]) {
      const form = withRules(rule({ expression }));
      const figures = { ...trial.figures, mem_leave_cnt: '0' };
      expect(runRules(form, trialInput(form, { figures }), 'FILED')).toEqual([]);
    }
    const form = withRules(rule({ table: 'wc_session', expression: 'withinPeriod(row.held_on)' }));
    const rows = { wc_session: [{ held_on: '2007-02-09' }] };
    expect(runRules(form, trialInput(form, { rows }), 'FILED')).toEqual([]);
  });

  test('crosses to another form’s return, in that form’s decimals', () => {
    const expression = 'aid_amount == inForm("work-y", "aid_amount")';
    const form = withRules(rule({ expression }));
    const yearly = shippedForm('work-y');
    const hits = (filed: bigint) => {
      const entries = new Map([['aid_amount', { figure: filed, mark: 'EXACT' as const }]]);
      const forms = { 'work-y': { form: yearly, entries } };
      return runRules(form, trialInput(form, { figures: { aid_amount: '10.50' }, forms }), 'FILED').length;
    };
    expect([hits(10_50n), hits(10_51n)]).toEqual([0, 1]);
  });

  test('that is at fault is an error, and does not vanish', () => {
    const run = (expression: string) => () => {
      const form = withRules(rule({ expression }));
      return runRules(form, trialInput(form, trial), 'FILED');
    };
    expect(run('mem_member_cnt + 1')).toThrow('rule own of form work-q is not valid');
    expect(run('nope > 1')).toThrow('rule own of form work-q is not valid');
    expect(run('parameter("nope") > mem_member_cnt')).toThrow('no parameter nope');
  });

  test('says what it looks up, so that no more is loaded', () => {
    const form = withRules(rule({}), rule({ code: 'total', scope: 'TOTAL' }));
    expect(lookupsOf(form, 'FILED')).toEqual(new Set(['previous']));
    expect(runRules(form, ruleInput(new Map()), 'FILED')).toEqual([]);
    // What a sentence alone says is loaded too, else it would say “–”.
    const said = withRules(
      rule({ expression: 'inForm ("work-y", "aid_amount") > 0', zh: '{quarters("aid_amount")}' }),
    );
    expect(lookupsOf(said, 'FILED')).toEqual(new Set(['inForm', 'quarters']));
  });
});
