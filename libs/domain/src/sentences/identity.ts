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
    zh: '在总工会,这一岗位只有此人能登录,不能注销或结束任命。请先任命另一位并让其登录。',
    en: 'Nobody else of this role at the federation can sign in, so this person is neither erased nor dismissed. Appoint another first, who has signed in.',
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
  PROVIDER_NOT_SET_UP: {
    zh: '本单位没有开通统一身份认证登录,或已停用。请用密码登录,或联系管理员。',
    en: 'Signing in by an identity provider is not set up here, or is switched off. Sign in by password, or ask your administrator.',
  },
  ISSUER_NOT_ALLOWED: {
    zh: '运营方没有允许身份提供方 {issuer}。请核对地址,或联系运营方。',
    en: 'The operator does not allow the identity provider {issuer}. Check the address, or ask the operator.',
  },
  PROVIDER_AWAY: {
    zh: '身份提供方暂时没有应答。请稍后重试,或用密码登录。',
    en: 'The identity provider does not answer. Try again later, or sign in by password.',
  },
  PROVIDER_REFUSED: {
    zh: '身份提供方没有确认登录,或其答复不可信。请重新登录;仍不行请联系管理员。',
    en: 'The identity provider did not confirm the sign-in, or its answer cannot be trusted. Sign in anew; if that fails, ask your administrator.',
  },
  SIGN_IN_EXPIRED: {
    zh: '这次登录已过期、已用过,或不是在这个浏览器里开始的。请重新开始登录。',
    en: 'This sign-in has expired, was used, or was not begun in this browser. Begin it anew.',
  },
  IDENTITY_NOT_LINKED: {
    zh: '外部账号还没有与本系统的账号绑定。请先用密码登录,再绑定。',
    en: 'No account of the identity provider is linked. Sign in by password first, and link it.',
  },
  IDENTITY_TAKEN: {
    zh: '这个外部账号已与本单位另一个人绑定。请换一个,或请对方先解除绑定。',
    en: 'This account of the identity provider is linked to somebody else. Take another, or have that link removed first.',
  },
  TOKEN_READ_ONLY: {
    zh: '这个接口令牌只能读取,不能修改。请使用可写的令牌。',
    en: 'This API token may read only. Use one that may write.',
  },
  NOT_ONESELF: {
    zh: '不能对自己的账号进行此操作。请由另一位管理员办理。',
    en: 'Nobody may do this to their own account. Ask another administrator.',
  },
  APPOINTMENT_AT_FEDERATION: {
    zh: '“{role}”只能在总工会任命。请选择总工会本级。',
    en: '{role} is appointed at the federation only. Name the federation itself.',
  },
  APPOINTMENT_EXCLUDED: {
    zh: '同一账号不能同时担任“{role}”和“{held}”。请先结束原岗位,或使用另一个账号。',
    en: 'No account holds {role} and {held} at the same time. End the other appointment first, or use another account.',
  },
  APPOINTMENT_OVERLAPS: {
    zh: '此人自 {from} 起已在该工会担任“{role}”,起止日期有重叠。请先结束原任命。',
    en: 'This person is {role} there from {from}, and the dates overlap. End that appointment first.',
  },
  TENANT_CODE: {
    zh: '租户代码 {code} 不能用。请用 2 至 32 个小写字母、数字或 -。',
    en: '{code} cannot be the code of a tenant. Use 2 to 32 small letters, digits or -.',
  },
  TENANT_SUSPENDED: {
    zh: '本单位已被平台暂停使用,数据没有改变。请联系平台运营人员。',
    en: 'Your federation is suspended on this platform; its data stays. Ask the operator of the platform.',
  },
  TENANT_ENTERED: {
    zh: '租户 {code} 已有人设置密码,平台不能再发代码。请由其安全管理员办理。',
    en: 'Somebody of tenant {code} has chosen a password; the platform issues no more codes. Ask its security administrator.',
  },
} as const satisfies Sentences;
