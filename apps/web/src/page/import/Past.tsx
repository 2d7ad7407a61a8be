import { useState } from 'react';
import { usePages } from '../../client/paged.js';
import { moment } from '../../words/dates.js';
import { Answered } from '../states.js';
import { useWords as usePageWords } from '../words.js';
import { MyImports, type MyImportsQuery } from './generated/import.js';
import { useWords } from './words.js';

type Past = MyImportsQuery['imports']['nodes'][number];

/** 以前的导入, of drafts or of history: each leads to its result, where it can be taken back. */
export function Past({ history, open: show }: { history: boolean; open: (one: Past) => void }) {
  const say = useWords();
  const page = usePageWords();
  const answer = usePages(MyImports, { first: 20, history }, ({ imports }) => imports.pageInfo);
  const [open, setOpen] = useState(false);
  return (
    <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{say('past')}</summary>
      {open && (
        <Answered answer={answer}>
          {({ pages }) => {
            const all = pages.flatMap(({ imports }) => imports.nodes);
            if (all.length === 0) return <p>{say('none')}</p>;
            return (
              <>
                <ul className="past">
                  {all.map((one) => (
                    <li key={one.id}>
                      <button type="button" className="plain" onClick={() => show(one)}>
                        {one.fileName}
                      </button>{' '}
                      <span className="hint">
                        {[one.form, one.history?.source ?? one.period].join(' · ')} ·{' '}
                        {say(`state.${one.state}`)} · {moment(one.createdAt)}
                      </span>
                    </li>
                  ))}
                </ul>
                {answer.hasNextPage && (
                  <button type="button" onClick={() => void answer.fetchNextPage()}>
                    {page('more')}
                  </button>
                )}
              </>
            );
          }}
        </Answered>
      )}
    </details>
  );
}
