import { moment } from '../../words/dates.js';
import { short } from '../points.js';
import { type Claim, givenFor, type Item } from './claim.js';
import type { ItemScoreFragment } from './generated/own.js';
import { ItemName } from './Scheme.js';
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
            <Claimed score={givenFor(claim.scores, item.code)} />
          </li>
        ))}
      </ul>
      <ClaimEnd claim={claim} />
    </>
  );
}

/** What a union says of itself for an item, and what shows it. */
export function Claimed({ score }: { score: ItemScoreFragment | undefined }) {
  const say = useWords();
  const points = score?.points ?? null;
  return (
    <p>
      {points === null ? say('notClaimed') : say('claimedPoints', { points: short(points) })}{' '}
      <span className="appraisal-dim appraisal-text">{score?.note}</span>
    </p>
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
