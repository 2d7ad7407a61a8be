import { named } from '../../words/named.js';
import { useWords } from './words.js';
import { yearsOf } from './years.js';

interface Known {
  forms: ReadonlyArray<{ code: string; zh: string; en: string; rollsUp: boolean }>;
  periods: ReadonlyArray<{ code: string }>;
}

/** The form and the year that an address asks for; what it leaves out is the first form that is added up, and this year. No form: null. */
export function chosenIn({ forms, periods }: Known, asked: { form?: string; period?: string }) {
  const offered = forms.filter(({ rollsUp }) => rollsUp);
  const form = offered.find(({ code }) => code === asked.form) ?? offered[0];
  const years = yearsOf(periods.map(({ code }) => code));
  return form
    ? { forms: offered, years: years.offered, form: form.code, period: asked.period ?? years.now }
    : null;
}

interface YearChoiceProps {
  chosen: NonNullable<ReturnType<typeof chosenIn>>;
  choose: (changed: { form: string } | { period: string }) => void;
}

/** Lets a person choose a year and, where there are several, a form. */
export function YearChoice({ chosen: { forms, years, form, period }, choose }: YearChoiceProps) {
  const say = useWords();
  return (
    <>
      <label>
        {say('year')}
        <select className="choice" value={period} onChange={({ target }) => choose({ period: target.value })}>
          {years.map((code) => (
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
          <select className="choice" value={form} onChange={({ target }) => choose({ form: target.value })}>
            {forms.map((one) => (
              <option key={one.code} value={one.code}>
                {named(one)}
              </option>
            ))}
          </select>
        </label>
      )}
    </>
  );
}
