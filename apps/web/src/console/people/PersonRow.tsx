import type { Me } from '../../client/session.js';
import { Field } from '../../page/Field.js';
import { day, moment } from '../../words/dates.js';
import { ExportPerson } from '../account/ExportPerson.js';
import { Act } from '../form/Act.js';
import { Once } from '../form/Once.js';
import { SendForm } from '../form/SendForm.js';
import { useRoleWords } from '../role-words.js';
import {
  Appoint,
  EndAppointment,
  EndSessions,
  EndTokens,
  Erase,
  IssueCode,
  type PeopleQuery,
  ResetAuthenticator,
} from './generated/people.js';
import { PostFields, postGiven } from './PostFields.js';
import { useWords } from './words.js';

export type Person = PeopleQuery['persons']['nodes'][number];

/** Somebody whose account one administers: what they hold, how they stand, and what may be done about it. */
export function PersonRow({ me, person }: { me: Me; person: Person }) {
  const say = useWords();
  const role = useRoleWords();
  const { lastSignInAt, invited, locked, secondFactor } = person;
  return (
    <li>
      <div className="grow">
        <h3 className="person-name">
          {person.name} <span className="dim">{person.login}</span>
        </h3>
        {locked && <span className="badge alarm">{say('locked')}</span>}{' '}
        {invited && <span className="badge">{say('invited')}</span>}{' '}
        {secondFactor && <span className="badge">{say('secondFactor')}</span>}{' '}
        <span className="dim">
          {lastSignInAt ? say('lastSignIn', { at: moment(lastSignInAt) }) : say('neverSignedIn')}
        </span>
        <ul className="person-posts">
          {person.appointments.map(({ id, role: held, union, from, until }) => (
            <li key={id}>
              {union.name} {role(held)}{' '}
              <span className="dim">
                {until
                  ? say('postsUntil', { from: day(from), until: day(until) })
                  : say('posts', { from: day(from) })}
              </span>
            </li>
          ))}
        </ul>
        {person.id !== me.id && (
          <details className="folded">
            <summary>{say('manage', { name: person.name })}</summary>
            <Manage me={me} person={person} />
          </details>
        )}
      </div>
    </li>
  );
}

function Manage({ me, person }: { me: Me; person: Person }) {
  const say = useWords();
  const variables = { personId: person.id };
  return (
    <>
      <div className="person-acts">
        <Act
          operation={IssueCode}
          variables={variables}
          told={({ issueCode }) => issueCode.userErrors}
          act={say('issueCode')}
          done={({ issueCode: { code, expiresAt } }) =>
            code && <Once hint={say('codeOnce', { at: expiresAt ? moment(expiresAt) : '' })}>{code}</Once>
          }
        />
        <Act
          operation={EndSessions}
          variables={variables}
          told={({ endSessions }) => endSessions.userErrors}
          act={say('endSessions')}
        />
        <Act
          operation={ResetAuthenticator}
          variables={variables}
          told={({ resetTotp }) => resetTotp.userErrors}
          act={say('resetTotp')}
        />
        <Act
          operation={EndTokens}
          variables={variables}
          told={({ endApiTokens }) => endApiTokens.userErrors}
          act={say('endTokens')}
        />
        <ExportPerson personId={person.id} button={say('exportData')} />
      </div>
      <h4>{say('appoint')}</h4>
      <SendForm
        operation={Appoint}
        variables={(of) => ({ input: { ...variables, appointments: [postGiven(of)] } })}
        told={({ appoint }) => appoint.userErrors}
        button={say('appoint')}
      >
        <PostFields me={me} />
      </SendForm>
      <EndPost person={person} />
      <h4>{say('erase')}</h4>
      <SendForm
        operation={Erase}
        variables={(of) => ({ input: { ...variables, login: of('login') } })}
        told={({ erasePerson }) => erasePerson.userErrors}
        button={say('erase')}
        danger
      >
        <p className="dim">{say('eraseHint', { login: person.login })}</p>
        <Field label={say('login')} name="login" autoComplete="off" />
      </SendForm>
    </>
  );
}

/** Ending one of the appointments. */
function EndPost({ person }: { person: Person }) {
  const say = useWords();
  const role = useRoleWords();
  return (
    <>
      <h4>{say('endPost')}</h4>
      <SendForm
        operation={EndAppointment}
        variables={(of) => ({ input: { appointmentId: of('appointmentId'), on: of('on') || null } })}
        told={({ endAppointment }) => endAppointment.userErrors}
        button={say('endPost')}
        danger
      >
        <label className="field">
          <span>{say('role')}</span>
          <select name="appointmentId">
            {person.appointments.map((post) => (
              <option key={post.id} value={post.id}>
                {post.union.name} {role(post.role)}
              </option>
            ))}
          </select>
        </label>
        <Field label={say('endOn')} name="on" type="date" required={false} />
      </SendForm>
    </>
  );
}
