import { ScoreField } from '../written/ScoreField.js';
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
  return (
    <ScoreField
      legend={<ItemName item={item} />}
      labels={{ points: say(`points.${kind}`), evidence: say('evidence') }}
      {...score}
      write={(change) => write({ scores: { ...written.scores, [code]: { ...score, ...change } } })}
      wrong={wrong}
      saved={saved && scoreOf(saved, code).points}
    />
  );
}
