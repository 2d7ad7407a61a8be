import { formatFigure } from '@huiji/domain/figure';
import { readPoints, short } from '../../page/points.js';
import type { Seen } from '../../page/written/written.js';
import type { AssessHomeInput, HomeOfQuery } from './generated/home.js';

/** 职工之家 of a union in a year, on a track. */
export type HomeFile = HomeOfQuery['homeFile'];

/** A criterion that a grade asks for, with the most points it gives there. */
export interface Asked {
  code: string;
  text: string;
  most: string;
}

/** What is typed of a criterion. */
export interface WrittenScore {
  points: string;
  evidence: string;
}

/** 自评 as it is typed; scores by criterion, also of those that only another grade asks for. */
export interface WrittenAssessment extends Seen {
  grade: number;
  scores: Readonly<Record<string, WrittenScore>>;
  note: string;
}

const blank: WrittenScore = { points: '', evidence: '' };

/** What is typed of a criterion; blank where nothing is. */
export const scoreOf = ({ scores }: WrittenAssessment, criterion: string): WrittenScore =>
  scores[criterion] ?? blank;

/** The grade of the year's plan; null without one. */
export const plannedFor = ({ plans, year }: HomeFile): number | null =>
  plans.find((plan) => plan.year === year)?.grade ?? null;

/** The grade that the year is about: assessed for, or else planned, or else the lowest. */
export const targetOf = (file: HomeFile): number =>
  file.assessment?.grade ?? plannedFor(file) ?? file.standard.grades[0]?.grade ?? 1;

/** What a grade asks for, in the order of the standard. */
export function askedOf({ grades, criteria }: HomeFile['standard'], grade: number): Asked[] {
  const at = grades.findIndex((one) => one.grade === grade);
  return criteria.flatMap(({ code, text, points }) => {
    const most = points[at] ?? null;
    return most === null ? [] : [{ code, text, most: short(most) }];
  });
}

/** What the server holds, as it would be typed. */
export function writtenOf(file: HomeFile): WrittenAssessment {
  const { assessment } = file;
  const scores = (assessment?.scores ?? []).map(({ criterion, points, evidence }) => [
    criterion,
    { points: points === null ? '' : short(points), evidence: evidence ?? '' },
  ]);
  return {
    ...{ seen: assessment?.revision ?? 0, grade: targetOf(file), note: assessment?.note ?? '' },
    scores: Object.fromEntries(scores) as WrittenAssessment['scores'],
  };
}

/** How what is typed stands: its sum of what the grade gives at most, and which criteria are not scored or cannot be. */
export function standingOf(written: WrittenAssessment, asked: readonly Asked[]) {
  let [total, outOf] = [0n, 0n];
  const [unscored, wrong]: [Asked[], Asked[]] = [[], []];
  for (const criterion of asked) {
    const { points } = scoreOf(written, criterion.code);
    const [given, most] = [readPoints(points), readPoints(criterion.most) ?? 0n];
    outOf += most;
    if (points.trim() === '') unscored.push(criterion);
    else if (given === null || given > most) wrong.push(criterion);
    else total += given;
  }
  return { total: short(formatFigure(total, 2)), outOf: short(formatFigure(outOf, 2)), unscored, wrong };
}

/** Whether points are as many as a grade needs. */
export const reaches = (points: string, pass: string): boolean =>
  (readPoints(points) ?? 0n) >= (readPoints(pass) ?? 0n);

/** What is typed, as the api takes it: points as they stand, a criterion of which nothing is typed left out. */
export function inputOf(
  written: WrittenAssessment,
  asked: readonly Asked[],
): Pick<AssessHomeInput, 'grade' | 'scores' | 'note' | 'expectedRevision'> {
  const scores = asked.flatMap(({ code: criterion }) => {
    const { points, evidence } = scoreOf(written, criterion);
    const score = { points: points.trim() || null, evidence: evidence.trim() || null };
    return (score.points ?? score.evidence) ? [{ criterion, ...score }] : [];
  });
  const { grade, note, seen } = written;
  return { grade, scores, note: note.trim() || null, expectedRevision: seen };
}
