import type { Form } from '../written/written.js';
import { type Item, scoreOf, type WrittenClaim } from './claim.js';
import { ItemName } from './Scheme.js';
import { useWords } from './words.js';

interface ItemFieldProps {
  item: Item;
  form: Form<WrittenClaim>;
  /** Whether its points cannot be read, are too many, or were refused. */
  wrong: boolean;
  /** What somebody else saved meanwhile; null where nobody did. */
  saved: WrittenClaim | null;
}

/** An item of a claim: its points, and what shows them. */
export function ItemField({ item, form: { written, write }, wrong, saved }: ItemFieldProps) {
  const say = useWords();
  const { code, kind } = item;
  const score = scoreOf(written, code);
  const put = (change: Partial<typeof score>): void =>
    write({ scores: { ...written.scores, [code]: { ...score, ...change } } });
  const theirs = saved && scoreOf(saved, code).points;
  return (
    <fieldset className="appraisal-item">
      <legend>
        <ItemName item={item} />
      </legend>
      <label className="field">
        <span>{say(`points.${kind}`)}</span>
        <input
          className="number"
          inputMode="decimal"
          autoComplete="off"
          aria-invalid={wrong}
          value={score.points}
          onChange={({ target }) => put({ points: target.value })}
        />
      </label>
      <label className="field">
        <span>{say('evidence')}</span>
        <textarea rows={2} value={score.note} onChange={({ target }) => put({ note: target.value })} />
      </label>
      {theirs !== null && theirs !== score.points && (
        <p className="appraisal-warn">
          {theirs === '' ? say('savedBlank') : say('savedIs', { points: theirs })}
        </p>
      )}
    </fieldset>
  );
}
