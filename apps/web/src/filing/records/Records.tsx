import { useState } from 'react';
import { useAnswer } from '../../client/answers.js';
import type { Body, Me } from '../../client/session.js';
import { Answered } from '../../page/states.js';
import { OfUnion } from '../union/OfUnion.js';
import { Book } from './Book.js';
import { WorkKinds } from './generated/kinds.js';
import { Pasting } from './Pasting.js';
import { Recording } from './Recording.js';
import './records.css';
import { useWords } from './words.js';

/** 工作台账: the book of a union that one files for; without its code, of the first of them. */
export function Records({ me, unionCode }: { me: Me; unionCode: string | null }) {
  const say = useWords();
  return (
    <OfUnion {...{ me, unionCode }} path="/records" title={(union) => say('title', union)}>
      {(union) => <BookOf union={union} />}
    </OfUnion>
  );
}

function BookOf({ union }: { union: Body }) {
  const say = useWords();
  const kinds = useAnswer(WorkKinds, {});
  const [done, setDone] = useState('');
  return (
    <>
      <p className="hint">{say('hint')}</p>
      <Answered answer={kinds}>
        {({ workKinds }) => (
          <>
            <details open className="fold">
              <summary>{say('record')}</summary>
              <Recording unionId={union.id} kinds={workKinds} done={setDone} />
            </details>
            <details className="fold">
              <summary>{say('paste')}</summary>
              <Pasting unionId={union.id} kinds={workKinds} done={setDone} />
            </details>
            <p role="status" className="done">
              {done}
            </p>
            <Book key={union.id} unionId={union.id} kinds={workKinds} done={setDone} />
          </>
        )}
      </Answered>
    </>
  );
}
