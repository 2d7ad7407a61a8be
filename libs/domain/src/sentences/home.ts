import type { Sentences } from './port.js';

/** What can be wrong with 职工之家. */
export const homeSentences = {
  GRADE_UNKNOWN: {
    zh: '职工之家等级 {grade} 不存在。请从{words}中选择。',
    en: 'There is no home grade {grade}. Choose one of {words}.',
  },
  AWARD_EXISTS: {
    zh: '“{union}”已按文件 {documentNo} 登记过同一等级的职工之家命名。',
    en: '{union} has an award of this grade by document {documentNo} already.',
  },
  HOME_OF_GRASSROOTS: {
    zh: '“{union}”不是基层工会。职工之家只由基层工会创建,请选择基层工会。',
    en: '{union} is no grassroots union. Only those have a workers’ home: choose one.',
  },
  HOME_CLASS_FALLS: {
    zh: '等级“{grade}”的统计类别低于它下面的等级。请按合格、先进、模范由低到高排列。',
    en: '{grade} counts as less than the grade below it. Order the grades from qualified to model.',
  },
  HOME_CRITERION_CODE: {
    zh: '评分项代码“{code}”不正确。请用小写字母开头,只含小写字母、数字和下划线,最多 40 个字符。',
    en: 'The criterion’s code {code} is not valid. Begin with a small letter; use small letters, digits and underscores, 40 at most.',
  },
  HOME_CRITERION_TWICE: {
    zh: '评分项“{criterion}”出现了两次。请只保留一次。',
    en: 'The criterion {criterion} is there twice. Keep one.',
  },
  HOME_CRITERION_GRADES: {
    zh: '评分项“{criterion}”给了 {count} 个等级的分值,标准有 {grades} 个等级。请逐级填写,不要求的等级留空。',
    en: 'The criterion {criterion} has points for {count} grades, the standard has {grades}. Give one for each; leave blank where a grade does not ask for it.',
  },
  HOME_PASS_TOO_HIGH: {
    zh: '等级“{grade}”的达标分 {pass} 高于其评分项满分 {outOf},或没有评分项。请修改达标分或评分项。',
    en: '{grade} needs {pass} points, but its criteria give {outOf} together. Lower the one or raise the other.',
  },
  HOME_RULE_CANNOT_REFUSE: {
    zh: '“{flag}”在命名之后才会出现,不能设为不予命名。请设为提示或忽略。',
    en: '{flag} comes after an award and cannot refuse it. Flag or ignore it.',
  },
  HOME_PLAN_TWICE: {
    zh: '“{union}”{year} 年的规划写了两次。请只保留一次。',
    en: 'The plan of {union} for {year} is there twice. Keep one.',
  },
  HOME_CRITERION_UNKNOWN: {
    zh: '“{grade}”的标准没有评分项“{criterion}”。请按标准中的评分项填写。',
    en: 'The standard of {grade} has no criterion {criterion}. Score those that it has.',
  },
  HOME_POINTS_TOO_MANY: {
    zh: '“{criterion}”填了 {value} 分,满分 {most} 分。请改为不超过满分的分数。',
    en: '{criterion} was given {value} of {most} points. Give no more than it has.',
  },
  HOME_BALLOTS_EXCEED: {
    zh: '{less} {part} 多于{more} {whole}。有效票不多于收回票,收回票不多于发放票,发放票不多于会员数,请核对。',
    en: '{less}: {part}, which is more than {more}: {whole}. Valid ballots are part of those returned, these of those issued, these of the members. Check them.',
  },
  HOME_NOT_ASSESSED: {
    zh: '“{union}”{year} 年还没有完整的自评,不能考核。请先由该工会完成自评。',
    en: '{union} has not assessed itself in full for {year}. It does that before it is inspected.',
  },
  HOME_ASSESSED_BY_INSPECTOR: {
    zh: '这份自评是您本人填报的,请由另一位审核员考核。',
    en: 'You made this self-assessment. Another reviewer inspects it.',
  },
  HOME_AWARD_REFUSED: {
    zh: '按建家标准,“{union}”现在不能命名为“{grade}”:{reasons}。请先补齐。',
    en: 'By the standard {union} cannot be awarded {grade} now: {reasons}. See to that first.',
  },
  HOME_AWARD_ENDED: {
    zh: '这项命名已于 {date} 终止,不能再复查。',
    en: 'This award ended on {date}; it is not looked at again.',
  },
  HOME_NOT_LOWER: {
    zh: '等级 {grade} 不低于现等级 {held}。降级请选择更低的等级,取消请选择摘牌。',
    en: 'Grade {grade} is not below {held}. Choose a lower one, or revoke the award.',
  },
} as const satisfies Sentences;
