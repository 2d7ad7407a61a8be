import { day, moment } from '../../words/dates.js';
import { Facts } from '../Facts.js';
import './notice.css';
import type { NoticeHead, Receipt } from './received.js';
import { useWords } from './words.js';

/** Who issued a notice, when, by which document, until when, and what is asked for. */
export function NoticeFacts({ notice }: { notice: NoticeHead }) {
  const say = useWords();
  const { issuerName, documentNo, dueOn, wantsReply, issuedByName, issuedAt } = notice;
  return (
    <Facts
      facts={[
        [say('documentNo'), documentNo],
        [say('issuer'), issuerName],
        [say('issuedAt'), say('issuedBy', { at: moment(issuedAt), name: issuedByName })],
        [say('dueOn'), dueOn ? day(dueOn) : say('noDay')],
        [say('answer'), say(wantsReply ? 'wantsReply' : 'onlyReceipt')],
      ]}
    />
  );
}

/** 正文: plain text, each of its lines a paragraph. */
export function NoticeText({ body }: { body: string }) {
  const say = useWords();
  return (
    <div className="notice-text" role="region" aria-label={say('body')}>
      {body
        .split(/\r?\n/)
        .filter((line) => line.trim() !== '')
        .map((line, at) => (
          <p key={at}>{line}</p>
        ))}
    </div>
  );
}

/** 撤回: since when and why; nothing where the notice stands. */
export function Withdrawn({
  notice: { withdrawnAt, withdrawReason },
}: {
  notice: Pick<NoticeHead, 'withdrawnAt' | 'withdrawReason'>;
}) {
  const say = useWords();
  if (withdrawnAt === null) return null;
  return (
    <p className="problem">
      {say('withdrawnFor', { at: moment(withdrawnAt), reason: withdrawReason ?? '' })}
    </p>
  );
}

/** Where a notice stands at each union: received when and by whom, with its reply. */
export function Standings({ receipts }: { receipts: ReadonlyArray<Omit<Receipt, 'notice'>> }) {
  const say = useWords();
  return (
    <ul className="notice-standings" aria-label={say('standing')}>
      {receipts.map(({ union, state, overdue, reply, ...at }) => (
        <li key={union.id}>
          <span>
            {union.name} <span className="notice-dim">{union.code}</span>
          </span>{' '}
          <span className="notice-mark">{say(state)}</span>{' '}
          {overdue && <span className="notice-mark notice-late">{say('overdue')}</span>}
          <span className="notice-dim">
            {at.receivedAt &&
              ` ${say('receivedBy', { at: moment(at.receivedAt), name: at.receivedByName ?? '' })}`}
            {at.remindedAt && ` ${say('reminded', { at: moment(at.remindedAt), count: at.reminders })}`}
          </span>
          {reply !== null && at.repliedAt && (
            <>
              <blockquote className="notice-reply">{reply}</blockquote>
              <span className="notice-dim">
                {say('repliedBy', { at: moment(at.repliedAt), name: at.repliedByName ?? '' })}
              </span>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
