import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { usePages } from '../../client/paged.js';
import { Answered, Empty } from '../../page/states.js';
import { day } from '../../words/dates.js';
import type { Scope } from '../scope/scope.js';
import { NotFiled, type NotFiledQuery } from './generated/progress.js';
import { Export } from '../export/Export.js';
import { Remind } from './Remind.js';
import { useWords } from './words.js';
import { More } from '../More.js';
import { Wide } from '../Wide.js';

type Debt = NotFiledQuery['notFiled']['nodes'][number];

/** 未报名单: who has not filed, since when, and reminding some of them or all. */
export function Owing({ scope, mayRemind }: { scope: Scope; mayRemind: boolean }) {
  const say = useWords();
  const answer = usePages(NotFiled, scope, ({ notFiled }) => notFiled.pageInfo);
  return (
    <>
      <h2>{say('owing')}</h2>
      <Answered answer={answer}>
        {({ pages }) => (
          <>
            <Debts debts={pages.flatMap(({ notFiled }) => notFiled.nodes)} {...{ scope, mayRemind }} />
            <More pages={answer} />
            <Export of={{ ...scope, table: 'NOT_FILED' }} />
          </>
        )}
      </Answered>
    </>
  );
}

function Debts({ debts, scope, mayRemind }: { debts: readonly Debt[]; scope: Scope; mayRemind: boolean }) {
  const say = useWords();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [reminding, setReminding] = useState<string[] | 'ALL' | null>(null);
  if (debts.length === 0) return <Empty>{say('nobodyOwes')}</Empty>;
  const ids = debts.map(({ union }) => union.id).filter((id) => chosen.has(id));
  const toggle = (id: string): void => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (
    <>
      {mayRemind && (
        <p className="owing-acts">
          <Checkbox
            checked={ids.length === debts.length}
            indeterminate={ids.length > 0 && ids.length < debts.length}
            onChange={({ target }) =>
              setChosen(new Set(target.checked ? debts.map(({ union }) => union.id) : []))
            }
          >
            {say('chooseAll')}
          </Checkbox>
          <Button type="primary" disabled={ids.length === 0} onClick={() => setReminding(ids)}>
            {say('remind', { count: ids.length })}
          </Button>
          <Button onClick={() => setReminding('ALL')}>{say('remindAll')}</Button>
        </p>
      )}
      <Wide label={say('owing')}>
        <table className="figures">
          <thead>
            <tr>
              <th scope="col">{say('union')}</th>
              <th scope="col">{say('state')}</th>
              <th scope="col">{say('dueOn')}</th>
              <th scope="col" className="number">
                {say('daysLate')}
              </th>
            </tr>
          </thead>
          <tbody>
            {debts.map(({ union, state, dueOn, daysLate, extended, occasion }) => (
              <tr key={union.id}>
                <th scope="row">
                  {mayRemind ? (
                    <Checkbox checked={chosen.has(union.id)} onChange={() => toggle(union.id)}>
                      {union.name}
                    </Checkbox>
                  ) : (
                    union.name
                  )}{' '}
                  <span className="quiet-text">{union.code}</span>
                </th>
                <td>
                  {say(state ?? 'NOT_BEGUN')}
                  {occasion !== 'ORDINARY' && ` · ${say(occasion)}`}
                </td>
                <td>
                  {dueOn && day(dueOn)} {extended && `(${say('extended')})`}
                </td>
                <td className="number">{daysLate > 0 ? daysLate : ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      {reminding && (
        <Remind
          scope={scope}
          unionIds={reminding === 'ALL' ? null : reminding}
          close={() => setReminding(null)}
        />
      )}
    </>
  );
}
