import { mostOfRecord } from '@huiji/domain/attachment';
import { type FormEvent, lazy, Suspense, useState } from 'react';
import { useActKey } from '../../client/act-key.js';
import { useSend } from '../../client/answers.js';
import { useWords as useAttachmentWords } from '../../page/attachment/words.js';
import { Field } from '../../page/Field.js';
import { given } from '../../page/given.js';
import { Problems } from '../../page/Problems.js';
import { Loading } from '../../page/states.js';
import { moment } from '../../words/dates.js';
import { Done } from './Done.js';
import { CorrectWork, RemoveWork, type WorkBookQuery } from './generated/book.js';
import { RecordForm } from './RecordForm.js';
import { useWords } from './words.js';
import { inputOf, type Kind, writtenOf } from './work.js';

const Attachments = lazy(async () => ({
  default: (await import('../../page/attachment/Attachments.js')).Attachments,
}));

type WorkRecord = WorkBookQuery['workRecords']['nodes'][number];

interface ActProps {
  record: WorkRecord;
  kinds: readonly Kind[];
  /** Called with what became of it. */
  done: (sentence: string) => void;
}

interface CardProps extends ActProps {
  /** Reads the list again. */
  refresh: () => Promise<unknown>;
}

/** A record in the list of the book, with its attachments, to be corrected or removed. */
export function Card({ record, kinds, done, refresh }: CardProps) {
  const say = useWords();
  const attachment = useAttachmentWords();
  const [act, setAct] = useState<'attach' | 'correct' | 'remove' | null>(null);
  const count = record.attachments.length;
  const finish = (sentence: string): void => {
    setAct(null);
    done(sentence);
  };
  return (
    <article className="card work" aria-label={record.name}>
      <Done record={record} />
      <p className="hint">{say('by', { name: record.recordedByName, at: moment(record.recordedAt) })}</p>
      <p className="work-acts">
        <button
          type="button"
          aria-expanded={act === 'attach'}
          aria-label={attachment('countOf', { count, name: record.name })}
          onClick={() => setAct(act === 'attach' ? null : 'attach')}
        >
          {attachment('count', { count })}
        </button>
        {(['correct', 'remove'] as const).map((one) => (
          <button
            key={one}
            type="button"
            aria-expanded={act === one}
            aria-label={say(one === 'correct' ? 'correctOf' : 'removeOf', { name: record.name })}
            onClick={() => setAct(act === one ? null : one)}
          >
            {say(act === one ? 'cancel' : one)}
          </button>
        ))}
      </p>
      {act === 'attach' && (
        <Suspense fallback={<Loading />}>
          <Attachments
            to={{ workRecordId: record.id }}
            attached={record.attachments}
            most={mostOfRecord}
            refresh={refresh}
          />
        </Suspense>
      )}
      {act === 'correct' && <Correcting record={record} kinds={kinds} done={finish} />}
      {act === 'remove' && <Removing record={record} done={finish} />}
    </article>
  );
}

/** 更正: the record as it should have been. */
function Correcting({ record, kinds, done }: ActProps) {
  const say = useWords();
  const keyOf = useActKey();
  const [written, setWritten] = useState(() => writtenOf(record));
  const sent = useSend(CorrectWork, ({ correctWork }) => {
    if (correctWork.userErrors.length === 0) done(say('corrected', { name: written.name.trim() }));
  });
  const kind = kinds.find(({ code }) => code === written.kind);
  const send = (): void => {
    if (!kind) return;
    const input = {
      ...{ recordId: record.id, expectedVersion: record.version },
      record: inputOf(written, kind),
    };
    sent.mutate({ input: { ...input, idempotencyKey: keyOf(input) } });
  };
  return (
    <RecordForm
      {...{ kinds, written, send }}
      write={setWritten}
      sent={{ busy: sent.isPending, error: sent.error, problems: sent.data?.correctWork.userErrors }}
      button={say('save')}
    />
  );
}

/** 删除, with a reason. */
function Removing({ record, done }: Omit<ActProps, 'kinds'>) {
  const say = useWords();
  const keyOf = useActKey();
  const sent = useSend(RemoveWork, ({ removeWork }) => {
    if (removeWork.userErrors.length === 0) done(say('removed', { name: record.name }));
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    const input = {
      ...{ recordId: record.id, expectedVersion: record.version },
      reason: given(event)('reason').trim(),
    };
    sent.mutate({ input: { ...input, idempotencyKey: keyOf(input) } });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <p className="hint">{say('removeHint')}</p>
      <Field label={say('removeReason')} name="reason" maxLength={200} autoComplete="off" />
      <Problems told={sent.data?.removeWork.userErrors} error={sent.error} />
      <button type="submit" className="primary" disabled={sent.isPending}>
        {say('removeConfirm')}
      </button>
    </form>
  );
}
