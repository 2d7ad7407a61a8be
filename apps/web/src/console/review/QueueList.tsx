import { doubtsOf } from '@huiji/domain/risk';
import { Tag } from 'antd';
import { useEffect, useRef } from 'react';
import { language } from '../../words/i18n.js';
import type { Item } from './waiting.js';
import type { ReviewQueueQuery } from './generated/review.js';
import { useWords } from './words.js';
import { named } from '../../words/named.js';

type FormWords = ReviewQueueQuery['form'];

/** Why a return deserves a look, in the order in which the queue weighs it; cells by their names. */
function doubtOf(risk: Item['risk'], form: FormWords): string {
  const name = (code: string): string => {
    const cell = form?.layout.find((one) => one.code === code);
    return cell ? named(cell) : code;
  };
  const change = risk?.largestChange;
  const doubts = doubtsOf(
    risk && { ...risk, largestChange: change ? { ...change, cell: name(change.cell) } : null },
  );
  return doubts.map((doubt) => doubt[language()]).join(language() === 'en' ? '; ' : ';');
}

/** What marks a return besides its figures. */
export function Marks({ submission }: { submission: Item['submission'] }) {
  const say = useWords();
  const { entrustments, revision, filing } = submission;
  return (
    <>
      {entrustments.length > 0 && <Tag color="purple">{say('entrusted')}</Tag>}
      {revision > 1 && <Tag>{say('revision', { count: revision })}</Tag>}
      {filing.occasion !== 'ORDINARY' && <Tag>{say(filing.occasion)}</Tag>}
      {filing.late && <Tag className="review-much">{say('late')}</Tag>}
    </>
  );
}

/** The queue at the left: by whom, and why it deserves a look. */
export function QueueList({
  items,
  shown,
  form,
  show,
}: {
  items: readonly Item[];
  shown: Item | undefined;
  form: FormWords;
  show: (item: Item) => void;
}) {
  const say = useWords();
  const current = useRef<HTMLButtonElement>(null);
  const shownId = shown?.submission.id;
  useEffect(() => {
    void current.current?.scrollIntoView({ block: 'nearest' }); // newer browsers answer a promise
  }, [shownId]);
  return (
    <section className="review-list" aria-label={say('queue')}>
      <p className="quiet-text">{say('waiting', { count: items.length })}</p>
      <ol>
        {items.map((item) => (
          <li key={item.submission.id}>
            <button
              type="button"
              ref={item === shown ? current : null}
              className="review-item"
              aria-current={item === shown ? 'true' : undefined}
              onClick={() => show(item)}
            >
              <strong>{item.submission.union.name}</strong> <Marks submission={item.submission} />
              {item.risk?.clean ? (
                <span className="review-clean">✓ {say('clean')}</span>
              ) : (
                <span className="review-doubt">{doubtOf(item.risk, form)}</span>
              )}
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
