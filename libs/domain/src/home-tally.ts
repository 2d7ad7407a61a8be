import { divide } from './figure.js';
import {
  type Award,
  type Assessed,
  type Ballots,
  heldOn,
  type HomeTrack,
  type HomeYear,
  noticedOfHeld,
  validBallots,
} from './home.js';

/** 自评 or 考核 as it stands on one track. */
export interface AssessedOn extends Assessed {
  track: HomeTrack;
  inspection: boolean;
  revision: number;
  /** Of an inspection: the revision of the self-assessment that was inspected. */
  inspected: number | null;
}

/** An award, and how it ended where a re-check ended it. */
export interface AwardOf extends Award {
  /** It came of another that was lowered. */
  lowered: boolean;
  ending: 'LOWERED' | 'REVOKED' | null;
}

/** What is known of the home of one grassroots union in a year, on both tracks. */
export interface HomeFacts {
  unionId: string;
  code: string;
  /** Whether the union stands on the day. */
  stands: boolean;
  plans: ReadonlyArray<{ track: HomeTrack; grade: number }>;
  awards: readonly AwardOf[];
  assessments: readonly AssessedOn[];
  ballots: Ballots | null;
}

/** The awards on a track, or on both. */
const onTrack = <T extends { track: HomeTrack }>(list: readonly T[], track: HomeTrack | null): T[] =>
  list.filter((one) => track === null || one.track === track);

/** What is known of a home, on one track. */
export function homeYearOf(facts: HomeFacts, year: number, track: HomeTrack): HomeYear {
  const [assessment = null, inspection = null] = [false, true].map((inspected) =>
    onTrack(facts.assessments, track).find((one) => one.inspection === inspected),
  );
  return {
    year,
    planned: onTrack(facts.plans, track)[0]?.grade ?? null,
    ...{ assessment, inspection, ballots: facts.ballots },
    inspectionOutdated: inspection !== null && inspection.inspected !== assessment?.revision,
    awards: onTrack(facts.awards, track),
  };
}

/** Homes counted: 工会数 in all of it. */
export interface HomeTally {
  unions: number;
  /** By grade from 0, none, to the highest of the ladder or held. */
  grades: Array<{ unions: number; planned: number; reached: number }>;
  /** 建家率 in %. */
  share: string | null;
  awarded: number;
  lowered: number;
  revoked: number;
  assessed: number;
  inspected: number;
  evaluated: number;
  expired: number;
  notRechecked: number;
}

/**
 * Counts homes on a day; `track` null takes the higher of both. Grades, plans and what is noticed are of unions that stand; what
 * happened in the year up to the day counts also where the union has gone on in another since.
 */
export function tallyOf(
  homes: readonly HomeFacts[],
  { on, track, ladder }: { on: string; track: HomeTrack | null; ladder: number },
): HomeTally {
  const standing = homes
    .filter(({ stands }) => stands)
    .map((home) => {
      const awards = onTrack(home.awards, track);
      return {
        held: heldOn(awards, on)?.grade ?? 0,
        planned: Math.max(0, ...onTrack(home.plans, track).map(({ grade }) => grade)),
        complete: onTrack(home.assessments, track).filter(({ complete }) => complete),
        evaluated: home.ballots !== null && validBallots(home.ballots) > 0,
        noticed: noticedOfHeld(awards, on),
      };
    });
  const count = <T>(list: readonly T[], holds: (one: T) => boolean): number => list.filter(holds).length;
  const highest = Math.max(ladder, ...standing.map(({ held, planned }) => Math.max(held, planned)));
  const happened = homes.flatMap(({ awards }) => onTrack(awards, track));
  const inYear = (day: string | null): boolean =>
    day !== null && day >= `${on.slice(0, 4)}-01-01` && day <= on;
  const ended = (how: AwardOf['ending']): number =>
    count(happened, ({ ending, endedOn }) => ending === how && inYear(endedOn));
  return {
    unions: standing.length,
    grades: Array.from({ length: highest + 1 }, (_, grade) => ({
      unions: count(standing, ({ held }) => held === grade),
      planned: grade === 0 ? 0 : count(standing, ({ planned }) => planned === grade),
      reached: grade === 0 ? 0 : count(standing, ({ planned, held }) => planned === grade && held >= grade),
    })),
    share: divide(BigInt(count(standing, ({ held }) => held > 0)), BigInt(standing.length), 2, {
      percent: true,
    }),
    awarded: count(happened, ({ lowered, awardedOn }) => !lowered && inYear(awardedOn)),
    lowered: ended('LOWERED'),
    revoked: ended('REVOKED'),
    assessed: count(standing, ({ complete }) => complete.some(({ inspection }) => !inspection)),
    inspected: count(standing, ({ complete }) => complete.some(({ inspection }) => inspection)),
    evaluated: count(standing, ({ evaluated }) => evaluated),
    expired: count(standing, ({ noticed }) => noticed.includes('EXPIRED')),
    notRechecked: count(standing, ({ noticed }) => noticed.includes('NOT_RECHECKED')),
  };
}
