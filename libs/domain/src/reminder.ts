import { daysAfter } from './period.js';
import { type Problem, problem, refuseAny } from './problem.js';

/** How a reminder (催报) reaches a person. IN_APP waits in `myMessages`; the other two are sent by the worker. */
export const channels = ['IN_APP', 'EMAIL', 'SMS'] as const;
export type Channel = (typeof channels)[number];

/** Whom a step tells of a union that owes: its filers, its contact, the reviewers of its parent, and of the next one up. */
export const audiences = ['FILER', 'CONTACT', 'PARENT_REVIEWER', 'UPPER_REVIEWER'] as const;
export type Audience = (typeof audiences)[number];

/** How far a union that owes has come. */
export const owingStates = ['NOT_BEGUN', 'DRAFT', 'RETURNED'] as const;
export type OwingState = (typeof owingStates)[number];

export type DeliveryState = 'PENDING' | 'SENT' | 'FAILED' | 'SKIPPED';

/** Why somebody is not reached by a channel. */
export type SkipReason = 'NOT_SET_UP' | 'NO_ACCOUNT' | 'NO_EMAIL' | 'NO_PHONE' | 'NO_LONGER_OWED';

/** From one local time of day, inclusive, to another, exclusive; over midnight where `from` is the later one; none where equal. */
export interface QuietHours {
  from: string;
  to: string;
}

/** One step of the schedule: `days` after the deadline, before it where negative. Levels count from 1, by days. */
export interface ReminderRule {
  level: number;
  days: number;
  audiences: readonly Audience[];
  channels: readonly Channel[];
}

/** When a tenant reminds by itself, when it keeps quiet, and for how long a union that was reminded is left in peace. */
export interface ReminderSchedule {
  quiet: QuietHours;
  againAfterHours: number;
  rules: readonly ReminderRule[];
}

/** The schedule of a tenant that has not set its own: first the filers, then also those above, level by level. */
export const shippedSchedule: ReminderSchedule = {
  quiet: { from: '21:00', to: '08:00' },
  againAfterHours: 24,
  rules: [
    { level: 1, days: -7, audiences: ['FILER'], channels: ['IN_APP', 'EMAIL'] },
    { level: 2, days: -1, audiences: ['FILER'], channels: ['IN_APP', 'EMAIL', 'SMS'] },
    { level: 3, days: 1, audiences: ['FILER', 'PARENT_REVIEWER'], channels: ['IN_APP', 'EMAIL', 'SMS'] },
    {
      level: 4,
      days: 3,
      audiences: ['FILER', 'CONTACT', 'PARENT_REVIEWER', 'UPPER_REVIEWER'],
      channels: ['IN_APP', 'EMAIL', 'SMS'],
    },
  ],
};

/** How many unions one reminder of a person's may concern; more are reminded body by body. */
export const mostReminded = 2_000;

const mostRules = 12;
const farthest = 180;
const timeOfDay = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Numbers the steps by their order; an audience or a channel named twice is one. */
export const numbered = (rules: ReadonlyArray<Omit<ReminderRule, 'level'>>): ReminderRule[] =>
  rules.map((rule, n) => ({
    ...rule,
    level: n + 1,
    audiences: [...new Set(rule.audiences)],
    channels: [...new Set(rule.channels)],
  }));

/**
 * Refuses a schedule that cannot run: TIME_INVALID, NUMBER_OUT_OF_RANGE, FIELD_REQUIRED, REMINDER_RULES_ORDER,
 * REQUEST_TOO_LARGE; all of it together.
 */
export function requireSchedule({ quiet, againAfterHours, rules }: ReminderSchedule): void {
  const problems: Problem[] = [];
  for (const [field, value] of [
    ['quietFrom', quiet.from],
    ['quietTo', quiet.to],
  ] as const) {
    if (!timeOfDay.test(value))
      problems.push(problem('TIME_INVALID', { field, value: value.slice(0, 20) }, { field }));
  }
  const within = (field: string, value: number, min: number, max: number): void => {
    if (value < min || value > max)
      problems.push(problem('NUMBER_OUT_OF_RANGE', { field, value, min, max }, { field }));
  };
  within('againAfterHours', againAfterHours, 1, 720);
  if (rules.length > mostRules)
    problems.push(problem('REQUEST_TOO_LARGE', { what: 'rules', limit: mostRules }, { field: 'rules' }));
  for (const [n, rule] of rules.entries()) {
    within('days', rule.days, -farthest, farthest);
    const before = rules[n - 1];
    if (before && before.days >= rule.days)
      problems.push(
        problem('REMINDER_RULES_ORDER', { level: rule.level, days: rule.days }, { field: 'rules' }),
      );
    for (const field of ['audiences', 'channels'] as const)
      if (rule[field].length === 0) problems.push(problem('FIELD_REQUIRED', { field }, { field }));
  }
  refuseAny(problems);
}

/** How many days after its day a step that was missed, as by a worker that was down, is still raised. */
const grace = 2;

/** The step that is due on a day for a union with this deadline: the last one reached, unless it lapsed. */
export function stepDue(rules: readonly ReminderRule[], dueOn: string, today: string): ReminderRule | null {
  const onDay = (rule: ReminderRule): string => daysAfter(dueOn, rule.days);
  const last = rules.filter((rule) => onDay(rule) <= today).at(-1);
  return last && daysAfter(today, -grace) <= onDay(last) ? last : null;
}

/** Minutes to wait after each attempt that failed; after the last one there is no further. */
const waits = [1, 5, 15, 60, 240] as const;

export const mostAttempts = waits.length + 1;

/** When to try again after the n-th attempt failed at a moment; null when that was the last one. */
export function retryAt(attempts: number, failedAt: Date): Date | null {
  const minutes = waits[attempts - 1];
  return minutes === undefined ? null : new Date(failedAt.getTime() + minutes * 60_000);
}
