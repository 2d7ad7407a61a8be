import { Link } from '@tanstack/react-router';
import { useAnswer } from '../../client/answers.js';
import { type Body, bodiesFor, type Me } from '../../client/session.js';
import { NoticeFacts, NoticeText, Withdrawn } from '../../page/notice/Shown.js';
import { useWords as useNoticeWords } from '../../page/notice/words.js';
import { Answered } from '../../page/states.js';
import { Below } from './Below.js';
import { OneNotice } from './generated/notices.js';
import './notices.css';
import { Receipts } from './Receipts.js';
import { Remind, Withdraw } from './acts.js';
import type { NoticeSeen, View } from './seen.js';
import { useWords } from './words.js';

/** One notice as seen from a body: what it says, how far those at and below it have come, and who they are. */
export function One({ me, bodies, of }: { me: Me; bodies: readonly Body[]; of: NoticeSeen }) {
  const say = useWords();
  const words = useNoticeWords();
  const answer = useAnswer(OneNotice, { id: of.noticeId, unionCode: of.unionCode });
  return (
    <>
      <p>
        <Link to="/notices" search={{ union: of.unionCode }} activeOptions={{ exact: true }}>
          {say('back')}
        </Link>
      </p>
      <Answered answer={answer}>
        {({ notice: view }) => {
          const { notice, progress } = view;
          const issues = bodiesFor(me, 'ISSUE_NOTICES').some(({ id }) => id === notice.issuerId);
          const reminds = bodiesFor(me, 'REMIND', { below: true }).length > 0;
          const stands = notice.withdrawnAt === null;
          return (
            <>
              <h1>
                {notice.title} {!stands && <span className="badge">{words('withdrawn')}</span>}
              </h1>
              <Withdrawn notice={notice} />
              <NoticeFacts notice={notice} />
              <p className="dim">
                {say('audience')} {say(notice.audience)}
              </p>
              <NoticeText body={notice.body} />
              {stands && issues && progress.union.id === notice.issuerId && <Withdraw noticeId={notice.id} />}
              <h2>{say('progress')}</h2>
              <Up view={view} bodies={bodies} />
              <Below of={of} view={view} />
              {stands && reminds && <Remind view={view} />}
              <Receipts of={of} wantsReply={notice.wantsReply} />
            </>
          );
        }}
      </Answered>
    </>
  );
}

/** Back to the body above, up to the issuer or to where one is appointed. */
function Up({ view: { notice, progress }, bodies }: { view: View; bodies: readonly Body[] }) {
  const say = useWords();
  const { id, parent } = progress.union;
  if (!parent || id === notice.issuerId || bodies.some((body) => body.id === id)) return null;
  return (
    <p>
      <Link to="/notices" search={{ union: parent.code, notice: notice.id }}>
        {say('up', { name: parent.name })}
      </Link>
    </p>
  );
}
