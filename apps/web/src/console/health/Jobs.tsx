import { useQuery } from '@tanstack/react-query';
import { asked } from '../../client/answers.js';
import { Answered } from '../../page/states.js';
import { moment } from '../../words/dates.js';
import { Jobs as Asked } from './generated/health.js';
import { useWords } from './words.js';

/** How often the jobs are counted anew, in milliseconds. */
const pause = 10_000;

/** 后台作业: what the workers have to do, since when, and what was given up. */
export function Jobs() {
  const say = useWords();
  const answer = useQuery({ ...asked(Asked, {}), refetchInterval: pause });
  return (
    <section className="panel" aria-labelledby="jobs">
      <h2 id="jobs">{say('jobs')}</h2>
      <Answered answer={answer}>
        {({ jobs }) => (
          <ul className="rows">
            {jobs.map(({ kind, waiting, oldestAt, failed }) => (
              <li key={kind} data-job={kind}>
                <span className="grow">{say(kind)}</span>
                <span className="dim">
                  {oldestAt ? say('waiting', { count: waiting, at: moment(oldestAt) }) : say('idle')}
                </span>
                {failed > 0 && <span className="badge alarm">{say('failed', { count: failed })}</span>}
              </li>
            ))}
          </ul>
        )}
      </Answered>
    </section>
  );
}
