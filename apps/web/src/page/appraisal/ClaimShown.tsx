import { moment } from '../../words/dates.js';
import type { Claim, Item } from './claim.js';
import { ItemName } from './Scheme.js';
import { Scored } from './Scored.js';
import { useWords } from './words.js';

interface ClaimShownProps {
  claim: Claim | null;
  items: readonly Item[];
  /** What is said where there is none. */
  none: string;
}

/** 自评 as it was saved, to be read. */
export function ClaimShown({ claim, items, none }: ClaimShownProps) {
  if (claim === null) return <p>{none}</p>;
  return (
    <>
      <ul className="appraisal-rows">
        {items.map((item) => (
          <li key={item.code}>
            <strong>
              <ItemName item={item} />
            </strong>
            <Scored by="claimed" item={item} scores={claim.scores} />
          </li>
        ))}
      </ul>
      <ClaimEnd claim={claim} />
    </>
  );
}

/** What a claim says besides its items, and who saved it. */
export function ClaimEnd({ claim: { note, byName, at } }: { claim: Claim }) {
  const say = useWords();
  return (
    <>
      {note !== null && <p className="appraisal-text">{say('noteOf', { note })}</p>}
      <p className="appraisal-dim">{say('savedBy', { name: byName, at: moment(at) })}</p>
    </>
  );
}
