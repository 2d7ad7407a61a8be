import { useState } from 'react';
import { useActKey } from '../../client/act-key.js';
import { useSend } from '../../client/answers.js';
import type { Said } from '../../client/ask.js';
import { AnswerNotice, type AnswerNoticeInput } from './generated/received.js';

/** An answer to a notice, for some of the unions it was issued to; `reply` null: it is only received. */
export interface Answer {
  noticeId: string;
  unionIds: readonly string[];
  reply: string | null;
}

/** 签收 and 回复, as the list of notices holds it: what was answered may leave the list, and what became of it is still told. */
export interface Answering {
  /** `done` is called once it is answered and nothing was wrong. */
  send: (answer: Answer, done?: () => void) => void;
  busy: boolean;
  /** The answer sent last, and what became of it. */
  sent: AnswerNoticeInput | undefined;
  done: boolean;
  problems: readonly Said[] | undefined;
  error: unknown;
}

export function useAnswering(): Answering {
  const keyOf = useActKey();
  const sent = useSend(AnswerNotice);
  // A reply may be sent again after another one has taken its place: that is another act.
  const [answered, setAnswered] = useState(0);
  const problems = sent.data?.answerNotice.userErrors;
  return {
    send: (answer, done) =>
      sent.mutate(
        { input: { ...answer, unionIds: [...answer.unionIds], idempotencyKey: keyOf([answer, answered]) } },
        {
          onSuccess: ({ answerNotice }) => {
            setAnswered(answered + 1);
            if (answerNotice.userErrors.length === 0) done?.();
          },
        },
      ),
    busy: sent.isPending,
    sent: sent.variables?.input,
    done: problems?.length === 0,
    problems,
    error: sent.error,
  };
}
