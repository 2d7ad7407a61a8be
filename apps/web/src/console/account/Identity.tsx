import { Field } from '../../page/Field.js';
import { moment } from '../../words/dates.js';
import { Act } from '../form/Act.js';
import { SendForm } from '../form/SendForm.js';
import { LinkIdentity, type MyAccountQuery, UnlinkIdentity } from './generated/account.js';
import { useWords } from './words.js';

/** The account at the federation's identity provider by which one signs in. */
export function Identity({ linked }: { linked: MyAccountQuery['myIdentity'] }) {
  const say = useWords();
  return (
    <section className="panel" aria-labelledby="identity">
      <h2 id="identity">{say('identity')}</h2>
      {linked ? (
        <>
          <p>{say('linked', { issuer: linked.issuer, at: moment(linked.linkedAt) })}</p>
          <Act
            operation={UnlinkIdentity}
            variables={{}}
            told={({ unlinkIdentity }) => unlinkIdentity.userErrors}
            act={say('unlink')}
          />
        </>
      ) : (
        <>
          <p>{say('notLinked')}</p>
          <details className="folded">
            <summary>{say('link')}</summary>
            <SendForm
              operation={LinkIdentity}
              variables={(of) => ({ current: of('current') })}
              told={({ linkIdentity }) => linkIdentity.userErrors}
              button={say('link')}
              done={({ linkIdentity }) =>
                linkIdentity.url && <a href={linkIdentity.url}>{say('goToProvider')}</a>
              }
            >
              <Field label={say('current')} name="current" type="password" autoComplete="current-password" />
            </SendForm>
          </details>
        </>
      )}
    </section>
  );
}
