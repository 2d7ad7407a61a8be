import { useAnswer } from '../../client/answers.js';
import type { Me } from '../../client/session.js';
import { Answered } from '../../page/states.js';
import { day } from '../../words/dates.js';
import { useRoleWords } from '../role-words.js';
import { MyAccount, type MyAccountQuery } from './generated/account.js';
import { Authenticator } from './Authenticator.js';
import { Contact, Password } from './Contact.js';
import { ExportPerson } from './ExportPerson.js';
import { Files } from './Files.js';
import { Identity } from './Identity.js';
import { Messages } from './Messages.js';
import { Sessions } from './Sessions.js';
import { Tokens } from './Tokens.js';
import { useWords } from './words.js';

/** 我的账号: what belongs to oneself, whatever one is appointed to. */
export default function Account({ me }: { me: Me }) {
  const say = useWords();
  const answer = useAnswer(MyAccount, {});
  return (
    <>
      <h1>{say('title')}</h1>
      <Answered answer={answer}>
        {({ me: known, mySessions, myIdentity }) =>
          known && (
            <>
              <Posts of={known} />
              <Messages />
              <Files />
              <Contact of={known} />
              <Password />
              <Sessions sessions={mySessions} />
              <Authenticator />
              <Tokens posts={known.appointments} />
              <Identity linked={myIdentity} />
              <section className="panel" aria-labelledby="export">
                <h2 id="export">{say('export')}</h2>
                <p className="dim">{say('exportHint')}</p>
                <ExportPerson personId={me.id} button={say('download')} />
              </section>
            </>
          )
        }
      </Answered>
    </>
  );
}

function Posts({ of }: { of: NonNullable<MyAccountQuery['me']> }) {
  const say = useWords();
  const role = useRoleWords();
  return (
    <section className="panel" aria-labelledby="posts">
      <h2 id="posts">{say('posts')}</h2>
      <p className="dim">{say('login', { login: of.login })}</p>
      <ul className="rows">
        {of.appointments.map((post) => (
          <li key={post.id}>
            <span className="grow">
              {post.union.name} {role(post.role)}
            </span>
            {post.until && <span className="dim">{say('until', { day: day(post.until) })}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
