import { finerDigits, requireRegion } from '@huiji/domain/region';
import { overPeriods, type StoredTotal, type Total } from '@huiji/domain/rollup';
import { requireMayBelow, unionIdOf } from '@huiji/filing/visible';
import { type RegionPart, regionParts, together } from '@huiji/store/rollup-reading';
import { Inject } from '@nestjs/common';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Ask } from '../graphql/ask.js';
import { orNull } from '../organisation/organisation.resolver.js';
import { cellTotals, figuresOf, ratiosOf } from './present.js';
import { type Reading, type RollupQuery, RollupService } from './rollup.service.js';

/** What a region adds up to, and the finer regions in it. */
interface RegionView {
  regionCode: string;
  reading: Reading;
  total: Total;
  regions: RegionView[];
}

@Resolver('RegionRollup')
export class RegionResolver {
  constructor(@Inject(RollupService) private readonly rollups: RollupService) {}

  @Query('regionRollup')
  region(
    @Args() query: RollupQuery & { regionCode: string },
    @Context('ask') ask: Ask,
  ): Promise<RegionView | null> {
    return orNull(this.read(ask, query));
  }

  @ResolveField('form')
  form(@Parent() { reading }: RegionView): string {
    return reading.form.code;
  }

  @ResolveField('period')
  period(@Parent() { reading }: RegionView): string {
    return reading.period;
  }

  @ResolveField('yearToDate')
  yearToDate(@Parent() { reading }: RegionView): boolean {
    return reading.yearToDate;
  }

  @ResolveField('asOf')
  asOf(@Parent() { reading }: RegionView): Date | null {
    return reading.asOf?.at ?? null;
  }

  @ResolveField('periods')
  periods(@Parent() { reading }: RegionView): readonly string[] {
    return reading.periods;
  }

  @ResolveField('periodsMissing')
  periodsMissing(@Parent() { reading }: RegionView): readonly string[] {
    return reading.periodsMissing;
  }

  @ResolveField('figures')
  figures(@Parent() { reading, total }: RegionView): Array<string | null> {
    return figuresOf(reading.form, total);
  }

  @ResolveField('cells')
  cells(@Parent() { reading, total }: RegionView, @Args('codes') codes: string[] | null): unknown[] {
    return cellTotals(reading.form, total, codes);
  }

  @ResolveField('ratios')
  ratios(@Parent() { reading, total }: RegionView): unknown[] {
    return ratiosOf(reading.form, total);
  }

  @ResolveField('reportsExpected')
  reportsExpected(@Parent() { total }: RegionView): number {
    return total.reportsExpected;
  }

  @ResolveField('reportsAccepted')
  reportsAccepted(@Parent() { total }: RegionView): number {
    return total.reportsAccepted;
  }

  private async read(ask: Ask, query: RollupQuery & { regionCode: string }): Promise<RegionView> {
    const prefix = requireRegion(query.regionCode);
    const tx = await ask.read();
    const reading = await this.rollups.readingOf(tx, ask, query);
    const unionId = await unionIdOf(tx, ask.actor, query);
    const { union } = await requireMayBelow(tx, ask.actor, 'READ_FIGURES', unionId, reading.tree);
    const parts = await regionParts(
      tx,
      { tenantId: reading.tenantId, form: reading.form, periods: reading.periods },
      { prefix, digits: finerDigits(prefix) },
      union.level === 'FEDERATION' ? null : { unionId: union.id, tree: reading.tree },
      reading.asOf?.known ?? null,
    );
    const finer = [...new Set(parts.map((part) => part.region))].filter((region) => region !== prefix).sort();
    return {
      ...viewOf(prefix, reading, parts),
      regions: finer.map((region) =>
        viewOf(
          region,
          reading,
          parts.filter((part) => part.region === region),
        ),
      ),
    };
  }
}

/** The parts of however many regions, added up into one view. */
function viewOf(regionCode: string, reading: Reading, parts: readonly RegionPart[]): RegionView {
  const stored = reading.periods.map((period): StoredTotal => {
    const total: Record<number, RegionPart> = {};
    for (const part of parts.filter((one) => one.period === period)) {
      const known = total[part.part];
      total[part.part] = known ? together(known, part) : part;
    }
    return total;
  });
  return { regionCode, reading, total: overPeriods(reading.form, stored), regions: [] };
}
