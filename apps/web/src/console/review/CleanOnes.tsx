import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useActKey } from '../../client/act-key.js';
import { useAnswer, useSend } from '../../client/answers.js';
import { Problems } from '../../page/Problems.js';
import { Answered } from '../../page/states.js';
import { sentence } from '../../words/sentence.js';
import type { Scope } from '../scope/scope.js';
import { AcceptMany, CleanOnes as CleanOnesQuery, type CleanOnesQuery as Ones } from './generated/review.js';
import { useWords } from './words.js';

/** 批量审核通过: all that are without a doubt, after showing which and how many these are. */
export function CleanOnes({ scope }: { scope: Scope }) {
  const say = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{say('acceptCleanOnes')}</Button>
      {open && <Preview scope={scope} close={() => setOpen(false)} />}
    </>
  );
}

function Preview({ scope, close }: { scope: Scope; close: () => void }) {
  const say = useWords();
  const answer = useAnswer(CleanOnesQuery, scope);
  return (
    <Modal open title={say('acceptCleanOnes')} footer={null} onCancel={close}>
      <Answered answer={answer}>{({ reviewQueue }) => <Ask queue={reviewQueue} close={close} />}</Answered>
    </Modal>
  );
}

function Ask({ queue, close }: { queue: Ones['reviewQueue']; close: () => void }) {
  const say = useWords();
  const keyOf = useActKey();
  const send = useSend(AcceptMany);
  // As they were when the dialog was opened: what is accepted is what was shown.
  const [clean] = useState(() =>
    queue.nodes.filter(({ risk }) => risk?.clean).map(({ submission }) => submission),
  );
  const results = send.data?.acceptSubmissions.results;
  if (results) {
    const refused = results.filter(({ accepted }) => !accepted);
    const nameOf = (id: string) => clean.find((one) => one.id === id)?.union.name;
    return (
      <>
        <p role="status">{say('cleanDone', { count: results.length - refused.length })}</p>
        {refused.length > 0 && <p>{say('cleanRefused', { count: refused.length })}</p>}
        <ul>
          {refused.map(({ submissionId, userErrors }) => (
            <li key={submissionId}>
              {nameOf(submissionId)}: {userErrors.map(sentence).join(' ')}
            </li>
          ))}
        </ul>
        <Button onClick={close}>{say('close')}</Button>
      </>
    );
  }
  if (clean.length === 0) return <p>{say('noneClean')}</p>;
  const submissions = clean.map(({ id, version }) => ({ submissionId: id, expectedVersion: version }));
  return (
    <>
      <p>{say('cleanCount', { count: clean.length })}</p>
      {queue.pageInfo.hasNextPage && <p>{say('cleanMore')}</p>}
      <ul>
        {clean.map(({ id, union }) => (
          <li key={id}>{union.name}</li>
        ))}
      </ul>
      <Problems told={send.data?.acceptSubmissions.userErrors} error={send.error} />
      <Button
        type="primary"
        loading={send.isPending}
        onClick={() =>
          send.mutate({ input: { submissions, onlyClean: true, idempotencyKey: keyOf(submissions) } })
        }
      >
        {say('acceptThese', { count: clean.length })}
      </Button>
    </>
  );
}
