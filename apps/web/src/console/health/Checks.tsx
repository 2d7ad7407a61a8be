import { usePages } from '../../client/paged.js';
import { Failed, Loading } from '../../page/states.js';
import { moment } from '../../words/dates.js';
import { Checks as Asked } from './generated/health.js';
import { useWords } from './words.js';
import { More } from '../More.js';

/** When the totals of each form and period were last held against the contributions. */
export function Checks() {
  const say = useWords();
  const pages = usePages(Asked, {}, ({ rollupChecks }) => rollupChecks.pageInfo);
  const checks = pages.data?.pages.flatMap(({ rollupChecks }) => rollupChecks.nodes) ?? [];
  return (
    <section className="panel" aria-labelledby="checks">
      <h2 id="checks">{say('checks')}</h2>
      <p className="dim">{say('checksHint')}</p>
      {pages.isPending && <Loading />}
      {pages.error && <Failed error={pages.error} retry={() => void pages.refetch()} />}
      {pages.data && checks.length === 0 && <p>{say('noChecks')}</p>}
      <ul className="rows">
        {checks.map(({ form, period, verifiedAt, unions, differences }) => (
          <li key={`${form} ${period}`}>
            <span className="grow">
              {period} {form}
            </span>
            <span className="dim">
              {verifiedAt ? say('verified', { at: moment(verifiedAt), count: unions ?? 0 }) : say('never')}
            </span>
            {verifiedAt && (
              <span className={differences > 0 ? 'badge alarm' : 'badge'}>
                {differences > 0 ? say('differ', { count: differences }) : say('agree')}
              </span>
            )}
          </li>
        ))}
      </ul>
      <More pages={pages} />
    </section>
  );
}
