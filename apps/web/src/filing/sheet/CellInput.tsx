import { type Entry, formatFigure } from '@huiji/domain/figure';
import { typedText } from '@huiji/domain/typed';
import { useRef } from 'react';
import { grouped } from '../../words/figures.js';
import type { CellState } from './cell-state.js';
import type { Line } from './line.js';
import { useWork } from './watch.js';
import { useWords } from './words.js';

/** An entry as people read it, with its mark. */
export const shown = (entry: Entry, decimals: number): string => {
  if (entry.figure === null) return typedText(entry, decimals);
  const figure = formatFigure(entry.figure, decimals);
  return typedText(entry, decimals).replace(figure, grouped(figure));
};

const ticks = { SAVED: '✓', KEPT: '…', WRONG: '!', CHANGED_ELSEWHERE: '!' } as const;

/** Whether the server has it, beside the input. */
export function Tick({ state, cell }: { state: CellState; cell: string }) {
  const say = useWords();
  if (state.text === '' && state.phase === 'SAVED') return <span className="tick" />;
  const words = { SAVED: say('saved'), KEPT: say('kept'), WRONG: '', CHANGED_ELSEWHERE: '' }[state.phase];
  return (
    <span className={`tick tick-${state.phase}`} title={words} data-phase={state.phase} data-tick={cell}>
      <span aria-hidden="true">{ticks[state.phase]}</span>
      <span className="unseen">{words}</span>
    </span>
  );
}

/** Two people have filled in one cell: both values, and a choice. */
export function Both({ line, state }: { line: Line; state: CellState }) {
  const say = useWords();
  const { desk } = useWork();
  if (!state.theirs) return null;
  const theirs = shown(state.theirs, line.decimals) || say('blank');
  return (
    <span className="both" role="alert">
      {say('changed', { value: theirs })}{' '}
      <button type="button" onClick={() => desk.settle(line.code, true)}>
        {say('mine')} ({state.text || say('blank')})
      </button>{' '}
      <button type="button" onClick={() => desk.settle(line.code, false)}>
        {say('theirs')} ({theirs})
      </button>
    </span>
  );
}

interface InputProps {
  line: Line;
  state: CellState;
  invalid: boolean;
  label: string;
  /** The element that says what is wrong with it. */
  noteId: string;
  /** Its column, where the cells of several unions stand beside each other: there is room for the figure alone. */
  lane?: string;
  /** Whose it is, where it stands among those of other unions. */
  union?: string;
}

/** The input of a cell, with what is offered as a ghost while it is blank. */
export function CellInput({ line, state, invalid, label, noteId, lane, union }: InputProps) {
  const say = useWords();
  const { desk } = useWork();
  // Ctrl+Z is the browser's while the person types in this cell; else it takes back a paste.
  const typedHere = useRef(false);
  const ghost = state.offer && state.text === '' ? shown(state.offer, line.decimals) : '';
  const take = (): void => {
    const offered = desk.offered(line.code);
    if (offered) desk.fill([offered]);
  };
  const understood = state.entry && state.phase !== 'CHANGED_ELSEWHERE' ? state.entry : null;
  const canonical = understood ? typedText(understood, line.decimals) : '';
  return (
    <>
      <input
        type="text"
        className="number"
        inputMode="decimal"
        autoComplete="off"
        data-walk={lane ?? ''}
        data-cell={line.code}
        data-union={union}
        aria-label={label}
        aria-invalid={invalid}
        aria-describedby={noteId}
        placeholder={ghost}
        value={state.text}
        onFocus={() => {
          typedHere.current = false;
        }}
        onChange={({ target }) => {
          typedHere.current = true;
          desk.fill([{ cell: line.code, text: target.value }]);
        }}
        onKeyDown={(event) => {
          if (event.key === '=' || event.key === '＝') {
            event.preventDefault();
            take();
          } else if (
            event.key === 'z' &&
            (event.ctrlKey || event.metaKey) &&
            desk.canUndo &&
            (!typedHere.current || desk.undoesStep)
          ) {
            event.preventDefault();
            desk.undo();
          }
        }}
      />
      {ghost && lane === undefined && (
        <button type="button" className="take" tabIndex={-1} onClick={take}>
          {say(state.offer?.origin === 'RECORDS' ? 'takeRecords' : 'take', { value: ghost })}
        </button>
      )}
      {lane === undefined &&
        canonical !== '' &&
        grouped(canonical) !== state.text &&
        canonical !== state.text && (
          <span className="read-as">{say('readAs', { value: grouped(canonical) })}</span>
        )}
    </>
  );
}
