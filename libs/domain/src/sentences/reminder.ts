import type { Sentences } from './port.js';

/** What can be wrong with reminders (催报), their schedule, and how people are reached. */
export const reminderSentences = {
  EMAIL_INVALID: {
    zh: '电子邮箱不正确。请写成 name@example.com;不需要时留空。',
    en: 'This is not an e-mail address. Write it like name@example.com, or leave it empty.',
  },
  MOBILE_INVALID: {
    zh: '手机号不正确。请填 11 位手机号,如 13812345678;不需要时留空。',
    en: 'This is not a mobile number. Write its 11 digits, like 13812345678, or leave it empty.',
  },
  REMINDER_NOBODY: {
    zh: '没有可催报的工会:{filed} 个已报,{recent} 个近期催过,{lost} 个联系不上。再次催报请选 again。',
    en: 'Nobody to remind: {filed} have filed, {recent} were reminded lately, {lost} are out of reach. To remind again, set “again”.',
  },
  REMINDER_TOO_LARGE: {
    zh: '一次最多催报 {limit} 个工会。请按下级单位分批催报。',
    en: 'One reminder concerns at most {limit} unions. Remind body by body.',
  },
  REMINDER_RULES_ORDER: {
    zh: '第 {level} 步(截止日 {days} 天)不晚于上一步。请按天数从小到大排列,每天至多一步。',
    en: 'Step {level} ({days} days from the deadline) is not after the one before it. Order the steps by days, one a day.',
  },
  TIME_INVALID: {
    zh: '“{field}”的时间“{value}”不正确。请写成 21:00。',
    en: '{field}: “{value}” is not a time of day. Write it like 21:00.',
  },
} as const satisfies Sentences;
