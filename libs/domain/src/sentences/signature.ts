import type { Sentences } from './port.js';

/** What can be wrong with 汇总上报 and with statements that differ from the sum below them. */
export const signatureSentences = {
  NOTHING_TO_SIGN: {
    zh: '“{union}”的报表 {form} 没有可签报的汇总。汇总上报由基层工会与市总工会之间的各级工会对逐级汇总的报表进行。',
    en: '{union} has no total of {form} to sign. Bodies between the grassroots and the federation sign, for forms that add up.',
  },
  STALE_TOTAL: {
    zh: '您看到的汇总是第 {expected} 版,现在已是第 {actual} 版。请刷新、核对后再签报。',
    en: 'You saw version {expected} of the total, it is now {actual}. Refresh, look at it and sign again.',
  },
  SIGNED_ALREADY: {
    zh: '“{union}”的这一版汇总已经签报,没有新的变化,不必再签。',
    en: '{union} has signed this total already, and nothing has changed since.',
  },
  GAPS_UNEXPLAINED: {
    zh: '应报 {expected} 份,已审核 {accepted} 份。缺报时签报汇总,请在“上报说明”中写明原因。',
    en: '{accepted} of {expected} reports are accepted. Explain the missing ones (上报说明) to sign the total without them.',
  },
  SIGNATURE_DECIDED: {
    zh: '该汇总签报的状态已是“{state}”,不能再审核或退回。请刷新后再试。',
    en: 'The signature is {state} already, so it can be neither accepted nor returned. Refresh.',
  },
  SIGNATURE_REPLACED: {
    zh: '该单位已重新签报汇总。请刷新,审核最新的一次签报。',
    en: 'The body has signed again since. Refresh and look at its newest signature.',
  },
  SIGNER_MAY_NOT_ACCEPT: {
    zh: '签报汇总的人不能审核或退回自己的签报。请由另一位审核员处理。',
    en: 'Whoever signed a total may neither accept nor return the signature. Another reviewer must.',
  },
  FORM_STATES_NOTHING: {
    zh: '报表 {form} 不是汇总表,没有可核对的下级汇总。请选择汇总表。',
    en: 'Form {form} states no totals, so there is no sum below to hold it against. Choose a statement (汇总表).',
  },
  NO_BREACH: {
    zh: '该汇总表与下级汇总一致,不需要签收差异说明。',
    en: 'This statement agrees with the sum below it: there is nothing to acknowledge.',
  },
  BREACH_UNACKNOWLEDGED: {
    zh: '该汇总表有 {count} 项与下级汇总不一致。请先查看上报说明并签收差异,再审核通过。',
    en: '{count} figures of this statement differ from the sum below. Read its explanation and acknowledge them before you accept.',
  },
} as const satisfies Sentences;
