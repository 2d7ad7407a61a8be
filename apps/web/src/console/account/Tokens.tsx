import type { ActingRole } from '@huiji/domain/access';
import { isSeparate } from '@huiji/domain/access';
import { useAnswer } from '../../client/answers.js';
import { Field } from '../../page/Field.js';
import { Answered } from '../../page/states.js';
import { moment } from '../../words/dates.js';
import { Act } from '../form/Act.js';
import { Once } from '../form/Once.js';
import { SendForm } from '../form/SendForm.js';
import { useRoleWords } from '../role-words.js';
import {
  CreateToken,
  type CreateTokenMutationVariables,
  type MyAccountQuery,
  MyTokens,
  RevokeToken,
} from './generated/account.js';
import { useWords } from './words.js';

type Posts = NonNullable<MyAccountQuery['me']>['appointments'];
type Input = CreateTokenMutationVariables['input'];

/** By which programs act for one; nobody who is held alone (三员) has any. */
export function Tokens({ posts }: { posts: Posts }) {
  const say = useWords();
  const role = useRoleWords();
  const answer = useAnswer(MyTokens, {});
  return (
    <section className="panel" aria-labelledby="tokens">
      <h2 id="tokens">{say('tokens')}</h2>
      <p className="dim">{say('tokensHint')}</p>
      <Answered answer={answer}>
        {({ myApiTokens, myEntrustments }) => {
          const scopes: Array<{ role: ActingRole; union: { id: string; name: string } }> = [
            ...posts.filter((post) => !isSeparate(post.role)),
            ...myEntrustments.nodes.map(({ union }) => ({ role: 'ENTRUSTED_FILER' as const, union })),
          ];
          return (
            <>
              {myApiTokens.length === 0 && <p>{say('noTokens')}</p>}
              <ul className="rows">
                {myApiTokens.map((token) => (
                  <li key={token.id}>
                    <span className="grow">
                      {token.name}{' '}
                      <span className="dim">
                        {token.union.name} {role(token.role)}, {say(token.access)},{' '}
                        {say('expires', { at: moment(token.expiresAt) })}
                        {token.lastUsedAt && `, ${say('usedAt', { at: moment(token.lastUsedAt) })}`}
                      </span>
                    </span>
                    <Act
                      operation={RevokeToken}
                      variables={{ tokenId: token.id }}
                      told={({ revokeApiToken }) => revokeApiToken.userErrors}
                      act={say('revokeToken')}
                    />
                  </li>
                ))}
              </ul>
              {scopes.length > 0 && <NewToken scopes={scopes} />}
            </>
          );
        }}
      </Answered>
    </section>
  );
}

function NewToken({ scopes }: { scopes: Array<{ role: ActingRole; union: { id: string; name: string } }> }) {
  const say = useWords();
  const role = useRoleWords();
  return (
    <details className="folded">
      <summary>{say('createToken')}</summary>
      <SendForm
        operation={CreateToken}
        variables={(of) => {
          const scope = scopes[Number(of('scope'))]!;
          return {
            input: {
              name: of('name'),
              unionId: scope.union.id,
              role: scope.role as Input['role'],
              access: of('access') as Input['access'],
              days: Number(of('days')),
            },
          };
        }}
        told={({ createApiToken }) => createApiToken.userErrors}
        button={say('createToken')}
        done={({ createApiToken }) =>
          createApiToken.token && <Once hint={say('tokenOnce')}>{createApiToken.token}</Once>
        }
      >
        <Field label={say('tokenName')} name="name" />
        <label className="field">
          <span>{say('tokenFor')}</span>
          <select name="scope">
            {scopes.map((scope, index) => (
              <option key={`${scope.role} ${scope.union.id}`} value={index}>
                {scope.union.name} {role(scope.role)}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{say('access')}</span>
          <select name="access">
            <option value="READ">{say('READ')}</option>
            <option value="WRITE">{say('WRITE')}</option>
          </select>
        </label>
        <Field label={say('days')} name="days" type="number" min={1} max={366} defaultValue={90} />
      </SendForm>
    </details>
  );
}
