import { type FormEvent, useState } from 'react';
import { Problems } from '../Problems.js';
import type { Answering } from './answering.js';
import { type Receipt, type Received, repliesFor, replyBefore, unreadAt } from './received.js';
import { useWords } from './words.js';

/** 签收 for all unions at once that have not, and 回复 where a reply is wanted. */
export function AnswerForm({
  received: { notice, receipts },
  answering,
}: {
  received: Received;
  answering: Answering;
}) {
  const say = useWords();
  const unread = unreadAt(receipts);
  const mine = answering.sent?.noticeId === notice.id;
  return (
    <>
      {unread.length > 0 && (
        <p>
          <button
            type="button"
            className={notice.wantsReply ? undefined : 'primary'}
            disabled={answering.busy}
            onClick={() => answering.send({ noticeId: notice.id, unionIds: unread, reply: null })}
          >
            {unread.length > 1 ? say('receiveAll', { count: unread.length }) : say('receive')}
          </button>
        </p>
      )}
      {notice.wantsReply && <Replying noticeId={notice.id} receipts={receipts} answering={answering} />}
      {mine && <Problems told={answering.problems} error={answering.error} />}
    </>
  );
}

/** One reply, for the only union or for those that are chosen; what was typed stays until it has been taken. */
function Replying({
  noticeId,
  receipts,
  answering,
}: {
  noticeId: string;
  receipts: readonly Receipt[];
  answering: Answering;
}) {
  const say = useWords();
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const unionIds = chosen ?? repliesFor(receipts);
  const before = replyBefore(receipts, unionIds);
  const reply = typed ?? before;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    answering.send({ noticeId, unionIds, reply: reply.trim() }, () => {
      setChosen(null);
      setTyped(null);
    });
  };
  return (
    <form className="form notice-answer" onSubmit={submit}>
      {receipts.length > 1 && (
        <fieldset>
          <legend>{say('replyFor')}</legend>
          {receipts.map(({ union }) => (
            <label key={union.id}>
              <input
                type="checkbox"
                checked={unionIds.includes(union.id)}
                onChange={({ target }) =>
                  setChosen(
                    target.checked ? [...unionIds, union.id] : unionIds.filter((id) => id !== union.id),
                  )
                }
              />
              {union.name}
            </label>
          ))}
        </fieldset>
      )}
      <label className="field">
        <span>{say('replyText')}</span>
        <textarea
          required
          rows={4}
          maxLength={2000}
          value={reply}
          onChange={({ target }) => setTyped(target.value)}
        />
      </label>
      {before !== '' && <p className="notice-dim">{say('replace')}</p>}
      <button
        type="submit"
        className="primary"
        disabled={answering.busy || unionIds.length === 0 || reply.trim() === ''}
      >
        {say('reply')}
      </button>
    </form>
  );
}
