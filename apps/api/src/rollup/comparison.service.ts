import {
  carriesForward,
  changeOf,
  type ComparedWith,
  comparedPeriod,
  sidesOf,
} from '@huiji/domain/comparison';
import { type Mark, marks } from '@huiji/domain/figure';
import type { Cell, Position } from '@huiji/domain/form';
import { parsePeriod } from '@huiji/domain/period';
import { refuse } from '@huiji/domain/problem';
import type { Total } from '@huiji/domain/rollup';
import { carriedIn, comparableIn, type Summed } from '@huiji/store/comparison';
import { openPeriodsOf } from '@huiji/store/period';
import { Inject, Injectable } from '@nestjs/common';
import type { Ask } from '../graphql/ask.js';
import { decimal, placesOf } from './present.js';
import { requireNow, RollupService, type RollupView } from './rollup.service.js';

const most = 90;
const nobody: Summed = { figure: null, state: 0, unions: 0 };
const markOf = ({ state }: Summed): Mark => marks[state] ?? 'MISSING';

/** What stands beside totals: the stocks of who has not reported, and the change on another period. */
@Injectable()
export class ComparisonService {
  constructor(@Inject(RollupService) private readonly rollups: RollupService) {}

  /** 未报沿用上期, at the end of the last filed period read. Whoever may read the total may read it: it shows sums only. */
  async carriedForward(ask: Ask, view: RollupView, codes: readonly string[]): Promise<unknown[]> {
    const { reading, abreast, union } = view;
    requireNow(reading, 'carriedForward');
    const places = placesAsked(view, codes);
    const carrying = places.filter(({ cell }) => carriesForward(cell));
    const period = reading.periods.at(-1) ?? reading.period;
    const found = await abreast.once(`carried ${codes.join(' ')}`, async () =>
      carriedIn(
        await ask.read(),
        { tenantId: reading.tenantId, form: reading.form.code, period },
        { unionIds: abreast.unions.map(({ id }) => id), tree: reading.tree },
        carrying,
      ),
    );
    return places.map(({ cell }) => {
      const sum = found.get(union.id)?.get(cell.code) ?? { ...nobody, oldest: null };
      return {
        ...{ cell: cell.code, amount: decimal(sum.figure, cell), mark: markOf(sum) },
        ...{ unions: sum.unions, oldestPeriod: sum.oldest },
      };
    });
  }

  /** 可比口径, with the plain change of the totals beside it. */
  async comparable(
    ask: Ask,
    view: RollupView,
    compared: ComparedWith,
    codes: readonly string[],
  ): Promise<unknown> {
    const { abreast, union, total } = view;
    requireNow(view.reading, 'comparable');
    const places = placesAsked(view, codes);
    const found = await abreast.once(`${compared} ${codes.join(' ')}`, () =>
      this.compare(ask, view, compared, places),
    );
    if (!found) return null;
    const then = found.totals.get(union.id)?.total;
    const own = found.sums.get(union.id);
    return {
      ...{ with: compared, period: found.period, periods: found.periods, unions: own?.unions ?? 0 },
      cells: places.map(({ cell }) => comparedCell(cell, own?.cells.get(cell.code), total, then)),
    };
  }

  /** Both sides for all unions that stand abreast; null when either period is not wholly open. */
  private async compare(
    ask: Ask,
    { reading, abreast }: RollupView,
    compared: ComparedWith,
    places: readonly Position[],
  ) {
    const { tenantId, form, tree, periods, periodsMissing, yearToDate } = reading;
    const other = comparedPeriod(parsePeriod(reading.period), compared);
    const sides = sidesOf(form, periods, other, yearToDate);
    if (!sides || periodsMissing.length > 0) return null;
    const tx = await ask.read();
    const opened = await openPeriodsOf(tx, tenantId, form.code, sides.then);
    if (opened.size < sides.then.length) return null;
    const unionIds = abreast.unions.map(({ id }) => id);
    return {
      ...{ period: other.code, periods: sides.then },
      totals: await this.rollups.totalsOf(tx, reading, abreast.unions, sides.then),
      sums: await comparableIn(tx, { tenantId, form }, { unionIds, tree }, sides, places),
    };
  }
}

/** The cells asked for, each once: CELL_UNKNOWN, REQUEST_TOO_LARGE. */
function placesAsked({ reading }: RollupView, codes: readonly string[]): Position[] {
  if (codes.length > most) refuse('REQUEST_TOO_LARGE', { what: 'codes', limit: most }, { field: 'codes' });
  return placesOf(reading.form, [...new Set(codes)]);
}

function comparedCell(
  cell: Cell,
  { now, then }: { now: Summed; then: Summed } = { now: nobody, then: nobody },
  total: Total,
  former: Total | undefined,
): unknown {
  const change = changeOf(now.figure, then.figure);
  const [totalNow, totalThen] = [total.cell(cell.code).total, former ? former.cell(cell.code).total : null];
  const plain = changeOf(totalNow, totalThen);
  return {
    ...{ cell: cell.code, unions: now.unions },
    ...{ now: decimal(now.figure, cell), nowMark: markOf(now) },
    ...{ then: decimal(then.figure, cell), thenMark: markOf(then) },
    ...{ change: decimal(change.change, cell), changePercent: change.percent },
    ...{ totalNow: decimal(totalNow, cell), totalThen: decimal(totalThen, cell) },
    ...{ totalChange: decimal(plain.change, cell), totalChangePercent: plain.percent },
  };
}
