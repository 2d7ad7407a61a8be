import type { ReactNode } from 'react';
import { useAnswer } from '../../client/answers.js';
import { Answered, Empty } from '../../page/states.js';
import type { Body } from '../../client/session.js';
import { useAddress } from '../address.js';
import { type Scope, scopeOf } from './scope.js';
import './scope.css';
import { Scopes, type ScopesQuery } from './generated/scope.js';
import { UnionChoice } from './UnionChoice.js';
import { useWords } from './words.js';
import { named } from '../../words/named.js';

interface Shown {
  bodies: readonly Body[];
  /** Only forms that are added up to totals: a statement is not. */
  onlyAdded?: boolean;
  children: (scope: Scope) => ReactNode;
}

/** A page about one body, form and period, which stand in the address: lets the person choose them, and shows the page for them. */
export function Scoped(shown: Shown) {
  return <Answered answer={useAnswer(Scopes, {})}>{(known) => <Chosen known={known} {...shown} />}</Answered>;
}

function Chosen({ known, bodies, onlyAdded = false, children }: Shown & { known: ScopesQuery }) {
  const say = useWords();
  const forms = known.forms.filter(({ rollsUp }) => rollsUp || !onlyAdded);
  const offered = known.periods
    .map((period) => ({
      ...period,
      forms: period.forms.filter((code) => forms.some((form) => form.code === code)),
    }))
    .filter((period) => period.forms.length > 0);
  const [address] = useAddress();
  const scope = scopeOf({ periods: offered, forms }, bodies, address);
  if (!scope) return <Empty>{say('nothing')}</Empty>;
  return (
    <>
      <Chooser scope={scope} bodies={bodies} known={{ periods: offered, forms }} />
      {children(scope)}
    </>
  );
}

function Chooser({ scope, bodies, known }: { scope: Scope; bodies: readonly Body[]; known: ScopesQuery }) {
  const say = useWords();
  const [, go] = useAddress();
  const { forms = [] } = known.periods.find(({ code }) => code === scope.period) ?? {};
  const nameOf = (code: string): string => {
    const form = known.forms.find((one) => one.code === code);
    return form ? named(form) : code;
  };
  return (
    <div className="scope" role="group" aria-label={say('scope')}>
      <UnionChoice
        bodies={bodies}
        unionCode={scope.unionCode}
        choose={(union) => go({ union, open: undefined })}
      />
      <label>
        {say('period')}
        <select
          className="choice"
          value={scope.period}
          onChange={({ target }) => go({ period: target.value, open: undefined })}
        >
          {known.periods.map(({ code, status }) => (
            <option key={code} value={code}>
              {`${code} ${say(status)}`}
            </option>
          ))}
        </select>
      </label>
      <label>
        {say('form')}
        <select
          className="choice"
          value={scope.form}
          onChange={({ target }) => go({ form: target.value, open: undefined })}
        >
          {forms.map((code) => (
            <option key={code} value={code}>
              {nameOf(code)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
