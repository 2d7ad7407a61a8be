import { Button } from 'antd';
import { useSend } from '../../client/answers.js';
import { usePages } from '../../client/paged.js';
import { Failed, Loading } from '../../page/states.js';
import { moment } from '../../words/dates.js';
import { language } from '../../words/i18n.js';
import { MarkRead, MyReminders } from './generated/account.js';
import { useWords } from './words.js';
import { More } from '../More.js';

/** The reminders (催报) that one has received. */
export function Messages() {
  const say = useWords();
  const pages = usePages(MyReminders, {}, ({ myMessages }) => myMessages.pageInfo);
  const read = useSend(MarkRead);
  const messages = pages.data?.pages.flatMap(({ myMessages }) => myMessages.nodes) ?? [];
  const unread = pages.data?.pages[0]?.myMessages.unread ?? 0;
  return (
    <section className="panel" aria-labelledby="messages">
      <h2 id="messages">
        {say('messages')}{' '}
        {unread > 0 && <span className="badge alarm">{say('unread', { count: unread })}</span>}
      </h2>
      {pages.isPending && <Loading />}
      {pages.error && <Failed error={pages.error} retry={() => void pages.refetch()} />}
      {pages.data && messages.length === 0 && <p>{say('noMessages')}</p>}
      <ul className="rows">
        {messages.map((message) => (
          <li key={message.id}>
            <details className="folded grow">
              <summary>
                {language() === 'en' ? message.subjectEn : message.subjectZh}{' '}
                <span className="dim">{moment(message.at)}</span>
              </summary>
              <p className="pre">{language() === 'en' ? message.bodyEn : message.bodyZh}</p>
            </details>
            {message.readAt === null && (
              <Button loading={read.isPending} onClick={() => read.mutate({ messageIds: [message.id] })}>
                {say('markRead')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <More pages={pages} />
    </section>
  );
}
