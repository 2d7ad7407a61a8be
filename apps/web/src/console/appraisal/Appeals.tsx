import { useActKey } from '../../client/act-key.js';
import { moment } from '../../words/dates.js';
import { SendForm } from '../form/SendForm.js';
import { AnswerAppeal, type AppealOutcome } from './generated/appraisal.js';
import { useWords as useOneWords } from './one-words.js';
import type { Appraised } from './seen.js';

const outcomes: readonly AppealOutcome[] = ['UPHELD', 'REJECTED'];

/** 申诉 of a union, the newest first, and what was answered; nothing where there is none. */
export function Appeals({ appeals, mayAnswer }: Pick<Appraised, 'appeals'> & { mayAnswer: boolean }) {
  const say = useOneWords();
  if (appeals.length === 0) return null;
  return (
    <section aria-labelledby="appeals">
      <h2 id="appeals">{say('appeals')}</h2>
      <ul className="panel rows" aria-label={say('appeals')}>
        {appeals.map(({ id, reason, byName, at, outcome, ...answered }) => (
          <li key={id}>
            <div className="grow">
              <span className={`badge ${outcome === 'REJECTED' ? '' : 'alarm'}`}>
                {say(outcome ?? 'waiting')}
              </span>
              <p className="pre">{reason}</p>
              <p className="dim">{say('by', { name: byName, at: moment(at) })}</p>
              {answered.answer && <p className="pre">{answered.answer}</p>}
              {answered.answeredByName && answered.answeredAt && (
                <p className="dim">
                  {say('answeredBy', { name: answered.answeredByName, at: moment(answered.answeredAt) })}
                </p>
              )}
              {mayAnswer && outcome === null && <Answer appealId={id} />}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Answer({ appealId }: { appealId: string }) {
  const say = useOneWords();
  const keyOf = useActKey();
  return (
    <SendForm
      operation={AnswerAppeal}
      variables={(read) => {
        const input = { appealId, outcome: read('outcome') as AppealOutcome, answer: read('answer') };
        return { input: { ...input, idempotencyKey: keyOf(input) } };
      }}
      told={({ answerAppeal }) => answerAppeal.userErrors}
      button={say('send')}
    >
      <label className="field">
        <span>{say('outcome')}</span>
        <select name="outcome" required defaultValue="">
          <option value="" disabled hidden />
          {outcomes.map((one) => (
            <option key={one} value={one}>
              {say(one)}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>{say('answer')}</span>
        <textarea name="answer" required rows={3} maxLength={1000} />
      </label>
    </SendForm>
  );
}
