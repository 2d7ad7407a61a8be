import { short } from '../points.js';
import { givenFor, type Item } from './claim.js';
import type { ItemScoreFragment } from './generated/own.js';
import { useWords } from './words.js';

interface ScoredProps {
  /** Whether the union claimed it, or the body gave it. */
  by: 'claimed' | 'given';
  item: Item;
  scores: readonly ItemScoreFragment[] | undefined;
}

/** The points of an item, and what shows them or why. */
export function Scored({ by, item: { code, kind }, scores }: ScoredProps) {
  const say = useWords();
  const { points = null, note = null } = givenFor(scores, code) ?? {};
  return (
    <p className={`appraisal-${by}`}>
      {points === null ? say(`${by}.${kind}.blank`) : say(`${by}.${kind}`, { points: short(points) })}{' '}
      <span className="appraisal-text">{note}</span>
    </p>
  );
}
