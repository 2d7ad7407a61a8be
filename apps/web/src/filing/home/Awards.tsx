import { day } from '../../words/dates.js';
import { named } from '../../words/named.js';
import type { HomeFile } from './assessment.js';
import { AwardFacts, Flags } from './Standing.js';
import { useWords } from './words.js';

/** 命名 with their 复查, the newest first. */
export function Awards({ awards }: Pick<HomeFile, 'awards'>) {
  const say = useWords();
  return (
    <section aria-labelledby="home-awards">
      <h2 id="home-awards">{say('awards')}</h2>
      {awards.length === 0 && <p className="hint">{say('noAwards')}</p>}
      <ul className="home-awards">
        {awards.map((award) => (
          <li key={award.id} className="card">
            <p>
              <strong>{named(award)}</strong> {award.lowered && <span className="tag">{say('lowered')}</span>}{' '}
              {award.endedOn !== null && (
                <span className="tag">{say('ended', { day: day(award.endedOn) })}</span>
              )}
            </p>
            <AwardFacts award={award} />
            {award.flags.length > 0 && <Flags label={say('noticedThen')} flags={award.flags} />}
            <ul className="home-rechecks">
              {award.rechecks.map(({ id, checkedOn, outcome, documentNo, reason }) => (
                <li key={id}>
                  {say('recheck', { day: day(checkedOn), outcome: say(outcome), documentNo })}
                  {reason !== null && <span className="hint"> {say('reason', { reason })}</span>}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}
