import { formatFigure } from '@huiji/domain/figure';
import { readPoints, short } from '../points.js';
import type { Seen } from '../written/written.js';
import type { ClaimAppraisalInput, ItemScoreFragment, OwnAppraisalQuery } from './generated/own.js';

/** 目标管理考核 of a union in a year, as it sees it itself. */
export type Appraisal = OwnAppraisalQuery['ownAppraisal'];
export type Scheme = NonNullable<Appraisal['scheme']>;
export type Item = Scheme['items'][number];
export type Claim = NonNullable<Appraisal['own']['claim']>;
export type Result = NonNullable<Appraisal['own']['result']>;
export type Appeal = Appraisal['own']['appeals'][number];

/** What is typed of an item. */
export interface WrittenScore {
  points: string;
  /** What shows them: the note of a score. */
  evidence: string;
}

/** 自评 as it is typed; scores by item, also of those that the scheme has no more. */
export interface WrittenClaim extends Seen {
  scores: Readonly<Record<string, WrittenScore>>;
  note: string;
}

const blank: WrittenScore = { points: '', evidence: '' };

/** What is typed of an item; blank where nothing is. */
export const scoreOf = ({ scores }: WrittenClaim, item: string): WrittenScore => scores[item] ?? blank;

/** What the server holds, as it would be typed. */
export function writtenOf(claim: Claim | null): WrittenClaim {
  const scores = (claim?.scores ?? []).map(({ item, points, note }) => [
    item,
    { points: points === null ? '' : short(points), evidence: note ?? '' },
  ]);
  return {
    ...{ seen: claim?.revision ?? 0, note: claim?.note ?? '' },
    scores: Object.fromEntries(scores) as WrittenClaim['scores'],
  };
}

/** How what is typed stands: its sum, what 评分 gives at most, which of those are not scored, and which items cannot be. */
export function standingOf(written: WrittenClaim, items: readonly Item[]) {
  let [total, outOf] = [0n, 0n];
  const [unscored, wrong]: [Item[], Item[]] = [[], []];
  for (const item of items) {
    const { points } = scoreOf(written, item.code);
    const [given, most] = [readPoints(points), readPoints(item.points) ?? 0n];
    if (item.kind === 'SCORED') outOf += most;
    if (points.trim() === '') {
      // 加分 and 扣分 that are left blank are none.
      if (item.kind === 'SCORED') unscored.push(item);
    } else if (given === null || given > most) wrong.push(item);
    else total += item.kind === 'DEDUCTION' ? -given : given;
  }
  return { total: short(formatFigure(total, 2)), outOf: short(formatFigure(outOf, 2)), unscored, wrong };
}

/** What is typed, as the api takes it: points as they stand, an item of which nothing is typed left out. */
export function inputOf(
  written: WrittenClaim,
  items: readonly Item[],
): Pick<ClaimAppraisalInput, 'scores' | 'note' | 'expectedRevision'> {
  const scores = items.flatMap(({ code: item }) => {
    const { points, evidence } = scoreOf(written, item);
    const score = { points: points.trim() || null, note: evidence.trim() || null };
    return (score.points ?? score.note) ? [{ item, ...score }] : [];
  });
  return { scores, note: written.note.trim() || null, expectedRevision: written.seen };
}

/** What an item was given, if anything. */
export const givenFor = (
  scores: readonly ItemScoreFragment[] | undefined,
  item: string,
): ItemScoreFragment | undefined => scores?.find((score) => score.item === item);

/** Why a result is not complete: targets without points, and 评分 that nothing was given for. */
export const missingIn = ({ targets, scores }: Result, items: readonly Item[]) => ({
  targets: targets.filter(({ points }) => points === null),
  items: items.filter(
    ({ code, kind }) => kind === 'SCORED' && (givenFor(scores, code)?.points ?? null) === null,
  ),
});

/** Whether an appeal can be made, or why not: one waits for its answer, or for another result, or their days are over, or all is. */
export function appealing({
  mayAppeal,
  stage,
  own: { appeals, result },
}: Appraisal): 'open' | 'waiting' | 'again' | 'over' | 'ended' {
  if (mayAppeal) return 'open';
  if (stage === 'FINAL') return 'ended';
  const [newest] = appeals;
  if (newest?.outcome === null) return 'waiting';
  const answeredAt = newest?.outcome === 'UPHELD' ? newest.answeredAt : null;
  return answeredAt && (!result || new Date(result.at) < new Date(answeredAt)) ? 'again' : 'over';
}
