import { Button, Input } from 'antd';
import { useState } from 'react';
import { useActKey } from '../../client/act-key.js';
import { useSend } from '../../client/answers.js';
import type { Me } from '../../client/session.js';
import { Problems } from '../../page/Problems.js';
import { moment } from '../../words/dates.js';
import type { Return } from './waiting.js';
import { Comment } from './generated/review.js';
import { useWords } from './words.js';

/** One comment: who said it, when, and of which revision. */
export function Note({
  comment,
  submission,
  me,
}: {
  comment: Return['comments']['nodes'][number];
  submission: Return;
  me: Me;
}) {
  const say = useWords();
  const by = comment.by === me.id ? 'byMe' : comment.by === submission.filedBy ? 'byFiler' : 'bySomebody';
  return (
    <div className="review-note">
      {comment.text}{' '}
      <span className="quiet-text">
        {say(by)} · {moment(comment.at)} · {say('onRevision', { count: comment.revision })}
      </span>
    </div>
  );
}

/** Where a comment is written: on a cell, or without one on the whole return. */
export function Write({
  submissionId,
  cell,
  name,
  written,
}: {
  submissionId: string;
  cell: string | null;
  name: string;
  written: () => void;
}) {
  const say = useWords();
  const keyOf = useActKey();
  const comment = useSend(Comment);
  const [text, setText] = useState('');
  const send = (): void => {
    const said = { submissionId, cell, text };
    comment.mutate(
      { input: { ...said, idempotencyKey: keyOf(said) } },
      {
        onSuccess: ({ commentSubmission }) => {
          if (!commentSubmission.comment) return;
          setText('');
          written();
        },
      },
    );
  };
  return (
    <div className="review-write">
      <Input.TextArea
        autoFocus={cell !== null}
        aria-label={say('writeAt', { cell: name })}
        rows={2}
        maxLength={1000}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <span className="quiet-text">{say('writeHint')}</span>
      <span>
        <Button disabled={text.trim() === ''} loading={comment.isPending} onClick={send}>
          {say('send')}
        </Button>
      </span>
      <Problems told={comment.data?.commentSubmission.userErrors} error={comment.error} />
    </div>
  );
}

/** The comments on the return as a whole; those on a cell stand at the cell. */
export function Remarks({ submission, me }: { submission: Return; me: Me }) {
  const say = useWords();
  const whole = submission.comments.nodes.filter(({ cell }) => cell === null);
  return (
    <>
      <h3>{say('comments')}</h3>
      {whole.length === 0 && <p className="quiet-text">{say('noComments')}</p>}
      {whole.map((comment) => (
        <Note key={comment.id} {...{ comment, submission, me }} />
      ))}
      <Write submissionId={submission.id} cell={null} name={say('whole')} written={() => undefined} />
    </>
  );
}
