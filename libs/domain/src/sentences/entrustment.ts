import type { Sentences } from './port.js';

/** What can be wrong with entrusting a union's filing to a person (代报). */
export const entrustmentSentences = {
  ENTRUSTED_PERSON_UNKNOWN: {
    zh: '没有账号为 {login} 且姓名相符的人员。请按委托文件核对账号和姓名。',
    en: 'Nobody has the account {login} and that name. Check both against the document.',
  },
  ENTRUSTMENT_OVER: {
    zh: '代报期限到 {until} 为止,已经过去。请填写今天或之后的日期。',
    en: 'The entrustment (代报) would have ended on {until}. Name today or a later day.',
  },
  ENTRUSTMENT_EXISTS: {
    zh: '“{union}”在这段时间内已委托此人代报。请先结束原有委托,或改用不重叠的日期。',
    en: '{union} entrusts its filing (代报) to this person on some of these days already. End that first, or choose other days.',
  },
  ENTRUSTED_FILES_HERE: {
    zh: '此人在这段时间内本来就是“{union}”的填报员,不需要委托代报。',
    en: 'This person is a filer (填报员) of {union} on some of these days, and needs no entrustment (代报).',
  },
  ENTRUSTED_FROM_ABOVE: {
    zh: '此人在“{union}”的上级工会任职。上级不得替下级填报,只能由“{union}”自己的单位管理员委托代报。',
    en: 'This person holds an office above {union}. A superior does not file for it: only the administrator of {union} itself may record this entrustment (代报).',
  },
  ENTRUSTMENT_NOT_STANDING: {
    zh: '“{union}”的这项代报委托已经结束或到期,没有需要结束的内容。',
    en: 'This entrustment (代报) of {union} has ended or expired already; there is nothing to end.',
  },
} as const satisfies Sentences;
