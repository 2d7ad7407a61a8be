import { useAnswering } from '../page/notice/answering.js';
import { NoticeList, noticesIn, useMyNotices } from '../page/notice/Inbox.js';
import { Failed } from '../page/states.js';
import { useWords } from './words.js';

/** 通知 that are still to be received or replied to; nothing where there are none. */
export function OpenNotices() {
  const say = useWords();
  const answer = useMyNotices(true);
  const answering = useAnswering();
  if (answer.error && !answer.data)
    return <Failed error={answer.error} retry={() => void answer.refetch()} />;
  if (noticesIn(answer).length === 0 && !answering.done) return null;
  return (
    <section aria-labelledby="open-notices">
      <h2 id="open-notices">{say('notices')}</h2>
      <NoticeList answer={answer} answering={answering} />
    </section>
  );
}
