import { squeezed } from '../../page/block.js';
import type { AllTyped, Typed } from './plan.js';

/** A column of the table that can be typed into. */
export type Column = keyof Typed;

/** What a pasted block types, and how many of its rows belong to no union below. */
export interface Pasted {
  typed: AllTyped;
  leftOver: number;
}

/**
 * Of which union each row of a block of a spreadsheet is: where at least half of the rows name one in their first cell, by name or code, each
 * is of the one that it names; else they are of those from the one at `start` on. `cells`: what follows the name.
 */
export function rowsOfUnions<Union extends { code: string; name: string }>(
  block: readonly string[][],
  unions: readonly Union[],
  start: number,
): { named: boolean; rows: { union: Union | undefined; cells: readonly string[] }[] } {
  const byName = new Map(
    [...unions].reverse().flatMap(
      (union) =>
        [
          [squeezed(union.code), union],
          [squeezed(union.name), union],
        ] as const,
    ),
  );
  const found = block.map(([name = '']) => byName.get(squeezed(name)));
  const named = 2 * found.filter((union) => union !== undefined).length >= block.length;
  const rows = block.map((row, at) =>
    named ? { union: found[at], cells: row.slice(1) } : { union: unions[start + at], cells: row },
  );
  return { named, rows };
}

/**
 * What a block of a spreadsheet types: two or three columns whose first one names unions, by name or code, are their targets and weights;
 * else its columns go downward from the row at `start`, beginning with `column`. Blanks leave what is there.
 */
export function planPaste(
  block: readonly string[][],
  unions: ReadonlyArray<{ id: string; code: string; name: string }>,
  { start, column }: { start: number; column: Column },
): Pasted {
  const { named, rows } = rowsOfUnions(block, unions, start);
  const typed: Record<string, Typed> = {};
  let leftOver = 0;
  for (const { union, cells } of rows) {
    const [first = '', second = ''] = cells;
    if (first === '' && second === '') continue;
    if (!union) {
      leftOver += 1;
      continue;
    }
    const both =
      named || column === 'value' ? { value: first, weight: second } : { value: '', weight: first };
    typed[union.id] = Object.fromEntries(Object.entries(both).filter(([, text]) => text !== ''));
  }
  return { typed, leftOver };
}
