import { useState } from 'react';
import { useAnswer } from '../../client/answers.js';
import { day } from '../../words/dates.js';
import { Answered } from '../states.js';
import { AnswerForm } from './AnswerForm.js';
import type { Answering } from './answering.js';
import { NoticeBody } from './generated/received.js';
import type { Received } from './received.js';
import { NoticeFacts, NoticeText, Standings, Withdrawn } from './Shown.js';
import { useWords } from './words.js';

/** The notices received, each opening to its text and to the answer. */
export function NoticeCards({ all, answering }: { all: readonly Received[]; answering: Answering }) {
  return (
    <ul className="notices">
      {all.map((received) => (
        <li key={received.notice.id}>
          <Card received={received} answering={answering} />
        </li>
      ))}
    </ul>
  );
}

function Card({ received, answering }: { received: Received; answering: Answering }) {
  const say = useWords();
  const [open, setOpen] = useState(false);
  const { notice, receipts } = received;
  const [first] = receipts;
  const waiting = receipts.filter(({ open }) => open);
  // The unions it is about, by name where they are few.
  const about = waiting.length > 0 ? waiting : receipts;
  return (
    <details className="notice" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <strong>{notice.title}</strong>
        <span className="notice-marks">
          {notice.withdrawnAt !== null && <span className="notice-mark">{say('withdrawn')}</span>}
          {waiting.length > 0 && (
            <span className="notice-mark notice-open">{say('openFor', { count: waiting.length })}</span>
          )}
          {waiting.length === 0 && notice.withdrawnAt === null && first && (
            <span className="notice-mark">{say(first.state)}</span>
          )}
          {receipts.some(({ overdue }) => overdue) && (
            <span className="notice-mark notice-late">{say('overdue')}</span>
          )}
        </span>
        <span className="notice-dim">
          {say('from', { issuer: notice.issuerName, documentNo: notice.documentNo })}
          {notice.dueOn && ` · ${say('until', { day: day(notice.dueOn) })}`}
          {about.length <= 3 && about.map(({ union }) => ` · ${union.name}`).join('')}
        </span>
      </summary>
      {open && <Opened received={received} answering={answering} />}
    </details>
  );
}

function Opened({ received, answering }: { received: Received; answering: Answering }) {
  const { notice, receipts } = received;
  const answer = useAnswer(NoticeBody, { id: notice.id, unionId: receipts[0]?.union.id ?? '' });
  return (
    <Answered answer={answer}>
      {({ notice: { notice: whole } }) => (
        <>
          <NoticeFacts notice={notice} />
          <NoticeText body={whole.body} />
          <Withdrawn notice={notice} />
          <Standings receipts={receipts} />
          {notice.withdrawnAt === null && <AnswerForm received={received} answering={answering} />}
        </>
      )}
    </Answered>
  );
}
