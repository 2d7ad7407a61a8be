import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { ask } from '../client/ask.js';
import { Problems } from '../page/Problems.js';
import { RedeemCode } from './generated/door.js';
import { Field } from '../page/Field.js';
import { given } from '../page/given.js';
import { useWords } from './words.js';

/** Choosing a password with a one-time code, as an invitation or after it was forgotten. */
export function Redeem({ back }: { back: () => void }) {
  const say = useWords();
  const sent = useMutation({
    mutationFn: (input: { tenant: string; code: string; password: string }) => ask(RedeemCode, { input }),
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    const of = given(event);
    sent.mutate({ tenant: of('tenant'), code: of('code'), password: of('password') });
  };
  const login = sent.data?.redeemCode.login;
  return (
    <form className="card door-form" onSubmit={submit}>
      <h1>{say('withCode')}</h1>
      {login ? (
        <p role="status">{say('redeemed', { login })}</p>
      ) : (
        <>
          <Problems told={sent.data?.redeemCode.userErrors} error={sent.error} />
          <Field label={say('tenant')} name="tenant" autoComplete="organization" autoCapitalize="none" />
          <Field label={say('code')} name="code" autoComplete="one-time-code" />
          <Field label={say('newPassword')} name="password" type="password" autoComplete="new-password" />
          <button type="submit" className="primary" disabled={sent.isPending}>
            {say('redeem')}
          </button>
        </>
      )}
      <button type="button" className="quiet" onClick={back}>
        {say('back')}
      </button>
    </form>
  );
}
