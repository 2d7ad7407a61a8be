import { refuse } from './problem.js';

const email = /^[\p{L}\p{N}.!#$%&'*+/=?^_{|}~-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/iu;
const mobile = /^1[3-9]\d{9}$/;

/** The mobile number that a text gives, as 11 digits; null when it gives none, as a number of a desk does not. */
export function mobileIn(text: string | null): string | null {
  const digits = (text ?? '')
    .normalize('NFKC')
    .replace(/[\s()-]/g, '')
    .replace(/^(\+|00)86/, '');
  return mobile.test(digits) ? digits : null;
}

/** An e-mail address as typed, trimmed; blank is null. EMAIL_INVALID. */
export function parseEmail(text: string | null | undefined): string | null {
  const typed = text?.trim() ?? '';
  if (typed === '') return null;
  return typed.length <= 254 && email.test(typed) ? typed : refuse('EMAIL_INVALID', {}, { field: 'email' });
}

/** A mobile number as typed, with or without +86 and separators, as 11 digits; blank is null. MOBILE_INVALID. */
export function parsePhone(text: string | null | undefined): string | null {
  if (!text?.trim()) return null;
  return mobileIn(text) ?? refuse('MOBILE_INVALID', {}, { field: 'phone' });
}
