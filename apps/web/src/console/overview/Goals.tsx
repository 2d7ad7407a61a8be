import { day } from '../../words/dates.js';
import { grouped, unitBehind } from '../../words/figures.js';
import { named } from '../../words/named.js';
import { FigureTable } from '../FigureTable.js';
import type { Scope } from '../scope/scope.js';
import { ToAppraisal, ToTargets, yearOf } from './links.js';
import { Wide } from '../Wide.js';
import type { BookOfGoals } from './use-goals.js';
import { useWords } from './words.js';

/** The targets of the year, and how far each has come; nothing where the body has none. */
export function Goals({ scope, goals }: { scope: Scope; goals: BookOfGoals | undefined }) {
  const say = useWords();
  if (!goals || goals.targets.length === 0) return null;
  const { targets, upTo, elapsed } = goals;
  const rows = targets.map(({ measure, value, actual, completion, missing, behind }) => {
    const unit = unitBehind(measure.unit);
    return {
      key: measure.cell,
      name: (
        <ToTargets {...scope} cell={measure.cell}>
          {named(measure)}
        </ToTargets>
      ),
      figures: [
        <>
          {completion === null ? '—' : `${grouped(completion)} %`}
          {completion !== null && Boolean(missing) && (
            <span className="overview-quiet"> {say('goalMissing', { count: missing ?? 0 })}</span>
          )}
          {behind && <span className="overview-behind">{say('behind')}</span>}
        </>,
        `${grouped(value)}${unit}`,
        actual === null ? say('blank') : `${grouped(actual)}${unit}`,
      ],
    };
  });
  return (
    <section aria-labelledby="goals" className="overview-panel">
      <h2 id="goals">{say('goals', { year: yearOf(scope) })}</h2>
      <p className="overview-quiet">
        {upTo === null ? say('goalsNotBegun') : say('goalsElapsed', { rate: elapsed, day: day(upTo) })}
      </p>
      <Wide label={say('goals', { year: yearOf(scope) })}>
        <FigureTable
          of={say('indicator')}
          columns={[say('completion'), say('goalValue'), say('goalActual')]}
          rows={rows}
        />
      </Wide>
      <p>
        <ToAppraisal {...scope}>{say('toAppraisal')}</ToAppraisal>
      </p>
    </section>
  );
}
