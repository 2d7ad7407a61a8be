import type { Sentences } from './port.js';

/** What can be wrong with the indicators that a tenant defines. */
export const catalogueSentences = {
  INDICATOR_CODE_FORM: {
    zh: '自定义指标的代码“{code}”不正确。请以 x_ 开头,只用小写字母、数字和下划线,如 x_reading_room_cnt。',
    en: '“{code}” cannot be the code of your own indicator. Start it with x_ and use a-z, 0-9 and _ only.',
  },
  INDICATOR_CODE_TAKEN: {
    zh: '指标代码 {code} 已用过(停用的也不能再用)。请换一个代码。',
    en: 'The indicator code {code} has been used, if only by a retired indicator. Choose another.',
  },
  INDICATOR_DUPLICATE: {
    zh: '{code} 与已有的 {other} 问的是同一件事(相同之处:{by})。请直接使用 {other},或改写名称与含义。',
    en: '{code} asks what {other} asks already (the same {by}). Use {other}, or name and define what differs.',
  },
  INDICATOR_KIND: {
    zh: '{kind} 类指标不能按“{acrossUnions} {acrossPeriods}”汇总,可选:{allowed}。比率只能计算,不填报。',
    en: 'A {kind} cannot be added up by “{acrossUnions} {acrossPeriods}”; choose {allowed}. A ratio is computed: nobody files it.',
  },
  INDICATOR_RATIO_COUNTS: {
    zh: '{code} 的 {side} 不能用“{cell}”。比率的分子、分母须是在用、可相加、小数位相同的指标;其他指标不填。',
    en: '“{cell}” cannot be in the {side} of {code}. A ratio names counts in use that add, of the same decimals; no other kind names any.',
  },
  INDICATOR_UNIT: {
    zh: '计量单位“{unit}”不正确。请只写单位的文字,如 人、元、平方米。',
    en: '“{unit}” is not a unit. Write the word alone, like 人, 元 or 平方米.',
  },
  INDICATOR_BREAKDOWN: {
    zh: '其中项“{breakdown}”不正确:代码须 30 字以内且不重复,维度和中英文名称都要填写,一个指标最多 {max} 项。',
    en: 'The breakdown “{breakdown}” is not valid: a code of up to 30 letters, used once, with a dimension and both names; {max} at most.',
  },
  INDICATOR_FIXED: {
    zh: '指标 {code} 的 {field} 不能改变,否则已填数据的含义会变。请停用它并另设一个新指标。',
    en: 'The {field} of {code} cannot change: figures already filed would mean something else. Retire it and define a new one.',
  },
  INDICATOR_SHIPPED: {
    zh: '{code} 是系统自带的指标,不能修改或停用。请另设自己的指标,或采用新版指标库。',
    en: '{code} ships with the catalogue and cannot be changed or retired here. Define your own, or take a newer catalogue.',
  },
  INDICATOR_RETIRED: {
    zh: '指标 {code} 已于 {on} 停用,不能再修改。请另设新指标。',
    en: '{code} is retired from {on} and cannot change any more. Define a new indicator.',
  },
  INDICATOR_IN_USE: {
    zh: '指标 {code} 是比率 {other} 的分子或分母,不能停用。请先停用 {other}。',
    en: '{code} is a count of the ratio {other} and cannot be retired. Retire {other} first.',
  },
  CATALOGUE_VERSION: {
    zh: '不能采用指标库第 {version} 版:现用第 {held} 版。请选择已发布的更新版本。',
    en: 'Version {version} of the catalogue cannot be taken: you hold {held}. Choose a newer one that has shipped.',
  },
} as const satisfies Sentences;
