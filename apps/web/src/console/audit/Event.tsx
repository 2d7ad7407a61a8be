import { Button } from 'antd';
import { moment } from '../../words/dates.js';
import type { EventsQuery } from './generated/audit.js';
import { useWords } from './words.js';

type Row = EventsQuery['auditEvents']['nodes'][number];

/** One row of the audit: its sentence, and behind it all that it holds. */
export function Event({ event, ofPerson }: { event: Row; ofPerson: (personId: string) => void }) {
  const say = useWords();
  const { person, before, after } = event;
  return (
    <li>
      <details className="folded grow">
        <summary>
          {moment(event.at)} {person?.name ?? say('system')} <code>{event.action}</code>{' '}
          <span className="dim">{event.union?.name}</span>
        </summary>
        <dl className="audit-facts">
          <dt>{say('object')}</dt>
          <dd>
            {event.objectType} <code>{event.objectId}</code>
          </dd>
          <dt>{say('place')}</dt>
          <dd>{event.sealed ? event.sequence : say('unsealed')}</dd>
          {event.address && (
            <>
              <dt>{say('address')}</dt>
              <dd>{event.address}</dd>
            </>
          )}
          {event.requestId && (
            <>
              <dt>{say('request')}</dt>
              <dd>
                <code>{event.requestId}</code>
              </dd>
            </>
          )}
          {event.tokenId && (
            <>
              <dt>{say('token')}</dt>
              <dd>
                <code>{event.tokenId}</code>
              </dd>
            </>
          )}
        </dl>
        <State title={say('before')} value={before} />
        <State title={say('after')} value={after} />
        {person && (
          <Button onClick={() => ofPerson(person.id)}>{say('ofPerson', { name: person.name })}</Button>
        )}
      </details>
    </li>
  );
}

function State({ title, value }: { title: string; value: unknown }) {
  if (value === null) return null;
  return (
    <>
      <p className="dim">{title}</p>
      <pre className="pre">{JSON.stringify(value, null, 2)}</pre>
    </>
  );
}
