import type { ElectedBody } from './organisation.js';
import { problem, type Problem, refuse, refuseAny } from './problem.js';

/** What an election (选举) gives to one body: how many sit in it, and who leads it. */
export interface Elected {
  body: ElectedBody;
  members: number;
  head: string | null;
}

/** What a congress (会员大会) has decided. Attendance is null where nobody knows it any more: blank is not 0. */
export interface Congress {
  heldOn: string;
  /** 应到 */
  due: number | null;
  /** 实到 */
  present: number | null;
  termYears: number;
  bodies: readonly Elected[];
}

/** What a union has one of and not both: the larger has a committee, the smaller a single person. */
const alternatives: ReadonlyArray<readonly [ElectedBody, ElectedBody]> = [
  ['AUDIT_COMMITTEE', 'AUDITOR'],
  ['WOMENS_COMMITTEE', 'WOMENS_MEMBER'],
];
const mostPersons = 1_000_000;

/** The day on which a term (任期) that began by a congress ends: the same day years later, 28 February for the 29th. */
export function termEnd(heldOn: string, years: number): string {
  const [year, month, date] = heldOn.split('-').map(Number) as [number, number, number];
  const lastOfMonth = new Date(Date.UTC(year + years, month, 0)).getUTCDate();
  return new Date(Date.UTC(year + years, month - 1, Math.min(date, lastOfMonth))).toISOString().slice(0, 10);
}

/** Refuses a whole number outside a range: NUMBER_OUT_OF_RANGE. */
export function requireWithin(field: string, value: number, min: number, max: number): number {
  return value >= min && value <= max
    ? value
    : refuse('NUMBER_OUT_OF_RANGE', { field, value, min, max }, { field });
}

/** Refuses what cannot have happened, all of it at once: a part larger than its whole, a body twice, no committee. */
export function requireCongress(congress: Congress): void {
  const { due, present, bodies } = congress;
  requireWithin('termYears', congress.termYears, 1, 10);
  if ((due === null) !== (present === null)) {
    const field = due === null ? 'due' : 'present';
    refuse('FIELD_REQUIRED', { field }, { field });
  }
  if (due !== null && present !== null) {
    requireWithin('due', due, 1, mostPersons);
    requireWithin('present', present, 0, due);
  }
  bodies.forEach(({ members }, i) => requireWithin(`bodies[${i}].members`, members, 1, mostPersons));
  const elected = bodies.map(({ body }) => body);
  const twice = elected.filter((body, i) => elected.indexOf(body) !== i);
  const both = alternatives.filter((pair) => pair.every((body) => elected.includes(body)));
  const field = 'bodies';
  refuseAny([
    ...(elected.includes('COMMITTEE') ? [] : [problem('ELECTION_WITHOUT_COMMITTEE', {}, { field })]),
    ...twice.map((body) => problem('ELECTION_BODY_TWICE', { body }, { field })),
    ...both.map(([one, other]) => problem('ELECTION_BODIES_EXCLUSIVE', { one, other }, { field })),
  ]);
}

/**
 * What the law finds in an election. It only flags (domain rule 5): a meeting without quorum must stay recordable, or the
 * form forces people to lie. `formerTermEndsOn`: when the union's last term ended; null for the first one known.
 */
export function electionFindings(election: Congress & { formerTermEndsOn: string | null }): Problem[] {
  const { heldOn, due, present, termYears, bodies, formerTermEndsOn } = election;
  const found: Problem[] = [];
  if (due !== null && present !== null && present * 3 < due * 2)
    found.push(problem('ELECTION_WITHOUT_QUORUM', { due, present }, { field: 'present' }));
  if (termYears !== 3 && termYears !== 5)
    found.push(problem('ELECTION_TERM_LENGTH', { years: termYears }, { field: 'termYears' }));
  if (!bodies.some(({ body }) => body === 'AUDIT_COMMITTEE' || body === 'AUDITOR'))
    found.push(problem('ELECTION_WITHOUT_AUDIT', {}, { field: 'bodies' }));
  if (formerTermEndsOn !== null && heldOn > formerTermEndsOn)
    found.push(problem('ELECTION_LATE', { date: formerTermEndsOn }, { field: 'heldOn' }));
  return found.map((one) => ({ ...one, severity: 'LAW' }));
}

