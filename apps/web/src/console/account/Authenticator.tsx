import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { ask } from '../../client/ask.js';
import { Field } from '../../page/Field.js';
import { Problems } from '../../page/Problems.js';
import { SendForm } from '../form/SendForm.js';
import { BeginAuthenticator, UseAuthenticator } from './generated/account.js';
import { useWords } from './words.js';

/** A second factor of one's own: a secret for an app, put into use by its first code. */
export function Authenticator() {
  const say = useWords();
  const begun = useMutation({ mutationFn: () => ask(BeginAuthenticator, {}) });
  const { secret, uri, userErrors } = begun.data?.enrolTotp ?? {};
  return (
    <section className="panel" aria-labelledby="authenticator">
      <h2 id="authenticator">{say('authenticator')}</h2>
      <p className="dim">{say('authenticatorHint')}</p>
      <Problems told={userErrors} error={begun.error} />
      {secret && uri ? (
        <>
          <p>
            {say('secret')} <code className="wrap">{secret.replace(/.{4}(?=.)/g, '$& ')}</code>
          </p>
          <p>
            <a href={uri}>{say('openApp')}</a>
          </p>
          <SendForm
            operation={UseAuthenticator}
            variables={(of) => ({ code: of('code') })}
            told={({ confirmTotp }) => confirmTotp.userErrors}
            button={say('confirm')}
            done={({ confirmTotp }) => (
              <>
                <p>{say('recovery')}</p>
                <ul>
                  {confirmTotp.recoveryCodes?.map((code) => (
                    <li key={code}>
                      <code>{code}</code>
                    </li>
                  ))}
                </ul>
              </>
            )}
          >
            <Field label={say('code')} name="code" autoComplete="one-time-code" />
          </SendForm>
        </>
      ) : (
        <Button loading={begun.isPending} onClick={() => begun.mutate()}>
          {say('begin')}
        </Button>
      )}
    </section>
  );
}
