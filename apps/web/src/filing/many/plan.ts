import type { Filling } from '../sheet/cell-state.js';
import type { Desk } from '../sheet/desk.js';
import type { Line } from '../sheet/line.js';
import { isOpen } from './book.js';

/** What a pasted block does: what fills which draft, and what of it fills nothing. */
export interface GridPasting {
  fillings: ReadonlyMap<Desk, readonly Filling[]>;
  /** Values for cells that the union does not type, or whose return is submitted. */
  skipped: number;
  /** Values beside or below the grid, or of unions that are not in it. */
  leftOver: number;
}

export interface GridRow {
  name: string;
  code: string;
  desk: Desk;
}

const squeezed = (name: string): string => name.replace(/\s+/g, '');

/** Whether a block names unions: at least half of what its first column says are names or codes of theirs. */
function namesIn(block: readonly (readonly string[])[], byName: ReadonlyMap<string, GridRow>): boolean {
  const wide = block.some((row) => row.length > 1);
  return wide && 2 * block.filter(([name = '']) => byName.has(squeezed(name))).length >= block.length;
}

/**
 * What a block fills, from a cell of the grid on: its rows go downward over the unions, or to those that its first column names, its columns
 * rightward over the indicators. Blanks leave what is there.
 */
export function planGrid(
  block: readonly (readonly string[])[],
  rows: readonly GridRow[],
  lines: readonly Line[],
  start: { row: number; column: number },
): GridPasting {
  const byName = new Map(
    rows.flatMap((row) => [row.name, row.code].map((name) => [squeezed(name), row] as const)),
  );
  const named = namesIn(block, byName);
  const fillings = new Map<Desk, Filling[]>();
  let [skipped, leftOver] = [0, 0];
  block.forEach((texts, down) => {
    const row = named ? byName.get(squeezed(texts[0] ?? '')) : rows[start.row + down];
    (named ? texts.slice(1) : texts).forEach((text, right) => {
      if (text === '') return;
      const line = lines[start.column + right];
      if (!row || !line) leftOver += 1;
      else if (!isOpen(row.desk) || !row.desk.line(line.code)?.typed) skipped += 1;
      else fillings.set(row.desk, [...(fillings.get(row.desk) ?? []), { cell: line.code, text }]);
    });
  });
  return { fillings, skipped, leftOver };
}
