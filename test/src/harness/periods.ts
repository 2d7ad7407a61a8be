import { dayIn, daysLate } from '@huiji/domain/calendar';
import type { Completeness } from '@huiji/domain/completeness';
import { daysAfter, periodsWithin } from '@huiji/domain/period';
import type { Client } from './client.js';
import { mutationOf } from './town.js';

/** Days in the tests' time zone, seen from now. */
export const today = dayIn(new Date(), 'Asia/Shanghai');
export const yesterday = daysAfter(today, -1);
export const tomorrow = daysAfter(today, 1);

/** The last quarters that have ended, newest first, without the one that every town opens: their deadlines may lie on either side of today. */
export function endedQuarters(count: number): string[] {
  const year = { startsOn: `${Number(today.slice(0, 4)) - 1}-01-01`, endsOn: daysAfter(today, -1) };
  const ended = periodsWithin('QUARTER', year).map(({ code }) => code);
  return ended
    .filter((code) => code !== '2026Q3')
    .slice(-count)
    .reverse();
}

/** How many days ago a day was. */
export const since = (day: string): number => daysLate(day, today);

/** Moves all deadlines of a period so that those of the grassroots end on a day. */
export async function dueOn(statistician: Client, period: string, day: string): Promise<void> {
  const levels = ['GRASSROOTS', 'INTERMEDIATE', 'FEDERATION'] as const;
  const { period: now } = await statistician.get<{
    period: { deadlines: Array<{ level: string; dueOn: string }> };
  }>('query ($code: String!) { period(code: $code) { deadlines { level dueOn } } }', { code: period });
  const later = (now.deadlines.find(({ level }) => level === 'GRASSROOTS')?.dueOn ?? '') < day;
  // Each must stay before the next: from the top down where they move later, from the bottom up where earlier.
  for (const level of later ? levels.toReversed() : levels)
    await statistician.get(mutationOf('setDeadline'), {
      input: { period, level, dueOn: daysAfter(day, levels.indexOf(level)) },
    });
}

/** The fields of a completeness, as a query asks for them. */
export const counts =
  'expected notStarted started submitted returned accepted waiting onTime late rate onTimeRate';

export async function completenessOf(
  client: Client,
  unionId: string,
  period: string,
  tree: 'AS_FILED' | 'CURRENT' = 'AS_FILED',
): Promise<Completeness> {
  const { rollup } = await client.get<{ rollup: { completeness: Completeness } }>(
    `query ($unionId: ID, $period: String!, $tree: TreeReading) {
       rollup(unionId: $unionId, form: "work-q", period: $period, tree: $tree) { completeness { ${counts} } } }`,
    { unionId, period, tree },
  );
  return rollup.completeness;
}
