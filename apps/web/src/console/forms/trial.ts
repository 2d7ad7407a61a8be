import { formatFigure, readFigure } from '@huiji/domain/figure';
import { sentencesOf } from '@huiji/domain/problem';
import type { Said } from '../../client/ask.js';
import { named } from '../../words/named.js';
import type { TrialCellInput } from './generated/forms.js';

/** A line of a form on which its checks are tried. */
export interface TrialCell {
  code: string;
  zh: string;
  en: string;
  unit: string;
  decimals: number;
}

export type TrialColumn = 'cells' | 'previous';

/** Figures for a trial as typed, by cell: of this period, and of the one before. */
export type Typed = Readonly<Record<TrialColumn, Readonly<Record<string, string>>>>;

export const nothingTyped: Typed = { cells: {}, previous: {} };

/** What was typed, as the api takes it; what is no figure is left out and told of, in words. */
export function readTrial(
  typed: Typed,
  cells: readonly TrialCell[],
): Record<TrialColumn, TrialCellInput[]> & { wrong: Said[] } {
  const wrong: Said[] = [];
  const read = (column: TrialColumn): TrialCellInput[] =>
    cells.flatMap((cell) => {
      const text = typed[column][cell.code]?.trim() ?? '';
      if (text === '') return [];
      const figure = readFigure(text, { ...cell, cell: named(cell) }, { cell: cell.code });
      if (typeof figure === 'bigint')
        return [{ cell: cell.code, value: formatFigure(figure, cell.decimals) }];
      wrong.push({ code: figure.code, ...sentencesOf(figure) });
      return [];
    });
  return { cells: read('cells'), previous: read('previous'), wrong };
}
