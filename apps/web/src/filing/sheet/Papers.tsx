import { useSyncExternalStore } from 'react';
import { usePages } from '../../client/paged.js';
import { Attachments } from '../../page/attachment/Attachments.js';
import { addressesEvery } from '../../page/attachment/fresh.js';
import { useWords } from '../../page/attachment/words.js';
import { More } from '../../page/More.js';
import { Answered } from '../../page/states.js';
import { language } from '../../words/i18n.js';
import { ReturnAttachments } from './generated/attachments.js';
import { useWork } from './watch.js';

/** 附件 of the return that is open: of the whole of it, and of its figures. There is none before it has been begun. */
export function Papers() {
  const say = useWords();
  const { desk, writable } = useWork();
  const submissionId = useSyncExternalStore(
    (listener) => desk.told.listen('state', listener),
    () => desk.held.submissionId,
  );
  return (
    <section className="papers card" aria-labelledby="papers">
      <h2 id="papers">{say('title')}</h2>
      {submissionId === null ? (
        <p>{say(writable ? 'notBegun' : 'none')}</p>
      ) : (
        <OfReturn key={submissionId} submissionId={submissionId} />
      )}
    </section>
  );
}

function OfReturn({ submissionId }: { submissionId: string }) {
  const { desk, writable } = useWork();
  const answer = usePages(
    ReturnAttachments,
    { id: submissionId },
    ({ submission }) => submission?.attachments.pageInfo,
    addressesEvery,
  );
  return (
    <Answered answer={answer}>
      {({ pages }) => (
        <>
          <Attachments
            to={{ submissionId }}
            attached={pages.flatMap(({ submission }) => submission?.attachments.nodes ?? [])}
            refresh={answer.refetch}
            writable={writable}
            nameOf={(cell) => desk.line(cell)?.[language()] ?? cell}
          />
          <More answer={answer} />
        </>
      )}
    </Answered>
  );
}
