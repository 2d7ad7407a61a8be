import type { Sentences } from './port.js';

/** What can be wrong with a file that is loaded. */
export const loadSentences = {
  LOAD_COLUMN_MISSING: {
    zh: '文件缺少列“{column}”。请在表头补上这一列。',
    en: 'The file has no column {column}. Add it to the header.',
  },
  LOAD_COLUMN_UNKNOWN: {
    zh: '文件中有无法识别的列“{column}”。请改成规定的列名,或删去这一列。',
    en: 'The file has a column {column} that is not known. Rename it to a known one, or remove it.',
  },
  LOAD_COLUMN_TWICE: {
    zh: '列“{column}”在表头中出现了两次。请只保留一列。',
    en: 'The header has the column {column} twice. Keep one.',
  },
  LOAD_FIELD_EXTRA: {
    zh: '这一行在表头没有列名的位置填了内容。请检查是否多了逗号。',
    en: 'The row has a value that stands under no column. Check for a comma too many.',
  },
  LOAD_QUOTE: {
    zh: '从这一行起双引号没有正确闭合,其后的内容没有读取。请检查双引号。',
    en: 'From this line on the double quotes do not close, and nothing after it was read. Check them.',
  },
  LOAD_CODE_TWICE: {
    zh: '编码 {code} 在文件第 {line} 行已经出现。请只保留一行。',
    en: 'Code {code} stands in line {line} of the file already. Keep one of the two rows.',
  },
  LOAD_DIFFERS: {
    zh: '编码 {code} 已登记为“{name}”,其“{field}”与文件不同。导入不修改已有登记,请改正文件,或另行办理变更。',
    en: 'Code {code} is registered as {name}, with another {field} than in the file. A load alters nothing that is there: correct the file.',
  },
  LOAD_UNION_UNKNOWN: {
    zh: '文件和登记中都没有编码为 {code} 的工会,或不由您维护。请检查编码。',
    en: 'Neither the file nor the register has a union {code} that you maintain. Check the code.',
  },
  LOAD_CYCLE: {
    zh: '上级关系成环:{codes}。请改正其中的上级编码。',
    en: 'These unions stand above themselves: {codes}. Correct a parent’s code.',
  },
  LOAD_FEDERATION: {
    zh: '总工会由运维人员开通,不能导入。请只导入其下级工会。',
    en: 'The federation is opened by the operator and cannot be loaded. Load the unions below it.',
  },
  LOAD_COVERED_BY_BODY: {
    zh: '“{union}”不是基层工会,不能覆盖用人单位。请填写基层工会的编码。',
    en: '{union} is no grassroots union, so it covers no employer. Give the code of one that is.',
  },
  LOAD_REFUSED: {
    zh: '文件中有 {count} 处问题,没有导入任何内容。请按问题清单改正后重新导入。',
    en: '{count} things are wrong in the files, so nothing was loaded. Correct what is listed, and load again.',
  },
} as const satisfies Sentences;
