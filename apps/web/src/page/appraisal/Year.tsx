import type { ReactNode } from 'react';
import { useAnswer } from '../../client/answers.js';
import { Answered, Empty } from '../states.js';
import { chosenIn, YearChoice } from '../year/YearChoice.js';
import { AppraisalYears } from './generated/own.js';
import { useWords } from './words.js';

/** Of which form and year an appraisal is. */
export interface OfYear {
  form: string;
  period: string;
}

interface YearProps {
  asked: Partial<OfYear>;
  choose: (changes: Partial<OfYear>) => void;
  children: (of: OfYear) => ReactNode;
}

/** A page about a form and year: lets the person choose them, and shows the page for them. */
export function Year({ asked, choose, children }: YearProps) {
  const say = useWords();
  return (
    <Answered answer={useAnswer(AppraisalYears, {})}>
      {(known) => {
        const chosen = chosenIn(known, asked);
        if (!chosen) return <Empty>{say('nothing')}</Empty>;
        return (
          <>
            <div className="appraisal-scope" role="group" aria-label={say('scope')}>
              <YearChoice chosen={chosen} choose={choose} />
            </div>
            {children({ form: chosen.form, period: chosen.period })}
          </>
        );
      }}
    </Answered>
  );
}
