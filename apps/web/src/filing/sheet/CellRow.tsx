import { differenceOf } from '@huiji/domain/comparison';
import { type Entry, formatFigure, missing } from '@huiji/domain/figure';
import { lazy, memo, Suspense } from 'react';
import { Link } from 'wouter';
import { signed } from '../../words/figures.js';
import { language } from '../../words/i18n.js';
import { sentence } from '../../words/sentence.js';
import { Both, CellInput, shown, Tick } from './CellInput.js';
import type { Line } from './line.js';
import type { FoundFragment } from './generated/sheet.js';
import { useCell, useWork } from './watch.js';
import { useWords } from './words.js';

export const fromBook = () => import('./FromBook.js');
const FromBook = lazy(async () => ({ default: (await fromBook()).FromBook }));

/** How much more it is than last period, with its sign; '' where either is unknown. */
export function change(now: Entry, then: Entry, decimals: number): string {
  const difference = differenceOf(now, then);
  if (difference === null) return '';
  return signed(formatFigure(difference, decimals));
}

/** The id of a line's notes; a code of brackets and Chinese is one word. */
const noteOf = ({ code }: Line): string => `note-${code.replace(/\s/g, '_')}`;

interface RowProps {
  line: Line;
  hits: readonly FoundFragment[];
}

/** A line of a table. It draws itself anew when its own cell changes, and no other. */
export const CellRow = memo(function CellRow({ line, hits }: RowProps) {
  const say = useWords();
  const { desk, writable, comments } = useWork();
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
          <CellInput
            {...{ line, state, invalid: wrong, noteId: noteOf(line) }}
            label={`${line[language()]} ${say('now')}`}
          />
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
        {!line.typed && <span className="tag">{say('computed')}</span>}{' '}
        {line.code.startsWith('mem_transfer') && (
          <Link href={`/transfers/${desk.draft.unionCode}`}>{say('transfers')}</Link>
        )}
        {state.origin !== 'TYPED' && (
          <span className="tag">{say(state.origin === 'RECORDS' ? 'records' : 'carried')}</span>
        )}
        {(state.origin === 'RECORDS' || state.offer?.origin === 'RECORDS') && (
          <Suspense>
            <FromBook line={line} state={state} />
          </Suspense>
        )}
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
