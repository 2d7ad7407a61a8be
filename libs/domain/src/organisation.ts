import { dayAfter, dayBefore, type Period } from './period.js';
import { refuse } from './problem.js';

export type Level = 'FEDERATION' | 'INTERMEDIATE' | 'GRASSROOTS';

/** Which kinds of union stand at a level. COMMISSION 工会工作委员会 is an outpost and not counted as a union. */
export const kindsOf = {
  FEDERATION: ['FEDERATION'],
  INTERMEDIATE: ['INDUSTRY', 'BUREAU', 'DISTRICT', 'TOWNSHIP', 'ZONE', 'ASSOCIATION', 'COMMISSION'],
  GRASSROOTS: ['SINGLE', 'JOINT'],
} as const satisfies Record<Level, readonly string[]>;

export type Kind = (typeof kindsOf)[Level][number];

/** Refuses a kind that does not stand at the level: UNION_KIND_MISMATCH. */
export function requireKind(level: Level, kind: Kind): void {
  if (!(kindsOf[level] as readonly Kind[]).includes(kind))
    refuse('UNION_KIND_MISMATCH', { level, kind }, { field: 'kind' });
}

/** The dates of a union's life, ISO days. In preparation (筹建) until `establishedOn`; dissolved from `dissolvedOn`. */
export interface Life {
  preparedOn: string | null;
  establishedOn: string | null;
  dissolvedOn: string | null;
}

export type LifeState = 'PREPARING' | 'ESTABLISHED' | 'DISSOLVED';

/** A union's state of life at the end of a day; null before it was in preparation. */
export function lifeAt(life: Life, day: string): LifeState | null {
  if (life.dissolvedOn && life.dissolvedOn <= day) return 'DISSOLVED';
  if (life.establishedOn && life.establishedOn <= day) return 'ESTABLISHED';
  return life.preparedOn && life.preparedOn <= day ? 'PREPARING' : null;
}

/** A union's life as it counts, which is not its life where a change was learnt of too late: see `countedOn`. */
export function countedLife(
  union: Life & { establishedCountedOn: string | null; dissolvedCountedOn: string | null },
): Life {
  return {
    preparedOn: union.preparedOn,
    establishedOn: union.establishedCountedOn ?? union.establishedOn,
    dissolvedOn: union.dissolvedCountedOn ?? union.dissolvedOn,
  };
}

/** Whether a union files for a period: established by its end, not dissolved before its start (a last return is due). */
export function filesFor(life: Life, period: Pick<Period, 'startsOn' | 'endsOn'>): boolean {
  return (
    life.establishedOn !== null &&
    life.establishedOn <= period.endsOn &&
    (life.dissolvedOn === null || life.dissolvedOn >= period.startsOn)
  );
}

/** Whether a return is a union's first one (首报), its last one after it was dissolved (末报), or neither. */
export type Occasion = 'ORDINARY' | 'FIRST' | 'LAST';

/** What a return is to a union that files for a period. Founded and dissolved within one: the last. */
export function occasionOf(life: Life, { startsOn, endsOn }: Pick<Period, 'startsOn' | 'endsOn'>): Occasion {
  const within = (day: string | null): boolean => day !== null && day >= startsOn && day <= endsOn;
  if (within(life.dissolvedOn)) return 'LAST';
  return within(life.establishedOn) ? 'FIRST' : 'ORDINARY';
}

/** Which unions file a form: all those that every list given here names. An absent list leaves nobody out. */
export interface Assignment {
  levels?: readonly Level[];
  kinds?: readonly Kind[];
  /** Codes (工会统计编码). */
  unions?: readonly string[];
}

/** Whether a form is assigned to a union, whether or not the union has anything to file in a given period. */
export function assignedTo(
  { levels, kinds, unions }: Assignment,
  union: { code: string; level: Level; kind: Kind },
): boolean {
  return (
    (levels?.includes(union.level) ?? true) &&
    (kinds?.includes(union.kind) ?? true) &&
    (unions?.includes(union.code) ?? true)
  );
}

/** An employer counted at the union accountable for it (统计归口), as covered at the period's end. */
export interface EmployerFacts {
  aboveScale: boolean;
  headcount: number;
  operatingFrom: string;
  operatingTo: string | null;
  coveredBy: 'SINGLE' | 'JOINT' | null;
  /** Whoever is responsible for unionising it (包干责任制) on that day, and by when; null for nobody. */
  responsibility: { dueOn: string } | null;
}

