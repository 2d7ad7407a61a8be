import { Link } from '@tanstack/react-router';
import { usePages } from '../../client/paged.js';
import { bodiesFor, type Me } from '../../client/session.js';
import { useWords as useNoticeWords } from '../../page/notice/words.js';
import { Answered, Empty } from '../../page/states.js';
import { day, moment } from '../../words/dates.js';
import { ExportList } from '../export/Export.js';
import { More } from '../More.js';
import { Wide } from '../Wide.js';
import { IssuedNotices, type IssuedNoticesQuery } from './generated/notices.js';
import { Issue } from './Issue.js';
import './notices.css';
import { Rate } from './Rate.js';
import { useWords } from './words.js';

type View = IssuedNoticesQuery['notices']['nodes'][number];

/** The notices seen from a body, the newest first, and issuing one for whoever may. */
export function Sent({ me, unionCode }: { me: Me; unionCode: string }) {
  const say = useWords();
  const answer = usePages(IssuedNotices, { unionCode }, ({ notices }) => notices.pageInfo);
  const issuer = bodiesFor(me, 'ISSUE_NOTICES').find(({ code }) => code === unionCode);
  return (
    <Answered answer={answer}>
      {({ pages }) => {
        const views = pages.flatMap(({ notices }) => notices.nodes);
        return (
          <>
            <h1>{say('titleOf', { name: pages[0]?.tradeUnion?.name ?? unionCode })}</h1>
            {issuer && issuer.level !== 'GRASSROOTS' && <Issue issuerId={issuer.id} />}
            {views.length === 0 ? (
              <Empty>{say('none')}</Empty>
            ) : (
              <>
                <ExportList key={unionCode} of={{ list: 'NOTICES', unionCode }} />
                <Views {...{ views, unionCode }} />
              </>
            )}
            <More pages={answer} />
          </>
        );
      }}
    </Answered>
  );
}

function Views({ views, unionCode }: { views: readonly View[]; unionCode: string }) {
  const say = useWords();
  const notice = useNoticeWords();
  return (
    <Wide label={say('sent')} className="notices-sent">
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{notice('documentNo')}</th>
            <th scope="col">{say('title')}</th>
            <th scope="col">{notice('issuer')}</th>
            <th scope="col">{notice('issuedAt')}</th>
            <th scope="col">{notice('dueOn')}</th>
            {(['receiptRate', 'replyRate', 'overdue'] as const).map((column) => (
              <th key={column} scope="col" className="number">
                {say(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {views.map(({ notice: one, progress }) => (
            <tr key={one.id}>
              <td>{one.documentNo}</td>
              <th scope="row" className="notices-title">
                <Link to="/notices" search={{ union: unionCode, notice: one.id }}>
                  {one.title}
                </Link>{' '}
                {one.withdrawnAt !== null && <span className="badge">{notice('withdrawn')}</span>}
              </th>
              <td>{one.issuerName}</td>
              <td>{moment(one.issuedAt)}</td>
              <td>{one.dueOn ? day(one.dueOn) : '—'}</td>
              <Rate part={progress.received} of={progress.recipients} rate={progress.receiptRate} />
              <Rate part={progress.replied} of={progress.recipients} rate={progress.replyRate} />
              <td className="number">{progress.overdue > 0 ? progress.overdue : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
