import { grouped, signed } from '../../words/figures.js';
import { language } from '../../words/i18n.js';
import type { Scope } from '../scope/scope.js';
import { ToTargets, ToTotals } from './links.js';
import type { BookOfGoals } from './use-goals.js';
import type { OverviewQuery } from './generated/overview.js';
import type { Shown } from './shown.js';
import { useWords } from './words.js';
import { named } from '../../words/named.js';

type Rollup = NonNullable<OverviewQuery['rollup']>;
type Compared = Rollup['previous'];

interface Props {
  scope: Scope;
  shown: readonly Shown[];
  rollup: Rollup;
  goals: BookOfGoals | undefined;
}

/** The figures that a leader asks for first, each with its change (可比口径) and a way to its rows. */
export function Figures({ scope, shown, rollup, goals }: Props) {
  const say = useWords();
  return (
    <section aria-labelledby="figures">
      <h2 id="figures">{say('figures')}</h2>
      <ul className="overview-cards">
        {shown.map((one) => (
          <li key={one.cell.code}>
            <Card scope={scope} shown={one} rollup={rollup} goals={goals} />
          </li>
        ))}
      </ul>
      <p className="overview-quiet">{say('compareHint')}</p>
    </section>
  );
}

function Card({
  scope,
  shown: { cell, ratio, whole },
  rollup,
  goals,
}: {
  scope: Scope;
  shown: Shown;
  rollup: Rollup;
  goals: BookOfGoals | undefined;
}) {
  const say = useWords();
  const total = rollup.cells.find((one) => one.cell === cell.code);
  const rate = rollup.ratios.find(({ indicator }) => indicator === ratio)?.value ?? null;
  const of = rollup.cells.find((one) => one.cell === whole)?.value ?? null;
  const value = total?.value ?? null;
  const goal = goals?.targets.find(({ measure }) => measure.cell === (ratio ?? cell.code));
  const name = named(cell);
  const exact = (figure: string): string =>
    total?.mark === 'AT_LEAST' || total?.mark === 'ABOUT'
      ? say(total.mark, { value: grouped(figure) })
      : grouped(figure);
  return (
    <div className="overview-card">
      <h3>{ratio ? say('coverageRate') : name}</h3>
      <ToTotals figure={{ ...scope, unionId: rollup.union.id, cell: cell.code }} className="overview-figure">
        {value === null ? (
          <span className="overview-blank">{say('blank')}</span>
        ) : ratio ? (
          <>{rate === null ? '—' : `${rate} %`}</>
        ) : (
          <>
            {exact(value)} {/* The catalogue's units are Chinese. */}
            {language() === 'zh' && <small>{cell.unit}</small>}
          </>
        )}
      </ToTotals>
      {ratio && value !== null && of !== null ? (
        <p>{say('ofWhole', { part: grouped(value), whole: grouped(of) })}</p>
      ) : (
        total &&
        cell.source !== 'REGISTRY' && (
          <p>{say('filledBy', { filled: total.filled, expected: total.expected - total.notApplicable })}</p>
        )
      )}
      <dl>
        <Change title={say('onPrevious')} cell={cell.code} compared={rollup.previous} />
        <Change title={say('onLastYear')} cell={cell.code} compared={rollup.lastYear} />
      </dl>
      {goal && (
        <p>
          <ToTargets {...scope} cell={goal.measure.cell}>
            {say('goal', { value: `${grouped(goal.value)}${goal.measure.unit === '%' ? ' %' : ''}` })}
          </ToTargets>
          {goal.completion !== null && ` · ${say('completed', { rate: grouped(goal.completion) })}`}
          {goal.behind && <span className="overview-behind">{say('behind')}</span>}
        </p>
      )}
    </div>
  );
}

/** How much a figure has changed over the unions that stand in both periods, and how many these are. */
function Change({ title, cell, compared }: { title: string; cell: string; compared: Compared }) {
  const say = useWords();
  const found = compared?.cells.find((one) => one.cell === cell);
  const { change = null, changePercent = null, unions = 0 } = found ?? {};
  return (
    <div>
      <dt>{compared ? `${title} ${compared.period}` : title}</dt>
      <dd>
        {change === null ? (
          say('noComparison')
        ) : (
          <>
            <strong>{signed(change)}</strong>
            {changePercent !== null && ` (${signed(changePercent)} %)`} {say('comparable', { count: unions })}
          </>
        )}
      </dd>
    </div>
  );
}
