import { formatFigure, readFigure } from '@huiji/domain/figure';
import type {
  AppealOutcome,
  AppraisalItemKind,
  AppraisalLineInput,
  AppraisalScoreInput,
  AppraisalStage,
} from './generated/appraisal.js';

/** What was typed for an item; points that are blank are not scored, which is not 0. */
export interface ScoreTyped {
  points: string;
  note: string;
}
export type AllScores = Readonly<Record<string, ScoreTyped>>;

interface Item {
  code: string;
  kind: AppraisalItemKind;
}

/** Points have two decimals at most. */
const decimals = 2;

/** What is typed for each item: what was changed, else as the result before has it. */
export function typedOf(
  items: readonly Item[],
  before: ReadonlyArray<{ item: string; points: string | null; note: string | null }>,
  changes: AllScores,
): AllScores {
  return Object.fromEntries(
    items.map(({ code }) => {
      const stands = before.find(({ item }) => item === code);
      return [code, changes[code] ?? { points: stands?.points ?? '', note: stands?.note ?? '' }];
    }),
  );
}

/** All scores as the api takes them; an item with nothing typed is left out. */
export const scoresSent = (typed: AllScores): AppraisalScoreInput[] =>
  Object.entries(typed).flatMap(([item, { points, note }]) => {
    const score = { item, points: points.trim() || null, note: note.trim() || null };
    return score.points === null && score.note === null ? [] : [score];
  });

/** Points as an integer scaled by their decimals; null where the text is no such number. */
function pointsRead(text: string): bigint | null {
  const read = readFigure(text, { cell: '', decimals, unit: '' }, {});
  return typeof read === 'bigint' ? read : null;
}

/** How many items have points, what these come to (扣分 takes away), and how many of the texts are no number, which are left out. */
export function sumOfItems(
  items: readonly Item[],
  pointsOf: (code: string) => string | null | undefined,
): { scored: number; total: string; unreadable: number } {
  const filled = items.filter(({ code }) => pointsOf(code)?.trim());
  const read = filled.flatMap(({ code, kind }) => {
    const points = pointsRead(pointsOf(code) ?? '');
    return points === null ? [] : [kind === 'DEDUCTION' ? -points : points];
  });
  return { scored: read.length, unreadable: filled.length - read.length, total: added(read) };
}

const added = (points: readonly bigint[]): string =>
  formatFigure(
    points.reduce((sum, one) => sum + one, 0n),
    decimals,
  );

/** What the items of a result come to; null where none is scored. */
export function pointsOfItems(
  items: readonly Item[],
  scores: ReadonlyArray<{ item: string; points: string | null }>,
): string | null {
  const given = new Map(scores.map(({ item, points }) => [item, points]));
  const { scored, total } = sumOfItems(items, (code) => given.get(code));
  return scored === 0 ? null : total;
}

/** What the targets of a result come to; null where none has a figure. */
export function pointsOfTargets(targets: ReadonlyArray<{ points: string | null }>): string | null {
  const given = targets.flatMap(({ points }) => (points === null ? [] : (pointsRead(points) ?? [])));
  return given.length === 0 ? null : added(given);
}

/** What tells how a union stands in its appraisal. `appeals`: the newest first. */
export interface Standing {
  result: { at: string } | null;
  appeals: ReadonlyArray<{ outcome: AppealOutcome | null; answeredAt: string | null }>;
}

/** Whether an appeal was upheld and the union not appraised again since. */
export const isUpheld = ({ result, appeals: [last] }: Standing): boolean =>
  last?.outcome === 'UPHELD' && (last.answeredAt ?? '') > (result?.at ?? '');

/** Whether an appeal waits for an answer. */
export const isAppealing = ({ appeals }: Standing): boolean =>
  appeals.some(({ outcome }) => outcome === null);

/** Whether a union can be appraised now: after the publication only where its appeal was upheld. */
export const canBeAppraised = (stage: AppraisalStage, standing: Standing): boolean =>
  stage === 'OPEN' || (stage === 'PUBLISHED' && isUpheld(standing));

/** How many unions can be appraised at once. */
export const mostLines = 100;

/** Whether a union waits to be appraised by its targets: it never was, or they or its figures have changed since. */
export const isDue = ({ result, differs }: { result: object | null; differs: boolean | null }): boolean =>
  result === null || differs === true;

/** Appraises a union by its targets and figures as they are now: what was given for items, and the note, stay. */
export const takingAnew = ({
  union,
  result,
}: {
  union: { id: string };
  result: { revision: number; note: string | null } | null;
}): AppraisalLineInput => ({
  ...{ unionId: union.id, note: result?.note ?? null, expectedRevision: result?.revision ?? 0 },
});
