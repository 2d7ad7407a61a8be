import { Button } from 'antd';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useActKey } from '../../client/act-key.js';
import { useSend } from '../../client/answers.js';
import { Field } from '../../page/Field.js';
import { given } from '../../page/given.js';
import { useWords as useNoticeWords } from '../../page/notice/words.js';
import { Problems } from '../../page/Problems.js';
import { useAddress } from '../address.js';
import { UnionPicker } from '../UnionPicker.js';
import { IssueNotice, type NoticeAudience } from './generated/notices.js';
import { useWords } from './words.js';

const audiences: readonly NoticeAudience[] = ['CHILDREN', 'GRASSROOTS', 'ALL_BELOW', 'NAMED'];
/** Those that a problem can be told at. */
const fields = ['documentNo', 'title', 'body', 'dueOn', 'audience', 'unionIds'] as const;

/** 下发: writes a notice and issues it, and opens what was issued. What was typed stays until then. */
export function Issue({ issuerId }: { issuerId: string }) {
  const say = useWords();
  const notice = useNoticeWords();
  const [, go] = useAddress<'notice'>();
  const keyOf = useActKey();
  const sent = useSend(IssueNotice);
  const [audience, setAudience] = useState<NoticeAudience>('CHILDREN');
  const [named, setNamed] = useState<ReadonlyMap<string, string>>(new Map());
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    const read = given(event);
    const input = {
      ...{ issuerId, documentNo: read('documentNo'), title: read('title'), body: read('body') },
      ...{ dueOn: read('dueOn') || null, wantsReply: read('wantsReply') !== '', audience },
      unionIds: audience === 'NAMED' ? [...named.keys()] : null,
    };
    sent.mutate(
      { input: { ...input, idempotencyKey: keyOf(input) } },
      { onSuccess: ({ issueNotice }) => issueNotice.notice && go({ notice: issueNotice.notice.id }) },
    );
  };
  const told = sent.data?.issueNotice.userErrors ?? [];
  const at = (field: (typeof fields)[number]) => {
    const wrong = told.filter((one) => one.field === field);
    return wrong.length > 0 && <Problems told={wrong} error={null} />;
  };
  const elsewhere = told.filter((one) => !fields.some((field) => field === one.field));
  return (
    <details className="folded panel">
      <summary>{say('issue')}</summary>
      <form className="form" onSubmit={submit}>
        <Field label={notice('documentNo')} name="documentNo" maxLength={100} autoComplete="off" />
        {at('documentNo')}
        <Field label={say('title')} name="title" maxLength={200} autoComplete="off" />
        {at('title')}
        <label className="field">
          <span>{say('body')}</span>
          <textarea required name="body" rows={8} maxLength={20_000} />
        </label>
        {at('body')}
        <Field label={say('dueOn')} name="dueOn" type="date" required={false} />
        {at('dueOn')}
        <label className="check">
          <input type="checkbox" name="wantsReply" /> {say('wantsReply')}
        </label>
        <label className="field">
          <span>{say('audience')}</span>
          <select value={audience} onChange={({ target }) => setAudience(target.value as NoticeAudience)}>
            {audiences.map((one) => (
              <option key={one} value={one}>
                {say(one)}
              </option>
            ))}
          </select>
        </label>
        {at('audience')}
        {audience === 'NAMED' && (
          <Unions named={named} change={setNamed}>
            {at('unionIds')}
          </Unions>
        )}
        <Problems told={elsewhere} error={sent.error} />
        <Button htmlType="submit" type="primary" loading={sent.isPending}>
          {say('send')}
        </Button>
      </form>
    </details>
  );
}

/** The unions named, by their ids: added one by one, and taken away. */
function Unions({
  named,
  change,
  children,
}: {
  named: ReadonlyMap<string, string>;
  change: (named: ReadonlyMap<string, string>) => void;
  children: ReactNode;
}) {
  const say = useWords();
  return (
    <div className="field">
      <span aria-hidden="true">{say('addUnion')}</span>
      <UnionPicker
        label={say('addUnion')}
        value={null}
        onChange={(id, name) => change(new Map(named).set(id, name))}
      />
      {named.size === 0 && <p className="dim">{say('nobodyChosen')}</p>}
      <ul className="rows" aria-label={say('chosen')}>
        {[...named].map(([id, name]) => (
          <li key={id}>
            <span className="grow">{name}</span>
            <Button
              size="small"
              aria-label={say('remove', { name })}
              onClick={() => change(new Map([...named].filter(([one]) => one !== id)))}
            >
              ×
            </Button>
          </li>
        ))}
      </ul>
      {children}
    </div>
  );
}
