import type { Rule } from '../rule.js';
import { breakdowns, rule, sumOfParts, within } from './build.js';

const asked = { severity: 'PLAUSIBILITY' } as const;
const aidTypes = ['生活', '助学', '结对扶贫', '医疗'];

const training: readonly Rule[] = [
  within('trn_class_cnt', 'trn_person_time_cnt', {
    code: 'classes-within-person-times',
    source: 'trn_person_time_cnt: >= trn_class_cnt',
  }),
  rule({
    ...asked,
    code: 'person-times-without-classes',
    source: 'trn_class_cnt: person-times given but classes missing',
    expression: '!(trn_person_time_cnt > 0 && (blank("trn_class_cnt") || trn_class_cnt == 0))',
    at: 'trn_class_cnt',
    zh: '参训 {trn_person_time_cnt} 人次,但没有填培训班期数,请在附表中补填期数或说明。',
    en: '{trn_person_time_cnt} person-times but no classes. Fill in the classes in the table, or explain.',
  }),
  rule({
    ...asked,
    code: 'fewer-than-5-a-class',
    source: 'trn_person_time_cnt: per class < 5',
    expression: 'parameter("class_least") * trn_class_cnt <= trn_person_time_cnt',
    zh: '培训 {trn_class_cnt} 期共 {trn_person_time_cnt} 人次,平均每期不到 {parameter("class_least")} 人次,请说明。',
    en: '{trn_person_time_cnt} person-times in {trn_class_cnt} classes are fewer than {parameter("class_least")} each. Explain.',
  }),
  rule({
    ...asked,
    code: 'more-than-500-a-class',
    source: 'trn_person_time_cnt: per class > 500',
    expression: 'trn_class_cnt == 0 || trn_person_time_cnt <= parameter("class_most") * trn_class_cnt',
    at: 'trn_person_time_cnt',
    zh: '培训 {trn_class_cnt} 期共 {trn_person_time_cnt} 人次,平均每期超过 {parameter("class_most")} 人次,请说明。',
    en: '{trn_person_time_cnt} person-times in {trn_class_cnt} classes are more than {parameter("class_most")} each. Explain.',
  }),
  rule({
    ...asked,
    code: 'person-days-below-a-quarter',
    source: 'trn_person_day_cnt: < 0.25 × trn_person_time_cnt',
    expression: 'parameter("days_per_person") * trn_person_time_cnt <= trn_person_day_cnt',
    at: 'trn_person_day_cnt',
    zh: '培训 {trn_person_day_cnt} 人天,不到参训 {trn_person_time_cnt} 人次的 {parameter("days_per_person")} 倍,请说明。',
    en: '{trn_person_day_cnt} person-days are less than {parameter("days_per_person")} times {trn_person_time_cnt} person-times. Explain.',
  }),
  rule({
    ...asked,
    code: 'person-days-look-like-a-year',
    source: 'trn_person_day_cnt: equals a calendar year (e.g. 2022)',
    expression: 'trn_person_day_cnt < 1900 || trn_person_day_cnt > 2100',
    zh: '培训人天 {trn_person_day_cnt} 与年份相同,请确认没有把年份填成人天。',
    en: '{trn_person_day_cnt} person-days look like a calendar year. Make sure that it is not one.',
  }),
];

/** A rule that who gives one of the two gives the other as well. */
const together = (given: string, absent: string, code: string, zh: string, en: string): Rule =>
  rule({
    ...asked,
    code,
    source: 'aid_family_cnt: families without amount or amount without families',
    expression: `!(${given} > 0 && (blank("${absent}") || ${absent} == 0))`,
    zh,
    en,
  });

// Festival aid (节日慰问) belongs to none of the four types, so types that fall short of the total are only asked about.
// Donations are kept apart from aid and are never part of these sums.
const aid: readonly Rule[] = [
  ...sumOfParts('aid_family_cnt', breakdowns('aid_family_cnt', ...aidTypes), {
    code: 'aided-families-by-type',
    source: 'aid_family_cnt: by type',
    rest: 'EXPLAINED',
  }),
  ...sumOfParts('aid_amount', breakdowns('aid_amount', ...aidTypes), {
    code: 'aid-amount-by-type',
    source: 'aid_amount: same types',
    rest: 'EXPLAINED',
  }),
  together(
    'aid_family_cnt',
    'aid_amount',
    'families-without-amount',
    '慰问帮扶 {aid_family_cnt} 户次,但没有填金额;如只发放物品,请说明。',
    '{aid_family_cnt} households were aided but no amount is given. If in goods only, say so.',
  ),
  together(
    'aid_amount',
    'aid_family_cnt',
    'amount-without-families',
    '慰问帮扶金额 {aid_amount} 元,但没有填户次,请补填或说明。',
    'Aid of {aid_amount} yuan is given without households. Fill them in, or explain.',
  ),
  rule({
    ...asked,
    code: 'less-than-100-yuan-a-family',
    source: 'aid_amount: per household < 100',
    expression: 'aid_amount == 0 || parameter("aid_family_least") * aid_family_cnt <= aid_amount',
    zh: '慰问帮扶 {aid_family_cnt} 户次共 {aid_amount} 元,户均不到 {parameter("aid_family_least")} 元,请说明。',
    en: '{aid_amount} yuan for {aid_family_cnt} households are less than {parameter("aid_family_least")} each. Explain.',
  }),
  rule({
    ...asked,
    code: 'more-than-20000-yuan-a-family',
    source: 'aid_amount: per household > 20000',
    expression: 'aid_family_cnt == 0 || aid_amount <= parameter("aid_family_most") * aid_family_cnt',
    at: 'aid_amount',
    zh: '慰问帮扶 {aid_family_cnt} 户次共 {aid_amount} 元,户均超过 {parameter("aid_family_most")} 元,请说明。',
    en: '{aid_amount} yuan for {aid_family_cnt} households are more than {parameter("aid_family_most")} each. Explain.',
  }),
  ...sumOfParts(
    'aid_service_person_time',
    breakdowns(
      'aid_service_person_time',
      ...['伤病', '纠纷', '婚丧', '困难', '生育', '离退休', '体检', '疗休养', '献血'],
    ),
    { code: 'services-by-type', source: 'aid_service_person_time: = sum of types', rest: 'NONE' },
  ),
];

/** Rules of 表五 教育培训, whose types are computed from the same rows as the total, and of 表六 帮扶与送温暖. */
export const trainingAndAidRules: readonly Rule[] = [...training, ...aid];
