import type { ReactNode } from 'react';
import { useAnswer } from '../../client/answers.js';
import { named } from '../../words/named.js';
import { Answered, Empty } from '../states.js';
import { yearsOf } from '../years.js';
import { AppraisalYears } from './generated/own.js';
import { useWords } from './words.js';

/** Of which form and year an appraisal is. */
export interface OfYear {
  form: string;
  period: string;
}

interface YearProps {
  /** What the address asks for; what it leaves out is the first form that is added up, and this year. */
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
        const forms = known.forms.filter(({ rollsUp }) => rollsUp);
        const form = forms.find(({ code }) => code === asked.form) ?? forms[0];
        const years = yearsOf(known.periods.map(({ code }) => code));
        const period = asked.period ?? years.now;
        if (!form) return <Empty>{say('nothing')}</Empty>;
        return (
          <>
            <div className="appraisal-scope" role="group" aria-label={say('scope')}>
              <label>
                {say('year')}
                <select value={period} onChange={({ target }) => choose({ period: target.value })}>
                  {years.offered.map((code) => (
                    <option key={code} value={code}>
                      {code.startsWith('S')
                        ? say('statisticalYear', { year: code.slice(1) })
                        : say('calendarYear', { year: code })}
                    </option>
                  ))}
                </select>
              </label>
              {forms.length > 1 && (
                <label>
                  {say('form')}
                  <select value={form.code} onChange={({ target }) => choose({ form: target.value })}>
                    {forms.map((one) => (
                      <option key={one.code} value={one.code}>
                        {named(one)}
                      </option>
                    ))}
                  </select>
                </label>
              )}
            </div>
            {children({ form: form.code, period })}
          </>
        );
      }}
    </Answered>
  );
}
