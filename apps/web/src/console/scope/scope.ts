import type { Body } from '../../client/session.js';
import type { Address } from '../address.js';
import type { ScopesQuery } from './generated/scope.js';

/** Which body, form and period a page of the console shows. */
export interface Scope {
  unionCode: string;
  form: string;
  period: string;
}

/**
 * What the address asks for, completed: the first body of the person, the newest period that takes filings (or the newest of all), and its first
 * form that is added up. Null where no period was ever opened, or the person has no body.
 */
export function scopeOf(
  { periods, forms }: ScopesQuery,
  bodies: readonly Body[],
  { union, form, period }: Address,
): Scope | null {
  const chosen =
    periods.find(({ code }) => code === period) ??
    periods.find(({ status }) => status === 'OPEN') ??
    periods[0];
  const unionCode = union ?? bodies[0]?.code;
  if (!chosen || !unionCode) return null;
  const added = chosen.forms.find((code) => forms.find((one) => one.code === code)?.rollsUp);
  const asked = form !== undefined && chosen.forms.includes(form) ? form : (added ?? chosen.forms[0]);
  return asked === undefined ? null : { unionCode, form: asked, period: chosen.code };
}
