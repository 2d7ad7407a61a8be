import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { useActKey } from '../../client/act-key.js';
import { useSend } from '../../client/answers.js';
import { Problems } from '../../page/Problems.js';
import { Text } from '../form/Text.js';
import { SetHomeStandard } from './generated/homes.js';
import type { Standard } from './seen.js';
import { draftOf, inputOf } from './standard.js';
import { Criteria, Grades, Rules } from './StandardParts.js';
import { useWords as useStandardWords } from './standard-words.js';

/** A new standard from a year on, which begins as the one shown is. What was written stays until it is published. */
export function StandardForm({ standard, fromYear }: { standard: Standard; fromYear: number }) {
  const say = useStandardWords();
  const keyOf = useActKey();
  const sent = useSend(SetHomeStandard);
  const [draft, setDraft] = useState(() => draftOf(standard, fromYear));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const input = inputOf(draft);
    sent.mutate({ input: { ...input, idempotencyKey: keyOf(input) } });
  };
  const problems = sent.data?.setHomeStandard.userErrors;
  return (
    <form onSubmit={submit}>
      <div className="form">
        <Text
          label={say('fromYear')}
          value={draft.fromYear}
          change={(fromYear) => setDraft({ ...draft, fromYear })}
          shown
          number
        />
        <Text
          label={say('documentNo')}
          value={draft.documentNo}
          change={(documentNo) => setDraft({ ...draft, documentNo })}
          shown
        />
      </div>
      <Grades draft={draft} change={setDraft} />
      <Criteria draft={draft} change={setDraft} />
      <Rules draft={draft} change={setDraft} />
      <Problems told={problems} error={sent.error} />
      <Button htmlType="submit" type="primary" loading={sent.isPending}>
        {say('save')}
      </Button>
      <p role="status">{problems?.length === 0 && say('saved')}</p>
    </form>
  );
}
