import { squeezed } from '../../page/block.js';
import type { Filling } from './cell-state.js';
import type { Line } from './line.js';

/** What a pasted block does. */
export interface Pasting {
  fillings: readonly Filling[];
  /** Values for lines that are computed, which were passed over. */
  computed: number;
  /** Names or codes that the form does not have, and values below its last line. */
  leftOver: number;
}

/** Whether a block names its values: at least half of what its first column says are codes or names of the form. */
const namesIn = (block: readonly string[][], named: ReadonlyMap<string, Line>): boolean =>
  2 * block.filter(([name = '']) => named.has(squeezed(name))).length >= block.length;

function byName(lines: readonly Line[]): Map<string, Line> {
  const named = new Map<string, Line>();
  for (const line of [...lines].reverse())
    for (const name of [line.en, line.zh, line.code]) named.set(squeezed(name), line);
  return named;
}

/**
 * What a block fills: one column goes downward from the line at `start`, over the ends of tables; two columns are matched by the code or
 * name in the first one. Blanks leave what is there. Null where a block is neither.
 */
export function planPaste(block: readonly string[][], lines: readonly Line[], start: number): Pasting | null {
  const width = Math.max(...block.map((row) => row.length));
  const named = byName(lines);
  const matched = width === 2 && namesIn(block, named);
  if (width > 1 && !matched) return null;
  const fillings: Filling[] = [];
  let [computed, leftOver] = [0, 0];
  block.forEach((row, at) => {
    const text = row[width - 1] ?? '';
    if (text === '') return;
    const line = matched ? named.get(squeezed(row[0] ?? '')) : lines[start + at];
    if (!line) leftOver += 1;
    else if (!line.typed) computed += 1;
    else fillings.push({ cell: line.code, text });
  });
  return { fillings, computed, leftOver };
}
