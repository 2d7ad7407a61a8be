import type { Rule } from '../rule.js';
import { breakdowns, cell, rule, sumOfParts, within } from './build.js';

const total = { scope: 'TOTAL' } as const;
const yearly = { frequency: 'YEAR' } as const;

const valid = 'home_eval_ballot_valid_cnt';
const [satisfied = '', basically = ''] = breakdowns(valid, '满意', '基本满意').map(cell);

/** A rule that enough members are satisfied for the grade their home has; basically satisfied counts (home_eval_satisfied_rate). */
const satisfiedFor = (grade: 'qualified' | 'advanced' | 'model', zh: string): Rule => {
  const line = `parameter("satisfied_${grade}_percent")`;
  return rule({
    ...yearly,
    code: `satisfied-enough-for-${grade}`,
    severity: 'PLAUSIBILITY',
    source: 'home_eval_satisfied_rate: < 70/80/85 for 合格/先进/模范',
    expression: `home_${grade}_cnt != 1 || ${valid} == 0 || 100 * (${satisfied} + ${basically}) >= ${line} * ${valid}`,
    at: valid,
    zh: `会员评家满意与基本满意 {added(${satisfied} + ${basically})} 票,不到有效票 {${valid}} 票的 {${line}}%(${zh}职工之家的要求),请说明。`,
    en: `{added(${satisfied} + ${basically})} ballots satisfied or basically so are below {${line}} % of {${valid}}, which a home of this grade needs. Explain.`,
  });
};

/** Rules of 职工之家: grades on totals, the yearly evaluation by members and facilities on returns. */
export const homeRules: readonly Rule[] = [
  ...sumOfParts(
    'org_grassroots_union_cnt',
    ['home_none_cnt', 'home_qualified_cnt', 'home_advanced_cnt', 'home_model_cnt'],
    {
      ...total,
      code: 'homes-by-grade',
      source: 'home_qualified_cnt: qualified + advanced + model + none = org_grassroots_union_cnt',
      rest: 'NONE',
    },
  ),
  within('home_target_cnt', 'org_grassroots_union_cnt', {
    ...total,
    code: 'home-targets-within-unions',
    source: 'home_target_cnt: <= org_grassroots_union_cnt',
  }),
  within('home_model_small_cnt', 'org_branch_cnt', {
    code: 'small-homes-within-branches',
    severity: 'PLAUSIBILITY',
    source: 'home_model_small_cnt: more than the union has branches and groups',
  }),
  rule({
    ...yearly,
    code: 'home-not-evaluated',
    severity: 'PLAUSIBILITY',
    source: 'home_grade, home_model_cnt: no member evaluation in the year (总工办2020管理办法)',
    expression: `home_qualified_cnt + home_advanced_cnt + home_model_cnt != 1 || !blank("${valid}") && ${valid} > 0`,
    at: valid,
    zh: '本会是已命名的职工之家,但全年没有填会员评家有效票数,请补填或说明。',
    en: 'The union holds the grade of a home, but no ballots of the members’ yearly evaluation are given. Fill them in, or explain.',
  }),
  // The catalogue has no ballots issued or returned; valid ones are at most as many as members.
  within(valid, 'mem_member_cnt', {
    code: 'ballots-within-members',
    source: 'home_eval_satisfied_rate: ballots returned <= issued <= members',
  }),
  ...sumOfParts(valid, breakdowns(valid, '满意', '基本满意', '不满意'), {
    code: 'ballots-by-answer',
    source: 'home_eval_ballot_valid_cnt: = sum of grades',
    rest: 'NONE',
  }),
  satisfiedFor('qualified', '合格'),
  satisfiedFor('advanced', '先进'),
  satisfiedFor('model', '模范'),
  rule({
    code: 'area-without-facilities',
    severity: 'PLAUSIBILITY',
    source: 'home_facility_area: > 0 while count = 0',
    expression: 'home_facility_area == 0 || home_facility_cnt > 0',
    zh: '职工活动阵地面积 {home_facility_area} 平方米,但阵地数为 {home_facility_cnt},请补填或说明。',
    en: 'The facilities have {home_facility_area} square metres, but there are {home_facility_cnt} of them. Fill them in, or explain.',
  }),
  ...sumOfParts(
    'home_facility_cnt',
    breakdowns('home_facility_cnt', '健身房', '活动室', '阅览室', '荣誉室'),
    {
      code: 'facilities-by-kind',
      source: 'home_facility_cnt: by kind',
      rest: 'EXPLAINED',
    },
  ),
];
