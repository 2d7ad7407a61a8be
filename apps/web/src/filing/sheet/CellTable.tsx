import { useMemo } from 'react';
import type { FoundFragment } from './generated/sheet.js';
import type { Line } from './line.js';
import { CellRow } from './CellRow.js';
import { useHits } from './watch.js';
import { useWords } from './words.js';

const none: readonly FoundFragment[] = [];

/** A table of the form (表一…). Its roles are spelt out, since on a phone its rows are laid out as blocks. */
export function CellTable({ lines, name }: { lines: readonly Line[]; name: string }) {
  const say = useWords();
  const hits = useHits();
  const byCell = useMemo(() => {
    const found = new Map<string, FoundFragment[]>();
    for (const hit of hits) if (hit.cell !== null) found.set(hit.cell, [...(found.get(hit.cell) ?? []), hit]);
    return found;
  }, [hits]);
  const columns = ['indicator', 'code', 'unit', 'previous', 'now', 'difference', 'note'] as const;
  return (
    <table role="table" aria-label={name} className="sheet-table">
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column} role="columnheader" scope="col" className={`head-${column}`}>
              {say(column)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {lines.map((line) => (
          <CellRow key={line.code} line={line} hits={byCell.get(line.code) ?? none} />
        ))}
      </tbody>
    </table>
  );
}
