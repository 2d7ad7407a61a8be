import type { HomeTrack } from '@huiji/domain/home';
import type { HomeStandard } from '@huiji/domain/home-standard';
import { type HomeFacts, type HomeTally, tallyOf } from '@huiji/domain/home-tally';
import type { Standards } from './home-standards.js';

/** Homes at and below a union, counted; each grade with what the ladder of the year calls it. */
export interface NamedTally extends HomeTally {
  unionId: string;
  on: string;
  /** Null for both. */
  track: HomeTrack | null;
  grades: Array<HomeTally['grades'][number] & { grade: number; zh: string; en: string }>;
}

/** Homes at and below unions on a day, counted, in the order of the ids; `track` null takes the higher of both. */
export function homeTallies(
  facts: ReadonlyMap<string, readonly HomeFacts[]>,
  standards: Standards,
  { on, track }: { on: string; track: HomeTrack | null },
): NamedTally[] {
  const standard = standards.forYear(Number(on.slice(0, 4)));
  return [...facts].map(([unionId, homes]) => {
    const tally = tallyOf(homes, { on, track, ladder: standard.grades.length });
    return {
      ...{ ...tally, unionId, on, track },
      grades: tally.grades.map((counts, grade) => ({ ...counts, grade, ...gradeName(standard, grade) })),
    };
  });
}

/** What a grade from 0, none, is called on a ladder; one beyond it, held by an older ladder, by its rank. */
export function gradeName({ grades }: HomeStandard, grade: number): { zh: string; en: string } {
  if (grade === 0) return { zh: '未达标', en: 'None' };
  const { zh, en } = grades[grade - 1] ?? { zh: `${grade} 级`, en: `Grade ${grade}` };
  return { zh, en };
}
