import { day } from '../../words/dates.js';
import { grouped } from '../../words/figures.js';
import { language } from '../../words/i18n.js';
import { named } from '../../words/named.js';
import { FigureTable } from '../FigureTable.js';
import type { Scope } from '../scope/scope.js';
import { ToTargets, yearOf } from './links.js';
import { Wide } from '../Wide.js';
import type { BookOfGoals } from './use-goals.js';
import { useWords } from './words.js';

/** The targets of the year, and how far each has come; nothing where the body has none. */
export function Goals({ scope, goals }: { scope: Scope; goals: BookOfGoals | undefined }) {
  const say = useWords();
  if (!goals || goals.targets.length === 0) return null;
  const { targets, measures, upTo, elapsed } = goals;
  const rows = targets.flatMap((target) => {
    const measure = measures.find(({ cell }) => cell === target.cell);
    if (!measure) return [];
    // The catalogue's units are Chinese, but for %.
    const unit = language() === 'zh' || measure.unit === '%' ? ` ${measure.unit}` : '';
    return [
      {
        key: target.cell,
        name: (
          <ToTargets {...scope} cell={target.cell}>
            {named(measure)}
          </ToTargets>
        ),
        figures: [
          <>
            {target.completion === null ? '—' : `${grouped(target.completion)} %`}
            {target.completion !== null && Boolean(target.missing) && (
              <span className="overview-quiet"> {say('goalMissing', { count: target.missing ?? 0 })}</span>
            )}
            {target.behind && <span className="overview-behind">{say('behind')}</span>}
          </>,
          `${grouped(target.value)}${unit}`,
          target.actual === null ? say('blank') : `${grouped(target.actual)}${unit}`,
        ],
      },
    ];
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
    </section>
  );
}
