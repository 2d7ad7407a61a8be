import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { asked, useSend } from '../../client/answers.js';
import { Problems } from '../../page/Problems.js';
import { Answered } from '../../page/states.js';
import { moment } from '../../words/dates.js';
import { Jobs as Asked, RetryChanges } from './generated/health.js';
import { useWords } from './words.js';

/** How often the jobs are counted anew, in milliseconds. */
const pause = 10_000;

/** 后台作业: what the workers have to do, since when, and what was given up; `mayRetry`: changes that are set aside are offered to be tried again. */
export function Jobs({ mayRetry }: { mayRetry: boolean }) {
  const say = useWords();
  const retry = useSend(RetryChanges);
  const retried = retry.data?.retryChanges.retried;
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
                {failed > 0 && (
                  <span className="badge alarm">
                    {say(kind === 'ROLLUP' ? 'setAside' : 'failed', { count: failed })}
                  </span>
                )}
                {failed > 0 && kind === 'ROLLUP' && mayRetry && (
                  <Button loading={retry.isPending} onClick={() => retry.mutate({})}>
                    {say('retry')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Answered>
      <p role="status">{retried !== null && retried !== undefined && say('retried', { count: retried })}</p>
      <Problems told={retry.data?.retryChanges.userErrors} error={retry.error} />
    </section>
  );
}
