import { Button } from 'antd';
import { usePages } from '../../client/paged.js';
import { allowed, type Me } from '../../client/session.js';
import { Field } from '../../page/Field.js';
import { given } from '../../page/given.js';
import { Failed, Loading } from '../../page/states.js';
import { moment } from '../../words/dates.js';
import { ExportList } from '../export/Export.js';
import { Once } from '../form/Once.js';
import { SendForm } from '../form/SendForm.js';
import { Entrustments } from './Entrustments.js';
import './people.css';
import { Invite, People as Asked } from './generated/people.js';
import { PersonRow } from './PersonRow.js';
import { PostFields, postGiven } from './PostFields.js';
import { useWords } from './words.js';
import { useAddress } from '../address.js';
import { More } from '../More.js';

/** 人员: the people whose accounts one administers, and to whom unions have entrusted their filing. */
export default function People({ me }: { me: Me }) {
  const say = useWords();
  return (
    <>
      <h1>{say('title')}</h1>
      <Inviting me={me} />
      <Found me={me} />
      {allowed(me, 'ENTRUST') && <Entrustments me={me} />}
    </>
  );
}

function Inviting({ me }: { me: Me }) {
  const say = useWords();
  return (
    <details className="panel folded">
      <summary>{say('invite')}</summary>
      <p className="dim">{say('inviteHint')}</p>
      <SendForm
        operation={Invite}
        variables={(of) => ({
          input: {
            login: of('login'),
            name: of('name'),
            email: of('email') || null,
            phone: of('phone') || null,
            appointments: [postGiven(of)],
          },
        })}
        told={({ invitePerson }) => invitePerson.userErrors}
        button={say('invite')}
        done={({ invitePerson: { code, expiresAt } }) =>
          code && <Once hint={say('codeOnce', { at: expiresAt ? moment(expiresAt) : '' })}>{code}</Once>
        }
      >
        <Field label={say('login')} name="login" autoComplete="off" autoCapitalize="none" />
        <Field label={say('name')} name="name" autoComplete="off" />
        <Field label={say('email')} name="email" type="email" autoComplete="off" required={false} />
        <Field label={say('phone')} name="phone" type="tel" autoComplete="off" required={false} />
        <PostFields me={me} />
      </SendForm>
    </details>
  );
}

function Found({ me }: { me: Me }) {
  const say = useWords();
  const [{ search = '' }, go] = useAddress<'search'>();
  const pages = usePages(Asked, { search }, ({ persons }) => persons.pageInfo);
  const people = pages.data?.pages.flatMap(({ persons }) => persons.nodes) ?? [];
  return (
    <section className="panel" aria-labelledby="found">
      <h2 id="found">{say('title')}</h2>
      <form
        className="search"
        role="search"
        onSubmit={(event) => go({ search: given(event)('search') || undefined })}
      >
        <Field
          key={search}
          label={say('search')}
          name="search"
          type="search"
          defaultValue={search}
          required={false}
        />
        <Button htmlType="submit">{say('find')}</Button>
      </form>
      {pages.isPending && <Loading />}
      {pages.error && <Failed error={pages.error} retry={() => void pages.refetch()} />}
      {pages.data && people.length === 0 && <p>{say('nobody')}</p>}
      {people.length > 0 && <ExportList key={search} of={{ list: 'PEOPLE', text: search || null }} />}
      <ul className="rows">
        {people.map((person) => (
          <PersonRow key={person.id} me={me} person={person} />
        ))}
      </ul>
      <More pages={pages} />
    </section>
  );
}
