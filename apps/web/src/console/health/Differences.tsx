import { usePages } from '../../client/paged.js';
import type { Me } from '../../client/session.js';
import { Field } from '../../page/Field.js';
import { Failed, Loading } from '../../page/states.js';
import { moment } from '../../words/dates.js';
import { grouped } from '../../words/figures.js';
import { SendForm } from '../form/SendForm.js';
import { UnionField } from '../form/UnionField.js';
import { Differences as Asked, Rebuild } from './generated/health.js';
import { useWords } from './words.js';
import { More } from '../More.js';

/** 汇总差异: what a check found, and rebuilding it. */
export function Differences({ me }: { me: Me }) {
  const say = useWords();
  const pages = usePages(Asked, {}, ({ rollupDifferences }) => rollupDifferences.pageInfo);
  const found = pages.data?.pages.flatMap(({ rollupDifferences }) => rollupDifferences.nodes) ?? [];
  return (
    <section className="panel" aria-labelledby="differences">
      <h2 id="differences">{say('differences')}</h2>
      {pages.isPending && <Loading />}
      {pages.error && <Failed error={pages.error} retry={() => void pages.refetch()} />}
      {pages.data && found.length === 0 && <p>{say('noDifferences')}</p>}
      <ul className="rows">
        {found.map(({ id, form, period, foundAt, difference: { union, unionId, cell, ...of } }) => (
          <li key={id}>
            <span className="grow">
              {union?.name ?? unionId} {period} {form} {cell} {of.kind}
            </span>
            <span>
              {say('stored', { stored: grouped(of.stored) || '—', recomputed: grouped(of.recomputed) })}
            </span>
            <span className="dim">{say('found', { at: moment(foundAt) })}</span>
          </li>
        ))}
      </ul>
      <More pages={pages} />
      <details className="folded">
        <summary>{say('rebuild')}</summary>
        <p className="dim">{say('rebuildHint')}</p>
        <SendForm
          operation={Rebuild}
          variables={(of) => ({
            input: {
              unionId: of('unionId'),
              form: of('form'),
              period: of('period'),
              dryRun: of('how') !== 'real',
            },
          })}
          told={({ rebuildTotals }) => rebuildTotals.userErrors}
          button={say('rebuild')}
          done={({ rebuildTotals: { rebuilt } }) =>
            rebuilt && say('rebuilt', { units: rebuilt.unions, count: rebuilt.differenceCount })
          }
        >
          <UnionField label={say('union')} name="unionId" first={me.appointments.map(({ union }) => union)} />
          <Field label={say('form')} name="form" autoCapitalize="none" />
          <Field label={say('period')} name="period" />
          <label className="field">
            <span>{say('how')}</span>
            <select name="how">
              <option value="dry">{say('dry')}</option>
              <option value="real">{say('real')}</option>
            </select>
          </label>
        </SendForm>
      </details>
    </section>
  );
}
