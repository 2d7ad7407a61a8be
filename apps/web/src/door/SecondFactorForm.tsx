import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ask } from '../client/ask.js';
import { Problems } from '../page/Problems.js';
import { ConfirmTotp, EnrolTotp, VerifyTotp } from './generated/door.js';
import { Field } from '../page/Field.js';
import { given } from '../page/given.js';
import { useWords } from './words.js';

/** The second factor that a session still owes: a code of the authenticator, or a first authenticator. */
export function SecondFactorForm({ owed, done }: { owed: 'VERIFY' | 'ENROL'; done: () => void }) {
  return owed === 'VERIFY' ? <Verify done={done} /> : <Enrol done={done} />;
}

function CodeField() {
  const say = useWords();
  return <Field label={say('totp')} name="code" autoComplete="one-time-code" autoFocus />;
}

function Verify({ done }: { done: () => void }) {
  const say = useWords();
  const sent = useMutation({
    mutationFn: (code: string) => ask(VerifyTotp, { code }),
    onSuccess: ({ verifyTotp }) => verifyTotp.userErrors.length === 0 && done(),
  });
  return (
    <form className="card door-form" onSubmit={(event) => sent.mutate(given(event)('code'))}>
      <h1>{say('verifyTitle')}</h1>
      <Problems told={sent.data?.verifyTotp.userErrors} error={sent.error} />
      <CodeField />
      <button type="submit" className="primary" disabled={sent.isPending}>
        {say('verify')}
      </button>
    </form>
  );
}

function Enrol({ done }: { done: () => void }) {
  const say = useWords();
  const { mutate: begin, ...enrolled } = useMutation({ mutationFn: () => ask(EnrolTotp, {}) });
  useEffect(() => begin(), [begin]);
  const sent = useMutation({ mutationFn: (code: string) => ask(ConfirmTotp, { code }) });
  const codes = sent.data?.confirmTotp.recoveryCodes;
  if (codes)
    return (
      <section className="card door-form">
        <h1>{say('recoveryTitle')}</h1>
        <p>{say('recoveryHint')}</p>
        <ul className="door-codes">
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <button type="button" className="primary" onClick={done}>
          {say('goOn')}
        </button>
      </section>
    );
  const { secret, uri, userErrors } = enrolled.data?.enrolTotp ?? {};
  return (
    <form className="card door-form" onSubmit={(event) => sent.mutate(given(event)('code'))}>
      <h1>{say('enrolTitle')}</h1>
      <p>{say('enrolHint')}</p>
      <Problems told={userErrors} error={enrolled.error} />
      {secret && uri && (
        <>
          <code className="door-secret">{secret.replace(/.{4}(?=.)/g, '$& ')}</code>
          <a href={uri}>{say('enrolLink')}</a>
        </>
      )}
      <Problems told={sent.data?.confirmTotp.userErrors} error={sent.error} />
      <CodeField />
      <button type="submit" className="primary" disabled={sent.isPending}>
        {say('verify')}
      </button>
    </form>
  );
}
