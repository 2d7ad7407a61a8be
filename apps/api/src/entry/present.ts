import { type Entry, formatFigure, type Mark } from '@huiji/domain/figure';
import { type Cell, type Form, layoutOf } from '@huiji/domain/form';
import type { Offer, Origin, Provenance } from '@huiji/domain/offer';
import { contentOf } from '@huiji/filing/content';
import type { Submission } from '@huiji/store/submission';

/** An entry as it travels: a value only where there is one. */
export interface SaidEntry {
  value: string | null;
  mark: Mark;
}

export const decimalOf = (figure: bigint | null, { decimals }: Pick<Cell, 'decimals'>): string | null =>
  figure === null ? null : formatFigure(figure, decimals);

export const entryOf = ({ figure, mark }: Entry, cell: Cell): SaidEntry => ({
  value: decimalOf(figure, cell),
  mark,
});

/** A cell of a submission that is not blank. */
export interface FilledCell extends SaidEntry {
  cell: string;
  origin: Origin;
  provenance: Provenance | null;
}

/** What a submission has filled in, in the order of storage. */
export function filledCells(form: Form, submission: Submission): FilledCell[] {
  const { entries } = contentOf(form, submission);
  return layoutOf(form).filed.flatMap((cell) => {
    const entry = entries.get(cell.code);
    if (!entry) return [];
    const provenance = submission.origins[cell.code] ?? null;
    return [
      {
        ...{ cell: cell.code, ...entryOf(entry, cell) },
        ...{ origin: provenance?.origin ?? 'TYPED', provenance },
      },
    ];
  });
}

/** What is offered for a cell. */
export const offerOf = (
  { figure, mark, origin, ...provenance }: Offer,
  cell: Cell,
): SaidEntry & { origin: Origin; provenance: Provenance } => ({
  ...{ ...entryOf({ figure, mark }, cell), origin },
  provenance: { origin, ...provenance },
});
