import { type FormEvent, useRef, useState } from 'react';
import { useActKey } from '../../client/act-key.js';
import { useSend } from '../../client/answers.js';
import { Problems } from '../../page/Problems.js';
import { Fields } from './Fields.js';
import { RecordWork } from './generated/book.js';
import { useWords } from './words.js';
import { blankOf, inputOf, type Kind, today, type Written } from './work.js';

interface RecordingProps {
  unionId: string;
  kinds: readonly Kind[];
  done: (sentence: string) => void;
}

/** 登记: one record at a time; the next one begins with its kind and day. What was typed stays until it has been taken. */
export function Recording({ unionId, kinds, done }: RecordingProps) {
  const say = useWords();
  const keyOf = useActKey();
  const sent = useSend(RecordWork);
  const fields = useRef<HTMLFormElement>(null);
  const [typed, setTyped] = useState<Written>(blankOf('', today()));
  // The same may be recorded again: that is another act.
  const [recorded, setRecorded] = useState(0);
  const kind = kinds.find(({ code }) => code === typed.kind) ?? kinds[0];
  if (!kind) return null;
  const written = { ...typed, kind: kind.code };
  const problems = sent.data?.recordWork.userErrors;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const input = { unionId, records: [inputOf(written, kind)] };
    sent.mutate(
      { input: { ...input, idempotencyKey: keyOf([input, recorded]) } },
      {
        onSuccess: ({ recordWork }) => {
          if (recordWork.userErrors.length > 0) return;
          setRecorded(recorded + 1);
          setTyped(blankOf(written.kind, written.day));
          done(say('recorded', { name: written.name.trim() }));
          fields.current?.querySelector<HTMLInputElement>('input[type="text"]')?.focus();
        },
      },
    );
  };
  return (
    <form ref={fields} className="work-form" onSubmit={submit}>
      <Fields
        kinds={kinds}
        written={written}
        write={setTyped}
        wrong={new Set(problems?.map(({ field }) => field ?? ''))}
      />
      <Problems told={problems} error={sent.error} />
      <button type="submit" className="primary" disabled={sent.isPending}>
        {say('record')}
      </button>
    </form>
  );
}
