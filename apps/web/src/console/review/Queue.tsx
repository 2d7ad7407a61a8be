import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { usePages } from '../../client/paged.js';
import { ask } from '../../client/ask.js';
import { useLive } from '../../client/live.js';
import type { Me } from '../../client/session.js';
import { Answered, Empty } from '../../page/states.js';
import { type Scope, useAddress, useGo } from '../scope/scope.js';
import { CleanOnes } from './CleanOnes.js';
import { useKeys, useKeysOn } from './keys.js';
import { Opened } from './Opened.js';
import { QueueList } from './QueueList.js';
import './review.css';
import { AcceptReturn, ReturnReturn, ReviewQueue, type ReviewQueueQuery } from './review.generated.js';
import { useWords } from './words.js';

/** A return that waits, with its risk. */
export type Item = ReviewQueueQuery['reviewQueue']['nodes'][number];

/** The queue is asked for again this often too: where the total of the body has not moved, nobody tells. */
const every = 30_000;

export function Queue({ me, scope }: { me: Me; scope: Scope }) {
  const say = useWords();
  const body = me.appointments.find(({ union }) => union.code === scope.unionCode);
  useLive(body?.union.id, scope.form, scope.period);
  const answer = usePages(ReviewQueue, scope, ({ reviewQueue }) => reviewQueue.pageInfo, every);
  return (
    <Answered answer={answer}>
      {({ pages }) => (
        <>
          <Waiting
            {...{ me, scope }}
            items={pages.flatMap(({ reviewQueue }) => reviewQueue.nodes)}
            form={pages[0]?.form ?? null}
          />
          {answer.hasNextPage && (
            <Button loading={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
              {say('more')}
            </Button>
          )}
        </>
      )}
    </Answered>
  );
}

/**
 * Accepting and returning. Once it is done the next return is opened, before the queue is asked for anew; what was wrong is told with the
 * return that it was about.
 */
function useDecisions(decided: (kind: 'accepted' | 'returned', submissionId: string) => void) {
  const client = useQueryClient();
  const settle = (kind: 'accepted' | 'returned', submissionId: string, wrong: readonly unknown[]): void => {
    if (wrong.length === 0) decided(kind, submissionId);
    void client.invalidateQueries();
  };
  const accept = useMutation({
    mutationFn: (input: Parameters<typeof acceptInput>[0]) => ask(AcceptReturn, acceptInput(input)),
    onSuccess: ({ acceptSubmission }, { submissionId }) =>
      settle('accepted', submissionId, acceptSubmission.userErrors),
  });
  const giveBack = useMutation({
    mutationFn: (input: Parameters<typeof returnInput>[0]) => ask(ReturnReturn, returnInput(input)),
    onSuccess: ({ returnSubmission }, { submissionId }) =>
      settle('returned', submissionId, returnSubmission.userErrors),
  });
  return { accept, giveBack };
}

interface Seen {
  submissionId: string;
  expectedVersion: number;
  idempotencyKey: string;
}
const acceptInput = (input: Seen) => ({ input });
const returnInput = (
  input: Seen & { reason: string; comments: { cell: string | null; text: string }[] },
) => ({
  input,
});

export type Decisions = ReturnType<typeof useDecisions>;

function Waiting({
  me,
  scope,
  items,
  form,
}: {
  me: Me;
  scope: Scope;
  items: readonly Item[];
  form: ReviewQueueQuery['form'];
}) {
  const say = useWords();
  const go = useGo();
  const { open } = useAddress();
  const [done, setDone] = useState('');
  const [keysOn, setKeysOn] = useKeysOn();
  const shown = open === undefined ? items[0] : items.find(({ submission }) => submission.id === open);
  const place = shown ? items.indexOf(shown) : -1;
  const show = (item: Item | undefined): void => {
    if (item) go({ open: item.submission.id, revision: undefined }, { replace: open !== undefined });
  };
  const decisions = useDecisions((kind, submissionId) => {
    const at = items.findIndex(({ submission }) => submission.id === submissionId);
    setDone(say(kind, { union: items[at]?.submission.union.name ?? '' }));
    const next = items[at + 1] ?? items[at - 1];
    go({ open: next?.submission.id, revision: undefined }, { replace: true });
  });
  useKeys({ j: () => show(items[place + 1]), k: () => show(items[place - 1]) }, keysOn);
  return (
    <>
      <p role="status" className="review-done">
        {done}
      </p>
      {items.length === 0 && open === undefined ? (
        <Empty>{say('nothing')}</Empty>
      ) : (
        <>
          <div className="review-tools">
            <CleanOnes scope={scope} />
            <Checkbox checked={keysOn} onChange={({ target }) => setKeysOn(target.checked)}>
              {say('keys')}
            </Checkbox>
            {keysOn && <span className="quiet-text">{say('keysHint')}</span>}
          </div>
          <div className={open === undefined ? 'review' : 'review review-one'}>
            <QueueList {...{ items, shown, form, show }} />
            <section className="review-opened" aria-label={shown?.submission.union.name ?? say('choose')}>
              <Button
                className="review-back"
                onClick={() => go({ open: undefined, revision: undefined }, { replace: true })}
              >
                {say('back')}
              </Button>
              {shown ? (
                <Opened
                  key={shown.submission.id}
                  {...{ me, scope, decisions, keysOn }}
                  item={shown}
                  next={items[place + 1] && (() => show(items[place + 1]))}
                  previous={items[place - 1] && (() => show(items[place - 1]))}
                />
              ) : (
                <Empty>{say(open === undefined ? 'choose' : 'gone')}</Empty>
              )}
            </section>
          </div>
        </>
      )}
    </>
  );
}
