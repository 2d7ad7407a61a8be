import {
  type CalendarRule,
  calendarOf,
  endOfDay,
  inOrderOfDue,
  mostDays,
  requireDueInOrder,
} from '@huiji/domain/calendar';
import type { Frequency } from '@huiji/domain/form';
import type { Level } from '@huiji/domain/organisation';
import { dayAfter, daysAfter, parsePeriod } from '@huiji/domain/period';
import { refuse } from '@huiji/domain/problem';
import { requireAtRoot, requireMay } from '@huiji/filing/visible';
import { audit } from '@huiji/store/audit';
import { postProgress } from '@huiji/store/contribution';
import { inTenant } from '@huiji/store/data-source';
import {
  deadlinesIn,
  insertExtension,
  setCalendarRule,
  setPeriodDeadline,
  timeZoneOf,
} from '@huiji/store/deadline';
import { lockUnions } from '@huiji/store/organisation';
import { formsOf, lockPeriod } from '@huiji/store/period';
import { repostProgress } from '@huiji/store/progress';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Doorbell } from '../doorbell.js';
import type { Ask } from '../graphql/ask.js';
import { requireText } from '../graphql/text.js';
import { calendarFor } from './calendar.js';
import { requireDay, requireExpected, type UnionScope } from './filing.js';
import { requireScope } from './scope.js';

export interface SetCalendarInput {
  frequency: Frequency;
  rules: Array<Omit<CalendarRule, 'opensDays'> & { opensDays?: number | null }>;
}

export interface SetDeadlineInput {
  period: string;
  level: Level;
  opensOn?: string | null;
  dueOn: string;
}

export interface ExtendDeadlineInput extends UnionScope {
  dueOn: string;
  reason: string;
}

/** By when reports are due: the calendar, the deadlines of a period, and extensions (延期) for one union. */
@Injectable()
export class DeadlineService {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
  ) {}

  /** Periods opened from now on get their deadlines by it. */
  async setCalendar(ask: Ask, { frequency, rules }: SetCalendarInput): Promise<void> {
    const { tenantId } = ask.actor;
    await inTenant(this.source, tenantId, async (tx) => {
      await requireAtRoot(tx, ask.actor, 'SET_CALENDAR');
      const calendar = calendarOf(rules.map((rule) => ({ ...rule, opensDays: rule.opensDays ?? null })));
      const before = await calendarFor(tx, tenantId, frequency);
      // In one order whoever sends them, so that two at once wait for each other instead of deadlocking.
      for (const level of inOrderOfDue)
        await setCalendarRule(tx, tenantId, frequency, { level, ...calendar[level] });
      await audit(tx, ask.origin, {
        action: 'SET_CALENDAR',
        objectType: 'calendar',
        objectId: frequency,
        before,
        after: calendar,
      });
    });
  }

  /** Moves the deadline of a level; which reports were on time and which late is posted anew with it. */
  async setDeadline(ask: Ask, input: SetDeadlineInput): Promise<string> {
    const { tenantId } = ask.actor;
    const { code, startsOn, endsOn } = parsePeriod(input.period);
    const scopes = await inTenant(this.source, tenantId, async (tx) => {
      await requireAtRoot(tx, ask.actor, 'MANAGE_PERIODS');
      const period = await lockPeriod(tx, tenantId, code, 'ALONE');
      if (!period) return refuse('PERIOD_UNKNOWN', { period: code }, { field: 'period' });
      if (period.status !== 'OPEN') return refuse('PERIOD_NOT_OPEN', { period: code }, { field: 'period' });
      const standing = await deadlinesIn(tx, tenantId, code);
      const before = standing.get(input.level);
      const latest = daysAfter(endsOn, mostDays);
      const opensOn = input.opensOn
        ? requireDay('opensOn', input.opensOn, { earliest: ['startsOn', startsOn], latest })
        : (before?.opensOn ?? startsOn);
      const dueOn = requireDay('dueOn', input.dueOn, { earliest: ['opensOn', dayAfter(opensOn)], latest });
      requireDueInOrder({
        ...Object.fromEntries([...standing].map(([level, deadline]) => [level, deadline.dueOn])),
        [input.level]: dueOn,
      });
      const dueAt = endOfDay(dueOn, await timeZoneOf(tx, tenantId));
      await setPeriodDeadline(tx, tenantId, code, { level: input.level, opensOn, dueOn, dueAt });
      const forms = await formsOf(tx, tenantId, code);
      const touched = forms.map((form) => ({ tenantId, form, period: code }));
      for (const scope of touched) await repostProgress(tx, scope, input.level);
      await audit(tx, ask.origin, {
        action: 'SET_DEADLINE',
        objectType: 'period',
        objectId: code,
        before: before && { level: input.level, opensOn: before.opensOn, dueOn: before.dueOn },
        after: { level: input.level, opensOn, dueOn },
      });
      return touched;
    });
    this.doorbell.ring(scopes);
    return code;
  }

  /** 延期. The newest holds; whether the union's report was late is posted anew with it. */
  async extend(ask: Ask, input: ExtendDeadlineInput): Promise<UnionScope> {
    const { tenantId, personId } = ask.actor;
    const reason = requireText('reason', input.reason, 500);
    const scope = await inTenant(this.source, tenantId, async (tx) => {
      const { tree, form, period: code } = await requireScope(tx, ask, input);
      const named = { tenantId, form, period: code };
      const { union } = await requireMay(tx, ask.actor, 'GRANT_EXTENSION', input.unionId, tree);
      await lockUnions(tx, tenantId, [union.id]);
      const period = await lockPeriod(tx, tenantId, named.period, 'ALONE');
      if (period?.status !== 'OPEN')
        return refuse('PERIOD_NOT_OPEN', { period: named.period }, { field: 'period' });
      const { deadline: standing, extension } = await requireExpected(tx, named, union);
      if (!standing)
        return refuse('DEADLINE_UNKNOWN', { period: named.period, level: union.level }, { field: 'period' });
      const latest = daysAfter(standing.dueOn, mostDays);
      const dueOn = requireDay('dueOn', input.dueOn, { latest });
      if (dueOn <= standing.dueOn)
        refuse('EXTENSION_NOT_LATER', { dueOn, standing: standing.dueOn }, { field: 'dueOn' });
      const dueAt = endOfDay(dueOn, await timeZoneOf(tx, tenantId));
      await insertExtension(tx, named, { unionId: union.id, dueOn, dueAt, reason, by: personId });
      await postProgress(tx, named, [union.id]);
      await audit(tx, ask.origin, {
        action: 'EXTEND_DEADLINE',
        objectType: 'trade_union',
        objectId: union.id,
        unionId: union.id,
        before: { dueOn: extension?.dueOn ?? standing.dueOn },
        after: { form: named.form, period: named.period, dueOn, reason },
      });
      return named;
    });
    this.doorbell.ring([scope]);
    return { unionId: input.unionId, form: scope.form, period: scope.period };
  }
}
