import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { Me } from '../../../client/session.js';
import { Problems } from '../../../page/Problems.js';
import { Answered } from '../../../page/states.js';
import { type Tab, Tabs } from '../../../page/Tabs.js';
import { named } from '../../../words/named.js';
import '../../form/form.css';
import type { Form } from '../Tables.js';
import { AnnexEditor } from './AnnexEditor.js';
import { Basics } from './Basics.js';
import { type Draft, forget, keep, keyOf, newForm, nextOf, recall } from './draft.js';
import './edit.css';
import { Publish, Published } from './Publish.js';
import { RuleEditor } from './RuleEditor.js';
import { TableEditor } from './TableEditor.js';
import { useTrial, type Wrong } from './use-trial.js';
import { useWords } from './words.js';

interface Props {
  me: Me;
  /** The newest version of the form; null for a new form. */
  form: Form | null;
  /** The codes of the forms there are. */
  forms: readonly string[];
  /** Leaves the editor, for a form that was published or the one before. */
  close: (code?: string) => void;
}

/** 编制报表: writes the next version of a form, or a new form, and publishes it. The draft stays on this device until then. */
export function Editor(props: Props) {
  const { me, form } = props;
  const draftKey = keyOf(me.id, form);
  const kept = useQuery({
    queryKey: ['form draft', draftKey],
    queryFn: () => recall(draftKey),
    networkMode: 'always',
    gcTime: 0,
    staleTime: Infinity,
  });
  return (
    <Answered answer={kept}>
      {(draft) => <Open key={draftKey} {...props} draftKey={draftKey} kept={draft} />}
    </Answered>
  );
}

const begin = (form: Form | null): Draft => (form ? nextOf(form) : newForm());

/** Under which tab a person finds what is wrong. */
function tabOf({ table, cell, row }: Wrong, draft: Draft): 'basics' | 'tables' | 'annexes' | 'rules' {
  if (table === 'rules' && row !== null) return 'rules';
  if (cell !== null) return 'tables';
  return draft.repeatingTables.some(({ code }) => code === table) ? 'annexes' : 'basics';
}

function Open({ form, forms, close, draftKey, kept }: Props & { draftKey: string; kept: Draft | null }) {
  const say = useWords();
  const [draft, setDraft] = useState(() => kept ?? begin(form));
  const [keeps, setKeeps] = useState(true);
  const [published, setPublished] = useState(false);
  const put = (next: Draft): void => {
    setDraft(next);
    void keep(draftKey, next).then(setKeeps);
  };
  const leave = async (): Promise<void> => {
    await forget(draftKey);
    close();
  };
  const newest = form?.version ?? 0;
  const title = form ? say('titleNext', { name: named(form), count: draft.base + 1 }) : say('titleNew');
  if (published) {
    return (
      <>
        <h2>{title}</h2>
        <Published draft={draft} close={() => close(draft.code)} />
      </>
    );
  }
  return (
    <>
      <h2>{title}</h2>
      <p>{say(keeps ? 'kept' : 'notKept')}</p>
      <p className="acts">
        <Button onClick={() => close()}>{say('leave')}</Button>
        <Discard discard={() => void leave()} />
      </p>
      {form && newest !== draft.base && (
        <div className="problem" role="alert">
          <p>{say('stale', { count: newest })}</p>
          <p className="acts">
            <Button onClick={() => put({ ...draft, base: newest })}>{say('mineOver')}</Button>
            <Button onClick={() => put(nextOf(form))}>{say('startAnew', { count: newest })}</Button>
          </p>
        </div>
      )}
      <Parts
        draft={draft}
        change={(part) => put({ ...draft, ...part })}
        others={forms}
        publish={<Publish draft={draft} draftKey={draftKey} published={() => setPublished(true)} />}
      />
    </>
  );
}

/** Gives a draft up, once that is said twice. */
function Discard({ discard }: { discard: () => void }) {
  const say = useWords();
  const [asking, setAsking] = useState(false);
  if (!asking) return <Button onClick={() => setAsking(true)}>{say('discard')}</Button>;
  return (
    <>
      <Button danger autoFocus onClick={discard}>
        {say('discardSure')}
      </Button>
      <Button onClick={() => setAsking(false)}>{say('cancel')}</Button>
    </>
  );
}

interface PartsProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  others: readonly string[];
  publish: React.ReactNode;
}

/** The sides of a draft, each with what is wrong in it. */
function Parts({ draft, change, others, publish }: PartsProps) {
  const say = useWords();
  const [shown, setShown] = useState('tables');
  const [chosen, choose] = useState<number | null>(null);
  const [sought, seek] = useState('');
  const rule = chosen === null ? undefined : draft.rules[chosen];
  const { hits, wrong, older, error } = useTrial(draft, rule?.scope ?? 'FILED', rule?.levels?.[0] ?? null);
  const sides = ['basics', 'tables', 'annexes', 'rules'] as const;
  const tabs: Tab[] = sides.map((code) => {
    const count = wrong.filter((one) => tabOf(one, draft) === code).length;
    const badge = { text: String(count), label: say('problems', { count }) };
    return { code, name: say(code), badge: count > 0 ? badge : undefined };
  });
  const general = wrong.filter((one) => tabOf(one, draft) === 'basics');
  return (
    <Tabs
      label={say('next')}
      tabs={[...tabs, { code: 'publish', name: say('publish') }]}
      shown={shown}
      show={setShown}
    >
      {(general.length > 0 || error) && (
        <>
          <p>{say('notYet')}</p>
          <Problems told={general} error={error} />
        </>
      )}
      {shown === 'basics' && <Basics draft={draft} change={change} others={others} />}
      {shown === 'tables' && <TableEditor draft={draft} change={change} wrong={wrong} />}
      {shown === 'annexes' && <AnnexEditor draft={draft} change={change} wrong={wrong} />}
      {shown === 'rules' && (
        <RuleEditor {...{ draft, change, chosen, choose, sought, seek, hits, wrong, older }} />
      )}
      {shown === 'publish' && publish}
    </Tabs>
  );
}
