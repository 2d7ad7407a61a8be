import { differenceOf } from '@huiji/domain/comparison';
import { type Entry, formatFigure, missing } from '@huiji/domain/figure';
import { typedText } from '@huiji/domain/typed';
import { memo, useRef } from 'react';
import { grouped, signed } from '../../words/figures.js';
import { language } from '../../words/i18n.js';
import { sentence } from '../../words/sentence.js';
import type { CellState } from './desk.js';
import type { Line } from './line.js';
import type { FoundFragment } from './generated/sheet.js';
import { useCell, useWork } from './watch.js';
import { useWords } from './words.js';

/** An entry as people read it, with its mark. */
export const shown = (entry: Entry, decimals: number): string => {
  if (entry.figure === null) return typedText(entry, decimals);
  const figure = formatFigure(entry.figure, decimals);
  return typedText(entry, decimals).replace(figure, grouped(figure));
};

/** How much more it is than last period, with its sign; '' where either is unknown. */
export function change(now: Entry, then: Entry, decimals: number): string {
  const difference = differenceOf(now, then);
  if (difference === null) return '';
  return signed(formatFigure(difference, decimals));
}

/** The id of a line's notes; a code of brackets and Chinese is one word. */
const noteOf = ({ code }: Line): string => `note-${code.replace(/\s/g, '_')}`;

const ticks = { SAVED: '✓', KEPT: '…', WRONG: '!', CHANGED_ELSEWHERE: '!' } as const;

/** Whether the server has it, beside the input. */
function Tick({ state, cell }: { state: CellState; cell: string }) {
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
function Both({ line, state }: { line: Line; state: CellState }) {
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

/** The input of a cell, with the last period's figure as a ghost where it may be taken over. */
function CellInput({ line, state, invalid }: { line: Line; state: CellState; invalid: boolean }) {
  const say = useWords();
  const { desk } = useWork();
  // Ctrl+Z is the browser's while the person types in this cell; else it takes back a paste.
  const typedHere = useRef(false);
  const ghost = line.offer && state.text === '' ? shown(line.offer, line.decimals) : '';
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
        data-walk=""
        data-cell={line.code}
        aria-label={`${line[language()]} ${say('now')}`}
        aria-invalid={invalid}
        aria-describedby={noteOf(line)}
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
      {ghost && (
        <button type="button" className="take" tabIndex={-1} onClick={take}>
          {say('take', { value: ghost })}
        </button>
      )}
      {canonical !== '' && grouped(canonical) !== state.text && canonical !== state.text && (
        <span className="read-as">{say('readAs', { value: grouped(canonical) })}</span>
      )}
    </>
  );
}

interface RowProps {
  line: Line;
  hits: readonly FoundFragment[];
}

/** A line of a table. It draws itself anew when its own cell changes, and no other. */
export const CellRow = memo(function CellRow({ line, hits }: RowProps) {
  const say = useWords();
  const { writable, comments } = useWork();
  const state = useCell(line.code);
  const editable = writable && line.typed;
  const part = line.code.includes('[');
  const wrong = state.problem !== null || hits.some(({ severity }) => severity === 'ARITHMETIC');
  return (
    <tr role="row" className={part ? 'part' : ''} data-wrong={wrong || undefined}>
      <th role="rowheader" scope="row" className="col-name">
        {line[language()]}
      </th>
      <td role="cell" className="col-code">
        {line.code}
      </td>
      <td role="cell" className="col-unit">
        {line.unit}
      </td>
      <td role="cell" className="col-previous number">
        {shown(line.previous, line.decimals)}
      </td>
      <td role="cell" className="col-now">
        {editable ? (
          <CellInput line={line} state={state} invalid={wrong} />
        ) : (
          <output className="number" data-cell={line.code} tabIndex={-1}>
            {state.entry ? shown(state.entry, line.decimals) : state.text}
          </output>
        )}
        {editable && <Tick state={state} cell={line.code} />}
      </td>
      <td role="cell" className="col-change number">
        {change(state.entry ?? missing, line.previous, line.decimals)}
      </td>
      <td role="cell" className="col-note" id={noteOf(line)}>
        {!line.typed && <span className="tag">{say('computed')}</span>}
        {state.origin !== 'TYPED' && <span className="tag">{say('carried')}</span>}
        {state.problem && <p className="note-bad">{sentence(state.problem)}</p>}
        <Both line={line} state={state} />
        {hits.map((hit) => (
          <p key={`${hit.check} ${hit.messageZh}`} className={`note-${hit.severity}`}>
            <strong>{say(hit.severity)}</strong> {sentence(hit)}
          </p>
        ))}
        {comments.get(line.code)?.map((text, at) => (
          <p key={at} className="note-comment">
            <strong>{say('comment')}</strong> {text}
          </p>
        ))}
      </td>
    </tr>
  );
});
