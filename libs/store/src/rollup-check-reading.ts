import type { Difference } from '@huiji/domain/rollup-check';
import { type Tx, sql } from './data-source.js';
import type { Page } from './organisation.js';

/** When the totals of a scope were last recomputed, and what is known to differ. */
export interface CheckedScope {
  form: string;
  period: string;
  /** null where they never were. */
  verifiedAt: Date | null;
  /** How many totals were looked at then. */
  unions: number | null;
  /** How many differences are open. */
  differences: number;
}

/** Which scopes are meant: all of the tenant where nothing is named. */
export interface ScopesMeant {
  tenantId: string;
  form: string | null;
  period: string | null;
}

/** The scopes of a tenant, by form and period. `after`: the two of the last one, with a space between. */
export async function checkedScopes(
  tx: Tx,
  { tenantId, form, period }: ScopesMeant,
  page: Page,
): Promise<CheckedScope[]> {
  return sql(
    tx,
    `SELECT s.form, s.period, c.verified_at AS "verifiedAt", c.verified_unions AS unions,
       (SELECT count(*)::int FROM rollup_difference d WHERE d.tenant_id = $1 AND d.form = s.form AND d.period = s.period
         AND d.settled_at IS NULL) AS differences
     FROM rollup_scope s LEFT JOIN rollup_check c ON c.tenant_id = $1 AND c.form = s.form AND c.period = s.period
     WHERE s.tenant_id = $1 AND ($2::text IS NULL OR s.form = $2) AND ($3::text IS NULL OR s.period = $3)
       AND ($4::text IS NULL OR s.form || ' ' || s.period > $4)
     ORDER BY s.form || ' ' || s.period LIMIT $5`,
    [tenantId, form, period, page.after, page.first],
  );
}

/** A difference as it was found. `formVersion`: that by which its scope is filed. */
export interface FoundDifference extends Difference {
  id: string;
  form: string;
  formVersion: number;
  period: string;
  foundAt: Date;
  seenAt: Date;
  /** When it was no longer there; null while it is open. */
  settledAt: Date | null;
}

/** What was found to differ, newest first; only what is open, or only what is settled, where that is asked for. */
export async function differencesFound(
  tx: Tx,
  { tenantId, form, period }: ScopesMeant,
  open: boolean | null,
  page: Page,
): Promise<FoundDifference[]> {
  return sql(
    tx,
    `SELECT d.id, d.form, s.form_version AS "formVersion", d.period, d.union_id AS "unionId", d.part, d.position, d.kind,
       d.stored::text, d.recomputed::text, d.found_at AS "foundAt", d.seen_at AS "seenAt", d.settled_at AS "settledAt"
     FROM rollup_difference d JOIN rollup_scope s ON s.tenant_id = $1 AND s.form = d.form AND s.period = d.period
     WHERE d.tenant_id = $1 AND ($2::text IS NULL OR d.form = $2) AND ($3::text IS NULL OR d.period = $3)
       AND ($4::boolean IS NULL OR (d.settled_at IS NULL) = $4) AND ($5::uuid IS NULL OR d.id < $5)
     ORDER BY d.id DESC LIMIT $6`,
    [tenantId, form, period, open, page.after, page.first],
  );
}
