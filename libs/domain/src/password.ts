import { dictionary } from '@zxcvbn-ts/language-common';
import { refuse } from './problem.js';

const shortest = 10;
const longest = 200;
/** A login or name this short may occur in a password by chance. */
const telling = 4;

const common: ReadonlySet<string> = new Set(dictionary['passwords-common']);

/** What is left of a password without the digits and signs that people put around a word: `Password2026!` is `password`. */
const wordOf = (password: string): string => password.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');

/**
 * A password that may be set: 10 to 200 characters, none that everybody tries first, and not who it belongs to.
 * PASSWORD_TOO_SHORT, FIELD_TOO_LONG, PASSWORD_COMMON (also one of digits and signs alone), PASSWORD_PERSONAL.
 */
export function requirePassword(
  password: string,
  owner: { login: string; name: string },
  field = 'password',
): string {
  if (password.length < shortest) refuse('PASSWORD_TOO_SHORT', { min: shortest }, { field });
  if (password.length > longest) refuse('FIELD_TOO_LONG', { field, max: longest }, { field });
  const typed = password.normalize('NFKC').toLowerCase();
  const word = wordOf(typed);
  if (common.has(typed) || word === '' || common.has(word)) refuse('PASSWORD_COMMON', {}, { field });
  const own = [owner.login, owner.name].map((text) => text.normalize('NFKC').trim().toLowerCase());
  if (own.some((text) => text === word || (text.length >= telling && typed.includes(text))))
    refuse('PASSWORD_PERSONAL', {}, { field });
  return password;
}
