import { differenceOf } from '@huiji/domain/comparison';
import { formatFigure, type Mark } from '@huiji/domain/figure';
import type { ParameterValues } from '@huiji/domain/parameter';
import { isMuch, percentOf, shareOf } from '@huiji/domain/risk';
import { scaledOf } from '../../words/figures.js';
import type { OpenedReturnQuery } from './generated/review.js';

type Opened = NonNullable<OpenedReturnQuery['submission']>;
export type Sheet = NonNullable<OpenedReturnQuery['entrySheet']>;
type SheetCell = Sheet['tables'][number]['cells'][number];

/** A line of a return as a reviewer reads it: what was filed beside what was accepted for the period before. */
export interface Line {
  code: string;
  definition: SheetCell['definition'];
  value: string | null;
  mark: Mark;
  /** False where rows or registers compute it. */
  typed: boolean;
  then: string | null;
  lastYear: string | null;
  /** Exact; null unless both periods have a figure. */
  difference: string | null;
  /** In percent, with one decimal; null also where it was 0. */
  percent: string | null;
  /** By how many whole percent it changed, as the queue weighs it. */
  share: number;
  /** Whether it changed so much that it is asked about: a stock, by the tenant's parameters. */
  much: boolean;
  /** From which periods it was taken over, carried (沿用) or out of the book (台账); null where it was typed or computed. */
  taken: { fromBook: boolean; periods: readonly string[] } | null;
}

const entry = (value: string | null, mark: Mark, decimals: number) => ({
  figure: value === null ? null : scaledOf(value, decimals),
  mark,
});

/** The lines of a table, for the revision that is shown, which need not be the newest; what nobody types the registers say. */
export function linesOf(
  { cells }: Pick<Sheet['tables'][number], 'cells'>,
  filed: ReadonlyMap<string, Opened['cells'][number]>,
  parameters: ParameterValues,
): Line[] {
  return cells.map((cell) => {
    const { cell: code, definition, typed, previous, lastYear } = cell;
    const said = filed.get(code);
    const { value, mark } = said ?? (typed ? { value: null, mark: 'MISSING' as const } : cell);
    const { decimals, kind } = definition;
    const [now, then] = [entry(value, mark, decimals), entry(previous.value, previous.mark, decimals)];
    const difference = differenceOf(now, then);
    const fact = now.mark === 'PLANNED' ? null : now.figure;
    const change =
      then.figure === null || then.mark === 'PLANNED'
        ? null
        : { cell: code, then: String(then.figure), now: fact === null ? null : String(fact) };
    return {
      ...{ code, definition, typed, value, mark, then: previous.value, lastYear: lastYear.value },
      difference: difference === null ? null : formatFigure(difference, decimals),
      percent: difference === null || change === null ? null : percentOf(change),
      share: change ? shareOf(change) : 0,
      much: kind === 'STOCK' && change !== null && isMuch(change, decimals, parameters),
      taken:
        said && said.origin !== 'TYPED'
          ? { fromBook: said.origin === 'RECORDS', periods: said.provenance?.periods ?? [] }
          : null,
    };
  });
}

/** What differs from the period before: what is asked about first, then stocks, then flows; each the largest change first. */
export function changedLines(lines: readonly Line[]): Line[] {
  const rank = ({ much, definition }: Line): number => (much ? 0 : definition.kind === 'STOCK' ? 1 : 2);
  return lines
    .filter(({ value, then }) => then !== null && value !== then)
    .toSorted((a, b) => rank(a) - rank(b) || b.share - a.share);
}

/** Whether a line says something: registers know many cells that are 0 for most unions, now as before. */
export const says = ({ value, mark, typed, then }: Line): boolean =>
  typed ? value !== null || mark !== 'MISSING' || then !== null : /[1-9]/.test(`${value}${then}`);
