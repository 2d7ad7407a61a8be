import type { Sentences } from './port.js';

/** What can be wrong with passwords, sessions and other proofs of who somebody is. */
export const identitySentences = {
  PASSWORD_COMMON: {
    zh: '这个密码太常见,或只有数字和符号,容易被猜中。请换一个,例如用几个不相关的词连在一起。',
    en: 'This password is too common, or only digits and signs, and easily guessed. Choose another, such as several unrelated words.',
  },
  PASSWORD_PERSONAL: {
    zh: '密码不能包含账号或姓名。请换一个。',
    en: 'A password may not contain the account or the name. Choose another.',
  },
  PASSWORD_WRONG: {
    zh: '现在的密码不正确。请检查后重试。',
    en: 'The current password is wrong. Check it and try again.',
  },
  ERASURE_UNCONFIRMED: {
    zh: '输入的账号与要注销的人员不一致。注销后不能恢复;请核对后输入该人员的账号。',
    en: 'The account typed is not that of the person to be erased. There is no way back: check, and type it.',
  },
  LAST_ADMINISTRATOR: {
    zh: '这是市总工会唯一的单位管理员,不能注销。请先任命另一位管理员并让其登录。',
    en: 'This is the only administrator of the federation, who cannot be erased. Appoint another one first, who has signed in.',
  },
  CODE_INVALID: {
    zh: '代码不正确、已过期或已使用。请检查,或重新申请一个。',
    en: 'The code is wrong, has expired or was used. Check it, or ask for another.',
  },
  NO_RESET_BY_MAIL: {
    zh: '本系统不发送电子邮件。请联系本单位管理员重设密码。',
    en: 'This installation sends no e-mail. Ask your administrator for a new password.',
  },
  SECOND_FACTOR_REQUIRED: {
    zh: '还需要身份验证器的验证码。请先完成验证或绑定。',
    en: 'A code of your authenticator is needed too. Prove it, or set one up, first.',
  },
  SECOND_FACTOR_WRONG: {
    zh: '验证码不正确,或已经用过。请用身份验证器上最新的验证码,或一个未用过的恢复码。',
    en: 'The code is wrong, or was used. Take the newest one of your authenticator, or a recovery code not used yet.',
  },
  TOTP_NOT_ENROLLED: {
    zh: '还没有绑定身份验证器。请先绑定。',
    en: 'There is no authenticator yet. Set one up first.',
  },
  SESSION_REQUIRED: {
    zh: '接口令牌不能进行此操作。请登录后再试。',
    en: 'An API token may not do this. Sign in and try again.',
  },
  TOKEN_READ_ONLY: {
    zh: '这个接口令牌只能读取,不能修改。请使用可写的令牌。',
    en: 'This API token may read only. Use one that may write.',
  },
} as const satisfies Sentences;
