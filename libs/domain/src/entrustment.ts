import { type Appointment, exclude, relationTo } from './access.js';
import { daysAfter, parseDay } from './period.js';
import { problem, type Problem, refuse } from './problem.js';

/** 代报: from when to when, the last day included. */
export interface Term {
  from: string;
  untilOn: string;
}

export type EntrustmentStatus = 'UPCOMING' | 'IN_FORCE' | 'EXPIRED' | 'ENDED';

/** Five years: no committee entrusts for longer than its term of office. */
export const longestTerm = 5 * 366;

/** How many unions one request may entrust. */
export const mostEntrusting = 200;

/** The term of an entrustment: DATE_INVALID, DATE_ORDER, DAY_TOO_FAR, and ENTRUSTMENT_OVER where it has passed already. */
export function requireTerm(term: Term, today: string): Term {
  const from = parseDay(term.from, 'from');
  const untilOn = parseDay(term.untilOn, 'untilOn');
  const at = { field: 'untilOn' };
  if (untilOn < from) refuse('DATE_ORDER', { earlier: 'from', later: 'untilOn' }, at);
  if (untilOn < today) refuse('ENTRUSTMENT_OVER', { until: untilOn }, at);
  const latest = daysAfter(from, longestTerm);
  if (untilOn > latest) refuse('DAY_TOO_FAR', { field: 'untilOn', value: untilOn, latest }, at);
  return { from, untilOn };
}

/** How an entrustment stands on a day. */
export function statusOf(
  { from, untilOn, endedAt }: Term & { endedAt: Date | null },
  today: string,
): EntrustmentStatus {
  if (endedAt) return 'ENDED';
  if (today < from) return 'UPCOMING';
  return today <= untilOn ? 'IN_FORCE' : 'EXPIRED';
}

/** One union that is to entrust its filing to a person. */
export interface Entrusting {
  union: { id: string; name: string; dissolvedOn: string | null };
  /** The union's superiors today, nearest first. */
  ancestors: readonly string[];
  /** Whether who records it administers this very union, or a body above. */
  recordedBy: 'ITSELF' | 'ABOVE';
  /** What the person is appointed to on any day of the term. */
  appointments: readonly Appointment[];
}

/**
 * Why a union may not entrust its filing to a person. A superior never files for a subordinate (Statistics Law art. 7; 实施条例 art.
 * 19): whoever oversees a union from a body above (any office there but 填报员) is chosen by the union alone, not by who administers from
 * above. Nothing of it loosens four eyes: whoever filled in or filed never accepts, whatever else that person is.
 */
export function entrustingProblems({ union, ancestors, recordedBy, appointments }: Entrusting): Problem[] {
  const at = { field: 'unionIds' };
  const about = { union: union.name };
  const office = appointments.map((held) => ({
    ...held,
    relation: relationTo(held.unionId, union.id, ancestors),
  }));
  const files = office.some(({ role, relation }) => role === 'FILER' && relation === 'SELF');
  const fromAbove = office.some(
    ({ role, relation }) => role !== 'FILER' && (relation === 'CHILD' || relation === 'DESCENDANT'),
  );
  const apart = office.find(({ role }) => exclude(role, 'ENTRUSTED_FILER'));
  return [
    ...(union.dissolvedOn ? [problem('UNION_DISSOLVED', { ...about, date: union.dissolvedOn }, at)] : []),
    ...(apart ? [problem('APPOINTMENT_EXCLUDED', { role: 'ENTRUSTED_FILER', held: apart.role }, at)] : []),
    ...(files ? [problem('ENTRUSTED_FILES_HERE', about, at)] : []),
    ...(fromAbove && recordedBy === 'ABOVE' ? [problem('ENTRUSTED_FROM_ABOVE', about, at)] : []),
  ];
}

/**
 * The entrustment under which a person files for a union (代报); null for its own filer, who is entrusted with nothing, and for who
 * files nothing there.
 */
export function entrustmentFor(appointments: readonly Appointment[], unionId: string): string | null {
  const here = appointments.filter((held) => held.unionId === unionId);
  if (here.some(({ role }) => role === 'FILER')) return null;
  return here.find(({ role }) => role === 'ENTRUSTED_FILER')?.entrustmentId ?? null;
}
