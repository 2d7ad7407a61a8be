import { type FormEvent, useState } from 'react';
import { useActKey } from '../../client/act-key.js';
import { useSend } from '../../client/answers.js';
import { day, moment } from '../../words/dates.js';
import { Problems } from '../Problems.js';
import { useWritten } from '../written/written.js';
import { type Appeal, type Appraisal, appealing } from './claim.js';
import { AppealAppraisal } from './generated/own.js';
import { useWords } from './words.js';

interface AppealsProps {
  appraisal: Appraisal;
  writes: boolean;
  /** Under which name the device keeps what is typed. */
  kept: string;
}

/** 申诉: those made, with their answers, and another one as long as one can be made. */
export function Appeals({ appraisal, writes, kept }: AppealsProps) {
  const say = useWords();
  const { own, bodyName } = appraisal;
  const [done, setDone] = useState(false);
  const can = appealing(appraisal);
  const asks = can === 'open' && writes;
  const until = appraisal.appealUntil === null ? '' : day(appraisal.appealUntil);
  return (
    <section aria-labelledby="appraisal-appeals">
      <h2 id="appraisal-appeals">{say('appeals')}</h2>
      {can !== 'open' && <p>{say(can, { day: until })}</p>}
      {asks && (
        <>
          <p>{say('appealHint', { day: until })}</p>
          <Appealing {...{ appraisal, kept }} done={() => setDone(true)} />
        </>
      )}
      <p role="status" className="appraisal-done">
        {done && can === 'waiting' && say('appealed', { body: bodyName ?? '' })}
      </p>
      {own.appeals.length === 0 && !asks && <p className="appraisal-dim">{say('noAppeals')}</p>}
      <ul className="appraisal-rows">
        {own.appeals.map((appeal) => (
          <li key={appeal.id}>
            <Made appeal={appeal} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Appealing({ appraisal, kept, done }: Omit<AppealsProps, 'writes'> & { done: () => void }) {
  const say = useWords();
  const keyOf = useActKey();
  const form = useWritten(`${kept} appeal`, { seen: 0, reason: '' });
  const sent = useSend(AppealAppraisal, ({ appealAppraisal }) => {
    if (appealAppraisal.userErrors.length > 0) return;
    form?.giveUp();
    done();
  });
  if (!form) return null;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    const { own, form: ofForm, period } = appraisal;
    const input = { unionId: own.union.id, form: ofForm, period, reason: form.written.reason };
    // After an answer the same words are another appeal.
    const idempotencyKey = keyOf([input, own.appeals[0]?.id]);
    sent.mutate({ input: { ...input, idempotencyKey } });
  };
  return (
    <form className="appraisal-form" onSubmit={send}>
      <label className="field">
        <span>{say('reason')}</span>
        <textarea
          rows={4}
          required
          readOnly={sent.isPending}
          value={form.written.reason}
          onChange={({ target }) => form.write({ reason: target.value })}
        />
      </label>
      <Problems told={sent.data?.appealAppraisal.userErrors} error={sent.error} />
      <button type="submit" className="primary" disabled={sent.isPending}>
        {say('appeal')}
      </button>
    </form>
  );
}

/** An appeal, and what became of it. */
function Made({ appeal: { reason, byName, at, outcome, ...answer } }: { appeal: Appeal }) {
  const say = useWords();
  return (
    <>
      <p className="appraisal-text">{reason}</p>
      <p className="appraisal-dim">{say('appealBy', { name: byName, at: moment(at) })}</p>
      <p>
        <strong>{say(outcome ?? 'unanswered')}</strong>
      </p>
      {answer.answeredAt !== null && (
        <>
          <blockquote className="appraisal-answer appraisal-text">{answer.answer}</blockquote>
          <p className="appraisal-dim">
            {say('answerBy', { name: answer.answeredByName ?? '', at: moment(answer.answeredAt) })}
          </p>
        </>
      )}
    </>
  );
}
