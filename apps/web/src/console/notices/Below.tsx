import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { usePages } from '../../client/paged.js';
import { Answered } from '../../page/states.js';
import { ExportList } from '../export/Export.js';
import { More } from '../More.js';
import { Wide } from '../Wide.js';
import { NoticeBelow, type NoticeProgressShownFragment as Progress } from './generated/notices.js';
import type { NoticeSeen, View } from './seen.js';
import { Rate } from './Rate.js';
import { useWords } from './words.js';

/** How far the recipients at and below a body have come, and those at and below each union directly below it. */
export function Below({ of, view: { progress } }: { of: NoticeSeen; view: View }) {
  const say = useWords();
  const answer = usePages(NoticeBelow, of, ({ noticeProgressBelow }) => noticeProgressBelow.pageInfo);
  return (
    <Answered answer={answer}>
      {({ pages }) => (
        <>
          <ExportList key={JSON.stringify(of)} of={{ list: 'NOTICE_BODIES', ...of }} />
          <Wide label={say('progress')}>
            <table className="figures">
              <thead>
                <tr>
                  <th scope="col">{say('union')}</th>
                  {(['recipients', 'receiptRate', 'replyRate', 'overdue'] as const).map((column) => (
                    <th key={column} scope="col" className="number">
                      {say(column)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                <Row progress={progress}>
                  <strong>{progress.union.name}</strong>
                </Row>
                {pages
                  .flatMap(({ noticeProgressBelow }) => noticeProgressBelow.nodes)
                  .map((below) => (
                    <Row key={below.union.id} progress={below}>
                      {below.union.level === 'GRASSROOTS' ? (
                        below.union.name
                      ) : (
                        <Link to="/notices" search={{ union: below.union.code, notice: of.noticeId }}>
                          {below.union.name}
                        </Link>
                      )}
                    </Row>
                  ))}
              </tbody>
            </table>
          </Wide>
          <More pages={answer} />
        </>
      )}
    </Answered>
  );
}

function Row({ progress, children }: { progress: Progress; children: ReactNode }) {
  const { recipients, received, replied, overdue, receiptRate, replyRate } = progress;
  return (
    <tr>
      <th scope="row">{children}</th>
      <td className="number">{recipients}</td>
      <Rate part={received} of={recipients} rate={receiptRate} />
      <Rate part={replied} of={recipients} rate={replyRate} />
      <td className="number">{overdue > 0 ? overdue : ''}</td>
    </tr>
  );
}
