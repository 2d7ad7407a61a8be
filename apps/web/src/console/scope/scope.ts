import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Me } from '../../client/session.js';
import type { Role } from '../../client/session.generated.js';
import type { ScopesQuery } from './scope.generated.js';

/** Which body, form and period a page of the console shows. */
export interface Scope {
  unionCode: string;
  form: string;
  period: string;
}

export type Body = Me['appointments'][number]['union'];

type Search = Record<string, string | undefined>;

/** What the address of the page says beside its name. */
export const useAddress = (): Search => useSearch({ strict: false });

/** Changes what the address says; what is undefined is left out. What is named stays where it is not. */
export function useGo(): (search: Search, how?: { replace: boolean }) => void {
  const navigate = useNavigate();
  return (search, how) => {
    const next = (before: Search): Search => {
      const entries = Object.entries({ ...before, ...search }).filter(([, value]) => value !== undefined);
      return Object.fromEntries(entries);
    };
    void navigate({ to: '.', search: next, replace: how?.replace ?? false });
  };
}

/** The bodies at which the person holds one of the roles, each once. */
export function bodiesOf(me: Me, roles: readonly Role[]): Body[] {
  const held = me.appointments.filter(({ role }) => roles.includes(role)).map(({ union }) => union);
  return [...new Map(held.map((union) => [union.id, union])).values()];
}

/**
 * What the address asks for, completed: the first body of the person, the newest period that takes filings (or the newest of all), and its first
 * form that is added up. Null where no period was ever opened, or the person has no body.
 */
export function scopeOf(
  { periods, forms }: ScopesQuery,
  bodies: readonly Body[],
  { union, form, period }: Search,
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
