import type { Level } from './organisation.js';
import { dayAfter, daysAfter, type Period } from './period.js';
import { refuse } from './problem.js';
import type { Frequency } from './form.js';

/**
 * When the unions of a level file a period, in days after its end: from `opensDays` on (negative: before the end; null: from the
 * period's first day), and in time up to and with `dueDays`.
 */
export interface CalendarRule {
  level: Level;
  opensDays: number | null;
  dueDays: number;
}

/** The rules of one frequency, one for each level. */
export type Calendar = Readonly<Record<Level, Omit<CalendarRule, 'level'>>>;

/** Who is due first: a body needs the reports below it to make its own. */
export const inOrderOfDue = ['GRASSROOTS', 'INTERMEDIATE', 'FEDERATION'] as const satisfies readonly Level[];

const from = (grassroots: number, intermediate: number, federation: number): Calendar => ({
  GRASSROOTS: { opensDays: null, dueDays: grassroots },
  INTERMEDIATE: { opensDays: null, dueDays: intermediate },
  FEDERATION: { opensDays: null, dueDays: federation },
});

/** What holds where a tenant has set nothing. */
export const shippedCalendar: Readonly<Record<Frequency, Calendar>> = {
  MONTH: from(3, 5, 8),
  QUARTER: from(10, 15, 20),
  HALF_YEAR: from(10, 15, 20),
  YEAR: from(15, 25, 40),
};

/** The most days after a period's end, or from today, that a calendar, a deadline or a window may name. */
export const mostDays = 366;

/** Refuses with DUE_ORDER where a level is not due before the one above it. `due`: by level, a day or a number of days. */
export function requireDueInOrder(due: Readonly<Partial<Record<Level, string | number>>>): void {
  const known = inOrderOfDue.flatMap((level) => {
    const at = due[level];
    return at === undefined ? [] : [{ level, at }];
  });
  known.forEach(({ level: later, at }, i) => {
    const before = known[i - 1];
    if (before && before.at >= at)
      refuse('DUE_ORDER', { earlier: before.level, first: before.at, later, second: at }, { field: 'dueOn' });
  });
}

/**
 * The calendar that rules say: one for each level (CALENDAR_INCOMPLETE), at most 366 days from the end and never
 * due before it (NUMBER_OUT_OF_RANGE), open before they are due (DUE_BEFORE_OPENING), in the order of the levels (DUE_ORDER).
 */
export function calendarOf(rules: readonly CalendarRule[]): Calendar {
  const ruleOf = (level: Level): Omit<CalendarRule, 'level'> => {
    const [rule, ...more] = rules.filter((one) => one.level === level);
    if (!rule || more.length > 0)
      return refuse('CALENDAR_INCOMPLETE', { level, count: rule ? more.length + 1 : 0 }, { field: 'rules' });
    const { opensDays, dueDays } = rule;
    requireWithin('dueDays', dueDays, 0);
    if (opensDays !== null) requireWithin('opensDays', opensDays, -mostDays);
    if (opensDays !== null && opensDays >= dueDays)
      refuse('DUE_BEFORE_OPENING', { opens: opensDays, due: dueDays }, { field: 'opensDays' });
    return { opensDays, dueDays };
  };
  const [GRASSROOTS, INTERMEDIATE, FEDERATION] = [
    ruleOf('GRASSROOTS'),
    ruleOf('INTERMEDIATE'),
    ruleOf('FEDERATION'),
  ];
  requireDueInOrder({
    GRASSROOTS: GRASSROOTS.dueDays,
    INTERMEDIATE: INTERMEDIATE.dueDays,
    FEDERATION: FEDERATION.dueDays,
  });
  return { GRASSROOTS, INTERMEDIATE, FEDERATION };
}

function requireWithin(field: string, value: number, min: number): void {
  if (value < min || value > mostDays)
    refuse('NUMBER_OUT_OF_RANGE', { field, value, min, max: mostDays }, { field });
}

/** By when the unions of a level file one period. Days are of the tenant's time zone, the last one inclusive. */
export interface Deadline {
  level: Level;
  opensOn: string;
  dueOn: string;
  /** The moment at which the last day ends there: a report is in time up to it. */
  dueAt: Date;
}

/** The deadlines of a period by a calendar. Filing never begins before the period does. */
export function deadlinesOf(period: Period, calendar: Calendar, timeZone: string): Deadline[] {
  return inOrderOfDue.map((level) => {
    const { opensDays, dueDays } = calendar[level];
    const opens = opensDays === null ? period.startsOn : daysAfter(period.endsOn, opensDays);
    const dueOn = daysAfter(period.endsOn, dueDays);
    const opensOn = opens < period.startsOn ? period.startsOn : opens;
    return { level, opensOn, dueOn, dueAt: endOfDay(dueOn, timeZone) };
  });
}

/** The day that it is in a time zone at a moment, in ISO form. */
export function dayIn(moment: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en', {
    ...{ timeZone, calendar: 'gregory', numberingSystem: 'latn' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
  }).formatToParts(moment);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

const hour = 3_600;
/** No time zone is further from UTC, in seconds. */
const furthest = 26 * hour;

/**
 * The moment at which a day ends in a time zone: the first second of which the calendar there says that it is later. Searched
 * for and not computed from an offset, which may change at that very midnight.
 */
export function endOfDay(day: string, timeZone: string): Date {
  const utc = Date.parse(`${dayAfter(day)}T00:00:00Z`) / 1_000;
  let [before, after] = [utc - furthest, utc + furthest];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dayIn(new Date(middle * 1_000), timeZone) > day) after = middle;
    else before = middle;
  }
  return new Date(after * 1_000);
}

/** From one day to another: negative where the other is before. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** By how many days a report that is not in is late on a day: 0 up to and with the last day. */
export function daysLate(dueOn: string | null, today: string): number {
  if (dueOn === null || today <= dueOn) return 0;
  return daysBetween(dueOn, today);
}
