import { Button } from 'antd';
import { useState } from 'react';
import { useAnswer, useSend } from '../../../client/answers.js';
import { Problems } from '../../../page/Problems.js';
import { Answered } from '../../../page/states.js';
import { named } from '../../../words/named.js';
import { Confirm } from '../../periods/Confirm.js';
import { Periods } from '../../periods/generated/periods.js';
import { cellsOf, definitionOf, type Draft, forget } from './draft.js';
import { PublishForm, type PublishFormMutation } from './generated/edit.js';
import { useWords } from './words.js';

type Difference = NonNullable<PublishFormMutation['publishForm']['difference']>;

const changes = ['added', 'retired', 'rulesAdded', 'rulesChanged', 'rulesRemoved'] as const;

/** What publishing would change, by the names of indicators and the codes of checks. */
function Changes({ difference, draft }: { difference: Difference; draft: Draft }) {
  const say = useWords();
  const names = new Map(cellsOf(draft).map((cell) => [cell.code, named(cell)]));
  const shown = changes.filter((change) => difference[change].length > 0);
  if (shown.length === 0) return <p>{say('nothingChanges')}</p>;
  return (
    <dl data-difference>
      {shown.map((change) => (
        <div key={change}>
          <dt>{say(change)}</dt>
          <dd>
            <ul>
              {difference[change].map((code) => (
                <li key={code}>{names.has(code) ? `${names.get(code)} ${code}` : code}</li>
              ))}
            </ul>
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface Props {
  draft: Draft;
  /** Under which the device keeps the draft. */
  draftKey: string;
  published: (version: number) => void;
}

/** Rehearses the publication of a draft, and publishes it. A refusal leaves the draft as it is. */
export function Publish({ draft, draftKey, published }: Props) {
  const say = useWords();
  const rehearsal = useSend(PublishForm);
  const publish = useSend(PublishForm);
  const [rehearsed, setRehearsed] = useState<Draft | null>(null);
  const definition = definitionOf(draft);
  const input = { definition, expectedVersion: draft.base };
  const found = rehearsed === null ? undefined : rehearsal.data?.publishForm;
  const ready = rehearsed === draft && found?.difference;
  const carryOut = async (): Promise<void> => {
    const { publishForm } = await publish.mutateAsync({ input: { ...input, dryRun: false } });
    if (publishForm.userErrors.length > 0 || !publishForm.form) return;
    await forget(draftKey);
    published(publishForm.form.version);
  };
  return (
    <>
      <p>{say('publishMeans')}</p>
      <p className="acts">
        <Button
          loading={rehearsal.isPending}
          onClick={() => {
            publish.reset();
            rehearsal.mutate({ input: { ...input, dryRun: true } }, { onSuccess: () => setRehearsed(draft) });
          }}
        >
          {say('dryRun')}
        </Button>
        <Button
          type="primary"
          disabled={!ready}
          loading={publish.isPending}
          onClick={() => void carryOut().catch(() => undefined)} // told by Problems
        >
          {say('publishIt', { count: draft.base + 1 })}
        </Button>
      </p>
      <div role="status">
        {found && rehearsed !== draft && <p>{say('dryRunOlder')}</p>}
        {ready && <p>{say('willBe', { count: draft.base + 1 })}</p>}
        {ready && <Changes difference={ready} draft={draft} />}
      </div>
      <Problems told={found?.userErrors} error={rehearsal.error} />
      <Problems told={publish.data?.publishForm.userErrors} error={publish.error} />
    </>
  );
}

/** What is left to do after a publication: open periods may be changed over to the new version. */
export function Published({ draft, close }: { draft: Draft; close: () => void }) {
  const say = useWords();
  const [renewing, setRenewing] = useState<string | null>(null);
  const answer = useAnswer(Periods, {});
  return (
    <section>
      <p role="status">{say('published', { count: draft.base + 1 })}</p>
      <Answered answer={answer}>
        {({ periods }) => {
          const open = periods.filter(({ status, forms }) => status === 'OPEN' && forms.includes(draft.code));
          if (open.length === 0) return null;
          return (
            <>
              <p>{say('renewHint')}</p>
              <p className="acts">
                {open.map(({ code }) => (
                  <Button key={code} onClick={() => setRenewing(code)}>
                    {say('renew', { period: code })}
                  </Button>
                ))}
              </p>
            </>
          );
        }}
      </Answered>
      <Button type="primary" onClick={close}>
        {say('done')}
      </Button>
      {renewing !== null && (
        <Confirm
          begun={{
            ...{ act: 'renew', formName: named(draft) },
            target: { period: renewing, form: draft.code, unionId: '' },
          }}
          close={() => setRenewing(null)}
        />
      )}
    </section>
  );
}
