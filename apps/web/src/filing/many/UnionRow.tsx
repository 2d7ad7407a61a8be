import { memo, useEffect, useMemo, useSyncExternalStore } from 'react';
import { Link } from 'wouter';
import { language } from '../../words/i18n.js';
import { sentence } from '../../words/sentence.js';
import { SafetyLine } from '../sheet/Bar.js';
import { Both, CellInput, shown, Tick } from '../sheet/CellInput.js';
import { BookNow } from '../sheet/FromBook.js';
import type { FoundFragment } from '../sheet/generated/sheet.js';
import type { Line } from '../sheet/line.js';
import { useCell, useHits, useWork, Working } from '../sheet/watch.js';
import { useWords as useSheetWords } from '../sheet/words.js';
import { useWords as useFilingWords } from '../words.js';
import { isOpen, type UnionDraft } from './book.js';
import { useWords } from './words.js';

interface RowProps {
  draft: UnionDraft;
  lines: readonly Line[];
  chosen: boolean;
  choose: (on: boolean) => void;
}

const none: ReadonlyMap<string, readonly string[]> = new Map();

/** A union of the grid: each of its cells is saved as on its own sheet. */
export function UnionRow({ draft, lines, chosen, choose }: RowProps) {
  const say = useWords();
  const filing = useFilingWords();
  const { union, desk, annexes, sender } = draft;
  const state = useSyncExternalStore(
    (listener) => desk.told.listen('state', listener),
    () => desk.held.state,
  );
  const writable = isOpen(desk);
  useEffect(() => (writable ? sender.start() : undefined), [sender, writable]);
  const work = useMemo(
    () => ({ desk, annexes, sender, writable, comments: none }),
    [desk, annexes, sender, writable],
  );
  return (
    <Working value={work}>
      <tr data-row-of={union.code} data-state={state ?? 'NOT_BEGUN'}>
        <th scope="row" className="many-union">
          <label className="pick">
            <input
              type="checkbox"
              aria-label={say('choose', { union: union.name })}
              disabled={!writable}
              checked={writable && chosen}
              onChange={({ target }) => choose(target.checked)}
            />
            <Link
              href={`/${desk.draft.unionCode}/${desk.draft.form}/${desk.draft.period}`}
              aria-label={say('open', { union: union.name })}
            >
              {union.name}
            </Link>
          </label>
          <span className="hint">{filing(state ?? 'NOT_BEGUN')}</span>
          {writable && <SafetyLine />}
          <RowHits />
        </th>
        {lines.map(({ code }) => {
          const line = desk.line(code);
          return line?.typed ? (
            <GridCell key={code} union={union} line={line} />
          ) : (
            <td key={code} className="hint">
              {say('notAsked')}
            </td>
          );
        })}
      </tr>
    </Working>
  );
}

/** What the checks find in the return of the row. */
function RowHits() {
  const say = useWords();
  const sheet = useSheetWords();
  const { desk } = useWork();
  const hits = useHits();
  if (hits.length === 0) return desk.held.state && <p className="many-checks good">{say('clean')}</p>;
  return (
    <details className="many-checks">
      <summary>{say('found', { count: hits.length })}</summary>
      <ul>
        {hits.map((hit) => (
          <li key={`${hit.check} ${hit.cell} ${hit.row} ${hit.messageZh}`} className={`note-${hit.severity}`}>
            <strong>{sheet(hit.severity)}</strong> {sentence(hit)}
          </li>
        ))}
      </ul>
    </details>
  );
}

const isOf = (cell: string) => (hit: FoundFragment) => hit.cell === cell;

/** A cell of a union: it draws itself anew when it changes, and no other. */
const GridCell = memo(function GridCell({
  union,
  line,
}: {
  union: { code: string; name: string };
  line: Line;
}) {
  const { writable } = useWork();
  const state = useCell(line.code);
  const hits = useHits().filter(isOf(line.code));
  const noteId = `note-${union.code}-${line.code.replace(/\s/g, '_')}`;
  const label = `${union.name} ${line[language()]}`;
  if (!writable)
    return (
      <td className="number">
        <output data-union={union.code} data-cell={line.code} aria-label={label}>
          {state.entry ? shown(state.entry, line.decimals) : state.text}
        </output>
      </td>
    );
  const wrong = state.problem !== null || hits.some(({ severity }) => severity === 'ARITHMETIC');
  return (
    <td className="col-now">
      <CellInput {...{ line, state, label, noteId }} invalid={wrong} lane={line.code} union={union.code} />
      <Tick state={state} cell={line.code} />
      <div id={noteId} className="many-note">
        {state.problem && <p className="note-bad">{sentence(state.problem)}</p>}
        <Both line={line} state={state} />
        <BookNow line={line} state={state} />
        {hits.map((hit) => (
          <p key={`${hit.check} ${hit.messageZh}`} className={`note-${hit.severity}`}>
            {sentence(hit)}
          </p>
        ))}
      </div>
    </td>
  );
});
