import { problem, Refusal } from '@huiji/domain/problem';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** An id as sent: what is not one cannot exist, so it gets the same answer, NOT_FOUND. */
export function requireId(id: string, what: string, field?: string): string {
  if (!uuidPattern.test(id)) throw new Refusal([problem('NOT_FOUND', { what }, field ? { field } : {})]);
  return id.toLowerCase();
}
