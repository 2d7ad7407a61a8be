import { grouped, signed } from '../../words/figures.js';
import type { Say } from '../../words/i18n.js';
import { Netted } from '../transfers/Netted.js';
import { type Cell } from './scope.js';
import type { Mark, TotalsQuery } from './generated/totals.js';
import { useWords } from './words.js';
import { named } from '../../words/named.js';

type Body = NonNullable<TotalsQuery['rollup']>;
export type CellTotal = Body['cells'][number];
export type Compared = NonNullable<Body['comparable']>['cells'][number];
export type Carried = NonNullable<Body['carriedForward']>[number];

/** A figure with its mark: 以上, 约. */
export function marked(say: Say<'AT_LEAST' | 'ABOUT' | 'PLANNED'>, value: string, mark: Mark): string {
  const figure = grouped(value);
  return mark === 'AT_LEAST' || mark === 'ABOUT' || mark === 'PLANNED' ? say(mark, { figure }) : figure;
}

/** Why a total is blank: nobody is to fill it in, nobody has, or it applies to none. */
function whyBlank({
  expected,
  missing,
  notApplicable,
}: CellTotal): 'notAsked' | 'notFiled' | 'notApplicable' {
  if (expected === 0) return 'notAsked';
  return missing === 0 && notApplicable > 0 ? 'notApplicable' : 'notFiled';
}

/** A total of a cell: what it is, what lacks, and how it changed; it opens what it is made of. */
export function FigureCell({
  of: { name, cell, total, compared, carried },
  open,
}: {
  of: {
    name: string;
    cell: Cell;
    total: CellTotal | undefined;
    compared?: Compared | null | undefined;
    carried?: Carried | undefined;
  };
  open: (() => void) | null;
}) {
  const say = useWords();
  if (!total) return null;
  const shown = total.value === null ? `— ${say(whyBlank(total))}` : marked(say, total.value, total.mark);
  return (
    <span className="figure">
      {open && total.value !== null ? (
        <button
          type="button"
          className="link-button figure-open"
          aria-label={say('openFigure', { name, cell: named(cell), value: shown })}
          onClick={open}
        >
          {shown}
        </button>
      ) : (
        <span className={total.value === null ? 'figure-blank' : undefined}>{shown}</span>
      )}
      {total.value !== null && total.missing > 0 && (
        <small className="figure-lacking">{say('lacking', { count: total.missing })}</small>
      )}
      <Netted cell={cell.code} value={total.value} />
      {compared && (
        <small title={say('comparableOf', { count: compared.unions })}>
          {compared.change === null
            ? say('incomparable')
            : say('comparable', { change: signed(compared.change) }) +
              (compared.changePercent === null ? '' : ` (${signed(compared.changePercent)}%)`)}
          {' · '}
          {say('unions', { count: compared.unions })}
        </small>
      )}
      {carried && carried.amount !== null && carried.unions > 0 && (
        <small>
          {say('carriedOf', {
            amount: marked(say, carried.amount, carried.mark),
            count: carried.unions,
            period: carried.oldestPeriod ?? '',
          })}
        </small>
      )}
    </span>
  );
}
