import { formatFigure, readFigure } from '@huiji/domain/figure';

/** What was typed for a criterion. */
export interface ScoreTyped {
  points: string;
  evidence: string;
}
export type AllScores = Readonly<Record<string, ScoreTyped>>;

/** Points have two decimals at most. */
const decimals = 2;

/** How many criteria have points, their sum, and how many of the texts are no number, which are left out of it. */
export function sumOfPoints(texts: readonly string[]): { scored: number; total: string; unreadable: number } {
  const filled = texts.filter((text) => text.trim() !== '');
  const read = filled.flatMap((text) => {
    const figure = readFigure(text, { cell: '', decimals, unit: '' }, {});
    return typeof figure === 'bigint' ? [figure] : [];
  });
  const total = read.reduce((sum, figure) => sum + figure, 0n);
  return {
    scored: read.length,
    total: formatFigure(total, decimals),
    unreadable: filled.length - read.length,
  };
}
