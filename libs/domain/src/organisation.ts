import type { Period } from './period.js';
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

/** Whether a union files for a period: established by its end, not dissolved before its start (a last return is due). */
export function filesFor(life: Life, period: Pick<Period, 'startsOn' | 'endsOn'>): boolean {
  return (
    life.establishedOn !== null &&
    life.establishedOn <= period.endsOn &&
    (life.dissolvedOn === null || life.dissolvedOn >= period.startsOn)
  );
}

/** An employer counted at the union accountable for it (统计归口), as covered at the period's end. */
export interface EmployerFacts {
  aboveScale: boolean;
  headcount: number;
  operatingFrom: string;
  operatingTo: string | null;
  coveredBy: 'SINGLE' | 'JOINT' | null;
}

/** A 职工之家 award: grade 1 合格, 2 先进, 3 模范. */
export interface AwardFacts {
  grade: number;
  awardedOn: string;
  validUntil: string | null;
}

/** What the registers know of one union. */
export interface UnionFacts extends Life {
  level: Level;
  kind: Kind;
  legalPerson: boolean;
  employers: readonly EmployerFacts[];
  awards: readonly AwardFacts[];
}

/** The grade a union holds on a day: the highest award in force, 0 for none. */
export function gradeAt(awards: readonly AwardFacts[], day: string): number {
  return awards
    .filter((a) => a.awardedOn <= day && (a.validUntil === null || a.validUntil >= day))
    .reduce((highest, a) => Math.max(highest, a.grade), 0);
}

const one = (condition: boolean): bigint => (condition ? 1n : 0n);
const countOf = <T>(list: readonly T[], matches: (item: T) => boolean): bigint =>
  BigInt(list.filter(matches).length);

/**
 * What one union adds to the computed cells (表一), evaluated at the period's end on the facts recorded so far,
 * by cell code. Every figure is exact: what the registers know is a fact, and 0 is 0. A union that adds nothing (not yet
 * in preparation, or dissolved before the period and accountable for no operating employer) posts nothing: null.
 */
export function registryFigures(facts: UnionFacts, period: Period): Record<string, bigint> | null {
  const at = period.endsOn;
  const state = lifeAt(facts, at);
  const within = (day: string | null): boolean => day !== null && day >= period.startsOn && day <= at;
  const grassroots = facts.level === 'GRASSROOTS';
  const files = filesFor(facts, period);
  const standing = state === 'ESTABLISHED';
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
    home_new_award_cnt: grassroots ? countOf(facts.awards, (a) => within(a.awardedOn)) : 0n,
  };
  return Object.values(figures).some((figure) => figure > 0n) ? figures : null;
}
