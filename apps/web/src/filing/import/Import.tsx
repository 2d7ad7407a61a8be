import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import { asked, useAnswer } from '../../client/answers.js';
import { useExport } from '../../client/export.js';
import { usePages } from '../../client/paged.js';
import { Problems } from '../../page/Problems.js';
import { Answered, Empty } from '../../page/states.js';
import { useWords as usePageWords } from '../../page/words.js';
import { moment } from '../../words/dates.js';
import { named } from '../../words/named.js';
import '../sheet/sheet.css';
import { Checked } from './Checked.js';
import { FormToImport, MyImports, UnionToImport } from './generated/import.js';
import './import.css';
import { Taken } from './Taken.js';
import { useImport } from './useImport.js';
import { useWords } from './words.js';

interface Filing {
  form: string;
  period: string;
}

/** 导入: a form and period of one union (`?union=` its code) or of many, from a workbook: sent, checked, looked at, taken over, taken back. */
export function Import({ filing: { form, period } }: { filing: Filing }) {
  const say = useWords();
  const filing = { form, period }; // an address has more in it than its names
  const [search] = useSearchParams();
  const code = search.get('union');
  const known = useAnswer(FormToImport, { form });
  const whose = useQuery({ ...asked(UnionToImport, { code: code ?? '' }), enabled: code !== null });
  const union = whose.data?.tradeUnion ?? null;
  return (
    <div className="sheet import">
      <p>
        <Link href="/">{say('back')}</Link>{' '}
        {code && <Link href={`/${code}/${filing.form}/${filing.period}`}>{say('toSheet')}</Link>}
      </p>
      <h1>
        {say('title')} <small>{filing.period}</small>
      </h1>
      <p>
        {known.data?.form ? named(known.data.form) : form} · {code ? (union?.name ?? code) : say('ofMany')}
      </p>
      <p className="hint">{say('how')}</p>
      {(code === null || union) && <Work filing={filing} unionId={union?.id ?? null} />}
      <Past />
    </div>
  );
}

/** The template, the file, and what has become of it so far. */
function Work({ filing, unionId }: { filing: Filing; unionId: string | null }) {
  const say = useWords();
  const [search, setSearch] = useSearchParams();
  const id = search.get('import');
  const importing = useImport(id);
  const { now, step, sending, busy, problems, error } = importing;
  const send = async (file: File): Promise<void> => {
    const sent = await importing.send(file, { ...filing, unionId });
    if (sent)
      setSearch((before) => {
        before.set('import', sent);
        return before;
      });
  };
  const failed = step?.state === 'FAILED' && step.problem ? [step.problem] : undefined;
  return (
    <>
      <Template filing={filing} unionId={unionId} />
      <p>
        <label className="file">
          {say('choose')}
          <input
            type="file"
            accept=".xlsx,.csv"
            disabled={busy}
            onChange={({ target }) => {
              const [file] = target.files ?? [];
              if (file) void send(file);
              // The same file, once corrected, is another choice.
              target.value = '';
            }}
          />
        </label>
      </p>
      <div role="status">
        {sending && say('sending')}
        {!sending && busy && step && step.kind !== 'EXPORT_TABLE' && step.kind !== 'EXPORT_CATALOGUE' && (
          <label className="progress">
            {say(`doing.${step.kind}`)}
            <progress value={step.percent} max={100} />
            <button type="button" onClick={importing.cancel}>
              {say('cancel')}
            </button>
          </label>
        )}
        {step?.state === 'CANCELLED' && say('cancelled')}
      </div>
      <Problems told={problems?.length ? problems : failed} error={error} />
      {now === null && id && <Empty>{say('gone')}</Empty>}
      {now?.counts &&
        (now.appliedAt ? (
          <Taken of={now} importing={importing} />
        ) : (
          <Checked of={now} importing={importing} />
        ))}
    </>
  );
}

function Template({ filing, unionId }: { filing: Filing; unionId: string | null }) {
  const say = useWords();
  const of = { table: unionId ? 'TEMPLATE' : 'TEMPLATE_MANY', unionId, ...filing } as const;
  const { begin, busy, operation, problems, error } = useExport(of);
  return (
    <div className="workbook">
      <button type="button" disabled={busy} onClick={begin}>
        {say('template')}
      </button>{' '}
      <span role="status">
        {busy && say('templateMaking')}
        {operation?.url && operation.fileName && (
          <a href={operation.url}>{say('templateReady', { name: operation.fileName })}</a>
        )}
      </span>
      <Problems told={problems} error={error} />
    </div>
  );
}

/** 以前的导入: each leads to its result, where it can be taken back. */
function Past() {
  const say = useWords();
  const page = usePageWords();
  const [, go] = useLocation();
  const answer = usePages(MyImports, { first: 20 }, ({ imports }) => imports.pageInfo);
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
                  {all.map(({ id, form, period, unionCode, fileName, state, createdAt }) => (
                    <li key={id}>
                      <button
                        type="button"
                        className="plain"
                        onClick={() => {
                          const whose = unionCode ? `&union=${encodeURIComponent(unionCode)}` : '';
                          go(`/import/${form}/${period}?import=${id}${whose}`);
                        }}
                      >
                        {fileName}
                      </button>{' '}
                      <span className="hint">
                        {form} · {period} · {say(`state.${state}`)} · {moment(createdAt)}
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
