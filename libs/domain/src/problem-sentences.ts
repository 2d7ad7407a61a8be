/**
 * The catalogue of problems: every way a person can be wrong, with a code, a sentence in Chinese and one in
 * English that says what is wrong, where, and what to do. `docs/problems.md` lists the same codes; a test
 * compares the two. `{name}` is filled from the problem's details.
 */
export const sentences = {
  UNAUTHENTICATED: {
    zh: '请先登录,或登录已过期,请重新登录。',
    en: 'You are not signed in, or your session has ended. Sign in again.',
  },
  SIGN_IN_FAILED: {
    zh: '单位代码、账号或密码不正确。请检查后重试;忘记密码请联系本单位管理员。',
    en: 'The tenant, account or password is wrong. Check them and try again, or ask your administrator.',
  },
  TOO_MANY_ATTEMPTS: {
    zh: '登录失败次数过多,请在 {minutes} 分钟后再试。',
    en: 'Too many failed sign-ins. Try again in {minutes} minutes.',
  },
  NOT_FOUND: {
    zh: '找不到该{what},或您无权查看。请检查编号。',
    en: 'There is no such {what}, or you may not see it. Check its id.',
  },
  FORBIDDEN: {
    zh: '您的岗位不能进行此操作:{action}。请联系本单位管理员。',
    en: 'Your appointments do not allow this: {action}. Ask your administrator.',
  },
  FILER_MAY_NOT_ACCEPT: {
    zh: '填写或上报过这份报表的人不能审核它。请由另一位审核员审核。',
    en: 'Whoever filled in or filed a submission may not accept it. Another reviewer must.',
  },
  NOT_THE_ACCEPTING_UNION: {
    zh: '该报表应由“{union}”的审核员审核;您可以退回,但不能审核通过。',
    en: 'This submission is for the reviewers of {union} to accept. You may return it, not accept it.',
  },
  WRONG_STATE: {
    zh: '当前状态为“{state}”,不能进行“{action}”。请刷新后再试。',
    en: 'The submission is {state}, so it cannot be changed by {action}. Refresh and try again.',
  },
  STALE_REVISION: {
    zh: '您看到的是第 {expected} 版,现在已是第 {actual} 版。请刷新后再操作,您的修改没有保存。',
    en: 'You saw version {expected}, it is now {actual}. Refresh and repeat; nothing of yours was saved.',
  },
  REASON_REQUIRED: {
    zh: '请填写原因。',
    en: 'Give a reason.',
  },
  EXPLANATION_REQUIRED: {
    zh: '有 {count} 处数据需要上报说明。请填写说明后再上报。',
    en: '{count} figures need a written explanation (上报说明). Write it and submit again.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    zh: '同一个幂等键已用于另一个请求。请换一个新的键。',
    en: 'This idempotency key was used for another request. Use a new key.',
  },
  SUBMISSION_EMPTY: {
    zh: '报表还没有填写任何数据。请至少填写一项;确实没有的请填 0 或“不适用”。',
    en: 'Nothing is filled in yet. Fill in at least one cell: 0, or not applicable, where there was nothing.',
  },
  PERIOD_NOT_OPEN: {
    zh: '报告期 {period} 已截止填报,不能再填报。如需补报或更正,请联系上级工会。',
    en: 'Period {period} is closed for filing. Ask the body above to open a window for it.',
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
    zh: '“{union}”在报告期 {period} 不需要填报(未成立、已撤销或在筹建)。',
    en: '{union} has nothing to file for {period}: it was not established in it.',
  },
  ALREADY_FILED: {
    zh: '“{union}”本期报表已存在。已审核通过的请用“更正”。',
    en: '{union} has a submission for this period. Correct an accepted one by a restatement.',
  },
  RESTATEMENT_EXISTS: {
    zh: '第 {revision} 次修订已在填报中。请继续填写那一份。',
    en: 'Revision {revision} is in work already. Go on with that one.',
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
    zh: '“{cell}”填的“{value}”不是数字。请只填数字,如 1234。',
    en: '“{value}” in {cell} is not a number. Write digits only, like 1234.',
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
    zh: '附表“{table}”没有列“{column}”。',
    en: 'Table {table} has no column {column}.',
  },
  ROW_TABLE_UNKNOWN: {
    zh: '报表中没有附表“{table}”。',
    en: 'The form has no repeating table {table}.',
  },
  ROW_VALUE: {
    zh: '附表“{table}”第 {row} 行“{column}”填的“{value}”不正确:{expected}。',
    en: 'Table {table}, row {row}, {column}: “{value}” is not valid; expected {expected}.',
  },
  ROWS_TOO_MANY: {
    zh: '附表“{table}”最多 {limit} 行。',
    en: 'Table {table} takes {limit} rows at most.',
  },
  CHECK_FAILED: {
    zh: '{zh}',
    en: '{en}',
  },
  CODE_TAKEN: {
    zh: '编码 {code} 已被使用。编码永久唯一,请换一个。',
    en: 'Code {code} is taken. Codes are permanent and unique; choose another.',
  },
  LOGIN_TAKEN: {
    zh: '账号 {login} 已被使用,请换一个。',
    en: 'The account {login} is taken. Choose another.',
  },
  PASSWORD_TOO_SHORT: {
    zh: '密码至少 {min} 位。',
    en: 'A password has at least {min} characters.',
  },
  FIELD_REQUIRED: {
    zh: '“{field}”不能为空。',
    en: '{field} may not be empty.',
  },
  FIELD_TOO_LONG: {
    zh: '“{field}”过长,最多 {max} 个字。',
    en: '{field} is too long: {max} characters at most.',
  },
  DATE_INVALID: {
    zh: '“{field}”的日期“{value}”不正确。请写成 2026-09-30。',
    en: '{field}: “{value}” is not a date. Write it like 2026-09-30.',
  },
  DATE_IN_FUTURE: {
    zh: '“{field}”是 {value},晚于今天。请在当天或之后登记。',
    en: '{field} is {value}, which is after today. Register it on that day or later.',
  },
  DATE_ORDER: {
    zh: '“{later}”不能早于“{earlier}”。',
    en: '{later} may not be before {earlier}.',
  },
  PARENT_CANNOT_HAVE_CHILDREN: {
    zh: '“{union}”是基层工会,不能有下级工会。分会和小组是它的属性。',
    en: '{union} is a grassroots union and cannot have unions below it.',
  },
  UNION_KIND_MISMATCH: {
    zh: '层级 {level} 与类别 {kind} 不相符。',
    en: 'Level {level} and kind {kind} do not go together.',
  },
  UNION_HAS_CHILDREN: {
    zh: '“{union}”仍有 {count} 个下级工会,不能撤销。请先划转或撤销下级工会。',
    en: '{union} still has {count} unions below it. Move or dissolve those first.',
  },
  UNION_DISSOLVED: {
    zh: '“{union}”已于 {date} 撤销。',
    en: '{union} was dissolved on {date}.',
  },
  UNION_NOT_ESTABLISHED: {
    zh: '“{union}”在 {date} 尚未成立。',
    en: '{union} was not established on {date}.',
  },
  UNION_HAS_FILED_AFTER: {
    zh: '“{union}”已上报 {period} 的报表,撤销日期不能早于该期。',
    en: '{union} has filed for {period}; it cannot be dissolved before that period.',
  },
  ROOT_CANNOT_BE_DISSOLVED: {
    zh: '总工会不能撤销。',
    en: 'The federation itself cannot be dissolved.',
  },
  COVERAGE_EXISTS: {
    zh: '“{employer}”已由“{union}”覆盖。',
    en: '{employer} is covered by {union} already.',
  },
  GRADE_UNKNOWN: {
    zh: '职工之家等级 {grade} 不存在。请用 1 合格、2 先进、3 模范。',
    en: 'There is no home grade {grade}. Use 1 (合格), 2 (先进) or 3 (模范).',
  },
  AWARD_EXISTS: {
    zh: '“{union}”已按文件 {documentNo} 登记过同一等级的职工之家命名。',
    en: '{union} has an award of this grade by document {documentNo} already.',
  },
  REQUEST_INVALID: {
    zh: '请求格式不正确:{reason}',
    en: 'The request is not valid: {reason}',
  },
  REQUEST_TOO_LARGE: {
    zh: '一次请求过大({what},最多 {limit})。请分批提交。',
    en: 'The request is too large ({what}: {limit} at most). Split it.',
  },
  BUSY: {
    zh: '系统暂时不可用,请稍后把同一请求再发一次,不会重复计入。',
    en: 'The system is away for a moment. Send the same request again soon; it will not count twice.',
  },
  INTERNAL: {
    zh: '系统内部错误,请将编号 {requestId} 告知管理员。您的数据没有改变。',
    en: 'Something went wrong on our side. Give the operator the id {requestId}; nothing was changed.',
  },
} as const satisfies Record<string, { zh: string; en: string }>;
