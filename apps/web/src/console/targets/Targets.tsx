import { useAnswer } from '../../client/answers.js';
import { bodiesRead, type Me } from '../../client/session.js';
import { Answered, Empty } from '../../page/states.js';
import { named } from '../../words/named.js';
import { useAddress } from '../address.js';
import { Scopes, type ScopesQuery } from '../scope/generated/scope.js';
import '../scope/scope.css';
import { UnionChoice } from '../scope/UnionChoice.js';
import { Book } from './Book.js';
import { useWords } from './words.js';
import { yearsOf } from './years.js';

/** 目标任务: what a body is to reach in a year, how far it has come, and what it has handed on to the unions below. */
export default function Targets({ me }: { me: Me }) {
  return <Answered answer={useAnswer(Scopes, {})}>{(known) => <Chosen me={me} known={known} />}</Answered>;
}

function Chosen({ me, known }: { me: Me; known: ScopesQuery }) {
  const say = useWords();
  const [address, go] = useAddress<'union' | 'form' | 'year' | 'cell'>();
  const bodies = bodiesRead(me);
  const forms = known.forms.filter(({ rollsUp }) => rollsUp);
  const form = forms.find(({ code }) => code === address.form) ?? forms[0];
  const unionCode = address.union ?? bodies[0]?.code;
  const years = yearsOf(known.periods.map(({ code }) => code));
  const year = address.year ?? years.now;
  if (!form || !unionCode) return <Empty>{say('nothing')}</Empty>;
  return (
    <>
      <div className="scope" role="group" aria-label={say('scope')}>
        <UnionChoice bodies={bodies} unionCode={unionCode} choose={(union) => go({ union })} />
        <label>
          {say('year')}
          <select className="choice" value={year} onChange={({ target }) => go({ year: target.value })}>
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
      <Book
        key={`${unionCode} ${form.code} ${year}`}
        me={me}
        of={{ unionCode, form: form.code, period: year }}
      />
    </>
  );
}
