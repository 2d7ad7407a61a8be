import { useDeferredValue, useState } from 'react';
import { Link } from 'wouter';
import { usePages } from '../client/paged.js';
import { bodiesFor, type Me } from '../client/session.js';
import { Answered, Empty } from '../page/states.js';
import { useWords as usePageWords } from '../page/words.js';
import { OpenNotices } from './OpenNotices.js';
import { TaskCard } from './TaskCard.js';
import './tasks.css';
import { MyTasks, type MyTasksQuery } from './generated/tasks.js';
import { useWords as useTasksWords } from './tasks-words.js';
import { useWords } from './words.js';
import { named } from '../words/named.js';

/** From how many tasks on a clerk looks for a union by its name. */
const many = 10;

type Whose = 'all' | 'own' | 'entrusted';
const entrustedOf: Readonly<Record<Whose, boolean | null>> = { all: null, own: false, entrusted: true };

/** 我的任务: what one may file now, what is due first first. */
export function Tasks({ me }: { me: Me }) {
  const say = useWords();
  const own = useTasksWords();
  const entrusted = me.entrustments > 0;
  const [whose, setWhose] = useState<Whose>('all');
  const [sought, setSought] = useState('');
  const search = useDeferredValue(sought.trim()) || null;
  const answer = usePages(
    MyTasks,
    { entrusted: entrustedOf[whose], search, ...waitingAt(me) },
    ({ myTasks }) => myTasks.pageInfo,
  );
  const [seen, setSeen] = useState(0);
  const count = answer.data?.pages.flatMap(({ myTasks }) => myTasks.nodes).length ?? 0;
  if (search === null && count > seen) setSeen(count);
  const waiting = answer.data?.pages[0]?.transfersWaiting?.toAccept ?? 0;
  return (
    <div className="tasks">
      <h1>{say('tasks')}</h1>
      <OpenNotices />
      <p className="ways">
        <Link href="/notices">{say('noticesAll')}</Link>
        <Link href="/records">{say('recordsAll')}</Link>
        <Link href="/home">{say('home')}</Link>
        <Link href="/transfers">
          {say('transfers')}
          {waiting > 0 && ` (${own('toAccept', { count: waiting })})`}
        </Link>
        <Link href="/appraisal">{say('appraisal')}</Link>
      </p>
      {entrusted && (
        <div role="group" aria-label={say('whose')} className="whose">
          {(['all', 'own', 'entrusted'] as const).map((one) => (
            <button key={one} type="button" aria-pressed={whose === one} onClick={() => setWhose(one)}>
              {say(one)}
            </button>
          ))}
        </div>
      )}
      {seen > many && (
        <label className="find">
          {say('find')}
          <input type="search" value={sought} onChange={({ target }) => setSought(target.value)} />
        </label>
      )}
      <Answered answer={answer}>
        {({ pages }) => (
          <Cards
            pages={pages}
            nothing={say(search === null ? 'none' : 'noneFound')}
            more={answer.hasNextPage ? () => void answer.fetchNextPage() : null}
            waiting={answer.isFetchingNextPage}
          />
        )}
      </Answered>
    </div>
  );
}

/** At which union 待接收 is counted: the one that a person files for; at none where they are several, each with a page of its own. */
function waitingAt(me: Me): { alone: boolean; unionCode: string | null } {
  const [only, another] = bodiesFor(me, 'FILE');
  const alone = only?.level === 'GRASSROOTS' && !another && me.entrustments === 0;
  return { alone, unionCode: alone ? only.code : null };
}

interface CardsProps {
  pages: readonly MyTasksQuery[];
  /** What is said where there are none. */
  nothing: string;
  more: (() => void) | null;
  waiting: boolean;
}

function Cards({ pages, nothing, more, waiting }: CardsProps) {
  const say = useWords();
  const page = usePageWords();
  const all = pages.flatMap(({ myTasks }) => myTasks.nodes);
  const forms = pages[0]?.forms ?? [];
  if (all.length === 0) return <Empty>{nothing}</Empty>;
  return (
    <>
      <p className="hint">{say('tasksHint')}</p>
      <Together pages={pages} />
      <ul className="cards">
        {all.map((task) => (
          <li key={`${task.union.id} ${task.form} ${task.period}`} className="card">
            <TaskCard task={task} form={forms.find(({ code }) => code === task.form)} />
          </li>
        ))}
      </ul>
      {more && (
        <button type="button" disabled={waiting} onClick={more}>
          {page('more')}
        </button>
      )}
    </>
  );
}

/** Leads to the grid of many unions, where a form and period is due of more than one. */
function Together({ pages }: Pick<CardsProps, 'pages'>) {
  const say = useWords();
  const due = new Map<string, number>();
  for (const { form, period } of pages.flatMap(({ myTasks }) => myTasks.nodes))
    due.set(`${form}/${period}`, (due.get(`${form}/${period}`) ?? 0) + 1);
  const several = [...due].filter(([, count]) => count > 1);
  if (several.length === 0) return null;
  const forms = pages[0]?.forms ?? [];
  return (
    <ul className="together">
      {several.map(([path, count]) => {
        const [code, period = ''] = path.split('/');
        const form = forms.find((one) => one.code === code);
        return (
          <li key={path}>
            <Link href={`/many/${path}`} className="button">
              {say('together', { form: form ? named(form) : (code ?? ''), period, count })}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
