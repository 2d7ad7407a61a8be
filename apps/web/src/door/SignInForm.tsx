import { useMutation } from '@tanstack/react-query';
import { generalSentences } from '@huiji/domain/sentences/general';
import { identitySentences } from '@huiji/domain/sentences/identity';
import { type FormEvent, useState } from 'react';
import { ask } from '../client/ask.js';
import { Problems } from '../page/Problems.js';
import { language } from '../words/i18n.js';
import { SignIn, type SignInMutation } from './generated/door.js';
import { Field } from '../page/Field.js';
import { given } from '../page/given.js';
import { useWords } from './words.js';

/** The federation that signed in here last: nobody should have to type it twice. */
const keptTenant = 'huiji.tenant';

/** Of the catalogue of problems what can be wrong with signing in: the door need not wait for the rest. */
const sentences: Readonly<Record<string, { zh: string; en: string } | undefined>> = {
  ...generalSentences,
  ...identitySentences,
};

/** What the identity provider's way back could not do: the api ends it at `/?problem=CODE`. */
const returned = (): string | null =>
  sentences[new URLSearchParams(location.search).get('problem') ?? '']?.[language()] ?? null;

interface Props {
  /** Whether it waits behind a button, below the demonstration's people. */
  folded: boolean;
  signedIn: (owed: SignInMutation['signIn']['secondFactor']) => void;
  redeem: () => void;
  forgotten: () => void;
}

export function SignInForm({ folded, signedIn, redeem, forgotten }: Props) {
  const say = useWords();
  const [tenant, setTenant] = useState(localStorage.getItem(keptTenant) ?? '');
  const sent = useMutation({
    mutationFn: (input: { tenant: string; login: string; password: string }) => ask(SignIn, { input }),
    onSuccess: ({ signIn }) => {
      if (signIn.userErrors.length > 0) return;
      localStorage.setItem(keptTenant, tenant);
      signedIn(signIn.secondFactor);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    const of = given(event);
    sent.mutate({ tenant, login: of('login'), password: of('password') });
  };
  const problem = returned();
  const form = (
    <form className="card door-form" onSubmit={submit}>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <Problems told={sent.data?.signIn.userErrors} error={sent.error} />
      <Field
        label={say('tenant')}
        name="tenant"
        autoComplete="organization"
        autoCapitalize="none"
        value={tenant}
        onChange={(event) => setTenant(event.target.value)}
      />
      <Field label={say('login')} name="login" autoComplete="username" autoCapitalize="none" />
      <Field label={say('password')} name="password" type="password" autoComplete="current-password" />
      <button type="submit" className="primary" disabled={sent.isPending}>
        {say('signIn')}
      </button>
      {tenant !== '' && (
        <a className="button" href={`/oidc/${encodeURIComponent(tenant)}/start`}>
          {say('withProvider')}
        </a>
      )}
      <button type="button" className="quiet" onClick={redeem}>
        {say('withCode')}
      </button>
      <button type="button" className="quiet" onClick={forgotten}>
        {say('forgotten')}
      </button>
    </form>
  );
  if (folded)
    return (
      <details className="door-own" open={problem !== null}>
        <summary>{say('ownAccount')}</summary>
        {form}
      </details>
    );
  return (
    <>
      <h1>{say('title')}</h1>
      {form}
    </>
  );
}
