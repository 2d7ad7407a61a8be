import type { Sentences } from './port.js';

/** What can be wrong with calendars, deadlines, extensions and windows. */
export const periodSentences = {
  PERIOD_NOT_BEGUN: {
    zh: '报告期 {period} 从 {opensOn} 起填报。请到时再填。',
    en: 'Filing for {period} begins on {opensOn}. Come back then.',
  },
  PERIOD_NOT_REOPENED: {
    zh: '报告期 {period} 的状态是“{status}”,只有已截止填报、尚未定稿的报告期才能重新开放。',
    en: 'Period {period} is {status}; only one that is closed for filing and not final can be reopened.',
  },
  CALENDAR_INCOMPLETE: {
    zh: '填报日历要为基层、中间层级和总工会各给一条规则,现在“{level}”有 {count} 条。请补全后再保存。',
    en: 'A calendar takes one rule for each level; {level} has {count}. Give exactly one.',
  },
  DUE_ORDER: {
    zh: '“{earlier}”的截止({first})必须早于“{later}”的截止({second})。请先调整上一层级的截止日。',
    en: '{earlier} ({first}) must be due before {later} ({second}). Move the later level first.',
  },
  DUE_BEFORE_OPENING: {
    zh: '截止({due})必须晚于开始填报({opens})。请改正后再保存。',
    en: 'Filing is due ({due}) only after it begins ({opens}). Correct one of them.',
  },
  EXTENSION_NOT_LATER: {
    zh: '延期至 {dueOn} 不晚于原定截止日 {standing}。请填写更晚的日期。',
    en: 'An extension to {dueOn} is not after the deadline {standing}. Name a later day.',
  },
  DEADLINE_UNKNOWN: {
    zh: '报告期 {period} 没有为“{level}”设定截止日,无需延期。请先设定截止日。',
    en: 'Period {period} has no deadline for {level}, so there is nothing to extend. Set one first.',
  },
  DAY_TOO_FAR: {
    zh: '“{field}”是 {value},最晚可到 {latest}。请填写更早的日期。',
    en: '{field} is {value}; {latest} is the latest day allowed. Name an earlier one.',
  },
  WINDOW_NOT_NEEDED: {
    zh: '报告期 {period} 仍在填报中,无需开放窗口。需要更多时间请用“延期”。',
    en: 'Period {period} still takes filings, so no window is needed. Grant an extension for more time.',
  },
  WINDOW_EXISTS: {
    zh: '“{union}”的窗口已开放至 {until}。请先关闭它,再另开。',
    en: 'A window of {union} is open until {until}. Close it before you open another.',
  },
  WINDOW_ENDED: {
    zh: '报告期 {period} 为本单位开放的窗口已于 {until} 结束。仍需补报或更正的,请向市总工会统计员申请重新开放。',
    en: 'The window for {period} ended on {until}. Ask the federation’s statistician for another one.',
  },
  NO_WINDOW: {
    zh: '“{union}”在报告期 {period} 没有开放中的窗口。请核对单位、报表和报告期。',
    en: '{union} has no open window for {period}. Check the union, form and period.',
  },
  AS_OF_TOO_RECENT: {
    zh: '截至 {asOf} 的数据还可能变化,目前最晚可查到 {latest}。请改用不晚于它的时刻,或不填“截至”查看现在的数据。',
    en: 'What was known at {asOf} may still change; {latest} is the latest moment that is settled. Name one up to it, or none to read what is known now.',
  },
  AS_OF_BEFORE_OPENING: {
    zh: '报告期 {period} 在 {asOf} 还没有开放,那时没有数据。请改用更晚的时刻。',
    en: 'Period {period} was not open yet at {asOf}, so nothing was known of it. Name a later moment.',
  },
  NOT_AS_OF: {
    zh: '“{what}”只能按现在的情况查看,不能与“截至”一起使用。请去掉“截至”,或不查这一项。',
    en: '{what} can only be read as it is now. Leave asOf out, or do not ask for it.',
  },
  CELL_NOT_FILED: {
    zh: '指标格 {cell} 由台账计算,不由单位填报,没有填报历史。请查看它的上报份额。',
    en: 'Cell {cell} is computed from the registers and filed by nobody, so it has no filing history. Look at its contributions.',
  },
  REVIEW_NEEDS_WINDOW: {
    zh: '报告期 {period} 已定稿,而这份报表不是通过窗口上报的。请市总工会统计员先为该单位开放窗口,再审核或退回。',
    en: 'Period {period} is final and this was not filed through a window. Have a window opened for the union, then review.',
  },
} as const satisfies Sentences;
