import type { ReactNode } from 'react';
import { useAnswer } from '../../client/answers.js';
import type { Body } from '../../client/session.js';
import { Answered, Empty } from '../../page/states.js';
import { yearsOf } from '../../page/years.js';
import { named } from '../../words/named.js';
import { useAddress } from '../address.js';
import { Scopes, type ScopesQuery } from '../scope/generated/scope.js';
import '../scope/scope.css';
import { UnionChoice } from '../scope/UnionChoice.js';
import type { BookNamed } from './plan.js';
import { useWords } from './words.js';

interface Shown {
  bodies: readonly Body[];
  /** Under which name the year stands in the address. */
  yearIn: 'year' | 'period';
  children: (of: BookNamed) => ReactNode;
}

/** A page about a body, a form and a year, which stand in the address: lets the person choose them, and shows the page for them. */
export function ByYear(shown: Shown) {
  return <Answered answer={useAnswer(Scopes, {})}>{(known) => <Chosen known={known} {...shown} />}</Answered>;
}

function Chosen({ known, bodies, yearIn, children }: Shown & { known: ScopesQuery }) {
  const say = useWords();
  const [address, go] = useAddress<'union' | 'form' | 'year' | 'period' | 'cell' | 'of'>();
  const forms = known.forms.filter(({ rollsUp }) => rollsUp);
  const form = forms.find(({ code }) => code === address.form) ?? forms[0];
  const unionCode = address.union ?? bodies[0]?.code;
  const years = yearsOf(known.periods.map(({ code }) => code));
  const year = address[yearIn] ?? years.now;
  if (!form || !unionCode) return <Empty>{say('nothing')}</Empty>;
  return (
    <>
      <div className="scope" role="group" aria-label={say('scope')}>
        <UnionChoice bodies={bodies} unionCode={unionCode} choose={(union) => go({ union, of: undefined })} />
        <label>
          {say('year')}
          <select className="choice" value={year} onChange={({ target }) => go({ [yearIn]: target.value })}>
            {years.offered.map((code) => (
              <option key={code} value={code}>
                {code.startsWith('S')
                  ? say('statisticalYear', { year: code.slice(1) })
                  : say('calendarYear', { year: code })}
              </option>
            ))}
          </select>
        </label>
        {forms.length > 1 && (
          <label>
            {say('form')}
            <select
              className="choice"
              value={form.code}
              onChange={({ target }) => go({ form: target.value, cell: undefined })}
            >
              {forms.map((one) => (
                <option key={one.code} value={one.code}>
                  {named(one)}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      {children({ unionCode, form: form.code, period: year })}
    </>
  );
}

/** A key for what is shown of a body, form and year, so that nothing typed for one is kept for another. */
export const keyOfBook = ({ unionCode, form, period }: BookNamed): string => `${unionCode} ${form} ${period}`;
