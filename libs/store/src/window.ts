import { v7 as uuid } from 'uuid';
import { type Tx, sql } from './data-source.js';
import type { Scope } from './scope.js';

/** SQL: whether a row of `filing_window` still lets its union file. */
export const windowIsOpen = (w: string): string =>
  `(${w}.closed_at IS NULL AND clock_timestamp() <= ${w}.until_at)`;

/** SQL for the last day of a window in the tenant's time zone: until when it was opened, or the day on which it was closed. */
export const windowEndsOn = (w: string): string => `least(${w}.until_on,
  (${w}.closed_at AT TIME ZONE (SELECT t.time_zone FROM tenant t WHERE t.tenant_id = ${w}.tenant_id))::date)::text`;

/** A window for one union: who opened it, why, and until when (the day, and the moment at which that day ends there). */
export interface NewWindow {
  unionId: string;
  reason: string;
  untilOn: string;
  untilAt: Date;
  by: string;
}

/** Opens a window. The caller has locked the union, which filing holds, and closed or outlived any window before. */
export async function insertWindow(tx: Tx, scope: Scope, window: NewWindow): Promise<string> {
  const id = uuid();
  await sql(
    tx,
    `INSERT INTO filing_window (tenant_id, id, form, period, union_id, reason, until_on, until_at, opened_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[scope.tenantId, id, scope.form, scope.period, window.unionId],
      ...[window.reason, window.untilOn, window.untilAt, window.by],
    ],
  );
  return id;
}

/** The window that is open for a union in a scope, or null. */
export async function openWindowOf(
  tx: Tx,
  scope: Scope,
  unionId: string,
): Promise<{ id: string; untilOn: string } | null> {
  const [row] = await sql<{ id: string; untilOn: string }>(
    tx,
    `SELECT w.id, w.until_on::text AS "untilOn" FROM filing_window w
     WHERE w.tenant_id = $1 AND w.form = $2 AND w.period = $3 AND w.union_id = $4 AND ${windowIsOpen('w')}
     ORDER BY w.opened_at DESC LIMIT 1`,
    [scope.tenantId, scope.form, scope.period, unionId],
  );
  return row ?? null;
}

/** Closes a window before its time. */
export async function endWindow(tx: Tx, tenantId: string, id: string, by: string): Promise<void> {
  await sql(
    tx,
    `UPDATE filing_window SET closed_by = $3, closed_at = clock_timestamp() WHERE tenant_id = $1 AND id = $2`,
    [tenantId, id, by],
  );
}

/** Closes all windows of a period that takes filings from everybody again. Answers how many. */
export async function endWindowsOf(tx: Tx, tenantId: string, period: string, by: string): Promise<number> {
  const ended = await sql(
    tx,
    `UPDATE filing_window w SET closed_by = $3, closed_at = clock_timestamp()
     WHERE w.tenant_id = $1 AND w.period = $2 AND ${windowIsOpen('w')} RETURNING w.id`,
    [tenantId, period, by],
  );
  return ended.length;
}

/**
 * SQL: whether submission `s` may be reviewed in a FINAL period: it was filed through a window of its union, or one is open now (for
 * what still lay in the queue when the period became final).
 */
export const reviewableSql = (s: string): string => `EXISTS (SELECT FROM filing_window w
  WHERE w.tenant_id = ${s}.tenant_id AND w.form = ${s}.form AND w.period = ${s}.period AND w.union_id = ${s}.union_id
    AND (${windowIsOpen('w')} OR ${filedThrough('w', `${s}.filed_at`)}))`;

/** Those of some submissions that may be reviewed in a FINAL period. */
export async function reviewableInFinal(
  tx: Tx,
  tenantId: string,
  submissionIds: readonly string[],
): Promise<Set<string>> {
  const found = await sql<{ id: string }>(
    tx,
    `SELECT s.id FROM submission s WHERE s.tenant_id = $1 AND s.id = ANY($2) AND ${reviewableSql('s')}`,
    [tenantId, submissionIds],
  );
  return new Set(found.map(({ id }) => id));
}

/** SQL: whether something filed at a moment was filed through a window. Windows exist only while their period is not OPEN. */
export const filedThrough = (w: string, moment: string): string =>
  `(${moment} BETWEEN ${w}.opened_at AND least(${w}.until_at, ${w}.closed_at))`;
