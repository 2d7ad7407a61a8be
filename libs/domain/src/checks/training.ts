import { atMost, boundsOf, partWithin, showing } from './compare.js';
import type { Check } from './port.js';

/** Checks of 表五 教育培训. Its breakdown by type needs none: it is computed from the same rows as the total. */
export const trainingChecks: readonly Check[] = [
  partWithin('trn_class_cnt', 'trn_person_time_cnt', {
    code: 'classes-within-person-times',
    source: 'trn_person_time_cnt: >= trn_class_cnt',
  }),
  {
    code: 'person-times-without-classes',
    severity: 'PLAUSIBILITY',
    scope: 'FILED',
    cells: ['trn_class_cnt', 'trn_person_time_cnt'],
    source: 'trn_class_cnt: person-times given but classes missing',
    evaluate: (input) => {
      if ((boundsOf(input, 'trn_person_time_cnt')?.low ?? 0n) === 0n) return [];
      const classes = input.mark('trn_class_cnt');
      if (classes !== 'MISSING' && boundsOf(input, 'trn_class_cnt')?.high !== 0n) return [];
      const persons = showing(input)('trn_person_time_cnt');
      return [
        {
          zh: `参训 ${persons} 人次,但没有填培训班期数,请在附表中补填期数或说明。`,
          en: `${persons} person-times but no classes. Fill in the classes in the table, or explain.`,
        },
      ];
    },
  },
  atMost({
    code: 'fewer-than-5-a-class',
    severity: 'PLAUSIBILITY',
    source: 'trn_person_time_cnt: per class < 5',
    left: [[5n, 'trn_class_cnt']],
    right: ['trn_person_time_cnt'],
    say: (n) => ({
      zh: `培训 ${n('trn_class_cnt')} 期共 ${n('trn_person_time_cnt')} 人次,平均每期不到 5 人次,请说明。`,
      en: `${n('trn_person_time_cnt')} person-times in ${n('trn_class_cnt')} classes are fewer than 5 each. Explain.`,
    }),
  }),
  atMost({
    code: 'more-than-500-a-class',
    severity: 'PLAUSIBILITY',
    source: 'trn_person_time_cnt: per class > 500',
    left: ['trn_person_time_cnt'],
    right: [[500n, 'trn_class_cnt']],
    onlyIf: 'trn_class_cnt',
    say: (n) => ({
      zh: `培训 ${n('trn_class_cnt')} 期共 ${n('trn_person_time_cnt')} 人次,平均每期超过 500 人次,请说明。`,
      en: `${n('trn_person_time_cnt')} person-times in ${n('trn_class_cnt')} classes are more than 500 each. Explain.`,
    }),
  }),
  atMost({
    code: 'person-days-below-a-quarter',
    severity: 'PLAUSIBILITY',
    source: 'trn_person_day_cnt: < 0.25 × trn_person_time_cnt',
    left: ['trn_person_time_cnt'],
    right: [[4n, 'trn_person_day_cnt']],
    say: (n) => ({
      zh: `培训 ${n('trn_person_day_cnt')} 人天,不到参训 ${n('trn_person_time_cnt')} 人次的四分之一,请说明。`,
      en: `${n('trn_person_day_cnt')} person-days are less than a quarter of ${n('trn_person_time_cnt')} person-times. Explain.`,
    }),
  }),
  {
    code: 'person-days-look-like-a-year',
    severity: 'PLAUSIBILITY',
    scope: 'FILED',
    cells: ['trn_person_day_cnt'],
    source: 'trn_person_day_cnt: equals a calendar year (e.g. 2022)',
    evaluate: (input) => {
      const days = boundsOf(input, 'trn_person_day_cnt')?.low ?? 0n;
      if (days < 1900n || days > 2100n) return [];
      return [
        {
          zh: `培训人天 ${days} 与年份相同,请确认没有把年份填成人天。`,
          en: `${days} person-days look like a calendar year. Make sure that it is not one.`,
        },
      ];
    },
  },
];
