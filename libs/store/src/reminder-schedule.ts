import { numbered, type ReminderRule, type ReminderSchedule, shippedSchedule } from '@huiji/domain/reminder';
import { sql, sqlOne, type Tx } from './data-source.js';

/** The schedule in force in a tenant. Version 0 is the one that ships. */
export interface ScheduleInForce extends ReminderSchedule {
  version: number;
  timeZone: string;
}

/** Reads the schedule in force, with the tenant's time zone. */
export async function scheduleOf(tx: Tx, tenantId: string): Promise<ScheduleInForce> {
  const row = await sqlOne<{
    timeZone: string;
    version: number | null;
    from: string;
    to: string;
    againAfterHours: number;
    rules: ReminderRule[];
  }>(
    tx,
    `SELECT t.time_zone AS "timeZone", s.version, s.quiet_from AS "from", s.quiet_to AS "to",
       s.again_after_hours AS "againAfterHours", (SELECT coalesce(json_agg(json_build_object('level', r.level,
         'days', r.days, 'audiences', r.audiences, 'channels', r.channels) ORDER BY r.level), '[]')
         FROM reminder_rule r WHERE r.tenant_id = $1 AND r.version = s.version) AS rules
     FROM tenant t LEFT JOIN LATERAL (SELECT * FROM reminder_schedule s WHERE s.tenant_id = $1
       ORDER BY s.version DESC LIMIT 1) s ON true WHERE t.tenant_id = $1`,
    [tenantId],
  );
  const { timeZone, version, from, to, againAfterHours, rules } = row;
  if (version === null) return { ...shippedSchedule, timeZone, version: 0 };
  return { timeZone, version, quiet: { from, to }, againAfterHours, rules };
}

/** Writes the next version of a tenant's schedule. False when somebody was faster. */
export async function insertSchedule(
  tx: Tx,
  tenantId: string,
  next: ReminderSchedule & { version: number; setBy: string },
): Promise<boolean> {
  const { quiet, againAfterHours, version, setBy } = next;
  const written = await sql(
    tx,
    `INSERT INTO reminder_schedule (tenant_id, version, quiet_from, quiet_to, again_after_hours, set_by)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING version`,
    [tenantId, version, quiet.from, quiet.to, againAfterHours, setBy],
  );
  if (written.length === 0) return false;
  await sql(
    tx,
    `INSERT INTO reminder_rule (tenant_id, version, level, days, audiences, channels)
     SELECT $1, $2, r.level, r.days, r.audiences, r.channels FROM jsonb_to_recordset($3::jsonb)
       AS r (level smallint, days int, audiences text[], channels text[])`,
    [tenantId, version, JSON.stringify(numbered(next.rules))],
  );
  return true;
}
