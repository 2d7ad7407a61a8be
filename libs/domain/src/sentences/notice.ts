import type { Sentences } from './port.js';

/** What can be wrong with 下发通知. */
export const noticeSentences = {
  NOTICE_DUE_PAST: {
    zh: '截止日期 {date} 已经过去(今天是 {today})。请填写今天或以后的日期。',
    en: '{date} is over; today is {today}. Set a day that is today or later.',
  },
  NOTICE_AUDIENCE: {
    zh: '发送范围选择“指定单位”时必须列出单位,选择其他范围时不能列出单位。请改正后再下发。',
    en: 'Unions are named for the audience NAMED, and only for it. Correct one or the other.',
  },
  NOTICE_NOT_BELOW: {
    zh: '“{union}”不是“{issuer}”的下级,不能由其下发通知。请从名单中去掉它。',
    en: '{union} does not stand below {issuer}, which therefore issues it no notices. Take it off the list.',
  },
  NOTICE_NOBODY: {
    zh: '“{issuer}”在所选范围内没有下级单位,通知没有下发。请另选范围。',
    en: 'No union below {issuer} is in the audience, so nothing was issued. Choose another one.',
  },
  NOTICE_NOT_RECIPIENT: {
    zh: '这份通知没有发给“{union}”,不能由它签收或回复。请从名单中去掉它。',
    en: 'The notice was not issued to {union}, which therefore neither receives it nor replies. Take it off the list.',
  },
  NOTICE_WITHDRAWN: {
    zh: '这份通知已经撤回,不能再签收、回复、催办或撤回。',
    en: 'The notice was withdrawn: it is received, replied to, reminded of and withdrawn no more.',
  },
  NOTICE_NO_REPLY: {
    zh: '这份通知不需要回复,只需签收。您填写的内容没有保存,请联系下发单位。',
    en: 'No reply is wanted to this notice, it is only received. Your words were not kept; turn to the body that issued it.',
  },
} as const satisfies Sentences;
