import type { Sentences } from './port.js';

/** What can be wrong with the definition of a form. */
export const formSentences = {
  FORM_CODE_INVALID: {
    zh: '报表代码“{form}”不正确。请用小写字母开头,只含小写字母、数字和短横线,2 到 40 个字符。',
    en: '“{form}” is no code of a form. Begin with a lower-case letter; use a–z, 0–9 and hyphens, 2 to 40 characters.',
  },
  FORM_FIXED: {
    zh: '报表的“{field}”发布后不能改变,已报数据的含义会随之改变。请另建一张报表。',
    en: '{field} of a form cannot change once it is published: what was filed would mean something else. Define another form.',
  },
  FORM_EMPTY: {
    zh: '报表中没有任何指标。请至少加入一项。',
    en: 'The form asks nothing. Add at least one cell.',
  },
  FORM_CODE_TWICE: {
    zh: '“{code}”在报表中出现了两次。每张表、每一列的代码只能用一次,请改一个。',
    en: '{code} stands twice in the form. Codes of tables and columns are unique; change one.',
  },
  FORM_LAYOUT: {
    zh: '报表 {form} 的新版本会移动已有数据的位置,不能发布。请只在原有指标之后增加。',
    en: 'The new version of {form} would move figures that are stored. Only append to what is there.',
  },
  INDICATOR_UNKNOWN: {
    zh: '指标库中没有“{cell}”。请先在指标库中新增,或核对代码。',
    en: 'The catalogue has no {cell}. Define it there first, or check the code.',
  },
  CELL_OF_RATIO: {
    zh: '“{cell}”是比率,由合计计算,不能列入报表填写。请改列它的分子和分母。',
    en: '{cell} is a ratio, divided from sums, and cannot be asked. Ask for its two counts.',
  },
  CELL_SOURCE: {
    zh: '“{cell}”的来源不正确:台账指标须是登记台账能计算的,附表指标须写明如何由附表计算。请改正来源。',
    en: 'The source of {cell} is wrong: REGISTRY takes what the registers compute, ROWS needs a rule of computation. Correct it.',
  },
  CELL_FILED_BY_NOBODY: {
    zh: '“{cell}”没有写明由哪一级工会填报。请选择填报层级。',
    en: 'No level files {cell}. Choose who files it.',
  },
  CELL_RETIRED: {
    zh: '“{cell}”已不再填报。请留空;以前报送的数据仍可查看。',
    en: '{cell} is not asked any more. Leave it out; what was filed before can still be read.',
  },
  COLUMN_FIXED: {
    zh: '附表“{table}”的列“{column}”已有数据,不能删除或改变类型。请另加一列。',
    en: 'Column {column} of {table} has been filed, so it stays with its type. Add another column.',
  },
  PARAMETER_UNKNOWN: {
    zh: '没有参数“{name}”。请核对参数名。',
    en: 'There is no parameter {name}. Check its name.',
  },
  PARAMETER_VALUE: {
    zh: '参数“{name}”不能取“{value}”。请填数字,或从给出的选项中选择。',
    en: '“{value}” is no value of {name}. Give a number, or one of its choices.',
  },
} as const satisfies Sentences;
