import { useQuery } from '@tanstack/react-query';
import { Link, useLocation, useSearchParams } from 'wouter';
import { asked, useAnswer } from '../../client/answers.js';
import { ask } from '../../client/ask.js';
import { useExport } from '../../client/export.js';
import { Past } from '../../page/import/Past.js';
import { useWords } from '../../page/import/words.js';
import { Work } from '../../page/import/Work.js';
import { Problems } from '../../page/Problems.js';
import { named } from '../../words/named.js';
import '../sheet/sheet.css';
import { BeginImport, FormToImport, UnionToImport } from './generated/begin.js';

interface Filing {
  form: string;
  period: string;
}

/** 导入: a form and period of one union (`?union=` its code) or of many, from a workbook: sent, checked, looked at, taken over, taken back. */
export function Import({ filing: { form, period } }: { filing: Filing }) {
  const say = useWords();
  const filing = { form, period }; // an address has more in it than its names
  const [search, setSearch] = useSearchParams();
  const [, go] = useLocation();
  const show = (id: string): void =>
    setSearch((before) => {
      before.set('import', id);
      return before;
    });
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
      {(code === null || union) && (
        <>
          <Template filing={filing} unionId={union?.id ?? null} />
          <Work
            id={search.get('import')}
            open={show}
            begin={async (input) => (await ask(BeginImport, { input })).beginImport}
            of={{ ...filing, unionId: union?.id ?? null }}
          />
        </>
      )}
      <Past
        history={false}
        open={({ id, form, period, unionCode }) => {
          const whose = unionCode ? `&union=${encodeURIComponent(unionCode)}` : '';
          go(`/import/${form}/${period}?import=${id}${whose}`);
        }}
      />
    </div>
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
