import type { Sentences } from './port.js';

/** What can be wrong with 目标管理考核. */
export const appraisalSentences = {
  APPRAISAL_ITEM_CODE: {
    zh: '考核项目代码“{item}”不正确。请用小写字母开头,只含小写字母、数字和下划线,最多 40 个字符。',
    en: 'The item’s code {item} is not valid. Begin with a small letter; use small letters, digits and underscores, 40 at most.',
  },
  APPRAISAL_ITEM_TWICE: {
    zh: '考核项目“{item}”出现了两次。请只保留一次。',
    en: 'The item {item} is there twice. Keep one.',
  },
  APPRAISAL_GRADES_RISE: {
    zh: '等次“{grade}”的起点不低于它前面的等次。请由高到低排列,起点各不相同。',
    en: '{grade} does not begin below the grade before it. Order the grades from the highest, each beginning lower.',
  },
  APPRAISAL_ITEM_UNKNOWN: {
    zh: '考核办法没有项目“{item}”。请按办法中的项目填写。',
    en: 'The scheme has no item {item}. Score those that it has.',
  },
  APPRAISAL_POINTS_TOO_MANY: {
    zh: '“{item}”填了 {value} 分,最多 {most} 分。请改为不超过最多分的分数。',
    en: '{item} was given {value} of {most} points. Give no more than it has.',
  },
  APPRAISAL_SCHEME_MISSING: {
    zh: '“{body}”还没有制定 {period} 的考核办法。请先由该单位制定。',
    en: '{body} has set no scheme for {period}. It does that first.',
  },
  APPRAISAL_SCHEME_FROZEN: {
    zh: '“{body}”{period} 已按现行办法开始考核,办法不能再改。请在下一年度的办法中修改。',
    en: '{body} has begun to appraise {period} by this scheme, which is frozen with that. Change the next year’s.',
  },
  APPRAISAL_NOT_BELOW: {
    zh: '“{union}”不是“{body}”的直接下级,不由其考核。请选择直接下级单位。',
    en: '{union} does not stand directly below {body}, which therefore does not appraise it. Choose unions directly below.',
  },
  APPRAISAL_NOBODY_ABOVE: {
    zh: '“{union}”没有上级工会,不接受目标管理考核。请选择下级单位。',
    en: 'No union stands above {union}, so nobody appraises it. Choose a union below.',
  },
  APPRAISAL_UNION_TWICE: {
    zh: '“{union}”在同一次考核中出现了两次。请只保留一行。',
    en: '{union} is there twice. Keep one line.',
  },
  APPRAISAL_CLAIMED_BY_APPRAISER: {
    zh: '“{union}”的自评是您本人填报的,请由另一位人员考核。',
    en: 'You wrote the claim of {union}. Somebody else appraises it.',
  },
  APPRAISAL_PUBLISHED: {
    zh: '“{union}”的考核结果已公示。公示后只有申诉成立才能重新考核,自评也不再修改。',
    en: 'The result of {union} is published. From then on it is appraised again only where its appeal was upheld, and its claim stays as it is.',
  },
  APPRAISAL_PUBLISHED_BEFORE: {
    zh: '“{body}”{period} 的考核结果已于 {date} 公示,不需要再次公示。',
    en: '{body} published its results for {period} on {date}; that is done once.',
  },
  APPRAISAL_NOTHING_TO_PUBLISH: {
    zh: '“{body}”{period} 还没有考核任何单位,没有可公示的结果。请先考核。',
    en: '{body} has appraised no union for {period}, so there is nothing to publish. Appraise first.',
  },
  APPRAISAL_NOT_PUBLISHED: {
    zh: '“{body}”{period} 的考核结果还没有公示。公示后才能申诉或办结。',
    en: '{body} has not published its results for {period}. Appeals and the end come after that.',
  },
  APPRAISAL_APPEALS_OVER: {
    zh: '申诉期已于 {date} 结束,不能再申诉。如有异议请直接联系“{body}”。',
    en: 'Appeals were taken until {date}. Speak to {body} if you do not agree.',
  },
  APPRAISAL_APPEALS_RUN: {
    zh: '申诉期到 {date} 为止,之后才能办结。',
    en: 'Appeals are taken until {date}. The appraisal can be ended after that.',
  },
  APPRAISAL_APPEALS_OPEN: {
    zh: '还有 {count} 件申诉没有办完:未答复,或申诉成立后没有重新考核。请先办完再办结。',
    en: '{count} appeals are open: not answered, or upheld and the union not appraised again. See to them first.',
  },
  APPRAISAL_APPEALED: {
    zh: '“{union}”已有一件申诉正在办理。请等待办理结果。',
    en: '{union} has an appeal that is open. Wait for what becomes of it.',
  },
  APPRAISAL_APPEAL_ANSWERED: {
    zh: '这件申诉已经答复。如需变更,请由该单位再次申诉。',
    en: 'This appeal is answered. The union can appeal again.',
  },
  APPRAISAL_FINAL: {
    zh: '“{body}”{period} 的考核已于 {date} 办结,不再变动。',
    en: 'The appraisal of {period} by {body} ended on {date} and changes no more.',
  },
} as const satisfies Sentences;
