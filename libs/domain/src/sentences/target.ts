import type { Sentences } from './port.js';

/** What can be wrong with 目标任务. */
export const targetSentences = {
  TARGET_NEEDS_YEAR: {
    zh: '目标任务按年度下达,“{period}”不是年度。请填写如 2026 的年度,或 S2026 的统计年度。',
    en: 'Targets are set for a year, and {period} is none. Name a year such as 2026, or a statistical year such as S2026.',
  },
  TARGET_NOT_FOR_CELL: {
    zh: '报表 {form} 的“{cell}”不能设目标:没有这一项,或它是名次、等级或报表份数。请选择可以汇总的指标或比率。',
    en: 'No target can be set for {cell} of form {form}: there is no such line, or it is a rank, a grade or a count of reports. Choose one that adds up, or a ratio.',
  },
  TARGET_TWICE: {
    zh: '“{union}”的指标 {cell} 在同一份下达中出现了两次。请只保留一行。',
    en: '{union} is given two targets for {cell} in one issue. Keep one line.',
  },
  TARGET_NOT_BELOW: {
    zh: '“{union}”不是“{issuer}”的直接下级,不能由其下达目标。请逐级下达。',
    en: '{union} does not stand directly below {issuer}, which therefore issues it no targets. Targets are handed on level by level.',
  },
  TARGET_NOT_HELD: {
    zh: '“{union}”没有这项指标的目标,不能向下分解。请先由上级下达给它。',
    en: '{union} holds no target for this line, so there is none to hand on. The body above issues it first.',
  },
  TARGET_EXCEEDS: {
    zh: '“{union}”的目标为 {value},向下分解的合计超出 {over}。请减少分解数,或先由上级调增。',
    en: 'The target of {union} is {value}, and what it hands on would pass it by {over}. Hand on less, or have the target raised first.',
  },
  TARGET_BELOW_HANDED_ON: {
    zh: '“{union}”已向下分解 {handedOn},其目标不能低于这个数,也不能撤销。请先由它调减下级的目标。',
    en: '{union} has handed on {handedOn}, so its target can be neither less than that nor taken away. It lowers the targets below it first.',
  },
  TARGET_YEAR_FINAL: {
    zh: '{period} 的各报告期已全部定稿,目标任务不能再调整。',
    en: 'All periods of {period} are FINAL, so its targets are changed no more.',
  },
  WEIGHT_INVALID: {
    zh: '“{union}”的权重“{value}”不正确。请填写 0 到 100 之间、最多两位小数的数。',
    en: 'The weight “{value}” of {union} is not valid. Write a number from 0 to 100 with two decimals at most.',
  },
} as const satisfies Sentences;
