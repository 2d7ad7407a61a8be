import { useQueries } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { answers, asked } from '../../client/answers.js';
import { usePages } from '../../client/paged.js';
import type { Me } from '../../client/session.js';
import { Answered, Empty, Failed } from '../../page/states.js';
import { useWords as usePageWords } from '../../page/words.js';
import { named } from '../../words/named.js';
import { useWords as useImportWords } from '../../page/import/words.js';
import { heldOf } from '../sheet/held.js';
import { recall } from '../sheet/kept.js';
import '../sheet/sheet.css';
import '../tasks.css';
import { openDraft, type UnionDraft } from './book.js';
import { OneOfMany, TasksOf } from './generated/many.js';
import { Grid } from './Grid.js';
import './many.css';
import { useWords } from './words.js';

interface Filing {
  form: string;
  period: string;
}

/** 代报: one form and period of many unions in one grid, each with its own draft. */
export function Many({ me, filing: { form, period } }: { me: Me; filing: Filing }) {
  const say = useWords();
  const page = usePageWords();
  const toImport = useImportWords();
  const answer = usePages(TasksOf, { form, period }, ({ myTasks }) => myTasks.pageInfo);
  return (
    <div className="sheet many">
      <p>
        <Link href="/">{say('back')}</Link>{' '}
        <Link href={`/import/${form}/${period}`}>{toImport('toImport')}</Link>
      </p>
      <h1>
        {say('title')} <small>{period}</small>
      </h1>
      <Answered answer={answer}>
        {({ pages }) => {
          const unions = pages.flatMap(({ myTasks }) => myTasks.nodes.map(({ union }) => union.code));
          const [first] = pages;
          if (unions.length === 0) return <Empty>{say('none')}</Empty>;
          return (
            <>
              <p>{first?.form ? named(first.form) : form}</p>
              <p className="hint">{say('hint')}</p>
              <Drafts me={me} filing={{ form, period }} unions={unions} />
              {answer.hasNextPage && (
                <p>
                  <button
                    type="button"
                    disabled={answer.isFetchingNextPage}
                    onClick={() => void answer.fetchNextPage()}
                  >
                    {page('more')}
                  </button>
                </p>
              )}
            </>
          );
        }}
      </Answered>
    </div>
  );
}

/** The sheet of one union, asked anew each time the grid is opened. */
const oneOf = (address: Filing & { unionCode: string }) => ({
  ...asked(OneOfMany, address),
  ...{ gcTime: 0, staleTime: 0 },
});

/** Reads the drafts of the unions, and keeps those that are open while more are read. */
function Drafts({ me, filing, unions }: { me: Me; filing: Filing; unions: readonly string[] }) {
  const say = useWords();
  const [drafts, setDrafts] = useState<ReadonlyMap<string, UnionDraft>>(new Map());
  const sheets = useQueries({ queries: unions.map((unionCode) => oneOf({ unionCode, ...filing })) });
  const failed = sheets.find(({ error, data }) => error && !data);
  useEffect(() => {
    sheets.forEach(({ data }, at) => {
      const [unionCode, sheet] = [unions[at] ?? '', data?.entrySheet];
      if (!sheet) return;
      const known = drafts.get(unionCode);
      if (known) return known.desk.absorb(heldOf(sheet));
      const draft = { personId: me.id, unionCode, ...filing };
      const reread = () => answers.fetchQuery(oneOf({ unionCode, ...filing })).catch(() => undefined);
      void recall(draft).then((kept) =>
        setDrafts((before) =>
          before.has(unionCode)
            ? before
            : new Map(before).set(unionCode, openDraft(draft, sheet, kept, reread)),
        ),
      );
    });
  }, [sheets, drafts, unions, me, filing]);
  const open = unions.flatMap((code) => drafts.get(code) ?? []);
  if (failed?.error) return <Failed error={failed.error} retry={() => void failed.refetch()} />;
  const missing = sheets.filter(({ data }) => data?.entrySheet === null).length;
  const done = open.length + missing;
  return (
    <>
      <div role="status">
        {done < unions.length && (
          <label className="progress">
            {say('loading', { done, all: unions.length })}
            <progress value={done} max={unions.length} />
          </label>
        )}
      </div>
      {open.length > 0 && done === unions.length && <Grid drafts={open} />}
    </>
  );
}
