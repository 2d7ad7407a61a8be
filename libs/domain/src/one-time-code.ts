/** What a one-time code (一次性代码) lets a person do: choose a first password, or a new one. */
export type CodePurpose = 'INVITATION' | 'RESET';

/** For how many minutes a code holds: one for an invitation, one that an administrator hands over, one that goes by mail. */
export const codeHolds = { invitation: 7 * 24 * 60, handedOver: 24 * 60, mailed: 30 };

/** Crockford's: no letter in it is taken for a digit. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const misread: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' };

/** Random bytes as text that can be read out over the phone: five bits of each byte, in groups of five. */
export function codeFrom(bytes: Uint8Array): string {
  const letters = [...bytes].map((byte) => alphabet[byte & 31]).join('');
  return (letters.match(/.{1,5}/g) ?? []).join('-');
}

/** A code as typed, in the one way that its hash is made of: case, spaces, dashes and misread letters do not matter. */
export const codeTyped = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/[OIL]/g, (letter) => misread[letter] ?? letter);

/** The e-mail that a code for a new password goes by. */
export const resetMail = (code: string): { subject: string; body: string } => ({
  subject: '重设汇集密码 · Reset your Huiji password',
  body: [
    `有人(应是您本人)申请重设您在汇集的密码。一次性代码:`,
    `    ${code}`,
    `${codeHolds.mailed} 分钟内有效,只能使用一次。如果不是您本人,请忽略本邮件,密码不会改变。`,
    '',
    'Somebody, presumably you, asked to reset your password at Huiji. The one-time code is above.',
    `It holds for ${codeHolds.mailed} minutes and works once. If it was not you, ignore this; nothing changes.`,
  ].join('\n'),
});
