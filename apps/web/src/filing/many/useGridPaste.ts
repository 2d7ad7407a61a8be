import { useCallback, useEffect, useState } from 'react';
import type { Desk } from '../sheet/desk.js';
import type { Line } from '../sheet/line.js';
import { readBlock } from '../../page/block.js';
import { type GridRow, planGrid } from './plan.js';

/** What the last paste did. */
export interface GridPasted {
  unions: number;
  count: number;
  wrong: number;
  skipped: number;
  leftOver: number;
}

/** Where in the grid an element is: the union of its row, and its cell. */
const placeOf = (element: Element | null): { union: string; cell: string } | null => {
  const { union, cell } = element instanceof HTMLElement ? element.dataset : {};
  return union !== undefined && cell !== undefined ? { union, cell } : null;
};

/**
 * Pastes blocks from Excel and WPS into the grid, from the cell that the person is in, or was in last; `undo` takes the last paste back
 * from all unions that it went to. A single value in a cell is the browser's to paste.
 */
export function useGridPaste(rows: readonly GridRow[], lines: readonly Line[]) {
  const [pasted, setPasted] = useState<GridPasted | null>(null);
  const [steps, setSteps] = useState<readonly (readonly Desk[])[]>([]);
  useEffect(() => {
    let last: { union: string; cell: string } | null = null;
    const focused = ({ target }: FocusEvent): void => {
      last = placeOf(target as Element) ?? last;
    };
    const paste = (event: ClipboardEvent): void => {
      const here = document.activeElement;
      const place = placeOf(here);
      const elsewhere = here instanceof HTMLElement && here.matches('input, textarea, select') && !place;
      const text = event.clipboardData?.getData('text/plain') ?? '';
      const block = readBlock(text);
      const single = block.length === 1 && block[0]?.length === 1;
      if (elsewhere || text === '' || (single && place)) return;
      event.preventDefault();
      const from = place ?? last;
      const start = {
        row: Math.max(
          0,
          rows.findIndex(({ code }) => code === from?.union),
        ),
        column: Math.max(
          0,
          lines.findIndex(({ code }) => code === from?.cell),
        ),
      };
      const { fillings, ...passed } = planGrid(block, rows, lines, start);
      let [count, wrong] = [0, 0];
      for (const [desk, filling] of fillings) {
        desk.fillTogether(filling);
        wrong += filling.filter(({ cell }) => desk.at(cell).phase === 'WRONG').length;
        count += filling.length;
      }
      setSteps((before) => [...before, [...fillings.keys()]]);
      setPasted({ ...passed, unions: fillings.size, count: count - wrong, wrong });
    };
    document.addEventListener('focusin', focused);
    document.addEventListener('paste', paste);
    return () => {
      document.removeEventListener('focusin', focused);
      document.removeEventListener('paste', paste);
    };
  }, [rows, lines]);
  const undo = useCallback(() => {
    for (const desk of steps[steps.length - 1] ?? []) desk.undo();
    setSteps(steps.slice(0, -1));
    setPasted(null);
  }, [steps]);
  return { pasted, undo: steps.length > 0 ? undo : null };
}
