import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { ask } from '../client/ask.js';
import { Problems } from '../page/Problems.js';
import { RequestReset } from './generated/door.js';
import { Field } from '../page/Field.js';
import { given } from '../page/given.js';
import { useWords } from './words.js';

/** Asking for a code by mail. It says the same whether or not there is such an account. */
export function Forgotten({ back, redeem }: { back: () => void; redeem: () => void }) {
  const say = useWords();
  const sent = useMutation({
    mutationFn: (input: { tenant: string; login: string }) => ask(RequestReset, { input }),
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    const of = given(event);
    sent.mutate({ tenant: of('tenant'), login: of('login') });
  };
  const told = sent.data?.requestReset.userErrors;
  return (
    <form className="card door-form" onSubmit={submit}>
      <h1>{say('forgotten')}</h1>
      {told?.length === 0 ? (
        <>
          <p role="status">{say('resetSent')}</p>
          <button type="button" className="primary" onClick={redeem}>
            {say('withCode')}
          </button>
        </>
      ) : (
        <>
          <Problems told={told} error={sent.error} />
          <Field label={say('tenant')} name="tenant" autoComplete="organization" autoCapitalize="none" />
          <Field label={say('login')} name="login" autoComplete="username" autoCapitalize="none" />
          <button type="submit" className="primary" disabled={sent.isPending}>
            {say('requestReset')}
          </button>
        </>
      )}
      <button type="button" className="quiet" onClick={back}>
        {say('back')}
      </button>
    </form>
  );
}
