import type { Sentences } from './port.js';

/** What can be wrong with any request. */
export const generalSentences = {
  UNAUTHENTICATED: {
    zh: '请先登录,或登录已过期,请重新登录。',
    en: 'You are not signed in, or your session has ended. Sign in again.',
  },
  SIGN_IN_FAILED: {
    zh: '单位代码、账号或密码不正确。请检查后重试;忘记密码请联系本单位管理员。',
    en: 'The tenant, account or password is wrong. Check them and try again, or ask your administrator.',
  },
  TOO_MANY_ATTEMPTS: {
    zh: '失败次数过多,请在 {minutes} 分钟后再试。',
    en: 'Too many failed attempts. Try again in {minutes} minutes.',
  },
  NOT_FOUND: {
    zh: '找不到该{what},或您无权查看。请检查编号。',
    en: 'There is no such {what}, or you may not see it. Check its id.',
  },
  FORBIDDEN: {
    zh: '您的岗位不能进行此操作:{action}。请联系本单位管理员。',
    en: 'Your appointments do not allow this: {action}. Ask your administrator.',
  },
  STALE_REVISION: {
    zh: '您看到的是第 {expected} 版,现在已是第 {actual} 版。请刷新后再操作,您的修改没有保存。',
    en: 'You saw version {expected}, it is now {actual}. Refresh and repeat; nothing of yours was saved.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    zh: '同一个幂等键已用于另一个请求。请换一个新的键。',
    en: 'This idempotency key was used for another request. Use a new key.',
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
  NUMBER_OUT_OF_RANGE: {
    zh: '“{field}”填的 {value} 不在 {min} 到 {max} 之间。请改正后再提交。',
    en: '{value} in {field} is not between {min} and {max}. Correct it.',
  },
  REQUEST_INVALID: {
    zh: '请求格式不正确:{reason}',
    en: 'The request is not valid: {reason}',
  },
  REQUEST_TOO_LARGE: {
    zh: '一次请求过大({what},最多 {limit})。请分批提交。',
    en: 'The request is too large ({what}: {limit} at most). Split it.',
  },
  REQUEST_TOO_COMPLEX: {
    zh: '请求过于复杂({what} 为 {found},最多 {limit})。请减少字段、嵌套或每页行数,分几次请求。',
    en: 'The request is too complex ({what}: {found}, {limit} at most). Ask for fewer fields, levels or rows at once.',
  },
  RATE_LIMITED: {
    zh: '请求过于频繁,本分钟的额度已用完。请在 {seconds} 秒后再试。',
    en: 'Too many requests: the budget of this minute is used up. Try again in {seconds} seconds.',
  },
  OPERATION_NOT_REGISTERED: {
    zh: '这个操作没有登记(编号 {id})。请刷新页面;自行开发的请联系系统管理员。',
    en: 'This operation is not registered (id {id}). Reload the page, or ask the operator to register it.',
  },
  BUSY: {
    zh: '系统暂时不可用,请稍后把同一请求再发一次,不会重复计入。',
    en: 'The system is away for a moment. Send the same request again soon; it will not count twice.',
  },
  INTERNAL: {
    zh: '系统内部错误,请将编号 {requestId} 告知管理员。您的数据没有改变。',
    en: 'Something went wrong on our side. Give the operator the id {requestId}; nothing was changed.',
  },
} as const satisfies Sentences;
