import {
  type Calendar,
  type CalendarRule,
  calendarOf,
  inOrderOfDue,
  shippedCalendar,
} from '@huiji/domain/calendar';
import type { Frequency } from '@huiji/domain/form';
import type { Tx } from '@huiji/store/data-source';
import { calendarRules } from '@huiji/store/deadline';

/** A rule with the frequency that it is for. */
export type Rule = CalendarRule & { frequency: Frequency };

/** The calendar of a tenant: every frequency, every level, as set or else as shipped. */
export async function wholeCalendar(tx: Tx, tenantId: string): Promise<Rule[]> {
  const own = await calendarRules(tx, tenantId);
  return (Object.keys(shippedCalendar) as Frequency[]).flatMap((frequency) =>
    inOrderOfDue.map((level) => {
      const set = own.find((rule) => rule.frequency === frequency && rule.level === level);
      return set ?? { frequency, level, ...shippedCalendar[frequency][level] };
    }),
  );
}

/** The calendar of one frequency. */
export async function calendarFor(tx: Tx, tenantId: string, frequency: Frequency): Promise<Calendar> {
  const rules = await wholeCalendar(tx, tenantId);
  return calendarOf(rules.filter((rule) => rule.frequency === frequency));
}
