/** 职工之家: scores, ballots, and what is noticed and due in the year of a home. */
import { divide, formatFigure, hundredths, readFigure, shortened } from './figure.js';
import { askedFor, type HomeFlag, type HomeStandard, gradeOf } from './home-standard.js';
import { problem, type Problem, refuseAny } from './problem.js';

/** By whom grades are awarded: 地方, the local federations, or 系统, such as the financial one (domain rule 13). */
export type HomeTrack = 'LOCAL' | 'SYSTEM';

/** What one criterion was given: a decimal with two places, null while it is not scored, which is not 0. */
export interface HomeScore {
  criterion: string;
  points: string | null;
  evidence: string | null;
}

/** Scores of a grade's criteria, added up; points in hundredths. */
export interface Scored {
  /** null before anything is scored. */
  total: bigint | null;
  complete: boolean;
  /** null where it is not complete. */
  passed: boolean | null;
}

/**
 * Scores as they were sent, canonical and in the order of the standard, each criterion of the grade once; or all that is wrong with them:
 * HOME_CRITERION_TWICE, HOME_CRITERION_UNKNOWN, HOME_POINTS_TOO_MANY, GRADE_UNKNOWN, and what a decimal can have.
 */
export function readScores(
  standard: HomeStandard,
  rank: number,
  sent: ReadonlyArray<{ criterion: string; points?: string | null; evidence?: string | null }>,
): HomeScore[] {
  const grade = gradeOf(standard, rank);
  const asked = new Map(askedFor(standard, rank).map((criterion) => [criterion.code, criterion]));
  const given = new Map<string, HomeScore>();
  const problems: Problem[] = [];
  for (const { criterion: code, points, evidence } of sent) {
    const place = { field: 'scores', cell: shortened(code) };
    const criterion = asked.get(code);
    const named = { criterion: shortened(code), grade: grade.zh };
    if (!criterion) problems.push(problem('HOME_CRITERION_UNKNOWN', named, place));
    else if (given.has(code)) problems.push(problem('HOME_CRITERION_TWICE', named, place));
    else {
      const read = readPoints(points, criterion, place);
      if (read !== null && typeof read !== 'bigint') problems.push(read);
      else
        given.set(code, {
          criterion: code,
          points: read === null ? null : formatFigure(read, 2),
          evidence: evidence?.trim() || null,
        });
    }
  }
  refuseAny(problems);
  return [...asked.keys()].map(
    (code) => given.get(code) ?? { criterion: code, points: null, evidence: null },
  );
}

function readPoints(
  points: string | null | undefined,
  { text, most }: { text: string; most: bigint },
  place: { field: string; cell: string },
): bigint | null | Problem {
  if (!points?.trim()) return null;
  const read = readFigure(points, { cell: text, decimals: 2, unit: '' }, place);
  if (typeof read !== 'bigint' || read <= most) return read;
  const details = { criterion: text, value: shortened(points), most: formatFigure(most, 2) };
  return problem('HOME_POINTS_TOO_MANY', details, place);
}

/** Adds scores up: always the same for the same standard, grade and scores, so that every result can be worked out again. */
export function scored(standard: HomeStandard, rank: number, scores: readonly HomeScore[]): Scored {
  const given = new Map(scores.map(({ criterion, points }) => [criterion, points]));
  const points = askedFor(standard, rank).map(({ code }) => given.get(code) ?? null);
  const known = points.filter((one) => one !== null).map(hundredths);
  const complete = known.length === points.length;
  const sum = known.reduce((one, other) => one + other, 0n);
  return {
    total: known.length > 0 ? sum : null,
    complete,
    passed: complete ? sum >= hundredths(gradeOf(standard, rank).pass) : null,
  };
}

/** The members' ballots of a year (会员评家), 票, and how many members the union had, 人. */
export interface Ballots {
  members: number;
  issued: number;
  returned: number;
  satisfied: number;
  basically: number;
  unsatisfied: number;
}

/** Its valid ballots. */
export const validBallots = ({ satisfied, basically, unsatisfied }: Ballots): number =>
  satisfied + basically + unsatisfied;

/** 收回率 and 满意率 in %, two places; null without a ballot to divide by. */
export function ballotRates(ballots: Ballots): Record<'returnedPercent' | 'satisfiedPercent', string | null> {
  const { issued, returned, satisfied, basically } = ballots;
  const percent = (part: number, whole: number): string | null =>
    divide(BigInt(part), BigInt(whole), 2, { percent: true });
  return {
    returnedPercent: percent(returned, issued),
    satisfiedPercent: percent(satisfied + basically, validBallots(ballots)),
  };
}

const mostBallots = 1_000_000;

/** Refuses ballots that cannot be: NUMBER_OUT_OF_RANGE, HOME_BALLOTS_EXCEED (home_eval_satisfied_rate: valid ≤ returned ≤ issued ≤ members). */
export function requireBallots(ballots: Ballots): void {
  const { members, issued, returned } = ballots;
  const range = Object.entries<number>({ ...ballots }).filter(
    ([, count]) => count < 0 || count > mostBallots,
  );
  const chain = [
    {
      less: '有效票 valid',
      part: validBallots(ballots),
      more: '收回票 returned',
      whole: returned,
      field: 'satisfied',
    },
    { less: '收回票 returned', part: returned, more: '发放票 issued', whole: issued, field: 'returned' },
    { less: '发放票 issued', part: issued, more: '会员数 members', whole: members, field: 'issued' },
  ];
  refuseAny([
    ...range.map(([field, value]) =>
      problem('NUMBER_OUT_OF_RANGE', { field, value, min: 0, max: mostBallots }, { field }),
    ),
    ...chain
      .filter(({ part, whole }) => part > whole)
      .map(({ field, ...details }) => problem('HOME_BALLOTS_EXCEED', details, { field })),
  ]);
}

