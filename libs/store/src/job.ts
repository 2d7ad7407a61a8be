import { type Tx, sql } from './data-source.js';

/** What workers do for a tenant beside its requests: adding to totals (ROLLUP), making files (EXPORT), sending reminders (REMINDER). */
export type JobKind = 'ROLLUP' | 'EXPORT' | 'REMINDER';

/** How much of one kind waits for a worker or is with one, since when, and how much was given up in the last 30 days; of totals, how much is set aside. */
export interface JobCount {
  kind: JobKind;
  waiting: number;
  oldestAt: Date | null;
  failed: number;
}

/** How many of a kind are counted: who has more knows enough. */
const most = 10_000;
const failedDays = 30;

/** What the workers have to do for a tenant, of each kind. What waits for its own time, such as the end of the quiet hours, is not due yet. */
export function jobCounts(tx: Tx, tenantId: string): Promise<JobCount[]> {
  const counted = (from: string): string =>
    `SELECT count(*)::int AS number, min(at) AS oldest FROM (${from} LIMIT ${most}) counted`;
  const recently = `now() - make_interval(days => ${failedDays})`;
  return sql(
    tx,
    `SELECT 'ROLLUP' AS kind, w.number AS waiting, w.oldest AS "oldestAt", f.number AS failed
     FROM (${counted('SELECT at FROM rollup_outbox WHERE tenant_id = $1 AND set_aside_at IS NULL')}) w,
       (${counted('SELECT at FROM rollup_outbox WHERE tenant_id = $1 AND set_aside_at IS NOT NULL')}) f
     UNION ALL
     SELECT 'EXPORT', w.number, w.oldest, f.number
     FROM (${counted('SELECT created_at AS at FROM operation WHERE tenant_id = $1 AND ended_at IS NULL')}) w,
       (${counted(`SELECT ended_at AS at FROM operation WHERE tenant_id = $1 AND ended_at > ${recently} AND state = 'FAILED'`)}) f
     UNION ALL
     SELECT 'REMINDER', w.number, w.oldest, f.number
     FROM (${counted(`SELECT due_at AS at FROM reminder_delivery WHERE tenant_id = $1 AND due_at <= now() AND state = 'PENDING'`)}) w,
       (${counted(`SELECT due_at AS at FROM reminder_delivery WHERE tenant_id = $1 AND due_at > ${recently} AND state = 'FAILED'`)}) f`,
    [tenantId],
  );
}
