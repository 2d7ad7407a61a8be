import { useState } from 'react';
import { answers, nameOf } from '../../client/answers.js';
import { usePages } from '../../client/paged.js';
import { More } from '../../page/More.js';
import { Answered, Empty } from '../../page/states.js';
import { Done } from '../records/Done.js';
import { useWords } from '../records/words.js';
import type { CellState } from './cell-state.js';
import { shown } from './CellInput.js';
import { CellRecords } from './generated/records.js';
import type { Line } from './line.js';
import { useWork } from './watch.js';
import { useWords as useSheetWords } from './words.js';

interface CellProps {
  line: Line;
  state: CellState;
}

/** A cell whose figure comes from the book (台账), or may: what the book says now, and the records that make the figure. */
export function FromBook({ line, state }: CellProps) {
  const say = useWords();
  const [open, setOpen] = useState(false);
  const toggle = (now: boolean): void => {
    if (now) void answers.invalidateQueries({ queryKey: [nameOf(CellRecords)] });
    setOpen(now);
  };
  return (
    <>
      <BookNow line={line} state={state} />
      <details className="help" onToggle={({ currentTarget }) => toggle(currentTarget.open)}>
        <summary>{say('look')}</summary>
        {open && <Records cell={line.code} />}
      </details>
    </>
  );
}

/** Where a cell was taken from the book, and the book now says something else: what that is, to be taken. */
export function BookNow({ line, state }: CellProps) {
  const say = useWords();
  const sheet = useSheetWords();
  const { desk, writable } = useWork();
  if (!writable || state.origin !== 'RECORDS' || state.theirs) return null;
  if (state.offer?.origin !== 'RECORDS') return <p className="note-PLAUSIBILITY">{say('bookEmpty')}</p>;
  const offered = desk.offered(line.code);
  if (!offered) return null;
  const value = shown(state.offer, line.decimals);
  return (
    <p className="note-PLAUSIBILITY">
      <strong>{say('bookNow', { value })}</strong>{' '}
      <button type="button" className="take" onClick={() => desk.fill([offered])}>
        {sheet('takeRecords', { value })}
      </button>
    </p>
  );
}

/** 看台账: the records that a cell is made of; where it was taken from the book, as they stood then. */
function Records({ cell }: { cell: string }) {
  const say = useWords();
  const { unionCode, form, period } = useWork().desk.draft;
  const answer = usePages(
    CellRecords,
    { unionCode, form, period, cell },
    ({ cellRecords }) => cellRecords.pageInfo,
  );
  return (
    <Answered answer={answer}>
      {({ pages }) => {
        const records = pages.flatMap(({ cellRecords }) => cellRecords.nodes);
        if (records.length === 0) return <Empty>{say('none')}</Empty>;
        return (
          <>
            <ul aria-label={say('madeOf')}>
              {records.map((record) => (
                <li key={record.id}>
                  <Done record={record} />
                </li>
              ))}
            </ul>
            <More answer={answer} />
          </>
        );
      }}
    </Answered>
  );
}
