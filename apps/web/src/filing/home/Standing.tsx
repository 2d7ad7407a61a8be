import { Facts } from '../../page/Facts.js';
import { day } from '../../words/dates.js';
import { named } from '../../words/named.js';
import type { HomeFile } from './assessment.js';
import type { AwardedFragment, HomeFlag } from './generated/home.js';
import { useWords } from './words.js';

/** What a union holds, what waits in the year, and what is planned from now on. */
export function Standing({ file, thisYear }: { file: HomeFile; thisYear: number }) {
  const say = useWords();
  const { year, standard, plans, held, flags, due } = file;
  const ahead = plans.filter((plan) => plan.year >= thisYear);
  return (
    <div className="home-standing">
      <section className="card" aria-labelledby="home-held">
        <h2 id="home-held">{say('held')}</h2>
        {held ? (
          <>
            <p className="home-grade">{named(held)}</p>
            <AwardFacts award={held} />
          </>
        ) : (
          <p>{say('notHeld')}</p>
        )}
        {flags.length > 0 && <Flags label={say('noticed')} flags={flags} />}
      </section>
      <section className="card" aria-labelledby="home-due">
        <h2 id="home-due">{say('due', { year })}</h2>
        {due.length === 0 && <p>{say('noneDue')}</p>}
        <ul>
          {due.map((one) => (
            <li key={one}>{say(one)}</li>
          ))}
        </ul>
      </section>
      <section className="card" aria-labelledby="home-plans">
        <h2 id="home-plans">{say('plans')}</h2>
        {ahead.length === 0 && <p>{say('noPlans')}</p>}
        <ul>
          {ahead.map((plan) => {
            const grade = standard.grades.find(({ grade }) => grade === plan.grade);
            return (
              <li key={plan.year}>
                {say('yearOf', { year: plan.year })}: {grade ? named(grade) : plan.grade}
              </li>
            );
          })}
        </ul>
      </section>
    </div>
  );
}

/** What was noticed, in sentences below what they are about. */
export function Flags({ label, flags }: { label: string; flags: readonly HomeFlag[] }) {
  const say = useWords();
  return (
    <div className="home-flags">
      <p>{label}</p>
      <ul aria-label={label}>
        {flags.map((flag) => (
          <li key={flag}>{say(flag)}</li>
        ))}
      </ul>
    </div>
  );
}

/** By which document a grade was awarded, by whom, when and until when. */
export function AwardFacts({ award }: { award: AwardedFragment }) {
  const say = useWords();
  const { documentNo, awardedOn, awardedBy, awardingLevel, validUntil } = award;
  return (
    <Facts
      facts={[
        [say('documentNo'), documentNo],
        [say('awardedOn'), day(awardedOn)],
        [say('validUntil'), validUntil === null ? say('noEnd') : day(validUntil)],
        [say('level'), awardingLevel],
        ...(awardedBy === null ? [] : [[say('awardedBy'), awardedBy] as const]),
      ]}
    />
  );
}
