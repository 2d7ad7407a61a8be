import type { Sentences } from './port.js';

/** What can be wrong with 台账. */
export const workRecordSentences = {
  WORK_KIND_UNKNOWN: {
    zh: '没有台账种类“{kind}”。请从以下种类中选择:{kinds}。',
    en: 'There is no kind of work {kind}. Choose one of: {kinds}.',
  },
  WORK_NOT_HELD: {
    zh: '“{kind}”不分主办单位,请把主办单位留空。',
    en: '{kind} is held by nobody else. Leave out who held it.',
  },
  WORK_DATE_BEFORE_ITS_TIME: {
    zh: '填写“{field}”之前,请先填写“{after}”。',
    en: '{field} stands only where {after} is filled in. Fill that in first.',
  },
  WORK_RECORDS_TOO_MANY: {
    zh: '“{union}”{year} 年的台账已有 {count} 条,每年最多 {limit} 条。请合并同类记录。',
    en: 'The book of {union} has {count} records of {year}; a year takes {limit}. Put records of one kind together.',
  },
  WORK_RECORD_REMOVED: {
    zh: '这条台账记录已经删除,不能再更正或删除。',
    en: 'The record was taken out of the book; it can be neither corrected nor removed.',
  },
} as const satisfies Sentences;
