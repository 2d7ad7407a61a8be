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
  LATER_CHANGE: {
    zh: '该工会另有较晚的变动({kind},{date},文号 {documentNo})。请先撤回那次变动,或改用更晚的日期。',
    en: 'The union has a later change ({kind} of {date}, document {documentNo}). Undo that one first, or use a later date.',
  },
  ALREADY_THERE: {
    zh: '“{union}”已隶属于“{parent}”。请选择另一个上级。',
    en: '{union} stands below {parent} already. Choose another parent.',
  },
  MOVE_INTO_OWN_SUBTREE: {
    zh: '工会不能划入自己或自己的下级之下。请选择另一个上级。',
    en: 'A union cannot stand below itself or below a union of its own subtree. Choose another parent.',
  },
  MERGE_WITH_ITSELF: {
    zh: '“{union}”不能并入自己。请选择另一个工会。',
    en: '{union} cannot merge into itself. Choose another union.',
  },
  MERGE_LEVELS_DIFFER: {
    zh: '“{union}”与“{receiver}”层级不同,不能合并。请选择同一层级的工会。',
    en: '{union} and {receiver} are of different levels and cannot merge. Choose a union of the same level.',
  },
  RECEIVER_BELOW: {
    zh: '“{receiver}”是“{union}”的下级,不能接收它。请先把它划转出来。',
    en: '{receiver} stands below {union} and cannot receive it. Move it away first.',
  },
  SPLIT_EMPTY: {
    zh: '“{union}”分立时至少要有一个、至多 {most} 个新工会。请补充或减少。',
    en: 'A split of {union} needs at least one and at most {most} new unions. Add or remove some.',
  },
  SPLIT_TWICE: {
    zh: '“{id}”被分给了两个新工会。请只保留一处。',
    en: '{id} is given to two of the parts. Keep one.',
  },
  NOT_ITS_OWN: {
    zh: '“{id}”不是“{union}”的下级工会或其覆盖、归口的用人单位。请只分出它自己的。',
    en: '“{id}” is neither below {union} nor an employer that it covers or accounts for. Give away only what is its own.',
  },
  EMPLOYER_CHANGED_SINCE: {
    zh: '随该变动移交的“{employer}”之后又变更了覆盖或归口,不能撤回该变动。请另做一次相反的变动。',
    en: '{employer} was handed over by this change and has moved or ended since, so it cannot be undone. Make the opposite change instead.',
  },
  CHANGE_UNDONE: {
    zh: '该变动已经撤回,不能再次撤回。',
    en: 'This change has been undone already. There is nothing left to undo.',
  },
  CHANGE_IS_FINAL: {
    zh: '该变动已计入定稿的报告期 {period},不能撤回。请另做一次相反的变动。',
    en: 'The change is counted in period {period}, which is final, so it cannot be undone. Make the opposite change instead.',
  },
  UNION_IN_USE: {
    zh: '“{union}”名下已有数据({use}),不能撤回它的成立。请改为撤销该工会。',
    en: '{union} is in use already ({use}), so its founding cannot be undone. Dissolve it instead.',
  },
  REGION_INVALID: {
    zh: '地区代码“{region}”不正确。请填 2、4、6、9 或 12 位数字,如 320102。',
    en: '“{region}” is not a region code. Write 2, 4, 6, 9 or 12 digits, like 320102.',
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
  NUMBER_OUT_OF_RANGE: {
    zh: '“{field}”填的 {value} 不在 {min} 到 {max} 之间。请改正后再提交。',
    en: '{value} in {field} is not between {min} and {max}. Correct it.',
  },
  UNION_NOT_PREPARING: {
    zh: '“{union}”不在筹建中,不能登记建会选举。已成立的工会请登记换届选举。',
    en: '{union} is not in preparation (筹建). Record the election of an established union as a new term (换届).',
  },
  ELECTION_WITHOUT_COMMITTEE: {
    zh: '选举结果中没有工会委员会。请填写委员会的人数。',
    en: 'The election has no committee (工会委员会). Enter how many were elected to it.',
  },
  ELECTION_BODY_TWICE: {
    zh: '选举结果中 {body} 出现了两次。请只保留一次。',
    en: '{body} occurs twice in the election. Keep one.',
  },
  ELECTION_BODIES_EXCLUSIVE: {
    zh: '{one} 与 {other} 只能有一个。请只保留实际选举产生的那一个。',
    en: 'A union has {one} or {other}, not both. Keep the one that was elected.',
  },
  ELECTION_TERM_NO: {
    zh: '第 {given} 届不正确,应为第 {expected} 届。请改正届次。',
    en: 'Term {given} is not the next one, which is {expected}. Correct the number.',
  },
  ELECTION_WAITING: {
    zh: '第 {term} 届选举已登记,正在等待批复。如需更正,请注明被更正的那一份(replaces)。',
    en: 'The election of term {term} is recorded and waits for approval. To correct it, name it in “replaces”.',
  },
  ELECTION_REPLACED: {
    zh: '这份选举结果已被更正。请刷新,按更正后的结果办理。',
    en: 'This election has been corrected meanwhile. Refresh, and go by the corrected one.',
  },
  ELECTION_APPROVED: {
    zh: '第 {term} 届选举已于 {date} 批复,不能再更改或重复批复。',
    en: 'The election of term {term} was approved on {date}; it is neither changed nor approved again.',
  },
  ELECTION_NOT_APPROVED: {
    zh: '第 {term} 届选举尚未批复。请在批复之后再登记。',
    en: 'The election of term {term} is not approved yet. Do this after its approval.',
  },
  ELECTION_BODY_UNKNOWN: {
    zh: '该届选举没有选出 {body}。请核对。',
    en: 'This election elected no {body}. Check which body is meant.',
  },
  ELECTION_BODY_ENDED: {
    zh: '{body} 已于 {date} 终止。',
    en: '{body} ended on {date} already.',
  },
  ELECTION_WITHOUT_QUORUM: {
    zh: '应到 {due} 人,实到 {present} 人,不足三分之二(《工会基层组织选举工作条例》)。已照实登记,请核对人数。',
    en: 'Of {due} due {present} were present, fewer than two thirds (《工会基层组织选举工作条例》). It is recorded as it was; check the numbers.',
  },
  ELECTION_TERM_LENGTH: {
    zh: '任期为 {years} 年,而法定任期为三年或者五年(工会法第十六条)。已照实登记,请核对。',
    en: 'The term is of {years} years; the law knows three or five (工会法 art. 16). It is recorded as it was; check it.',
  },
  ELECTION_WITHOUT_AUDIT: {
    zh: '没有选出经费审查委员会或经费审查委员(工会法第四十五条)。已照实登记,请补选。',
    en: 'Neither an audit committee nor an auditor was elected (工会法 art. 45). It is recorded as it was; elect one.',
  },
  ELECTION_LATE: {
    zh: '上届任期已于 {date} 届满,本届选举逾期(工会法第十六条)。已照实登记。',
    en: 'The last term ended on {date}: this election was held late (工会法 art. 16). It is recorded as it was.',
  },
  GUIDANCE_TO_ITSELF: {
    zh: '“{union}”不能业务指导自己。请选择另一个工会。',
    en: '{union} cannot guide itself (业务指导). Choose another union.',
  },
  GUIDANCE_FROM_BELOW: {
    zh: '“{superior}”是“{union}”的下级,不能对其业务指导。请选择另一个工会。',
    en: '{superior} stands below {union} and cannot guide it (业务指导). Choose another union.',
  },
  GUIDANCE_EXISTS: {
    zh: '“{superior}”已对“{union}”业务指导。请先结束原有的指导关系。',
    en: '{superior} guides {union} already (业务指导). End that link first.',
  },
  COVERAGE_EXISTS: {
    zh: '“{employer}”已由“{union}”覆盖。',
    en: '{employer} is covered by {union} already.',
  },
  NOT_COVERED: {
    zh: '“{union}”目前没有覆盖“{employer}”,或覆盖已经终止。请核对。',
    en: '{union} does not cover {employer}, or no longer does. Check both.',
  },
  NOBODY_RESPONSIBLE: {
    zh: '“{employer}”目前没有包干责任人。请先指定责任人。',
    en: 'Nobody is responsible for {employer}. Assign it to a person first.',
  },
  EMPLOYER_CEASED: {
    zh: '“{employer}”已于 {date} 停止运营。请核对日期或用人单位编码。',
    en: '{employer} has not operated since {date}. Check the day, or the employer’s code.',
  },
  ACCOUNTABLE_ALREADY: {
    zh: '“{employer}”自 {date} 起已统计归口于“{union}”。请选择另一个工会。',
    en: '{employer} has counted at {union} since {date}. Choose another union.',
  },
  WORD_UNKNOWN: {
    zh: '“{field}”填的“{value}”不在可选范围内。请从{words}中选择。',
    en: '{field}: “{value}” is not in the list. Choose one of {words}.',
  },
  GRADE_UNKNOWN: {
    zh: '职工之家等级 {grade} 不存在。请用 1 合格、2 先进、3 模范。',
    en: 'There is no home grade {grade}. Use 1 (合格), 2 (先进) or 3 (模范).',
  },
  AWARD_EXISTS: {
    zh: '“{union}”已按文件 {documentNo} 登记过同一等级的职工之家命名。',
    en: '{union} has an award of this grade by document {documentNo} already.',
  },
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
