import { refuse } from '@huiji/domain/problem';

/** Text that must be there: trimmed, at most `max` characters; FIELD_REQUIRED, FIELD_TOO_LONG. */
export function requireText(field: string, text: string, max: number): string {
  const trimmed = text.trim();
  if (trimmed === '') refuse('FIELD_REQUIRED', { field }, { field });
  if (trimmed.length > max) refuse('FIELD_TOO_LONG', { field, max }, { field });
  return trimmed;
}

/** An idempotency key: 8 to 200 characters, as the table holds it. */
export function requireKey(key: string): string {
  const field = 'idempotencyKey';
  if (key.length > 200) refuse('FIELD_TOO_LONG', { field, max: 200 }, { field });
  return key.length >= 8 ? key : refuse('REQUEST_INVALID', { reason: `${field}: 8…200` }, { field });
}

/** Text that may be left out; blank is null. */
export function optionalText(field: string, text: string | null | undefined, max: number): string | null {
  return text?.trim() ? requireText(field, text, max) : null;
}