/** A 职工之家 award: it counts as 1 合格, 2 先进, 3 模范. */
export interface AwardFacts {
  grade: number;
  /** Whether it came of another that was lowered: then the union is not newly named. */
  lowered?: boolean;
  awardedOn: string;
  validUntil: string | null;
  /** The day on which it ended before its time, as when the union merged into another (domain rule 13). */
  endedOn: string | null;
}

/** What an election gives a union. An audit committee or a single auditor; a women's committee or a women's member. */
export const electedBodies = [
  'COMMITTEE',
  'AUDIT_COMMITTEE',
  'AUDITOR',
  'WOMENS_COMMITTEE',
  'WOMENS_MEMBER',
] as const;
export type ElectedBody = (typeof electedBodies)[number];

/** One term (届) of a union, of an election that was approved. */
export interface TermFacts {
  termNo: number;
  heldOn: string;
  termEndsOn: string;
  approvedOn: string;
  bodies: ReadonlyArray<{ body: ElectedBody; endedOn: string | null }>;
}

/** What came and what went: grassroots unions into and out of a body's subtree by moves; or members (人). */
export interface Movement {
  in: bigint;
  out: bigint;
}

/**
 * What the registers know of one union. The dates of its life are those at which founding and dissolution count; see
 * `countedOn`. `moved` is what it posts, so that the sum over a subtree is that body's own 划入 and 划出.
 */
export interface UnionFacts extends Life {
  code: string;
  level: Level;
  kind: Kind;
  legalPerson: boolean;
  employers: readonly EmployerFacts[];
  awards: readonly AwardFacts[];
  terms: readonly TermFacts[];
  moved: Movement;
  /**
   * Members who came and went by accepted orders of 会籍接转 and by the documents of mergers and splits, in 人, as it posts them: of a
   * body those between unions below it, taken off both (`nettingsOf` in transfer.ts).
   */
  transferred: Movement;
  /** Whether it has submitted its return on the form for the period: whoever has is asked for it, assigned or not any more. */
  hasFiled: boolean;
}

/**
 * The day on which a change counts: that of the change, or the first day after the last FINAL period that ends on or after
 * it. A FINAL period cannot count it any more, neither as a flow nor in its stock, and the next one's stock must still be
 * the last one's plus its flows.
 */
export function countedOn(day: string, final: ReadonlyArray<Pick<Period, 'endsOn'>>): string {
  const ends = final.map((period) => period.endsOn).filter((end) => end >= day);
  const last = ends.sort().at(-1);
  return last === undefined ? day : dayAfter(last);
}

/** The grade a union holds on a day: the highest award in force, 0 for none. */
export function gradeAt(awards: readonly AwardFacts[], day: string): number {
  return awards
    .filter((a) => a.awardedOn <= day && (a.validUntil === null || a.validUntil >= day))
    .filter((a) => a.endedOn === null || a.endedOn > day)
    .reduce((highest, a) => Math.max(highest, a.grade), 0);
}

/** The term a union is in on a day: that of the latest congress held by then; null before the first. */
export function termAt<T extends Pick<TermFacts, 'termNo' | 'heldOn'>>(
  terms: readonly T[],
  day: string,
): T | null {
  return (
    terms.filter((term) => term.heldOn <= day).sort((one, other) => other.termNo - one.termNo)[0] ?? null
  );
}

/** Whether a union should hold an election (换届) within the calendar year of a day: a term ends, and was not cut short before. */
export function termDueInYear(terms: readonly TermFacts[], day: string): boolean {
  const year = day.slice(0, 4);
  return terms.some(
    (term) =>
      term.termEndsOn.startsWith(year) &&
      !terms.some((later) => later.termNo > term.termNo && later.heldOn < `${year}-01-01`),
  );
}

/** Whether the term a union is in had ended before a day, with no election since (逾期未换届). Law: 工会法 art. 16. */
export function termOverdue(terms: readonly TermFacts[], day: string): boolean {
  const term = termAt(terms, day);
  return term !== null && term.termEndsOn < day;
}

const one = (condition: boolean): bigint => (condition ? 1n : 0n);
const countOf = <T>(list: readonly T[], matches: (item: T) => boolean): bigint =>
  BigInt(list.filter(matches).length);

/**
 * What one union adds to the computed cells (表一), evaluated at the period's end on the facts recorded so far,
 * by cell code. Every figure is exact: what the registers know is a fact, and 0 is 0. A union that adds nothing (not yet
 * in preparation, or dissolved before the period and accountable for no operating employer) posts nothing: null. A report is
 * expected of those that the form is assigned to, and of those that have filed it before a newer version left them out.
 */
