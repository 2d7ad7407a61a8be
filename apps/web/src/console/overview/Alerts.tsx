import { useQuery } from '@tanstack/react-query';
import { asked, useAnswer } from '../../client/answers.js';
import { Answered } from '../../page/states.js';
import { day } from '../../words/dates.js';
import { sentence } from '../../words/sentence.js';
import type { Scope } from '../scope/scope.js';
import { ToProgress, ToTotals, ToWaiting } from './links.js';
import { Differing, Owing, type OverviewQuery, type OwingQuery } from './generated/overview.js';
import { useWords } from './words.js';

interface Props {
  scope: Scope;
  rollup: NonNullable<OverviewQuery['rollup']>;
  /** The form by which bodies state the totals of this one, where there is one. */
  statement: string | undefined;
}

type Debt = OwingQuery['notFiled']['nodes'][number];

/** What a leader is to hear of: past its day, or returned and not sent again. */
const warns = ({ state, daysLate }: Debt): boolean => daysLate > 0 || state === 'RETURNED';

/** 预警单位: who is late, whose return was sent back, whose statement differs; which transfers of members wait; and what the checks say of the total. */
export function Alerts({ scope, rollup, statement }: Props) {
  const say = useWords();
  const owing = useAnswer(Owing, { ...scope });
  const differing = useQuery({
    ...asked(Differing, { ...scope, statement: statement ?? '' }),
    enabled: statement !== undefined,
  });
  const differ = differing.data?.statementBreaches.nodes ?? [];
  return (
    <section aria-labelledby="warned" className="overview-panel">
      <h2 id="warned">{say('warned')}</h2>
      <Answered answer={owing}>
        {({ notFiled: { nodes, pageInfo }, transfersWaiting: { toAccept, oldestSentOn } }) => {
          const warned = nodes.filter(warns).toSorted((one, other) => other.daysLate - one.daysLate);
          const later = nodes.length - warned.length;
          return (
            <>
              {warned.length + differ.length === 0 && <p>{say('nobodyWarned')}</p>}
              <ul className="overview-alerts">
                {differ.map(({ submission, breaches }) => (
                  <li key={submission.id}>
                    <ToProgress {...scope} form={statement ?? scope.form} unionCode={submission.union.code}>
                      {submission.union.name}
                    </ToProgress>
                    <span>{say('differs', { count: breaches.length })}</span>
                  </li>
                ))}
                {warned.map((debt) => (
                  <li key={debt.union.code}>
                    <ToProgress {...scope} unionCode={debt.union.code}>
                      {debt.union.name}
                    </ToProgress>
                    <Why {...debt} />
                  </li>
                ))}
              </ul>
              {later > 0 && <p className="overview-quiet">{say('notDue', { count: later })}</p>}
              {oldestSentOn !== null && (
                <p>
                  <ToWaiting unionCode={scope.unionCode}>
                    {say('transfersWaiting', { count: toAccept, day: day(oldestSentOn) })}
                  </ToWaiting>
                </p>
              )}
              {pageInfo.hasNextPage && <ToProgress {...scope}>{say('moreWarned')}</ToProgress>}
            </>
          );
        }}
      </Answered>
      {rollup.hits.length > 0 && (
        <>
          <h3>{say('findings')}</h3>
          <ul className="overview-alerts">
            {rollup.hits.map((hit) => (
              <li key={`${hit.code} ${hit.cell ?? ''} ${hit.messageZh}`}>
                {hit.cell ? (
                  <ToTotals figure={{ ...scope, unionId: rollup.union.id, cell: hit.cell }}>
                    {sentence(hit)}
                  </ToTotals>
                ) : (
                  sentence(hit)
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Why({ state, daysLate, dueOn }: Debt) {
  const say = useWords();
  return (
    <span>
      {say(state ? `owes.${state}` : 'owes')}
      {daysLate > 0 ? (
        <strong className="overview-late"> {say('overdue', { count: daysLate })}</strong>
      ) : (
        dueOn && ` ${say('dueOn', { day: day(dueOn) })}`
      )}
    </span>
  );
}
