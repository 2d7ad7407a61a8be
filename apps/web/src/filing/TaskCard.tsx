import { Link } from 'wouter';
import { day } from '../words/dates.js';
import type { MyTasksQuery } from './generated/tasks.js';
import { useWords } from './words.js';
import { named } from '../words/named.js';

export type Task = MyTasksQuery['myTasks']['nodes'][number];

const verbs = {
  NOT_BEGUN: 'begin',
  DRAFT: 'goOn',
  RETURNED: 'correct',
  SUBMITTED: 'view',
  ACCEPTED: 'view',
} as const;

/** How long there is, in words, and whether that is a worry. */
function Deadline({ task: { daysLeft, dueOn } }: { task: Task }) {
  const say = useWords();
  if (daysLeft === null || dueOn === null) return <span className="hint">{say('noDeadline')}</span>;
  const left =
    daysLeft < 0
      ? say('overdue', { count: -daysLeft })
      : daysLeft === 0
        ? say('dueToday')
        : say('daysLeft', { count: daysLeft });
  return (
    <span>
      <strong className={daysLeft < 0 ? 'late' : daysLeft <= 3 ? 'soon' : ''}>{left}</strong>{' '}
      <span className="hint">{say('dueOn', { day: day(dueOn) })}</span>
    </span>
  );
}

/** One report that is due: how far it is, why it came back, and one button. */
export function TaskCard({ task, form }: { task: Task; form: { zh: string; en: string } | undefined }) {
  const say = useWords();
  const { union, period, filled, total, state, entrustment } = task;
  const address = `/${union.code}/${task.form}/${period}`;
  const verb = say(verbs[state]);
  return (
    <article className="task">
      <header>
        <h2>{union.name}</h2>
        {entrustment && (
          <span className="tag">{say('entrustedBy', { document: entrustment.documentNo })}</span>
        )}
        {task.throughWindow && <span className="tag">{say('window')}</span>}
      </header>
      <p>
        {form ? named(form) : task.form} · {period} · {say(state)}
      </p>
      <Deadline task={task} />
      <label className="progress">
        {say('filled', { filled, total })}
        <progress value={filled} max={Math.max(total, 1)} />
      </label>
      {task.returnReason && (
        <p className="problem">
          <strong>{say('returned')}:</strong> {task.returnReason}
        </p>
      )}
      <footer>
        <Link
          href={address}
          className={`button ${verb === say('view') ? '' : 'primary'}`}
          aria-label={`${verb} ${union.name} ${period}`}
        >
          {verb}
        </Link>
        <Link
          href={`/${union.code}/${task.form}`}
          className="plain-link"
          aria-label={`${say('history')} ${union.name}`}
        >
          {say('history')}
        </Link>
      </footer>
    </article>
  );
}
