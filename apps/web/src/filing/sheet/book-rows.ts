import type { TextRow } from './kept.js';
import { type RowColumn, textOf, valueOf } from './row-text.js';

/**
 * The rows of the book (台账) that a table does not have yet, as they are typed: at most as many as it still takes. A row that stands
 * there twice is had once for each time that it was typed, however its figures were written.
 */
export function rowsLacking(
  { columns, limit }: { columns: readonly RowColumn[]; limit: number },
  rows: readonly TextRow[],
  recorded: readonly Readonly<Record<string, unknown>>[],
): TextRow[] {
  const sayingOf = (row: TextRow): string =>
    JSON.stringify(columns.map((column) => valueOf(column, row[column.code] ?? '')));
  const had = new Map<string, number>();
  for (const row of rows) had.set(sayingOf(row), (had.get(sayingOf(row)) ?? 0) + 1);
  const lacking = recorded
    .map((row) => Object.fromEntries(columns.map(({ code }) => [code, textOf(row[code])])))
    .filter((row) => {
      const left = had.get(sayingOf(row)) ?? 0;
      had.set(sayingOf(row), left - 1);
      return left <= 0;
    });
  return lacking.slice(0, Math.max(0, limit - rows.length));
}