/** The rules below look at what is known of a union and its terms. */
interface Electing {
  name: string;
  preparedOn: string | null;
  establishedOn: string | null;
  dissolvedOn: string | null;
}

/** A congress founds a union that is in preparation on its day. UNION_NOT_PREPARING, UNION_DISSOLVED, DATE_ORDER. */
export function requirePreparing(union: Electing, heldOn: string): void {
  if (union.establishedOn) refuse('UNION_NOT_PREPARING', { union: union.name }, { field: 'unionId' });
  requireNotDissolved(union, heldOn);
  requireAfter({ field: 'heldOn', day: heldOn }, { field: 'preparedOn', day: union.preparedOn });
}

/**
 * The number of the term that an established union elects on a day: the last one's plus 1; `given` where no term is known.
 * UNION_NOT_ESTABLISHED, UNION_DISSOLVED, FIELD_REQUIRED, ELECTION_TERM_NO, DATE_ORDER.
 */
export function nextTerm(
  union: Electing,
  former: { termNo: number; heldOn: string } | null,
  next: { heldOn: string; termNo: number | null },
): number {
  const { heldOn, termNo: given } = next;
  const { establishedOn } = union;
  const termNo = former ? former.termNo + 1 : given;
  if (termNo === null) return refuse('FIELD_REQUIRED', { field: 'termNo' }, { field: 'termNo' });
  requireWithin('termNo', termNo, 1, 999);
  if (given !== null && given !== termNo)
    refuse('ELECTION_TERM_NO', { given, expected: termNo }, { field: 'termNo' });
  // The congress that elects the first term comes before the founding.
  const field = 'heldOn';
  if (!establishedOn || (termNo > 1 && heldOn < establishedOn))
    return refuse('UNION_NOT_ESTABLISHED', { union: union.name, date: heldOn }, { field });
  if (termNo === 1) requireAfter({ field, day: heldOn }, { field: 'preparedOn', day: union.preparedOn });
  requireNotDissolved(union, heldOn);
  requireAfter({ field, day: heldOn }, { field: 'formerHeldOn', day: former?.heldOn ?? null });
  return termNo;
}

/** Refuses what concerns a union after its end: UNION_DISSOLVED. */
export function requireNotDissolved({ name, dissolvedOn }: Electing, day: string): void {
  if (dissolvedOn && dissolvedOn <= day) refuse('UNION_DISSOLVED', { union: name, date: dissolvedOn });
}

/** Refuses an election that no longer waits for its approval: ELECTION_REPLACED, ELECTION_APPROVED. */
export function requireWaiting(
  election: { termNo: number; approvedOn: string | null; replaced: boolean },
  field: string,
): void {
  if (election.replaced) refuse('ELECTION_REPLACED', {}, { field });
  if (election.approvedOn)
    refuse('ELECTION_APPROVED', { term: election.termNo, date: election.approvedOn }, { field });
}

interface NamedDay {
  field: string;
  day: string | null;
}

/** Refuses a day that comes before another: DATE_ORDER. */
export function requireAfter(later: NamedDay, earlier: NamedDay): void {
  if (later.day && earlier.day && later.day < earlier.day)
    refuse('DATE_ORDER', { later: later.field, earlier: earlier.field }, { field: later.field });
}

export type TermStatus = 'DUE' | 'DONE' | 'OVERDUE';

/** The day as of which a year's terms are told: today for this year, else 31 December, past or as known now. */
export const dayOfTerms = (year: number, today: string): string =>
  today.startsWith(`${year}-`) ? today : `${year}-12-31`;
