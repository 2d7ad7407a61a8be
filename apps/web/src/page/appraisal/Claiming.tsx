import { type FormEvent, useState } from 'react';
import { useActKey } from '../../client/act-key.js';
import { useSend } from '../../client/answers.js';
import { moment } from '../../words/dates.js';
import { Saving } from '../written/Saving.js';
import { useWritten } from '../written/written.js';
import { type Appraisal, inputOf, type Item, type Scheme, standingOf, writtenOf } from './claim.js';
import { ClaimAppraisal } from './generated/own.js';
import { ItemField } from './ItemField.js';
import { useWords } from './words.js';

interface ClaimingProps {
  appraisal: Appraisal;
  scheme: Scheme;
  /** Under which name the device keeps what is typed. */
  kept: string;
}

/** 自评: each item scored, with what shows it; saved also before all of them are. */
export function Claiming({ appraisal, scheme: { items }, kept }: ClaimingProps) {
  const say = useWords();
  const keyOf = useActKey();
  const sent = useSend(ClaimAppraisal);
  const [done, setDone] = useState('');
  const { union, claim } = appraisal.own;
  const held = writtenOf(claim);
  const form = useWritten(`${kept} claim`, held);
  if (!form) return null;
  const { written, write } = form;
  const told = sent.data?.claimAppraisal.userErrors ?? [];
  const stands = standingOf(written, items);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    setDone('');
    const { form: ofForm, period } = appraisal;
    const input = { unionId: union.id, form: ofForm, period, ...inputOf(written, items) };
    sent.mutate(
      { input: { ...input, idempotencyKey: keyOf(input) } },
      {
        onSuccess: ({ claimAppraisal: { appraisal: now, userErrors } }) => {
          if (userErrors.length > 0 || !now?.own.claim) return;
          form.saved(now.own.claim.revision);
          setDone(say(stands.unscored.length === 0 ? 'savedWhole' : 'savedPart'));
        },
      },
    );
  };
  return (
    <form className="appraisal-form" onSubmit={save}>
      <p className="appraisal-dim">{say('claimHint')}</p>
      {items.map((item) => (
        <ItemField
          key={item.code}
          {...{ item, form }}
          wrong={stands.wrong.includes(item) || told.some(({ cell }) => cell === item.code)}
          saved={form.moved && !sent.isPending ? held : null}
        />
      ))}
      <label className="field">
        <span>{say('note')}</span>
        <textarea rows={2} value={written.note} onChange={({ target }) => write({ note: target.value })} />
      </label>
      <Total stands={stands} />
      {claim && (
        <p className="appraisal-dim">{say('savedBy', { name: claim.byName, at: moment(claim.at) })}</p>
      )}
      <Saving {...{ form, told, done, sent }} by={claim} button={say('save')} />
    </form>
  );
}

/** The points so far, and what is missing or cannot be read. */
function Total({ stands: { total, outOf, unscored, wrong } }: { stands: ReturnType<typeof standingOf> }) {
  const say = useWords();
  const listed = (items: readonly Item[]) => ({
    count: items.length,
    items: items.map(({ text }) => text).join(say('comma')),
  });
  return (
    <div className="appraisal-total">
      <p>
        <strong>{say('total', { total, outOf })}</strong>
      </p>
      {unscored.length > 0 && <p className="appraisal-warn">{say('unscored', listed(unscored))}</p>}
      {wrong.length > 0 && <p className="appraisal-warn">{say('wrongPoints', listed(wrong))}</p>}
    </div>
  );
}
