import type { Sentences } from './port.js';

/** What can be wrong with employers and coverage. */
export const registersSentences = {
  COVERAGE_EXISTS: {
    zh: '“{employer}”已由“{union}”覆盖。',
    en: '{employer} is covered by {union} already.',
  },
  NOT_COVERED: {
    zh: '“{union}”目前没有覆盖“{employer}”,或覆盖已经终止。请核对。',
    en: '{union} does not cover {employer}, or no longer does. Check both.',
  },
  NOBODY_RESPONSIBLE: {
    zh: '“{employer}”目前没有包干责任人。请先指定责任人。',
    en: 'Nobody is responsible for {employer}. Assign it to a person first.',
  },
  EMPLOYER_CEASED: {
    zh: '“{employer}”已于 {date} 停止运营。请核对日期或用人单位编码。',
    en: '{employer} has not operated since {date}. Check the day, or the employer’s code.',
  },
  ACCOUNTABLE_ALREADY: {
    zh: '“{employer}”自 {date} 起已统计归口于“{union}”。请选择另一个工会。',
    en: '{employer} has counted at {union} since {date}. Choose another union.',
  },
  WORD_UNKNOWN: {
    zh: '“{field}”填的“{value}”不在可选范围内。请从{words}中选择。',
    en: '{field}: “{value}” is not in the list. Choose one of {words}.',
  },
} as const satisfies Sentences;
