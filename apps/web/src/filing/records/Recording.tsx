import { useState } from 'react';
import { useActKey } from '../../client/act-key.js';
import { useSend } from '../../client/answers.js';
import { today } from '../../words/dates.js';
import { RecordWork } from './generated/book.js';
import { RecordForm } from './RecordForm.js';
import { useWords } from './words.js';
import { blankOf, inputOf, type Kind, type Written } from './work.js';

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
  const [typed, setTyped] = useState<Written>(blankOf('', today()));
  // The same may be recorded again: that is another act.
  const [recorded, setRecorded] = useState(0);
  const kind = kinds.find(({ code }) => code === typed.kind) ?? kinds[0];
  if (!kind) return null;
  const written = { ...typed, kind: kind.code };
  const send = (form: HTMLFormElement): void => {
    const input = { unionId, records: [inputOf(written, kind)] };
    sent.mutate(
      { input: { ...input, idempotencyKey: keyOf([input, recorded]) } },
      {
        onSuccess: ({ recordWork }) => {
          if (recordWork.userErrors.length > 0) return;
          setRecorded(recorded + 1);
          setTyped(blankOf(written.kind, written.day));
          done(say('recorded', { name: written.name.trim() }));
          form.querySelector<HTMLInputElement>('input[type="text"]')?.focus();
        },
      },
    );
  };
  return (
    <RecordForm
      {...{ kinds, written, send }}
      write={setTyped}
      sent={{ busy: sent.isPending, error: sent.error, problems: sent.data?.recordWork.userErrors }}
      button={say('record')}
    />
  );
}
