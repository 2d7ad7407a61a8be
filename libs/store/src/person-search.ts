import type { Role } from '@huiji/domain/access';
import type { AppointmentRow } from './appointment.js';
import { sql, type Tx } from './data-source.js';
import { type Page, subtreesSql } from './organisation.js';

/** Whose accounts are looked for: those appointed to some roles, anywhere or (by `below`) at some unions and below them. */
export interface PersonsMeant {
  tenantId: string;
  roles: readonly Role[];
  below: { unionIds: readonly string[]; day: string } | null;
}

/** A person as an administrator sees them, with the appointments that are meant. */
export interface PersonFound {
  id: string;
  login: string;
  name: string;
  /** Of the sessions that are kept; null where there is none. */
  lastSignInAt: Date | null;
  /** Whether the person was invited and has not chosen a password yet. */
  invited: boolean;
  /** Whether the person has an authenticator. */
  secondFactor: boolean;
  appointments: AppointmentRow[];
}

const found = (where: string): string => `
  SELECT p.id, p.login, p.name, p.password_hash IS NULL AS invited, held.appointments,
    (SELECT max(s.created_at) FROM session s WHERE s.tenant_id = $1 AND s.person_id = p.id) AS "lastSignInAt",
    EXISTS (SELECT FROM totp t WHERE t.tenant_id = $1 AND t.person_id = p.id AND t.secret IS NOT NULL) AS "secondFactor"
  FROM person p CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object('id', a.id, 'role', a.role, 'unionId', a.union_id,
        'from', a.valid_from, 'until', a.valid_to) ORDER BY a.valid_from, a.id) AS appointments
    FROM appointment a WHERE a.tenant_id = $1 AND a.person_id = p.id AND a.role = ANY($2) ${where}) held
  WHERE p.tenant_id = $1 AND held.appointments IS NOT NULL AND ($3::text IS NULL OR p.login > $3)
    AND (strpos(lower(p.login), lower($4)) > 0 OR strpos(p.name, $4) > 0)
  ORDER BY p.login LIMIT $5`;

const anywhere = found('');
const below = `
  ${subtreesSql('$6', '$7::date', `'infinity'`, true)}
  ${found('AND a.union_id = ANY(ARRAY(SELECT union_id FROM subtree))')}`;

/** A page of people, by login, whose login or name holds a text; every one where it is empty. */
export async function searchPersons(
  tx: Tx,
  meant: PersonsMeant,
  text: string,
  page: Page,
): Promise<PersonFound[]> {
  const values = [meant.tenantId, meant.roles, page.after, text, page.first];
  return meant.below
    ? sql<PersonFound>(tx, below, [...values, meant.below.unionIds, meant.below.day])
    : sql<PersonFound>(tx, anywhere, values);
}
