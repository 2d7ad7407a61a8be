import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../client/ask.js';
import { Answered, Empty } from '../page/states.js';
import { useWords as usePageWords } from '../page/words.js';
import { TaskCard } from './TaskCard.js';
import './tasks.css';
import { MyTasks, type MyTasksQuery } from './tasks.generated.js';
import { useWords } from './words.js';

/** From how many tasks on a clerk looks for a union by its name. */
const many = 10;

type Whose = 'all' | 'own' | 'entrusted';
const entrustedOf: Readonly<Record<Whose, boolean | null>> = { all: null, own: false, entrusted: true };

function useTasks(whose: Whose) {
  return useInfiniteQuery({
    queryKey: ['MyTasks', whose],
    queryFn: ({ pageParam, signal }) =>
      ask(MyTasks, { after: pageParam, entrusted: entrustedOf[whose] }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ myTasks: { pageInfo } }) => (pageInfo.hasNextPage ? pageInfo.endCursor : undefined),
  });
}

/** 我的任务: what one may file now, what is due first first. `entrusted`: whether one files for others too (代报). */
export function Tasks({ entrusted }: { entrusted: boolean }) {
  const say = useWords();
  const [whose, setWhose] = useState<Whose>('all');
  const answer = useTasks(whose);
  return (
    <div className="tasks">
      <h1>{say('tasks')}</h1>
      {entrusted && (
        <div role="group" aria-label={say('whose')} className="whose">
          {(['all', 'own', 'entrusted'] as const).map((one) => (
            <button key={one} type="button" aria-pressed={whose === one} onClick={() => setWhose(one)}>
              {say(one)}
            </button>
          ))}
        </div>
      )}
      <Answered answer={answer}>
        {({ pages }) => (
          <Cards
            pages={pages}
            more={answer.hasNextPage ? () => void answer.fetchNextPage() : null}
            waiting={answer.isFetchingNextPage}
          />
        )}
      </Answered>
    </div>
  );
}

interface CardsProps {
  pages: readonly MyTasksQuery[];
  more: (() => void) | null;
  waiting: boolean;
}

function Cards({ pages, more, waiting }: CardsProps) {
  const say = useWords();
  const page = usePageWords();
  const [sought, setSought] = useState('');
  const all = pages.flatMap(({ myTasks }) => myTasks.nodes);
  const forms = pages[0]?.forms ?? [];
  const found = all.filter(({ union }) => `${union.name} ${union.code}`.includes(sought.trim()));
  if (all.length === 0) return <Empty>{say('none')}</Empty>;
  return (
    <>
      <p className="hint">{say('tasksHint')}</p>
      {all.length > many && (
        <label className="find">
          {say('find')}
          <input type="search" value={sought} onChange={({ target }) => setSought(target.value)} />
        </label>
      )}
      {found.length === 0 && <Empty>{say('noneFound')}</Empty>}
      <ul className="cards">
        {found.map((task) => (
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
