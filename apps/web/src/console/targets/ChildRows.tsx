import type { KeyboardEvent, ReactNode } from 'react';
import { readBlock } from '../../page/block.js';
import '../form/form.css';
import { Wide } from '../Wide.js';
import type { Column } from './paste.js';
import { type AllTyped, type Child, type Measure, targetFor, type Typed } from './plan.js';
import { Completion, Figure } from './shown.js';
import { useWords } from './words.js';

/** Enter goes to the same column of the next row, as in a spreadsheet, and issues nothing. */
function goDown(event: KeyboardEvent<HTMLInputElement>): void {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
  event.preventDefault();
  const { column } = event.currentTarget.dataset;
  const next = event.currentTarget.closest('tr')?.nextElementSibling;
  next?.querySelector<HTMLInputElement>(`input[data-column="${column}"]`)?.select();
}

interface Props {
  rows: readonly Child[];
  measure: Measure;
  mayIssue: boolean;
  typed: AllTyped;
  type: (unionId: string, change: Typed) => void;
  /** Takes a block of a spreadsheet that was pasted at a place. */
  paste: (block: readonly string[][], place: { start: number; column: Column }) => void;
  /** Opens the book of a body below. */
  open: (unionCode: string) => void;
  look: (union: Child['union']) => void;
  children: ReactNode;
}

/** The unions below with what they are to reach of one line and have reached; typed into by whoever may issue. */
export function ChildRows({ rows, measure, mayIssue, typed, type, paste, open, look, children }: Props) {
  const say = useWords();
  return (
    <Wide label={say('handOn')}>
      <table className="figures targets">
        <thead>
          <tr>
            <th scope="col">{say('child')}</th>
            {(['value', 'weight', 'actual', 'completion'] as const).map((column) => (
              <th key={column} scope="col" className="number">
                {say(column)}
              </th>
            ))}
            <th scope="col">{say('history')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ union, targets }, at) => {
            const target = targetFor(targets, measure);
            const { value = target?.value ?? '', weight = target?.weight ?? '' } = typed[union.id] ?? {};
            return (
              <tr key={union.id}>
                <th scope="row">
                  {union.level === 'GRASSROOTS' ? (
                    union.name
                  ) : (
                    <button type="button" className="link-button" onClick={() => open(union.code)}>
                      {union.name}
                    </button>
                  )}
                </th>
                {mayIssue ? (
                  (['value', 'weight'] as const).map((column) => (
                    <td key={column} className="number">
                      <input
                        inputMode="decimal"
                        className={`number typed ${column === 'weight' ? 'targets-weight' : ''}`}
                        aria-label={say(`${column}Of`, { name: union.name })}
                        title={column === 'value' ? say('takenAway') : undefined}
                        data-column={column}
                        value={{ value, weight }[column]}
                        onChange={(event) => type(union.id, { [column]: event.target.value })}
                        onKeyDown={goDown}
                        onPaste={(event) => {
                          const block = readBlock(event.clipboardData.getData('text'));
                          if (block.length === 1 && block[0]?.length === 1) return;
                          event.preventDefault();
                          paste(block, { start: at, column });
                        }}
                      />
                    </td>
                  ))
                ) : (
                  <>
                    <Figure value={target?.value ?? null} />
                    <Figure value={target?.weight ?? null} />
                  </>
                )}
                <Figure value={target?.actual ?? null} mark={target?.mark ?? 'EXACT'} />
                <Completion target={target} />
                <td>
                  {target && (
                    <button
                      type="button"
                      className="link-button"
                      aria-label={say('historyOf', { name: union.name })}
                      onClick={() => look(union)}
                    >
                      {say('history')}
                    </button>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
        {children}
      </table>
    </Wide>
  );
}
