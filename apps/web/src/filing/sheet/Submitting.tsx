import { useState } from 'react';
import { idempotencyKey } from '../../client/ask.js';
import { useSend } from '../../client/answers.js';
import { Problems } from '../../page/Problems.js';
import { sentence } from '../../words/sentence.js';
import { forget } from './kept.js';
import { Restate, Submit, Withdraw } from './generated/sheet.js';
import { useHits, useWork } from './watch.js';
import { useLaterWords } from './later-words.js';

interface Seen {
  submissionId: string;
  expectedVersion: number;
  idempotencyKey: string;
}

/** The submission as it is seen now, for whoever acts on it. */
function useSeen(): () => Seen {
  const { desk } = useWork();
  return () => ({
    submissionId: desk.held.submissionId ?? '',
    expectedVersion: desk.held.version,
    idempotencyKey: idempotencyKey(),
  });
}

/** 上报, with 上报说明 where a check asks for it. */
export function SubmitForm({ period, close }: { period: string; close: () => void }) {
  const say = useLaterWords();
  const { desk } = useWork();
  const hits = useHits();
  const seen = useSeen();
  const submit = useSend(Submit);
  const [explanation, setExplanation] = useState('');
  const blocked = hits.some(({ severity }) => severity === 'ARITHMETIC');
  const asked = hits.filter(({ severity }) => severity === 'PLAUSIBILITY');
  const send = async (): Promise<void> => {
    const input = { ...seen(), explanation: explanation.trim() || null };
    const { submit: answer } = await submit.mutateAsync({ input });
    if (answer.userErrors.length > 0) return;
    await forget(desk.draft);
    close();
  };
  return (
    <form
      className="submitting card"
      onSubmit={(event) => {
        event.preventDefault();
        send().catch(() => undefined); // told by Problems
      }}
    >
      <h2>{say('submitTitle', { period })}</h2>
      {blocked && <p className="problem">{say('submitBlocked')}</p>}
      {asked.length > 0 && (
        <>
          <ul>
            {asked.map((hit) => (
              <li key={`${hit.check} ${hit.cell} ${hit.row}`}>{sentence(hit)}</li>
            ))}
          </ul>
          <label className="explanation">
            {say('explanation')}
            <textarea
              required
              rows={4}
              value={explanation}
              aria-describedby="explanation-hint"
              onChange={({ target }) => setExplanation(target.value)}
            />
          </label>
          <p id="explanation-hint" className="hint">
            {say('explanationHint')}
          </p>
        </>
      )}
      <Problems told={submit.data?.submit.userErrors} error={submit.error} />
      <button type="submit" className="primary" disabled={blocked || submit.isPending}>
        {say('submitConfirm')}
      </button>{' '}
      <button type="button" onClick={close}>
        {say('cancel')}
      </button>
    </form>
  );
}

/** 撤回上报: before anybody has reviewed it. */
export function WithdrawButton() {
  const say = useLaterWords();
  const seen = useSeen();
  const withdraw = useSend(Withdraw);
  return (
    <div>
      <p>{say('submitted')}</p>
      <button type="button" disabled={withdraw.isPending} onClick={() => withdraw.mutate({ input: seen() })}>
        {say('withdraw')}
      </button>
      <Problems told={withdraw.data?.withdrawSubmission.userErrors} error={withdraw.error} />
    </div>
  );
}

/** 更正: opens a new revision of what was accepted. */
export function RestateForm() {
  const say = useLaterWords();
  const { desk } = useWork();
  const restate = useSend(Restate);
  const [reason, setReason] = useState('');
  const submissionId = desk.held.submissionId ?? '';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        restate.mutate({ input: { submissionId, reason, idempotencyKey: idempotencyKey() } });
      }}
    >
      <p>{say('accepted')}</p>
      <label className="find">
        {say('restateReason')}
        <input type="text" required value={reason} onChange={({ target }) => setReason(target.value)} />
      </label>
      <button type="submit" disabled={restate.isPending}>
        {say('restate')}
      </button>
      <Problems told={restate.data?.restateSubmission.userErrors} error={restate.error} />
    </form>
  );
}
