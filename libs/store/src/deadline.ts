import type { CalendarRule, Deadline } from '@huiji/domain/calendar';
import type { Frequency } from '@huiji/domain/form';
import type { Level } from '@huiji/domain/organisation';
import { v7 as uuid } from 'uuid';
import { type Tx, sql, sqlOne } from './data-source.js';
import type { Scope } from './scope.js';

/**
 * SQL for the moment until which a report is in time: the newest extension of the union, else the period's deadline for its
 * level, else never late. Parameters of the statement: $1 tenant, $2 form, $3 period.
 */
export const dueAtSql = (union: string, level: string): string => `coalesce(
  (SELECT x.due_at FROM deadline_extension x WHERE x.tenant_id = $1 AND x.form = $2 AND x.period = $3
     AND x.union_id = ${union} ORDER BY x.granted_at DESC LIMIT 1),
  (SELECT l.due_at FROM period_deadline l WHERE l.tenant_id = $1 AND l.period = $3 AND l.level = ${level}),
  'infinity')`;

/** The last day on which each of some unions files in time, by id; a union of a level without a deadline has none. */
export async function dueOnOf(
  tx: Tx,
  { tenantId, form, period }: Scope,
  unionIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await sql<{ id: string; dueOn: string | null }>(
    tx,
    `SELECT u.id, coalesce(
       (SELECT x.due_on FROM deadline_extension x WHERE x.tenant_id = $1 AND x.form = $2 AND x.period = $3
          AND x.union_id = u.id ORDER BY x.granted_at DESC LIMIT 1),
       (SELECT d.due_on FROM period_deadline d WHERE d.tenant_id = $1 AND d.period = $3 AND d.level = u.level)
     )::text AS "dueOn"
     FROM trade_union u WHERE u.tenant_id = $1 AND u.id = ANY ($4::uuid[])`,
    [tenantId, form, period, unionIds],
  );
  return new Map(rows.flatMap(({ id, dueOn }) => (dueOn === null ? [] : [[id, dueOn]])));
}

/** The time zone in which the days of a tenant begin and end. */
export async function timeZoneOf(tx: Tx, tenantId: string): Promise<string> {
  const row = await sqlOne<{ timeZone: string }>(
    tx,
    'SELECT time_zone AS "timeZone" FROM tenant WHERE tenant_id = $1',
    [tenantId],
  );
  return row.timeZone;
}

/** The calendar rules that a tenant has set: for a frequency all levels or none. */
export function calendarRules(
  tx: Tx,
  tenantId: string,
): Promise<Array<CalendarRule & { frequency: Frequency }>> {
  return sql(
    tx,
    `SELECT frequency, level, opens_days AS "opensDays", due_days AS "dueDays" FROM calendar_rule WHERE tenant_id = $1`,
    [tenantId],
  );
}

/** Sets the rule of a level, in place of the one before. */
export async function setCalendarRule(
  tx: Tx,
  tenantId: string,
  frequency: Frequency,
  rule: CalendarRule,
): Promise<void> {
  await sql(
    tx,
    `INSERT INTO calendar_rule (tenant_id, frequency, level, opens_days, due_days) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (tenant_id, frequency, level)
     DO UPDATE SET opens_days = excluded.opens_days, due_days = excluded.due_days`,
    [tenantId, frequency, rule.level, rule.opensDays, rule.dueDays],
  );
}

/** The deadlines of a period, by level. */
export async function deadlinesIn(tx: Tx, tenantId: string, period: string): Promise<Map<Level, Deadline>> {
  const rows = await sql<Deadline>(
    tx,
    `SELECT level, opens_on::text AS "opensOn", due_on::text AS "dueOn", due_at AS "dueAt" FROM period_deadline
     WHERE tenant_id = $1 AND period = $2`,
    [tenantId, period],
  );
  return new Map(rows.map((row) => [row.level, row]));
}

/** Sets the deadline of a level for a period, in place of the one before. */
export async function setPeriodDeadline(
  tx: Tx,
  tenantId: string,
  period: string,
  { level, opensOn, dueOn, dueAt }: Deadline,
): Promise<void> {
  await sql(
    tx,
    `INSERT INTO period_deadline (tenant_id, period, level, opens_on, due_on, due_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (tenant_id, period, level)
     DO UPDATE SET opens_on = excluded.opens_on, due_on = excluded.due_on, due_at = excluded.due_at`,
    [tenantId, period, level, opensOn, dueOn, dueAt],
  );
}

/** 延期 of one union, with its reason. The newest holds. */
export interface NewExtension {
  unionId: string;
  dueOn: string;
  dueAt: Date;
  reason: string;
  by: string;
}

export async function insertExtension(tx: Tx, scope: Scope, extension: NewExtension): Promise<string> {
  const id = uuid();
  await sql(
    tx,
    `INSERT INTO deadline_extension (tenant_id, id, form, period, union_id, due_on, due_at, reason, granted_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[scope.tenantId, id, scope.form, scope.period, extension.unionId],
      ...[extension.dueOn, extension.dueAt, extension.reason, extension.by],
    ],
  );
  return id;
}
