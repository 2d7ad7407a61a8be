import type { ReactNode } from 'react';
import { useAnswer } from '../../client/answers.js';
import { bodiesFor, type Me } from '../../client/session.js';
import { Inbox } from '../../page/notice/Inbox.js';
import { Empty } from '../../page/states.js';
import { Tabs } from '../../page/Tabs.js';
import { useAddress } from '../address.js';
import '../form/form.css';
import '../scope/scope.css';
import { UnionChoice } from '../scope/UnionChoice.js';
import { OpenNotices } from './generated/notices.js';
import { One } from './One.js';
import { Sent } from './Sent.js';
import { useWords } from './words.js';

/** 下发通知: what a body has issued or was issued above it, how far its receipts have come, and what its people received themselves. */
export default function Notices({ me }: { me: Me }) {
  const say = useWords();
  const [address, go] = useAddress<'union' | 'notice' | 'tab'>();
  const bodies = bodiesFor(me, 'READ_NOTICES', { below: true });
  const unionCode = address.union ?? bodies[0]?.code;
  if (!unionCode) return <Empty>{say('nothing')}</Empty>;
  if (address.notice)
    return (
      <One
        key={`${unionCode} ${address.notice}`}
        me={me}
        bodies={bodies}
        of={{ unionCode, noticeId: address.notice }}
      />
    );
  const sent = (
    <>
      <div className="scope" role="group" aria-label={say('scope')}>
        <UnionChoice bodies={bodies} unionCode={unionCode} choose={(union) => go({ union })} />
      </div>
      <Sent key={unionCode} me={me} unionCode={unionCode} />
    </>
  );
  // Nothing stands above the federation that would issue anything to it.
  const receives =
    me.entrustments > 0 || bodiesFor(me, 'ANSWER_NOTICES').some(({ level }) => level !== 'FEDERATION');
  return receives ? <Both sent={sent} /> : sent;
}

/** What was issued and what was received, as two tabs. */
function Both({ sent }: { sent: ReactNode }) {
  const say = useWords();
  const [{ tab }, go] = useAddress<'tab'>();
  const open = useAnswer(OpenNotices, {}).data?.myOpenNotices ?? 0;
  const label = say('openCount', { count: open });
  return (
    <Tabs
      label={say('tabs')}
      tabs={[
        { code: 'sent', name: say('sent') },
        {
          code: 'inbox',
          name: say('inbox'),
          badge: open > 0 ? { text: String(open), label } : undefined,
        },
      ]}
      shown={tab === 'inbox' ? 'inbox' : 'sent'}
      show={(code) => go({ tab: code === 'inbox' ? code : undefined })}
    >
      {tab === 'inbox' ? (
        <div className="plain">
          <h1>{say('inbox')}</h1>
          <Inbox />
        </div>
      ) : (
        sent
      )}
    </Tabs>
  );
}
