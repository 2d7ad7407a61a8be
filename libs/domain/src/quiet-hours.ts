import type { QuietHours } from './reminder.js';

const minute = 60_000;
const day = 24 * 60 * minute;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  });
  formats.set(timeZone, format);
  return format;
}

/** What the clock on the wall shows at a moment, as if it were UTC, to the minute. */
function wallAt(at: number, timeZone: string): number {
  const parts = formatOf(timeZone).formatToParts(at);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** Whether the clock on the wall shows a time within the quiet hours. */
export function isQuiet(at: Date, { from, to }: QuietHours, timeZone: string): boolean {
  return quietAt(at.getTime(), minutesOf(from), minutesOf(to), timeZone);
}

function quietAt(at: number, from: number, to: number, timeZone: string): boolean {
  const now = (wallAt(at, timeZone) % day) / minute;
  return from <= to ? from <= now && now < to : now >= from || now < to;
}

/**
 * The first moment from `now` on that is outside the quiet hours of a time zone: `now` itself, or when they end. Right
 * also where the clocks are put forward over that end, or back over it.
 */
export function sendAt(now: Date, quiet: QuietHours, timeZone: string): Date {
  const [from, to] = [minutesOf(quiet.from), minutesOf(quiet.to)];
  const start = now.getTime();
  const isQuietAt = (at: number): boolean => quietAt(at, from, to, timeZone);
  if (!isQuietAt(start)) return now;
  const wall = wallAt(start, timeZone);
  const midnight = wall - (wall % day);
  const end = midnight + to * minute + ((wall % day) / minute < to ? 0 : day);
  // The end on the wall is a moment by the offset of now, and another one by that of then, where the clocks change.
  const byNow = start - (start % minute) + (end - wall);
  const byThen = byNow + (end - wallAt(byNow, timeZone));
  const [early = byNow, late = byNow] = [byNow, byThen].toSorted((one, other) => one - other);
  if (early > start && !isQuietAt(early)) return new Date(early);
  // Between the two the clocks are put forward: over the end itself, if it is still quiet at the earlier one.
  let [before, after] = [Math.max(early, start - (start % minute)), late];
  while (after - before > minute) {
    const middle = before + Math.floor((after - before) / 2 / minute) * minute;
    if (isQuietAt(middle)) before = middle;
    else after = middle;
  }
  return new Date(after);
}
