import { usePages } from '../../client/paged.js';
import { Answered } from '../../page/states.js';
import { moment } from '../../words/dates.js';
import { Export } from '../export/Export.js';
import type { Scope } from '../scope/scope.js';
import { Reminders } from './generated/progress.js';
import { useWords } from './words.js';
import { More } from '../More.js';

/** 催报记录: who was reminded, when, by whom, and what became of it. */
export function Log({ scope }: { scope: Scope }) {
  const say = useWords();
  const answer = usePages(Reminders, scope, ({ reminders }) => reminders.pageInfo);
  return (
    <>
      <h2>{say('log')}</h2>
      <Answered answer={answer}>
        {({ pages }) => {
          const nodes = pages.flatMap(({ reminders }) => reminders.nodes);
          if (nodes.length === 0) return <p className="quiet-text">{say('noLog')}</p>;
          return (
            <>
              <Export of={{ ...scope, table: 'REMINDERS' }} />
              <ul className="log">
                {nodes.map(({ id, at, sentBy, level, message, unions, deliveries }) => (
                  <li key={id}>
                    {say('logLine', {
                      at: moment(at),
                      by: sentBy ?? say('bySchedule', { level: level ?? 0 }),
                      unions,
                    })}
                    <br />
                    <span className="quiet-text">
                      {say('deliveries', { ...deliveries })}
                      {message && ` · ${message}`}
                    </span>
                  </li>
                ))}
              </ul>
            </>
          );
        }}
      </Answered>
      <More pages={answer} />
    </>
  );
}
