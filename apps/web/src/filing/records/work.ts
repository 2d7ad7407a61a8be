import { type RowColumn, textOf, valueOf } from '../sheet/row-text.js';
import type { TextRow } from '../sheet/kept.js';
import type { WorkRecordInput } from './generated/book.js';
import type { WorkKindsQuery } from './generated/kinds.js';

/** A kind of work, with its columns. */
export type Kind = WorkKindsQuery['workKinds'][number];
export type KindColumn = Kind['columns'][number];

/** A record as it is typed. */
export interface Written {
  kind: string;
  day: string;
  name: string;
  heldBy: string;
  values: TextRow;
}

/** A record as the api has it. */
interface Recorded {
  kind: string;
  day: string;
  name: string;
  heldBy: string | null;
  values: Readonly<Record<string, unknown>>;
}

/** Nothing typed yet, of a kind and a day: what follows the record written last. */
export const blankOf = (kind: string, day: string): Written => ({
  ...{ kind, day, name: '', heldBy: '', values: {} },
});

/** A record as it would be typed. */
export const writtenOf = ({ kind, day, name, heldBy, values }: Recorded): Written => ({
  ...{ kind, day, name, heldBy: heldBy ?? '' },
  values: Object.fromEntries(Object.entries(values).map(([column, value]) => [column, textOf(value)])),
});

/** What is typed, as the api takes it: blanks are left out, and so is what another kind asked for. */
export function inputOf({ day, name, heldBy, values }: Written, kind: Kind): WorkRecordInput {
  const filled = kind.columns.flatMap((column: RowColumn): [string, unknown][] => {
    const value = valueOf(column, values[column.code] ?? '');
    return value === null ? [] : [[column.code, value]];
  });
  return {
    ...{ kind: kind.code, day, name: name.trim() },
    heldBy: kind.held ? heldBy.trim() || null : null,
    values: Object.fromEntries(filled),
  };
}