/** An award as far as rules ask of it. */
export interface Award {
  id: string;
  track: HomeTrack;
  grade: number;
  awardedOn: string;
  validUntil: string | null;
  /** The day from which it is held no more. */
  endedOn: string | null;
  /** When it was last looked at again. */
  checkedOn: string | null;
}

/** 自评 or 考核 as it stands, as far as rules ask of it. */
export interface Assessed extends Scored {
  grade: number;
}

/** All that is known of one home on one track in a year, as of a day in or after it. */
export interface HomeYear {
  year: number;
  /** Of the year's plan. */
  planned: number | null;
  assessment: Assessed | null;
  inspection: Assessed | null;
  /** The self-assessment was changed after the inspection. */
  inspectionOutdated: boolean;
  ballots: Ballots | null;
  awards: readonly Award[];
}

/** The highest award in force on a day, of two the later; null for none. */
export function heldOn<A extends Award>(awards: readonly A[], day: string): A | null {
  return (
    awards
      .filter(({ awardedOn, validUntil }) => awardedOn <= day && (validUntil === null || validUntil >= day))
      .filter(({ endedOn }) => endedOn === null || endedOn > day)
      .toSorted((one, other) => other.grade - one.grade || other.awardedOn.localeCompare(one.awardedOn))[0] ??
    null
  );
}

/** What is noticed about awarding a grade on a day of the year, whatever the tenant makes of it. */
export function noticedOfAward(standard: HomeStandard, rank: number, on: string, home: HomeYear): HomeFlag[] {
  const { inspection, ballots, awards } = home;
  const line = hundredths(gradeOf(standard, rank).satisfiedPercent);
  const valid = ballots ? validBallots(ballots) : 0;
  const content = ballots ? BigInt(ballots.satisfied + ballots.basically) : 0n;
  const inspected = inspection?.grade === rank && inspection.complete && !home.inspectionOutdated;
  const noticed: Partial<Record<HomeFlag, boolean>> = {
    STEP_SKIPPED: rank > 1 && !awards.some(({ grade, awardedOn }) => grade >= rank - 1 && awardedOn <= on),
    NOT_INSPECTED: !inspected,
    BELOW_PASS: inspected && inspection.passed === false,
    NOT_EVALUATED: valid === 0,
    NOT_SATISFIED: valid > 0 && 100_00n * content < line * BigInt(valid),
  };
  return flagsIn(noticed);
}

/** What is noticed of what a union holds on a day. */
export function noticedOfHeld(awards: readonly Award[], on: string): HomeFlag[] {
  const held = heldOn(awards, on);
  const lastYear = `${Number(on.slice(0, 4)) - 1}-01-01`;
  return flagsIn({
    EXPIRED:
      held === null &&
      awards.some(({ validUntil, endedOn }) => endedOn === null && validUntil !== null && validUntil < on),
    NOT_RECHECKED: held !== null && held.awardedOn < lastYear && (held.checkedOn ?? '') < lastYear,
  });
}

/** Of what is noticed, what a standard does not ignore. */
export const minded = ({ rules }: Pick<HomeStandard, 'rules'>, flags: readonly HomeFlag[]): HomeFlag[] =>
  flags.filter((flag) => rules[flag] !== 'IGNORE');

/** Of what is noticed, what a standard refuses an award for. */
export const refused = ({ rules }: Pick<HomeStandard, 'rules'>, flags: readonly HomeFlag[]): HomeFlag[] =>
  flags.filter((flag) => rules[flag] === 'REFUSE');

const flagsIn = (noticed: Partial<Record<HomeFlag, boolean>>): HomeFlag[] =>
  (Object.keys(noticed) as HomeFlag[]).filter((flag) => noticed[flag]);

export const homeDues = ['ASSESSMENT', 'INSPECTION', 'EVALUATION', 'AWARD', 'RECHECK', 'RENEWAL'] as const;
export type HomeDue = (typeof homeDues)[number];

/** What waits for somebody in the year of a home, by what it holds and what is noticed on a day. */
export function dueIn(home: HomeYear, on: string, noticed: readonly HomeFlag[]): HomeDue[] {
  const { planned, assessment, inspection, ballots } = home;
  const held = heldOn(home.awards, on)?.grade ?? 0;
  const stands = inspection?.complete === true && !home.inspectionOutdated;
  const due: Record<HomeDue, boolean> = {
    ASSESSMENT: planned !== null && planned > held && !assessment?.complete,
    INSPECTION: assessment?.complete === true && !(stands && inspection.grade === assessment.grade),
    EVALUATION: (held > 0 || assessment !== null) && (!ballots || validBallots(ballots) === 0),
    AWARD: stands && inspection.passed === true && inspection.grade > held,
    RECHECK: noticed.includes('NOT_RECHECKED'),
    RENEWAL: noticed.includes('EXPIRED'),
  };
  return homeDues.filter((step) => due[step]);
}
