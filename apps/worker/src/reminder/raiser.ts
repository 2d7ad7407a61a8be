import { isQuiet } from '@huiji/domain/quiet-hours';
import { type ReminderRule, stepDue } from '@huiji/domain/reminder';
import { isReached, type OwingUnion, planReminder } from '@huiji/domain/reminder-plan';
import { messageText } from '@huiji/domain/reminder-text';
import { audit } from '@huiji/store/audit';
import { inTenant, type Tx } from '@huiji/store/data-source';
import { formOf } from '@huiji/store/form';
import { Log } from '@huiji/store/log';
import { lockPeriod } from '@huiji/store/period';
import { insertReminder, lockReminders } from '@huiji/store/reminder';
import { type ScheduleInForce, scheduleOf } from '@huiji/store/reminder-schedule';
import { everyOwing, filersOf, reviewersAbove } from '@huiji/store/reminder-selection';
import { beginRun, filingScopes, filingTenants, stepKey, stepsRaised } from '@huiji/store/reminder-steps';
import { treeOf } from '@huiji/store/rollup';
import type { Scope } from '@huiji/store/scope';
import type { TreeAt } from '@huiji/store/organisation';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Carriers } from './carriers.js';
import { failed } from '../failed.js';

/** What the steps of one scope are raised by. */
interface Run {
  scope: Scope;
  rootId: string;
  today: string;
  schedule: ScheduleInForce;
  tree: TreeAt;
}

/**
 * Raises the steps of the schedules that are due: once a day in every scope, outside the quiet hours. It may run twice, in
 * two workers at once, or be killed: a scope's run is one transaction under the key of its day.
 */
@Injectable()
export class Raiser {
  private readonly log = new Log(Raiser.name);
  private lastAt = 0;

  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Carriers) private readonly carriers: Carriers,
  ) {}

  /** Raises unless that was done in the last so many milliseconds, as it is while Redis keeps the schedule. */
  async raiseAfter(milliseconds: number): Promise<void> {
    if (Date.now() - this.lastAt >= milliseconds) await this.raise();
  }

  async raise(): Promise<void> {
    this.lastAt = Date.now();
    for (const tenantId of await filingTenants(this.source)) {
      try {
        await this.raiseIn(tenantId);
      } catch (error) {
        // One tenant's trouble must not keep the others waiting; the next run tries again.
        failed(this.log, { tenantId }, error);
      }
    }
  }

  private async raiseIn(tenantId: string): Promise<void> {
    const { schedule, filing } = await inTenant(this.source, tenantId, async (tx) => ({
      schedule: await scheduleOf(tx, tenantId),
      filing: await filingScopes(tx, tenantId),
    }));
    const { quiet, timeZone, rules, version } = schedule;
    if (rules.length === 0 || isQuiet(new Date(), quiet, timeZone)) return;
    const { scopes, rootId, today } = filing;
    for (const scope of scopes) {
      try {
        await inTenant(this.source, tenantId, async (tx) => {
          // It may have been closed since the scopes were read.
          if ((await lockPeriod(tx, tenantId, scope.period, 'SHARED'))?.status !== 'OPEN') return;
          if (!(await beginRun(tx, scope, today, version))) return;
          await lockReminders(tx, scope);
          const tree = await treeOf(tx, tenantId, scope.period);
          await this.raiseSteps(tx, { scope, rootId, today, schedule, tree });
        });
      } catch (error) {
        // One scope's trouble must not keep the others waiting; the next run tries again.
        failed(this.log, scope, error);
      }
    }
  }

  private async raiseSteps(tx: Tx, run: Run): Promise<void> {
    const { scope, rootId, today, schedule, tree } = run;
    const due = new Map<ReminderRule, OwingUnion[]>(schedule.rules.map((rule) => [rule, []]));
    for await (const owing of everyOwing(tx, scope, { unionId: rootId, tree })) {
      const raised = await stepsRaised(
        tx,
        scope,
        owing.map(({ id }) => id),
      );
      for (const union of owing) {
        const step = stepDue(schedule.rules, union.dueOn, today);
        if (step && !raised.has(stepKey(union.id, union.dueOn, step.days))) due.get(step)?.push(union);
      }
    }
    for (const [rule, unions] of due) if (unions.length > 0) await this.remind(tx, run, rule, unions);
  }

  private async remind(
    tx: Tx,
    { scope, rootId, today, schedule, tree }: Run,
    rule: ReminderRule,
    owing: readonly OwingUnion[],
  ): Promise<void> {
    const { tenantId, form, period } = scope;
    const ids = owing.map(({ id }) => id);
    const above = rule.audiences.some((one) => one === 'PARENT_REVIEWER' || one === 'UPPER_REVIEWER');
    const told = [
      ...(await filersOf(tx, tenantId, ids, today)),
      ...(above ? await reviewersAbove(tx, tenantId, ids, today, tree) : []),
    ];
    const plan = planReminder(owing, told, { ...rule, setUp: this.carriers.setUp });
    const unreachable = new Set(plan.unreachable);
    const reminded = owing.filter((union) => !unreachable.has(union));
    if (reminded.length === 0) return;
    const about = { period, form: await formOf(tx, scope), words: null };
    // The run is outside the quiet hours, so what it writes may leave at once.
    const dueAt = new Date();
    const messages = plan.messages
      .filter(({ recipient }) => isReached(recipient))
      .map((message) => ({ ...message, text: messageText(about, message.unions), dueAt }));
    const { level, days } = rule;
    const by = { level, days, raisedOn: today, version: schedule.version };
    const id = await insertReminder(tx, { scope, unionId: rootId, by }, reminded, messages);
    await audit(
      tx,
      { tenantId, personId: null, requestId: null, address: null },
      {
        ...{ action: 'RAISE_REMINDER', objectType: 'reminder', objectId: id, unionId: rootId },
        after: { form, period, level, days, unions: reminded.length, messages: messages.length },
      },
    );
  }
}
