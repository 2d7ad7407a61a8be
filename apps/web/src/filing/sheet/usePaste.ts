import { useEffect, useState } from 'react';
import type { Desk } from './desk.js';
import { readBlock } from '../../page/block.js';
import { type Pasting, planPaste } from './paste.js';

/** What the last paste did; SHAPE where the block could not be pasted. */
export type Pasted = (Pick<Pasting, 'computed' | 'leftOver'> & { count: number; wrong: number }) | 'SHAPE';

const cellOf = (element: Element | null): string | undefined =>
  element instanceof HTMLElement ? element.dataset['cell'] : undefined;

/**
 * Pastes blocks from Excel and WPS wherever the person is on the sheet: from the cell they are in, or were in last, or the first of the
 * table shown. A single value is the browser's to paste. Whatever else is written in, such as 上报说明, pastes as always.
 */
export function usePaste(desk: Desk, table: string, writable: boolean): Pasted | null {
  const [pasted, setPasted] = useState<Pasted | null>(null);
  useEffect(() => {
    if (!writable) return undefined;
    let last: string | undefined;
    const focused = ({ target }: FocusEvent): void => {
      last = cellOf(target as Element) ?? last;
    };
    const paste = (event: ClipboardEvent): void => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      const here = document.activeElement;
      const cell = cellOf(here);
      const elsewhere = here instanceof HTMLElement && here.matches('input, textarea, select') && !cell;
      const block = readBlock(text);
      const single = block.length === 1 && block[0]?.length === 1;
      if (elsewhere || text === '' || (single && cell)) return;
      event.preventDefault();
      const from = cell ?? last;
      const at = from ? desk.lines.findIndex(({ code }) => code === from) : -1;
      const start = at >= 0 ? at : desk.lines.findIndex((line) => line.table === table && line.typed);
      const plan = start < 0 ? null : planPaste(block, desk.lines, start);
      if (!plan) return setPasted('SHAPE');
      desk.fillTogether(plan.fillings);
      const wrong = plan.fillings.filter((filling) => desk.at(filling.cell).phase === 'WRONG').length;
      setPasted({
        count: plan.fillings.length - wrong,
        wrong,
        computed: plan.computed,
        leftOver: plan.leftOver,
      });
    };
    const undone = desk.told.listen('steps', () => desk.canUndo || setPasted(null));
    document.addEventListener('focusin', focused);
    document.addEventListener('paste', paste);
    return () => {
      undone();
      document.removeEventListener('focusin', focused);
      document.removeEventListener('paste', paste);
    };
  }, [desk, table, writable]);
  return pasted;
}
