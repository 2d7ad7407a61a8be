import { Button } from 'antd';
import { usePages } from '../../client/paged.js';
import { allowed, type Me } from '../../client/session.js';
import { Field } from '../../page/Field.js';
import { given } from '../../page/given.js';
import { Failed, Loading } from '../../page/states.js';
import { useAddress } from '../address.js';
import { ExportList } from '../export/Export.js';
import '../form/form.css';
import { UnionField } from '../form/UnionField.js';
import { Events } from './generated/audit.js';
import { Event } from './Event.js';
import { useWords } from './words.js';
import { More } from '../More.js';

type Key = 'union' | 'person' | 'action' | 'since' | 'until';

/** The first moment of a day on this device, some days later. */
const startOf = (date: string, days = 0): string => {
  const start = new Date(`${date}T00:00`);
  start.setDate(start.getDate() + days);
  return start.toISOString();
};

/** 审计: who did what, newest first; the whole of it for the 审计管理员, of unions for who administers them. */
export default function Audit({ me }: { me: Me }) {
  const say = useWords();
  const [address, go] = useAddress<Key>();
  const whole = allowed(me, 'READ_TENANT_AUDIT');
  const own = me.appointments.map(({ union }) => union);
  const unionId = address.union ?? (whole ? null : (own[0]?.id ?? null));
  const searched = {
    unionId,
    personId: address.person ?? null,
    action: address.action ?? null,
    since: address.since ? startOf(address.since) : null,
    until: address.until ? startOf(address.until, 1) : null,
  };
  const pages = usePages(Events, searched, ({ auditEvents }) => auditEvents.pageInfo);
  const events = pages.data?.pages.flatMap(({ auditEvents }) => auditEvents.nodes) ?? [];
  return (
    <>
      <h1>{say('title')}</h1>
      <p className="dim">{say('hint')}</p>
      <form
        className="panel form"
        role="search"
        onSubmit={(event) => {
          const of = given(event);
          go({
            union: of('union') || undefined,
            action: of('action').trim().toUpperCase() || undefined,
            since: of('since') || undefined,
            until: of('until') || undefined,
          });
        }}
      >
        <UnionField
          label={say('union')}
          name="union"
          first={whole ? [{ id: '', code: '', name: say('everything') }, ...own] : own}
        />
        <Field label={say('action')} name="action" defaultValue={address.action ?? ''} required={false} />
        <Field
          label={say('since')}
          name="since"
          type="date"
          defaultValue={address.since ?? ''}
          required={false}
        />
        <Field
          label={say('until')}
          name="until"
          type="date"
          defaultValue={address.until ?? ''}
          required={false}
        />
        <Button htmlType="submit" type="primary">
          {say('find')}
        </Button>
      </form>
      {address.person && (
        <p>
          {say('onlyPerson')} <Button onClick={() => go({ person: undefined })}>{say('anybody')}</Button>
        </p>
      )}
      {pages.isPending && <Loading />}
      {pages.error && <Failed error={pages.error} retry={() => void pages.refetch()} />}
      {pages.data && events.length === 0 && <p>{say('nothing')}</p>}
      {events.length > 0 && (
        <>
          <ExportList key={JSON.stringify(searched)} of={{ list: 'AUDIT', ...searched }} />
          <ul className="panel rows">
            {events.map((event) => (
              <Event key={event.id} event={event} ofPerson={(person) => go({ person })} />
            ))}
          </ul>
        </>
      )}
      <More pages={pages} />
    </>
  );
}
