import { useState } from 'react';
import { useAnswer } from '../../client/answers.js';
import type { Body, Me } from '../../client/session.js';
import { Answered, Empty } from '../../page/states.js';
import { today } from '../../words/dates.js';
import { OfUnion } from '../union/OfUnion.js';
import { Assessing } from './Assessing.js';
import { Awards } from './Awards.js';
import { Evaluating } from './Evaluating.js';
import { HomeOf, type HomeTrack } from './generated/home.js';
import './home.css';
import { Standing } from './Standing.js';
import { useWords } from './words.js';

const tracks: readonly HomeTrack[] = ['LOCAL', 'SYSTEM'];

/** 职工之家 of a grassroots union that one files for; without its code, of the first of all unions that one files for. */
export function Home({ me, unionCode }: { me: Me; unionCode: string | null }) {
  const say = useWords();
  const thisYear = Number(today().slice(0, 4));
  const [year, setYear] = useState(thisYear);
  const [track, setTrack] = useState<HomeTrack>('LOCAL');
  return (
    <OfUnion {...{ me, unionCode }} path="/home" title={(union) => say('title', union)}>
      {(union) =>
        union.level === 'GRASSROOTS' ? (
          <>
            <div className="filter">
              <label>
                {say('year')}
                <select value={year} onChange={({ target }) => setYear(Number(target.value))}>
                  {[thisYear - 1, thisYear, thisYear + 1].map((one) => (
                    <option key={one} value={one}>
                      {say('yearOf', { year: one })}
                    </option>
                  ))}
                </select>
              </label>
              <label>
                {say('track')}
                <select value={track} onChange={({ target }) => setTrack(target.value as HomeTrack)}>
                  {tracks.map((one) => (
                    <option key={one} value={one}>
                      {say(one)}
                    </option>
                  ))}
                </select>
              </label>
            </div>
            <YearOf key={`${union.id} ${year} ${track}`} {...{ me, union, year, track, thisYear }} />
          </>
        ) : (
          <Empty>{say('notHere', { union: union.name })}</Empty>
        )
      }
    </OfUnion>
  );
}

interface YearProps {
  me: Me;
  union: Body;
  year: number;
  track: HomeTrack;
  thisYear: number;
}

/** How far the union is in the year, and what it can do there. */
function YearOf({ me, union, year, track, thisYear }: YearProps) {
  const say = useWords();
  const answer = useAnswer(HomeOf, { unionId: union.id, year, track });
  const kept = `${me.id} ${union.id} ${year}`;
  return (
    <Answered answer={answer}>
      {({ homeFile: file }) => (
        <>
          <Standing {...{ file, thisYear }} />
          {year > thisYear ? (
            <p className="hint">{say('notYet', { year })}</p>
          ) : (
            <>
              <details open className="fold">
                <summary>{say('assessment')}</summary>
                <Assessing {...{ file }} unionId={union.id} kept={`${kept} ${track}`} />
              </details>
              <details open className="fold">
                <summary>{say('evaluation')}</summary>
                <Evaluating {...{ file }} unionId={union.id} kept={kept} />
              </details>
            </>
          )}
          <Awards awards={file.awards} />
        </>
      )}
    </Answered>
  );
}
