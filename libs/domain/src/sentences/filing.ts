import type { Sentences } from './port.js';

/** What can be wrong with periods, forms, cells and submissions. */
export const filingSentences = {
  FILER_MAY_NOT_ACCEPT: {
    zh: '填写或上报过这份报表的人不能审核它。请由另一位审核员审核。',
    en: 'Whoever filled in or filed a submission may not accept it. Another reviewer must.',
  },
  NOT_THE_ACCEPTING_UNION: {
    zh: '该报表应由“{union}”的审核员审核;您可以退回,但不能审核通过。',
    en: 'This submission is for the reviewers of {union} to accept. You may return it, not accept it.',
  },
  SUBMISSION_NOT_CLEAN: {
    zh: '该报表不属于“无疑点”:{zh}。请打开查看后单独审核,或取消“仅限无疑点”。',
    en: 'This submission is not clean: {en}. Look at it and accept it by itself, or without onlyClean.',
  },
  WRONG_STATE: {
    zh: '当前状态为“{state}”,不能进行“{action}”。请刷新后再试。',
    en: 'The submission is {state}, so it cannot be changed by {action}. Refresh and try again.',
  },
  EXPLANATION_REQUIRED: {
    zh: '有 {count} 处数据需要上报说明。请填写说明后再上报。',
    en: '{count} figures need a written explanation (上报说明). Write it and submit again.',
  },
  SUBMISSION_EMPTY: {
    zh: '报表还没有填写任何数据。请至少填写一项;确实没有的请填 0 或“不适用”。',
    en: 'Nothing is filled in yet. Fill in at least one cell: 0, or not applicable, where there was nothing.',
  },
  PERIOD_NOT_OPEN: {
    zh: '报告期 {period} 已截止填报。如需补报或更正,请向市总工会统计员申请为本单位开放补报窗口。',
    en: 'Period {period} is closed for filing. To file late or correct, ask the federation’s statistician for a window.',
  },
  PERIOD_UNKNOWN: {
    zh: '没有报告期 {period}。请用 2026Q3、2026H1、2026 这样的写法。',
    en: 'There is no period {period}. Write it like 2026Q3, 2026H1 or 2026.',
  },
  PERIOD_EXISTS: {
    zh: '报告期 {period} 已经开放。',
    en: 'Period {period} is open already.',
  },
  FORM_UNKNOWN: {
    zh: '没有报表 {form}。',
    en: 'There is no form {form}.',
  },
  FORM_NOT_FOR_PERIOD: {
    zh: '报表 {form} 不按 {period} 填报。请选择与报表频率一致的报告期。',
    en: 'Form {form} is not filed for {period}. Choose a period of the form’s frequency.',
  },
  NOT_EXPECTED: {
    zh: '“{union}”在报告期 {period} 不需要填报(未成立、已撤销、在筹建,或报表未布置给它)。',
    en: '{union} has nothing to file for {period}: it was not established in it, or the form is not assigned to it.',
  },
  ALREADY_FILED: {
    zh: '“{union}”本期报表已存在。已审核通过的请用“更正”。',
    en: '{union} has a submission for this period. Correct an accepted one by a restatement.',
  },
  RESTATEMENT_EXISTS: {
    zh: '第 {revision} 次修订已在填报中。请继续填写那一份。',
    en: 'Revision {revision} is in work already. Go on with that one.',
  },
  CHANGES_SET_ASIDE: {
    zh: '报告期 {period} 有 {count} 项变动无法计入汇总,已搁置,不能定稿。请在“运行状况”中重新计入,仍不行请联系运维人员。',
    en: '{count} changes of period {period} cannot be added to the totals and are set aside, so it cannot be finalised. Add them again under System health, or else ask the operator.',
  },
  PERIOD_NOT_CLOSED: {
    zh: '报告期 {period} 还没有截止填报或已经定稿,不能定稿。请先截止填报。',
    en: 'Period {period} is not closed for filing, or is final already. Close its filing first.',
  },
  CELL_UNKNOWN: {
    zh: '报表中没有指标“{cell}”。请核对指标代码。',
    en: 'The form has no cell {cell}. Check the code.',
  },
  CELL_OF_ANOTHER_FORM: {
    zh: '指标“{cell}”属于报表 {other},不在本报表中。请在那张报表中填写。',
    en: 'Cell {cell} belongs to form {other}, not to this one. File it there.',
  },
  CELL_NOT_FILED_HERE: {
    zh: '指标“{cell}”不由本级工会填报({filedBy})。请留空。',
    en: 'Cell {cell} is not filed at this level ({filedBy}). Leave it out.',
  },
  CELL_COMPUTED: {
    zh: '指标“{cell}”由{source}自动计算,不能填写。请修改来源数据。',
    en: 'Cell {cell} is computed from {source} and cannot be typed. Change its source.',
  },
  RATIO_TYPED: {
    zh: '“{cell}”是比率,由 {numerator} ÷ {denominator} 计算,不能直接填写。请填写这两个数。',
    en: '{cell} is a ratio, computed as {numerator} ÷ {denominator}. File those two counts instead.',
  },
  VALUE_UNWANTED: {
    zh: '“{cell}”标为空白或不适用,却填了“{value}”。请去掉数值,或改标记。',
    en: '{cell} is marked blank or not applicable, but “{value}” is given. Remove the value or change the mark.',
  },
  CELL_TWICE: {
    zh: '同一次请求中“{cell}”出现了两次。请只保留一次。',
    en: '{cell} occurs twice in one request. Keep one.',
  },
  NOT_A_NUMBER: {
    zh: '“{cell}”填的“{value}”不是数字。请用数字,如 1,234.5,后面只能写本指标的单位;没有的填 0,不清楚的留空。',
    en: '“{value}” in {cell} is not a number. Write it like 1,234.5, with at most the cell’s own unit; 0 if none, blank if unknown.',
  },
  MULTIPLIER_NOT_ALLOWED: {
    zh: '“{cell}”填的“{value}”用了“万”或“亿”。人数、个数等不能取整,请写出全部数字,如 12034。',
    en: '“{value}” in {cell} is written with 万 or 亿. A count may not be rounded: write all its digits, like 12034.',
  },
  NEGATIVE: {
    zh: '“{cell}”填的“{value}”是负数。请填 0 或正数。',
    en: '“{value}” in {cell} is negative. Write 0 or more.',
  },
  FRACTION: {
    zh: '“{cell}”填的“{value}”小数位过多,最多 {decimals} 位小数。请改正后再填。',
    en: '“{value}” in {cell} has too many decimals; {decimals} are allowed. Correct it.',
  },
  TOO_MANY_DIGITS: {
    zh: '“{cell}”填的“{value}”过大,折算后最多 13 位数字。请检查单位是否填错。',
    en: '“{value}” in {cell} is too large: 13 digits at most after scaling. Check the unit.',
  },
  ROW_COLUMN_UNKNOWN: {
    zh: '“{table}”没有列“{column}”。',
    en: '{table} has no column {column}.',
  },
  ROW_TABLE_UNKNOWN: {
    zh: '报表中没有附表“{table}”。',
    en: 'The form has no repeating table {table}.',
  },
  ROW_VALUE: {
    zh: '“{table}”第 {row} 行“{column}”填的“{value}”不正确:{expected}。',
    en: '{table}, row {row}, {column}: “{value}” is not valid; expected {expected}.',
  },
  ROWS_TOO_MANY: {
    zh: '附表“{table}”最多 {limit} 行。',
    en: 'Table {table} takes {limit} rows at most.',
  },
  CHECK_FAILED: {
    zh: '{zh}',
    en: '{en}',
  },
} as const satisfies Sentences;
