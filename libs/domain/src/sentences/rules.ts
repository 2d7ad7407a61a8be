import type { Sentences } from './port.js';

/** What can be wrong with a rule that somebody writes. */
export const rulesSentences = {
  RULE_CODE_INVALID: {
    zh: '规则编码“{rule}”不正确。请用小写字母、数字和连字符,如 women-within-members。',
    en: '“{rule}” is no code for a rule. Use lower-case letters, digits and hyphens, like women-within-members.',
  },
  RULE_CODE_TAKEN: {
    zh: '本报表已有规则“{rule}”。请换一个编码。',
    en: 'The form already has a rule {rule}. Choose another code.',
  },
  RULE_TOO_LARGE: {
    zh: '规则“{rule}”的{part}过长或嵌套过深(最多 {characters} 个字、{nodes} 个运算单元、{depth} 层)。请拆成几条规则。',
    en: 'The {part} of rule {rule} is too large ({characters} characters, {nodes} nodes and {depth} levels at most). Split it.',
  },
  RULE_SYNTAX: {
    zh: '规则“{rule}”的{part}在第 {position} 个字处写法不正确:“{text}”。请检查括号、引号和运算符。',
    en: 'The {part} of rule {rule} cannot be read at character {position}: “{text}”. Check brackets, quotes and operators.',
  },
  RULE_TYPE: {
    zh: '规则“{rule}”的{part}在第 {position} 个字处类型不符:“{text}”。数只与数运算,文字只与文字比较,与、或、非连接的是判断。',
    en: 'The {part} of rule {rule} mixes types at character {position}: “{text}”. Reckon with figures, compare texts with texts, and join only comparisons by and, or, not.',
  },
  RULE_CODE_UNKNOWN: {
    zh: '规则“{rule}”的{part}中,本报表没有“{code}”。请核对指标、附表、列或参数的代码。',
    en: 'The {part} of rule {rule} names {code}, which the form does not have. Check the code of the cell, table, column or parameter.',
  },
  RULE_FUNCTION_UNKNOWN: {
    zh: '规则“{rule}”的{part}用了“{function}”,规则语言没有它,或这里不能用。请查看规则说明。',
    en: 'The {part} of rule {rule} uses {function}, which the rule language does not have, or not here. See the page on rules.',
  },
  RULE_ARGUMENT: {
    zh: '规则“{rule}”的{part}中,“{function}”的参数应是带引号的代码,如 cell("mem_worker_cnt[women]")。',
    en: 'In the {part} of rule {rule}, {function} takes a code in quotes, like cell("mem_worker_cnt[women]").',
  },
  RULE_LITERALS: {
    zh: '规则“{rule}”的{part}在第 {position} 个字处只有常数运算:“{text}”。请直接写出结果(最多 15 位数字)。',
    en: 'The {part} of rule {rule} reckons with constants only at character {position}: “{text}”. Write the result instead (15 digits at most).',
  },
  RULE_RESULT: {
    zh: '规则“{rule}”的{part}结果是 {type},不符合要求:规则应是判断,句中应是数或文字。',
    en: 'The {part} of rule {rule} gives {type}: a rule must give true or false, a sentence figures or texts.',
  },
} as const satisfies Sentences;
