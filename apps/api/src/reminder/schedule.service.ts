import { numbered, type ReminderRule, requireSchedule } from '@huiji/domain/reminder';
import { requireVersion } from '@huiji/domain/submission';
import { requireAtRoot } from '@huiji/filing/visible';
import { audit } from '@huiji/store/audit';
import { inTenant } from '@huiji/store/data-source';
import { insertSchedule, type ScheduleInForce, scheduleOf } from '@huiji/store/reminder-schedule';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Ask } from '../graphql/ask.js';

export interface SetReminderRulesInput {
  expectedVersion: number;
  quietFrom: string;
  quietTo: string;
  againAfterHours: number;
  rules: ReadonlyArray<Omit<ReminderRule, 'level'>>;
}

/** A schedule as the schema shows it. */
export type ScheduleView = Omit<ScheduleInForce, 'quiet'> & { quietFrom: string; quietTo: string };

/** When a tenant reminds by itself, and when it keeps quiet. */
@Injectable()
export class ScheduleService {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  async read(ask: Ask): Promise<ScheduleView> {
    const { tenantId } = ask.actor;
    const { quiet, ...schedule } = await scheduleOf(await ask.read(), tenantId);
    return { ...schedule, quietFrom: quiet.from, quietTo: quiet.to };
  }

  /** Replaces the schedule by the next version; former ones stay. STALE_REVISION where somebody was faster. */
  async set(ask: Ask, input: SetReminderRulesInput): Promise<void> {
    const { tenantId, personId } = ask.actor;
    const { expectedVersion, quietFrom, quietTo, againAfterHours } = input;
    const next = { quiet: { from: quietFrom, to: quietTo }, againAfterHours, rules: numbered(input.rules) };
    await inTenant(this.source, tenantId, async (tx) => {
      await requireAtRoot(tx, ask.actor, 'SCHEDULE_REMINDERS');
      requireSchedule(next);
      const { version, ...former } = await scheduleOf(tx, tenantId);
      requireVersion(version, expectedVersion);
      if (!(await insertSchedule(tx, tenantId, { ...next, version: version + 1, setBy: personId })))
        requireVersion(version + 1, expectedVersion);
      await audit(tx, ask.origin, {
        action: 'SET_REMINDER_RULES',
        objectType: 'reminder_schedule',
        objectId: String(version + 1),
        before: { quiet: former.quiet, againAfterHours: former.againAfterHours, rules: former.rules },
        after: next,
      });
    });
  }
}