export function registryFigures(
  facts: UnionFacts,
  period: Period,
  assignment: Assignment = {},
): Record<string, bigint> | null {
  const at = period.endsOn;
  const state = lifeAt(facts, at);
  const within = (day: string | null): boolean => day !== null && day >= period.startsOn && day <= at;
  const grassroots = facts.level === 'GRASSROOTS';
  const files = filesFor(facts, period) && (facts.hasFiled || assignedTo(assignment, facts));
  const standing = state === 'ESTABLISHED';
  const has = (...bodies: ElectedBody[]): boolean =>
    standing &&
    (termAt(facts.terms, at)?.bodies ?? []).some(
      ({ body, endedOn }) => bodies.includes(body) && (endedOn === null || endedOn > at),
    );
  const assigned = facts.employers.filter((e) => e.responsibility !== null);
  const overdue = (e: EmployerFacts): boolean => (e.responsibility?.dueOn ?? at) < at;
  const home = grassroots && standing ? gradeAt(facts.awards, at) : null;
  const operating = facts.employers.filter(
    (e) => e.operatingFrom <= at && (e.operatingTo === null || e.operatingTo > at),
  );
  const figures = {
    reports_expected_grassroots: one(files && grassroots),
    reports_expected_own: one(files && !grassroots),
    org_grassroots_union_cnt: one(standing && grassroots),
    org_single_union_cnt: one(standing && facts.kind === 'SINGLE'),
    org_joint_union_cnt: one(standing && facts.kind === 'JOINT'),
    org_new_union_cnt: one(grassroots && within(facts.establishedOn)),
    org_dissolved_union_cnt: one(grassroots && within(facts.dissolvedOn)),
    org_preparing_union_cnt: one(grassroots && state === 'PREPARING'),
    org_above_base_union_cnt: one(standing && !grassroots && facts.kind !== 'COMMISSION'),
    org_legal_person_cnt: one(standing && facts.legalPerson),
    cov_operating_enterprise_cnt: BigInt(operating.length),
    cov_covered_enterprise_cnt: countOf(operating, (e) => e.coveredBy !== null),
    cov_large_enterprise_cnt: countOf(operating, (e) => e.aboveScale),
    cov_large_single_union_cnt: countOf(operating, (e) => e.aboveScale && e.coveredBy === 'SINGLE'),
    cov_other_single_union_cnt: countOf(operating, (e) => !e.aboveScale && e.coveredBy === 'SINGLE'),
    cov_joint_covered_enterprise_cnt: countOf(operating, (e) => e.coveredBy === 'JOINT'),
    cov_operating_worker_cnt: operating.reduce((sum, e) => sum + BigInt(e.headcount), 0n),
    home_none_cnt: one(home === 0),
    home_qualified_cnt: one(home === 1),
    home_advanced_cnt: one(home === 2),
    home_model_cnt: one(home === 3),
    home_new_award_cnt: grassroots ? countOf(facts.awards, (a) => !a.lowered && within(a.awardedOn)) : 0n,
    org_moved_in_cnt: facts.moved.in,
    org_moved_out_cnt: facts.moved.out,
    org_term_due_cnt: one(grassroots && standing && termDueInYear(facts.terms, at)),
    org_term_done_cnt: grassroots ? countOf(facts.terms, (t) => t.termNo > 1 && within(t.approvedOn)) : 0n,
    org_term_overdue_cnt: one(grassroots && standing && termOverdue(facts.terms, at)),
    org_audit_committee_cnt: one(grassroots && has('AUDIT_COMMITTEE', 'AUDITOR')),
    wom_committee_cnt: one(grassroots && has('WOMENS_COMMITTEE', 'WOMENS_MEMBER')),
    cov_assigned_enterprise_cnt: BigInt(assigned.length),
    'cov_assigned_enterprise_cnt[done]': countOf(assigned, (e) => e.coveredBy !== null),
    'cov_assigned_enterprise_cnt[in progress]': countOf(assigned, (e) => e.coveredBy === null && !overdue(e)),
    'cov_assigned_enterprise_cnt[overdue]': countOf(assigned, (e) => e.coveredBy === null && overdue(e)),
    mem_transfer_in_cnt: facts.transferred.in,
    mem_transfer_out_cnt: facts.transferred.out,
    org_prior_union_cnt: one(grassroots && lifeAt(facts, dayBefore(period.startsOn)) === 'ESTABLISHED'),
  };
  return Object.values(figures).some((figure) => figure !== 0n) ? figures : null;
}
