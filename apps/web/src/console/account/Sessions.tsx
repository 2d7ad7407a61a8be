import { moment } from '../../words/dates.js';
import { Act } from '../form/Act.js';
import { type MyAccountQuery, RevokeOtherSessions, RevokeSession } from './generated/account.js';
import { useWords } from './words.js';

/** Where one is signed in, and ending that. */
export function Sessions({ sessions }: { sessions: MyAccountQuery['mySessions'] }) {
  const say = useWords();
  return (
    <section className="panel" aria-labelledby="sessions">
      <h2 id="sessions">{say('sessions')}</h2>
      <ul className="rows">
        {sessions.map(({ id, device, address, openedAt, lastUsedAt, current }) => (
          <li key={id}>
            <span className="grow">
              {device ?? say('unknown')} {current && <span className="badge">{say('thisOne')}</span>}
              <span className="dim">
                {' '}
                {address} {say('openedAt', { at: moment(openedAt) })},{' '}
                {say('usedAt', { at: moment(lastUsedAt) })}
              </span>
            </span>
            {!current && (
              <Act
                operation={RevokeSession}
                variables={{ sessionId: id }}
                told={({ revokeSession }) => revokeSession.userErrors}
                act={say('revoke')}
              />
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <Act
          operation={RevokeOtherSessions}
          variables={{}}
          told={({ revokeOtherSessions }) => revokeOtherSessions.userErrors}
          act={say('revokeOthers')}
        />
      )}
    </section>
  );
}
