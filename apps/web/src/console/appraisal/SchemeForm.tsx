import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { useActKey } from '../../client/act-key.js';
import { useSend } from '../../client/answers.js';
import { Field } from '../../page/Field.js';
import { Problems } from '../../page/Problems.js';
import type { BookNamed } from '../targets/plan.js';
import { SetAppraisalScheme } from './generated/appraisal.js';
import { type Draft, draftOf, schemeSent } from './scheme.js';
import { Grades, Items } from './SchemeParts.js';
import { useWords as useSchemeWords } from './scheme-words.js';
import type { Appraisal } from './seen.js';

interface Props {
  of: BookNamed;
  appraisal: Appraisal;
  /** What it begins with. */
  begun: Draft;
}

/** Writes the scheme. What was written stays, also where somebody else sets one meanwhile: then it is told, and that one can be shown. */
export function SchemeForm({ of: { form, period }, appraisal: { body, scheme }, begun }: Props) {
  const say = useSchemeWords();
  const keyOf = useActKey();
  const [draft, setDraft] = useState(begun);
  const now = scheme?.revision ?? 0;
  // The revision that this draft was made of, not the newest: nobody else's is overwritten unseen.
  const [seen, setSeen] = useState(now);
  const sent = useSend(SetAppraisalScheme, ({ setAppraisalScheme: { appraisal } }) => {
    if (appraisal?.scheme) setSeen(appraisal.scheme.revision);
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const input = { bodyId: body.id, form, period, expectedRevision: seen, ...schemeSent(draft) };
    sent.mutate({ input: { ...input, idempotencyKey: keyOf(input) } });
  };
  const put = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const problems = sent.data?.setAppraisalScheme.userErrors;
  return (
    <form onSubmit={submit}>
      <div className="form">
        <Field
          label={say('documentNo')}
          maxLength={100}
          autoComplete="off"
          value={draft.documentNo}
          onChange={({ target }) => put({ documentNo: target.value })}
        />
        {(['nothingBelow', 'mostCounted'] as const).map((name) => (
          <Field
            key={name}
            label={say(name)}
            inputMode="decimal"
            maxLength={10}
            autoComplete="off"
            value={draft[name]}
            onChange={({ target }) => put({ [name]: target.value })}
          />
        ))}
        <Field
          label={say('appealDays')}
          type="number"
          min={1}
          max={60}
          value={draft.appealDays}
          onChange={({ target }) => put({ appealDays: target.value })}
        />
      </div>
      <Items draft={draft} change={setDraft} />
      <Grades draft={draft} change={setDraft} />
      {scheme && now > seen && (
        <p className="problem" role="alert">
          {say('moved')}{' '}
          <button
            type="button"
            className="link-button"
            onClick={() => {
              setDraft(draftOf(scheme, scheme.documentNo));
              setSeen(now);
            }}
          >
            {say('loadNewest')}
          </button>
        </p>
      )}
      <Problems told={problems} error={sent.error} />
      <Button htmlType="submit" type="primary" loading={sent.isPending}>
        {say('save')}
      </Button>
      <p role="status">{problems?.length === 0 && say('saved')}</p>
    </form>
  );
}
