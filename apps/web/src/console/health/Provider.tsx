import { useAnswer } from '../../client/answers.js';
import { Field } from '../../page/Field.js';
import { Answered } from '../../page/states.js';
import { Act } from '../form/Act.js';
import { SendForm } from '../form/SendForm.js';
import { Provider as Asked, RemoveProvider, SetProvider } from './generated/health.js';
import { useWords } from './words.js';

/** The identity provider at which the federation's people may sign in. */
export function Provider() {
  const say = useWords();
  return (
    <section className="panel" aria-labelledby="provider">
      <h2 id="provider">{say('provider')}</h2>
      <Answered answer={useAnswer(Asked, {})}>
        {({ identityProvider: set }) => (
          <>
            {set ? (
              <p>
                {say('callback')} <code className="wrap">{set.callback}</code>
              </p>
            ) : (
              <p>{say('noProvider')}</p>
            )}
            <SendForm
              operation={SetProvider}
              variables={(of) => ({
                input: {
                  name: of('name'),
                  issuer: of('issuer'),
                  clientId: of('clientId'),
                  clientSecret: of('clientSecret') || null,
                  enabled: of('enabled') === 'on',
                },
              })}
              told={({ setIdentityProvider }) => setIdentityProvider.userErrors}
              button={say('save')}
            >
              <Field label={say('providerName')} name="name" defaultValue={set?.name ?? ''} />
              <Field label={say('issuer')} name="issuer" type="url" defaultValue={set?.issuer ?? ''} />
              <Field label={say('clientId')} name="clientId" defaultValue={set?.clientId ?? ''} />
              <Field
                label={say('clientSecret')}
                name="clientSecret"
                type="password"
                autoComplete="off"
                required={false}
              />
              <label className="check">
                <input type="checkbox" name="enabled" defaultChecked={set?.enabled ?? true} />{' '}
                {say('enabled')}
              </label>
            </SendForm>
            {set && (
              <Act
                operation={RemoveProvider}
                variables={{}}
                told={({ removeIdentityProvider }) => removeIdentityProvider.userErrors}
                act={say('remove')}
              />
            )}
          </>
        )}
      </Answered>
    </section>
  );
}
