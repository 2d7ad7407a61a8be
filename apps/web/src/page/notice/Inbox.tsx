import { usePages } from '../../client/paged.js';
import { More } from '../More.js';
import { Answered, Empty } from '../states.js';
import { type Answering, useAnswering } from './answering.js';
import { NoticeCards } from './Cards.js';
import { MyNotices } from './generated/received.js';
import { byNotice } from './received.js';
import { useWords } from './words.js';

/** What was issued to the unions that one answers for; `open`: only what is still to be received or replied to. */
export const useMyNotices = (open: boolean) =>
  usePages(MyNotices, { open }, ({ myNotices }) => myNotices.pageInfo);

/** What of it has been read, as one list of notices. */
export const noticesIn = ({ data }: Pick<ReturnType<typeof useMyNotices>, 'data'>) =>
  byNotice((data?.pages ?? []).flatMap(({ myNotices }) => myNotices.nodes));

/** All notices received, the newest first. */
export function Inbox() {
  const say = useWords();
  const answer = useMyNotices(false);
  const answering = useAnswering();
  return (
    <Answered answer={answer}>
      {() => (
        <>
          {noticesIn(answer).length === 0 && <Empty>{say('none')}</Empty>}
          <NoticeList answer={answer} answering={answering} />
        </>
      )}
    </Answered>
  );
}

/** The notices of an answer, above them what became of the answer sent last: what was answered may leave the list. */
export function NoticeList({
  answer,
  answering,
}: {
  answer: ReturnType<typeof useMyNotices>;
  answering: Answering;
}) {
  const say = useWords();
  const { sent, done } = answering;
  return (
    <>
      <p role="status" className="notice-done">
        {sent && done && say(sent.reply ? 'replied' : 'received', { count: sent.unionIds.length })}
      </p>
      <NoticeCards all={noticesIn(answer)} answering={answering} />
      <More answer={answer} />
    </>
  );
}
