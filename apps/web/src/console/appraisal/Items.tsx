import { moment } from '../../words/dates.js';
import type { BookNamed } from '../targets/plan.js';
import { ItemTable } from './ItemTable.js';
import { useWords as useOneWords } from './one-words.js';
import { Scoring } from './Scoring.js';
import type { Appraised, Scheme } from './seen.js';

interface Props {
  of: BookNamed;
  bodyId: string;
  scheme: Scheme;
  one: Appraised;
  /** Whether the person may appraise it, and now. */
  mayAppraise: boolean;
}

/** What a union says of itself item by item, beside what it is given; typed into by whoever appraises. */
export function Items({ mayAppraise, ...props }: Props) {
  const say = useOneWords();
  const { scheme, one } = props;
  const { claim, result } = one;
  return (
    <section aria-labelledby="items">
      <h2 id="items">{say('items')}</h2>
      <p className="dim">
        {claim ? say('claimedBy', { name: claim.byName, at: moment(claim.at) }) : say('notClaimed')}
      </p>
      {claim?.note && (
        <p className="pre">
          {say('claimComment')}: {claim.note}
        </p>
      )}
      {scheme.items.length === 0 && <p>{say('noItems')}</p>}
      {mayAppraise ? (
        <Scoring {...props} />
      ) : (
        <>
          {scheme.items.length > 0 && <ItemTable items={scheme.items} one={one} />}
          {result?.note && (
            <p className="pre">
              {say('note')}: {result.note}
            </p>
          )}
        </>
      )}
    </section>
  );
}
