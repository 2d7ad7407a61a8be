import { Button } from 'antd';
import { useState } from 'react';
import { useActKey } from '../../client/act-key.js';
import { useAnswer } from '../../client/answers.js';
import type { Me } from '../../client/session.js';
import { Problems } from '../../page/Problems.js';
import { Answered, Empty } from '../../page/states.js';
import { moment } from '../../words/dates.js';
import type { Scope } from '../scope/scope.js';
import { DoubtDialog } from './DoubtDialog.js';
import { Figures } from './Figures.js';
import { Hits } from './Hits.js';
import { useKeys } from './keys.js';
import { Papers } from './Papers.js';
import type { Decisions } from './decisions.js';
import type { Item, Return } from './waiting.js';
import { Marks } from './QueueList.js';
import { Remarks } from './Remarks.js';
import { ReturnDialog } from './ReturnDialog.js';
import { OpenedReturn, type OpenedReturnQuery } from './generated/review.js';
import { Statement } from './Statement.js';
import { useWords } from './words.js';
import { useAddress } from '../address.js';

interface Shown {
  me: Me;
  scope: Scope;
  item: Item;
  decisions: Decisions;
  keysOn: boolean;
  next: (() => void) | undefined;
  previous: (() => void) | undefined;
}

/** The opened return: what changed first, then all of it; and what a reviewer may do with it. */
export function Opened(shown: Shown) {
  const say = useWords();
  const [{ revision }] = useAddress();
  const { id, union } = shown.item.submission;
  const { form, period } = shown.scope;
  const answer = useAnswer(OpenedReturn, { id: revision ?? id, unionId: union.id, form, period });
  return (
    <Answered answer={answer}>
      {(opened) =>
        opened.submission && opened.entrySheet ? (
          <>
            <Head submission={opened.submission} item={shown.item} />
            {revision === undefined || revision === id ? (
              <Acts {...shown} submission={opened.submission} sheet={opened.entrySheet} />
            ) : (
              <Older submission={opened.submission} />
            )}
            <Said submission={opened.submission} />
            {!opened.form?.rollsUp && revision === undefined && <Statement submissionId={id} />}
            <Hits hits={opened.submission.hits} sheet={opened.entrySheet} />
            <Figures submission={opened.submission} opened={opened} me={shown.me} />
            <Remarks submission={opened.submission} me={shown.me} />
            <Papers submission={opened.submission} opened={opened} waitingId={id} />
          </>
        ) : (
          <Empty>{say('gone')}</Empty>
        )
      }
    </Answered>
  );
}

function Head({ submission, item }: { submission: Return; item: Item }) {
  const say = useWords();
  return (
    <>
      <h2>{submission.union.name}</h2>
      <p className="quiet-text">
        {submission.union.code} · {say('revision', { count: submission.revision })}
        {submission.filedAt && ` · ${say('filedAt', { at: moment(submission.filedAt) })}`}{' '}
        <Marks submission={item.submission} />
      </p>
    </>
  );
}

function Older({ submission }: { submission: Return }) {
  const say = useWords();
  const [, go] = useAddress();
  return (
    <p>
      {say('older', { count: submission.revision })}{' '}
      <Button onClick={() => go({ revision: undefined })}>{say('toWaiting')}</Button>
    </p>
  );
}

function Acts({
  submission,
  sheet,
  decisions: { accept, giveBack },
  ...shown
}: Shown & { submission: Return; sheet: NonNullable<OpenedReturnQuery['entrySheet']> }) {
  const say = useWords();
  const keyOf = useActKey();
  const [dialog, setDialog] = useState<'doubt' | 'return' | null>(null);
  const seen = { submissionId: submission.id, expectedVersion: submission.version };
  const asks = submission.hits.filter(({ severity }) => severity === 'PLAUSIBILITY');
  const send = (): void => {
    setDialog(null);
    accept.mutate({ ...seen, idempotencyKey: keyOf(['accept', seen]) });
  };
  const acceptIt = (): void => {
    if (accept.isPending) return;
    if (asks.length > 0) setDialog('doubt');
    else send();
  };
  useKeys({ a: acceptIt, r: () => setDialog('return') }, shown.keysOn);
  const mine = accept.variables?.submissionId === submission.id;
  return (
    <>
      <div className="review-acts">
        <Button type="primary" loading={accept.isPending} onClick={acceptIt}>
          {say('accept')}
        </Button>
        <Button onClick={() => setDialog('return')}>{say('return')}</Button>
        <Button disabled={!shown.previous} onClick={shown.previous}>
          {say('previous')}
        </Button>
        <Button disabled={!shown.next} onClick={shown.next}>
          {say('next')}
        </Button>
      </div>
      {mine && <Problems told={accept.data?.acceptSubmission.userErrors} error={accept.error} />}
      {dialog === 'doubt' && (
        <DoubtDialog
          {...{ asks }}
          explanation={submission.explanation}
          accept={send}
          close={() => setDialog(null)}
        />
      )}
      {dialog === 'return' && (
        <ReturnDialog
          {...{ submission, sheet }}
          told={giveBack.data?.returnSubmission.userErrors}
          error={giveBack.error}
          pending={giveBack.isPending}
          send={(said) =>
            giveBack.mutate({ ...seen, ...said, idempotencyKey: keyOf(['return', seen, said]) })
          }
          close={() => {
            giveBack.reset();
            setDialog(null);
          }}
        />
      )}
    </>
  );
}

/** What is written with a return: by its filer, and by those who returned or restated it. */
function Said({ submission }: { submission: Return }) {
  const say = useWords();
  const { explanation, restatementReason, returnReason, entrustments, filing } = submission;
  return (
    <>
      {entrustments.map(({ id, personName, documentNo }) => (
        <p key={id}>{say('byEntrustment', { name: personName, document: documentNo })}</p>
      ))}
      {filing.window && <p>{say('window', { reason: filing.window.reason })}</p>}
      {(['explanation', 'restatementReason', 'returnReason'] as const).map((kind) => {
        const text = { explanation, restatementReason, returnReason }[kind];
        return (
          text && (
            <div key={kind}>
              <h3>{say(kind)}</h3>
              <blockquote className="review-quote">{text}</blockquote>
            </div>
          )
        );
      })}
    </>
  );
}
