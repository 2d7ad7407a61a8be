import { refuse } from '@huiji/domain/problem';

/** Text that must be there: trimmed, at most `max` characters; FIELD_REQUIRED, FIELD_TOO_LONG. */
export function requireText(field: string, text: string, max: number): string {
  const trimmed = text.trim();
  if (trimmed === '') refuse('FIELD_REQUIRED', { field }, { field });
  if (trimmed.length > max) refuse('FIELD_TOO_LONG', { field, max }, { field });
  return trimmed;
}

/** Text that may be left out; blank is null. */
export function optionalText(field: string, text: string | null | undefined, max: number): string | null {
  return text?.trim() ? requireText(field, text, max) : null;
}
