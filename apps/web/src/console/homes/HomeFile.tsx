import { Link } from '@tanstack/react-router';
import { useAnswer } from '../../client/answers.js';
import { bodiesFor, type Me } from '../../client/session.js';
import { Answered } from '../../page/states.js';
import { day, moment, today } from '../../words/dates.js';
import { grouped } from '../../words/figures.js';
import { named } from '../../words/named.js';
import { AwardForm } from './AwardForm.js';
import { Awards } from './Awards.js';
import { useLevel, useWords as useFileWords } from './file-words.js';
import { HomeOfUnion, type HomeTrack } from './generated/homes.js';
import { Scores } from './Scores.js';
import { type File, trackOf, tracks, useHomesAddress } from './seen.js';
import { Dues, Fact, Flags, gradeName, percent, TrackChoice } from './shown.js';
import { useWords } from './words.js';

/** 职工之家 of one grassroots union in a year on a track, and what may be done about it from above. */
export function HomeFile({ me, unionCode }: { me: Me; unionCode: string }) {
  const say = useFileWords();
  const homes = useWords();
  const [address] = useHomesAddress();
  const thisYear = Number(today().slice(0, 4));
  const year = Number(address.year ?? thisYear);
  const track = trackOf(address.track) ?? 'LOCAL';
  const answer = useAnswer(HomeOfUnion, { unionCode, year, track });
  return (
    <>
      <p>
        <Link to="/homes" search={{ ...address, home: undefined, year: undefined, tab: address.tab }}>
          {say('back')}
        </Link>
      </p>
      <Answered answer={answer}>
        {({ homeFile: file }) => {
          const inspects = bodiesFor(me, 'INSPECT_HOMES', { below: true });
          const awards = bodiesFor(me, 'AWARD_HOMES', { below: true });
          // Nobody inspects or awards at the union itself: that is done above it.
          const from = (bodies: typeof awards): boolean => bodies.some(({ id }) => id !== file.union.id);
          const key = `${year} ${track}`;
          return (
            <>
              <h1>{homes('titleOf', { name: file.union.name })}</h1>
              <Choice year={year} track={track} thisYear={thisYear} />
              <Facts file={file} />
              <section aria-labelledby="scores">
                <h2 id="scores">{say('scores')}</h2>
                <Scores key={key} file={file} mayInspect={from(inspects)} />
              </section>
              <Evaluation file={file} />
              <section aria-labelledby="awards">
                <h2 id="awards">{say('awards')}</h2>
                {from(awards) && <AwardForm key={key} file={file} />}
                <Awards file={file} mayRecheck={from(awards)} />
              </section>
            </>
          );
        }}
      </Answered>
    </>
  );
}

function Choice({ year, track, thisYear }: { year: number; track: HomeTrack; thisYear: number }) {
  const say = useWords();
  const [, go] = useHomesAddress();
  const near = [2, 1, 0, -1, -2, -3].map((more) => thisYear + more);
  const years = near.includes(year) ? near : [year, ...near];
  return (
    <div className="scope" role="group" aria-label={say('scope')}>
      <label>
        {say('year')}
        <select className="choice" value={year} onChange={({ target }) => go({ year: target.value })}>
          {years.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
      <TrackChoice offered={tracks} chosen={track} />
    </div>
  );
}

/** What it holds, what is planned, and what waits. */
function Facts({ file: { held, plans, flags, due, standard } }: { file: File }) {
  const say = useFileWords();
  const homes = useWords();
  const level = useLevel();
  return (
    <section aria-labelledby="facts">
      <h2 id="facts">{say('facts')}</h2>
      <dl className="homes-facts homes-standing">
        <Fact name={homes('held')}>
          {held
            ? say('heldAs', {
                ...{ grade: named(held), level: level(held.awardingLevel) },
                ...{ documentNo: held.documentNo, day: day(held.awardedOn) },
              })
            : say('nothingHeld')}{' '}
          {held?.validUntil && say('validUntil', { day: day(held.validUntil) })}
        </Fact>
        <Fact name={say('plans')}>
          {plans.length === 0
            ? say('noPlan')
            : plans.map(({ year, grade }) => (
                <span key={year} className="badge homes-flag">
                  {say('planOf', { year, grade: gradeName(standard.grades, grade) })}
                </span>
              ))}
        </Fact>
        <Fact name={homes('due')}>{due.length === 0 ? say('nothingDue') : <Dues due={due} />}</Fact>
        {flags.length > 0 && (
          <Fact name={homes('flags')}>
            <Flags flags={flags} />
          </Fact>
        )}
      </dl>
    </section>
  );
}

/** 会员评家 of the year, and what the grade needs of it. */
function Evaluation({ file: { evaluation, assessment, standard } }: { file: File }) {
  const say = useFileWords();
  const homes = useWords();
  const needed = standard.grades.find(({ grade }) => grade === assessment?.grade);
  return (
    <section aria-labelledby="evaluation">
      <h2 id="evaluation">{say('evaluation')}</h2>
      {evaluation ? (
        <dl className="homes-facts">
          <Fact name={say('heldOn')}>{day(evaluation.heldOn)}</Fact>
          <Fact name={say('members')}>{grouped(String(evaluation.members))}</Fact>
          <Fact name={say('ballots')}>
            {[evaluation.issued, evaluation.returned, evaluation.valid].join(' / ')}
          </Fact>
          <Fact name={say('satisfied')}>
            {[evaluation.satisfied, evaluation.basically, evaluation.unsatisfied].join(' / ')}
          </Fact>
          <Fact name={say('returnedPercent')}>{percent(evaluation.returnedPercent)}</Fact>
          <Fact name={homes('satisfiedPercent')}>
            {percent(evaluation.satisfiedPercent)}
            <br />
            {needed && (
              <span className="dim">
                {say('evaluationNeeds', { grade: named(needed), percent: needed.satisfiedPercent })}
              </span>
            )}
          </Fact>
        </dl>
      ) : (
        <p className="dim">{say('noEvaluation')}</p>
      )}
      {evaluation && (
        <p className="dim">{say('by', { name: evaluation.byName, at: moment(evaluation.at) })}</p>
      )}
    </section>
  );
}
