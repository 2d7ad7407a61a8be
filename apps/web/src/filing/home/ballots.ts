import { readFigure } from '@huiji/domain/figure';
import type { Problem } from '@huiji/domain/problem-found';
import type { HomeFile } from './assessment.js';
import type { EvaluateHomeInput } from './generated/home.js';
import type { Seen } from '../../page/written/written.js';

/** What is counted of an evaluation, in the order of its form. */
export const counts = ['members', 'issued', 'returned', 'satisfied', 'basically', 'unsatisfied'] as const;
export type Count = (typeof counts)[number];

/** 会员评家 as it is typed. */
export interface WrittenEvaluation extends Seen, Record<Count, string> {
  heldOn: string;
}

/** What the server holds of a year's evaluation, as it would be typed. */
export const ballotsOf = ({ evaluation }: HomeFile): WrittenEvaluation => ({
  ...{ seen: evaluation?.revision ?? 0, heldOn: evaluation?.heldOn ?? '' },
  ...(Object.fromEntries(
    counts.map((count) => [count, evaluation ? String(evaluation[count]) : '']),
  ) as Record<Count, string>),
});

/** What is typed, as the api takes it; or what of it is no count, by the names of its fields. */
export function readBallots(
  written: WrittenEvaluation,
  nameOf: (count: Count) => string,
): Omit<EvaluateHomeInput, 'unionId' | 'idempotencyKey'> | Problem[] {
  const read = counts.map((count) => ({
    count,
    figure: readFigure(
      written[count],
      { cell: nameOf(count), decimals: 0, unit: count === 'members' ? '人' : '票' },
      { field: count },
    ),
  }));
  const wrong = read.flatMap(({ figure }) => (typeof figure === 'bigint' ? [] : [figure]));
  if (wrong.length > 0) return wrong;
  const figures = Object.fromEntries(read.map(({ count, figure }) => [count, Number(figure)]));
  return {
    ...(figures as Record<Count, number>),
    ...{ heldOn: written.heldOn, expectedRevision: written.seen },
  };
}
