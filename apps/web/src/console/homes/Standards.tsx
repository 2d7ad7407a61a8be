import { useAnswer } from '../../client/answers.js';
import { allowedAtRoot, type Me } from '../../client/session.js';
import { Answered } from '../../page/states.js';
import { moment, today } from '../../words/dates.js';
import { grouped } from '../../words/figures.js';
import { named } from '../../words/named.js';
import { FigureTable } from '../FigureTable.js';
import { Wide } from '../Wide.js';
import { HomeStandards, type HomeStandardsQuery } from './generated/homes.js';
import { type Standard, useHomesAddress } from './seen.js';
import { StandardForm } from './StandardForm.js';
import { useWords as useStandardWords } from './standard-words.js';
import { useWords } from './words.js';

/** 建家标准: the one of a year, those that were set, and setting a new one. */
export function Standards({ me }: { me: Me }) {
  const say = useStandardWords();
  const [address, go] = useHomesAddress();
  const thisYear = Number(today().slice(0, 4));
  const year = Number(address.year ?? thisYear);
  const answer = useAnswer(HomeStandards, { year });
  return (
    <Answered answer={answer}>
      {({ homeStandard, homeStandards }) => (
        <>
          <div className="scope">
            <label>
              {say('year')}
              <select className="choice" value={year} onChange={({ target }) => go({ year: target.value })}>
                {yearsAround(year, thisYear).map((one) => (
                  <option key={one}>{one}</option>
                ))}
              </select>
            </label>
          </div>
          <h1>{say('title', { year })}</h1>
          <p className="dim">
            {homeStandard.id === null
              ? say('shipped')
              : say('setBy', {
                  ...{ documentNo: homeStandard.documentNo ?? '', name: homeStandard.setByName ?? '' },
                  at: homeStandard.setAt === null ? '' : moment(homeStandard.setAt),
                  year: homeStandard.fromYear,
                })}
          </p>
          <Shown standard={homeStandard} />
          <Earlier all={homeStandards} open={(from) => go({ year: String(from) })} />
          {allowedAtRoot(me, 'SET_HOME_STANDARD') && (
            <details className="folded panel">
              <summary>{say('write')}</summary>
              <StandardForm key={homeStandard.id} standard={homeStandard} fromYear={thisYear + 1} />
            </details>
          )}
        </>
      )}
    </Answered>
  );
}

/** The years that a standard is looked at for: five back and five ahead, as far as one may be set. */
function yearsAround(year: number, thisYear: number): number[] {
  const near = Array.from({ length: 11 }, (_, at) => thisYear + 5 - at);
  return near.includes(year) ? near : [...near, year];
}

/** The ladder, what is scored for each grade, and what is made of what is noticed. */
function Shown({ standard: { grades, criteria, rules } }: { standard: Standard }) {
  const say = useStandardWords();
  const homes = useWords();
  return (
    <>
      <h2>{say('grades')}</h2>
      <Wide label={say('grades')} className="homes-narrow">
        <FigureTable
          of={say('grades')}
          columns={[say('countsAs'), say('pass'), say('satisfiedPercent')]}
          rows={grades.map((grade) => ({
            ...{ key: String(grade.grade), name: `${grade.grade} ${named(grade)}` },
            figures: [say(grade.countsAs), grouped(grade.pass), grouped(grade.satisfiedPercent)],
          }))}
        />
      </Wide>
      <h2>{say('criteria')}</h2>
      <Wide label={say('criteria')}>
        <FigureTable
          of={say('text')}
          columns={grades.map((grade) => say('pointsFor', { grade: named(grade) }))}
          rows={criteria.map(({ code, text, points }) => ({
            ...{ key: code, name: <span className="words-cell">{text}</span> },
            figures: points.map((most) =>
              most === null ? <span className="dim">{say('notAsked')}</span> : grouped(most),
            ),
          }))}
        />
      </Wide>
      <h2>{say('rules')}</h2>
      <Wide label={say('rules')} className="homes-narrow">
        <FigureTable
          of={say('flag')}
          columns={[say('handling')]}
          rows={rules.map(({ flag, handling }) => ({
            ...{ key: flag, name: homes(flag), figures: [say(handling)] },
          }))}
        />
      </Wide>
    </>
  );
}

function Earlier({
  all,
  open,
}: {
  all: HomeStandardsQuery['homeStandards'];
  open: (fromYear: number) => void;
}) {
  const say = useStandardWords();
  return (
    <>
      <h2>{say('all')}</h2>
      {all.length === 0 && <p className="dim">{say('noneSet')}</p>}
      <ul className="rows" aria-label={say('all')}>
        {all.map(({ id, fromYear, documentNo, setByName, setAt }) => (
          <li key={id}>
            <button type="button" className="link-button" onClick={() => open(fromYear)}>
              {say('from', { year: fromYear })}
            </button>
            <span className="grow">
              {documentNo}{' '}
              <span className="dim">{`${setByName} ${setAt === null ? '' : moment(setAt)}`}</span>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
