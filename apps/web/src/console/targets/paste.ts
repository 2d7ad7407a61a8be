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
 * What a block of a spreadsheet types: two or three columns whose first one names unions, by name or code, are their targets and weights;
 * else its columns go downward from the row at `start`, beginning with `column`. Blanks leave what is there.
 */
export function planPaste(
  block: readonly string[][],
  unions: ReadonlyArray<{ id: string; code: string; name: string }>,
  { start, column }: { start: number; column: Column },
): Pasted {
  const named = new Map(
    [...unions].reverse().flatMap(
      (union) =>
        [
          [squeezed(union.code), union],
          [squeezed(union.name), union],
        ] as const,
    ),
  );
  const matched = 2 * block.filter(([name = '']) => named.has(squeezed(name))).length >= block.length;
  const typed: Record<string, Typed> = {};
  let leftOver = 0;
  block.forEach((row, at) => {
    const [first = '', second = ''] = matched ? row.slice(1) : row;
    if (first === '' && second === '') return;
    const union = matched ? named.get(squeezed(row[0] ?? '')) : unions[start + at];
    if (!union) {
      leftOver += 1;
      return;
    }
    const both =
      matched || column === 'value' ? { value: first, weight: second } : { value: '', weight: first };
    typed[union.id] = Object.fromEntries(Object.entries(both).filter(([, text]) => text !== ''));
  });
  return { typed, leftOver };
}
