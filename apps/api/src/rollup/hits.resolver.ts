import type { Entries } from '@huiji/domain/figure';
import {
  parsePeriod,
  periodAYearBefore,
  periodBefore,
  periodsWithin,
  yearToDateOf,
} from '@huiji/domain/period';
import { isFiledFor, type Total } from '@huiji/domain/rollup';
import { lookupsOf, ruleInput, runRules } from '@huiji/domain/rule-run';
import { parametersOn } from '@huiji/store/parameter';
import { openPeriodsOf } from '@huiji/store/period';
import { totalEntries } from '@huiji/store/rule-input';
import { Inject } from '@nestjs/common';
import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Ask } from '../graphql/ask.js';
import { RollupService, type RollupView } from './rollup.service.js';

/** What the rules on totals look at, read once for all unions that stand abreast: their totals by period, and the parameters. */
interface Beside {
  totals: ReadonlyMap<string, ReadonlyMap<string, { total: Total }>>;
  parameters: Awaited<ReturnType<typeof parametersOn>>;
}

@Resolver('Rollup')
export class RollupHitsResolver {
  constructor(@Inject(RollupService) private readonly rollups: RollupService) {}

  @ResolveField('hits')
  async hits(@Parent() view: RollupView, @Context('ask') ask: Ask): Promise<unknown[]> {
    const { form, yearToDate } = view.reading;
    const period = parsePeriod(view.reading.period);
    if (yearToDate || !isFiledFor(form, period)) return [];
    const { totals, parameters } = await view.abreast.once('hits', () => this.beside(ask, view));
    const of = (code: string): Entries | undefined => {
      const found = totals.get(code)?.get(view.union.id);
      return found && totalEntries(form, found.total);
    };
    const earlier = periodsBefore(view).map((code) => of(code) ?? new Map());
    const input = ruleInput(
      totalEntries(form, view.total),
      {},
      {
        ...{ parameters, period, level: view.union.level, earlier },
        ...{ previous: of(periodBefore(period).code), lastYear: of(periodAYearBefore(period).code) },
      },
    );
    return ask.errors(runRules(form, input, 'TOTAL'));
  }

  private async beside(ask: Ask, view: RollupView): Promise<Beside> {
    const { tenantId, form } = view.reading;
    const tx = await ask.read();
    const period = parsePeriod(view.reading.period);
    const asked = lookupsOf(form, 'TOTAL');
    const wanted = [
      ...(asked.has('previous') ? [periodBefore(period).code] : []),
      ...(asked.has('lastYear') ? [periodAYearBefore(period).code] : []),
      ...(asked.has('yearToDate') ? periodsBefore(view) : []),
    ];
    const known = view.reading.asOf?.known;
    const opened = await openPeriodsOf(tx, tenantId, form.code, [...new Set(wanted)], known);
    const totals = new Map<string, ReadonlyMap<string, { total: Total }>>();
    for (const code of opened.keys())
      totals.set(code, await this.rollups.totalsOf(tx, view.reading, view.abreast.unions, [code]));
    return { totals, parameters: await parametersOn(tx, tenantId, period.endsOn) };
  }
}

/** The filed periods of the calendar year before the one that is read, oldest first. */
const periodsBefore = ({ reading }: RollupView): string[] =>
  periodsWithin(reading.form.frequency, yearToDateOf(parsePeriod(reading.period)))
    .map(({ code }) => code)
    .slice(0, -1);
