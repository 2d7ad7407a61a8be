import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { useActKey } from '../../client/act-key.js';
import { useSend } from '../../client/answers.js';
import { Problems } from '../../page/Problems.js';
import type { BookNamed } from '../targets/plan.js';
import { Appraise } from './generated/appraisal.js';
import { ItemTable } from './ItemTable.js';
import { useWords as useOneWords } from './one-words.js';
import { type AllScores, scoresSent, sumOfItems, typedOf } from './scores.js';
import type { Appraised, Scheme } from './seen.js';
import { points } from './shown.js';

interface Props {
  of: BookNamed;
  bodyId: string;
  scheme: Scheme;
  one: Appraised;
}

/** What a person gives who appraises a union. What was typed stays until it is saved. */
export function Scoring({ of: { form, period }, bodyId, scheme: { items }, one }: Props) {
  const say = useOneWords();
  const keyOf = useActKey();
  const sent = useSend(Appraise);
  const { union, result } = one;
  const [changes, setChanges] = useState<AllScores>({});
  const [ownNote, setNote] = useState<string | null>(null);
  const typed = typedOf(items, result?.scores ?? [], changes);
  const note = ownNote ?? result?.note ?? '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const line = {
      ...{ unionId: union.id, scores: scoresSent(typed), note: note.trim() || null },
      expectedRevision: result?.revision ?? 0,
    };
    const input = { bodyId, form, period, lines: [line] };
    sent.mutate(
      { input: { ...input, idempotencyKey: keyOf(input) } },
      {
        onSuccess: ({ appraise }) => {
          if (appraise.userErrors.length > 0) return;
          setChanges({});
          setNote(null);
        },
      },
    );
  };
  const { scored, total, unreadable } = sumOfItems(items, (code) => typed[code]?.points);
  const count = Object.keys(changes).length + (ownNote === null ? 0 : 1);
  const problems = sent.data?.appraise.userErrors;
  return (
    <form onSubmit={submit}>
      {items.length > 0 && (
        <>
          <p className="dim">{say('hint')}</p>
          <ItemTable
            items={items}
            one={one}
            typed={typed}
            type={(code, part) =>
              setChanges((now) => ({ ...now, [code]: { ...(now[code] ?? typed[code]!), ...part } }))
            }
          />
          <p role="status">
            {say('running', { scored, all: items.length, total: points(total) })}{' '}
            {unreadable > 0 && <strong>{say('unreadable', { count: unreadable })}</strong>}
          </p>
        </>
      )}
      <div className="form">
        <label className="field">
          <span>{say('note')}</span>
          <textarea rows={3} maxLength={1000} value={note} onChange={({ target }) => setNote(target.value)} />
        </label>
        <Problems told={problems} error={sent.error} />
        <Button htmlType="submit" type="primary" loading={sent.isPending}>
          {say('save')}
        </Button>
        <p role="status" className="dim">
          {count > 0 ? say('changed', { count }) : problems?.length === 0 && say('saved')}
        </p>
      </div>
    </form>
  );
}
