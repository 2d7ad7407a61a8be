import type { ReactNode } from 'react';
import { useAnswer } from '../../client/answers.js';
import type { Body } from '../../client/session.js';
import { Answered, Empty } from '../../page/states.js';
import { chosenIn, YearChoice } from '../../page/year/YearChoice.js';
import { useAddress } from '../address.js';
import { Scopes, type ScopesQuery } from '../scope/generated/scope.js';
import '../scope/scope.css';
import { UnionChoice } from '../scope/UnionChoice.js';
import type { BookNamed } from './plan.js';
import { useWords } from './words.js';

interface Shown {
  bodies: readonly Body[];
  /** Under which name the year stands in the address. */
  yearIn: 'year' | 'period';
  children: (of: BookNamed) => ReactNode;
}

/** A page about a body, a form and a year, which stand in the address: lets the person choose them, and shows the page for them. */
export function ByYear(shown: Shown) {
  return <Answered answer={useAnswer(Scopes, {})}>{(known) => <Chosen known={known} {...shown} />}</Answered>;
}

function Chosen({ known, bodies, yearIn, children }: Shown & { known: ScopesQuery }) {
  const say = useWords();
  const [address, go] = useAddress<'union' | 'form' | 'year' | 'period' | 'cell' | 'of'>();
  const unionCode = address.union ?? bodies[0]?.code;
  const chosen = chosenIn(known, { ...address, period: address[yearIn] });
  if (!chosen || !unionCode) return <Empty>{say('nothing')}</Empty>;
  const { form, period } = chosen;
  return (
    <>
      <div className="scope" role="group" aria-label={say('scope')}>
        <UnionChoice bodies={bodies} unionCode={unionCode} choose={(union) => go({ union, of: undefined })} />
        <YearChoice
          chosen={chosen}
          choose={(changed) =>
            go('period' in changed ? { [yearIn]: changed.period } : { ...changed, cell: undefined })
          }
        />
      </div>
      {children({ unionCode, form, period })}
    </>
  );
}

/** A key for what is shown of a body, form and year, so that nothing typed for one is kept for another. */
export const keyOfBook = ({ unionCode, form, period }: BookNamed): string => `${unionCode} ${form} ${period}`;
