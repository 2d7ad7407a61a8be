import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useAnswer } from '../../client/answers.js';
import { bodiesFor, type Me } from '../../client/session.js';
import { Answered, Empty } from '../../page/states.js';
import '../tasks.css';
import { useWords as useFilingWords } from '../words.js';
import { Book } from './Book.js';
import { EntrustedUnions } from './generated/book.js';
import { WorkKinds } from './generated/kinds.js';
import { Pasting } from './Pasting.js';
import { Recording } from './Recording.js';
import './records.css';
import { useWords } from './words.js';

interface Union {
  id: string;
  code: string;
  name: string;
}

/** 工作台账: the book of a union that one files for; without its code, of the first of them. */
export function Records({ me, unionCode }: { me: Me; unionCode: string | null }) {
  const filing = useFilingWords();
  const say = useWords();
  const answer = useAnswer(EntrustedUnions, {});
  return (
    <div className="tasks records">
      <p>
        <Link href="/">{filing('back')}</Link>
      </p>
      <Answered answer={answer}>
        {({ myEntrustments }) => {
          const entrusted = myEntrustments.nodes.map(({ union }) => union);
          const all = new Map([...bodiesFor(me, 'FILE'), ...entrusted].map((union) => [union.code, union]));
          const unions: Union[] = [...all.values()];
          const union = unionCode === null ? unions[0] : all.get(unionCode);
          return union ? <BookOf union={union} unions={unions} /> : <Empty>{say('noUnion')}</Empty>;
        }}
      </Answered>
    </div>
  );
}

function BookOf({ union, unions }: { union: Union; unions: readonly Union[] }) {
  const say = useWords();
  const [, go] = useLocation();
  const kinds = useAnswer(WorkKinds, {});
  const [done, setDone] = useState('');
  return (
    <>
      <h1>{say('title', { union: union.name })}</h1>
      {unions.length > 1 && (
        <label className="find">
          {say('union')}
          <select value={union.code} onChange={({ target }) => go(`/records/${target.value}`)}>
            {unions.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <p className="hint">{say('hint')}</p>
      <Answered answer={kinds}>
        {({ workKinds }) => (
          <>
            <details open className="work-fold">
              <summary>{say('record')}</summary>
              <Recording unionId={union.id} kinds={workKinds} done={setDone} />
            </details>
            <details className="work-fold">
              <summary>{say('paste')}</summary>
              <Pasting unionId={union.id} kinds={workKinds} done={setDone} />
            </details>
            <p role="status" className="work-done">
              {done}
            </p>
            <Book key={union.id} unionId={union.id} kinds={workKinds} done={setDone} />
          </>
        )}
      </Answered>
    </>
  );
}
