import type { Sentences } from './port.js';

/** What can be wrong with 会籍接转. */
export const transferSentences = {
  TRANSFER_TO_ITSELF: {
    zh: '转出和转入是同一个工会。请另选接收工会。',
    en: 'Sender and receiver are the same union. Choose another receiver.',
  },
  TRANSFER_NOT_GRASSROOTS: {
    zh: '“{union}”不是基层工会,会员只在基层工会之间接转。请选择基层工会。',
    en: '{union} is no grassroots union, and members are transferred between these only. Choose one.',
  },
  TRANSFER_RECEIVER: {
    zh: '接收工会要么填本市工会的统计编码,要么填市外工会的名称,只填一项。',
    en: 'Name the receiver either by its code, or, outside the federation, by its name; not both.',
  },
  TRANSFER_SETTLED: {
    zh: '接转单 {number} 现在不能这样办理,可能已有人先办理。请刷新后再看。',
    en: 'Transfer order {number} does not admit this as it stands; somebody may have been faster. Refresh and look again.',
  },
  TRANSFER_FINAL: {
    zh: '接转单 {number} 已计入 {date} 所在的、已定稿的报告期,不能冲销。请由接收工会另开一张反向的接转单,计入当前报告期。',
    en: 'Transfer order {number} is counted on {date}, in a period that is FINAL, and cannot be cancelled. Send the members back by an order of their own; it counts in the current period.',
  },
} as const satisfies Sentences;
