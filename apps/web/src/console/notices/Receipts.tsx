import { usePages } from '../../client/paged.js';
import { Standings } from '../../page/notice/Shown.js';
import { useWords as useNoticeWords } from '../../page/notice/words.js';
import { Answered } from '../../page/states.js';
import { useAddress } from '../address.js';
import { ExportList } from '../export/Export.js';
import { More } from '../More.js';
import { NoticeReceipts, type NoticeState } from './generated/notices.js';
import type { NoticeSeen } from './seen.js';
import { useWords } from './words.js';

interface Filter {
  states: NoticeState[] | null;
  overdue: boolean;
}

/** Received are also those that have replied, as in the counts. */
const filters: Readonly<Record<string, Filter>> = {
  UNREAD: { states: ['UNREAD'], overdue: false },
  RECEIVED: { states: ['RECEIVED', 'REPLIED'], overdue: false },
  REPLIED: { states: ['REPLIED'], overdue: false },
  noReply: { states: ['RECEIVED'], overdue: false },
  overdue: { states: null, overdue: true },
};
const unfiltered: Filter = { states: null, overdue: false };

/** Who the recipients at and below a body are, where the notice stands at each, and what was replied. */
export function Receipts({ of, wantsReply }: { of: NoticeSeen; wantsReply: boolean }) {
  const say = useWords();
  const words = useNoticeWords();
  const [{ state = '' }, go] = useAddress<'state'>();
  const filter = filters[state] ?? unfiltered;
  const listed = { list: 'NOTICE_RECEIPTS' as const, ...of, ...filter };
  const answer = usePages(
    NoticeReceipts,
    { ...of, ...filter },
    ({ noticeReceipts }) => noticeReceipts.pageInfo,
  );
  const ofReplies = wantsReply ? (['REPLIED', 'noReply'] as const) : [];
  const offered = ['UNREAD', 'RECEIVED', ...ofReplies, 'overdue'] as const;
  return (
    <>
      <h2>{say('receipts')}</h2>
      <div className="scope">
        <label>
          {say('filter')}
          <select
            className="choice"
            value={state}
            onChange={({ target }) => go({ state: target.value || undefined }, { replace: true })}
          >
            <option value="">{say('all')}</option>
            {offered.map((one) => (
              <option key={one} value={one}>
                {one === 'noReply' ? say(one) : words(one)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Answered answer={answer}>
        {({ pages }) => {
          const receipts = pages.flatMap(({ noticeReceipts }) => noticeReceipts.nodes);
          return receipts.length === 0 ? (
            <p className="dim">{say('noReceipts')}</p>
          ) : (
            <>
              <ExportList key={JSON.stringify(listed)} of={listed} />
              <Standings receipts={receipts} />
            </>
          );
        }}
      </Answered>
      <More pages={answer} />
    </>
  );
}
