import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { usePages } from '../../client/paged.js';
import { useLive } from '../../client/live.js';
import type { Me } from '../../client/session.js';
import { Answered, Empty } from '../../page/states.js';
import { Export } from '../export/Export.js';
import type { Scope } from '../scope/scope.js';
import { CleanOnes } from './CleanOnes.js';
import { useDecisions } from './decisions.js';
import { useKeys, useKeysOn } from './keys.js';
import { Opened } from './Opened.js';
import { QueueList } from './QueueList.js';
import './review.css';
import { ReviewQueue, type ReviewQueueQuery } from './generated/review.js';
import type { Item } from './waiting.js';
import { useWords } from './words.js';
import { useAddress } from '../address.js';
import { More } from '../More.js';

/** The queue is asked for again this often too: where the total of the body has not moved, nobody tells. */
const every = 30_000;

export function Queue({ me, scope }: { me: Me; scope: Scope }) {
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
          <More pages={answer} />
        </>
      )}
    </Answered>
  );
}

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
  const [{ open }, go] = useAddress();
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
            <Export of={{ ...scope, table: 'REVIEW_QUEUE' }} />
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
