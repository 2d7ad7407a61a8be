import type { Form } from '@huiji/domain/form';
import { overPeriods, type Total } from '@huiji/domain/rollup';
import { ownParts } from '@huiji/store/as-of';
import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Ask } from '../graphql/ask.js';
import { cellTotals, figuresOf } from './present.js';
import { type RollupView, totalOf } from './rollup.service.js';

/** 本级 as the resolvers hand it out. */
interface OwnView {
  form: Form;
  total: Total;
}

@Resolver('Rollup')
export class OwnResolver {
  @ResolveField('own')
  async own(@Parent() { reading, union, abreast }: RollupView, @Context('ask') ask: Ask): Promise<OwnView> {
    const { tenantId, form, periods, asOf } = reading;
    const unionIds = abreast.unions.map(({ id }) => id);
    const parts = await abreast.once('own', async () =>
      ownParts(await ask.read(), { tenantId, form, periods, known: asOf?.known ?? null }, unionIds),
    );
    const own = parts.filter(({ unionId }) => unionId === union.id);
    const stored = periods.map((period) => totalOf(own, period));
    return { form, total: overPeriods(form, stored) };
  }
}

@Resolver('OwnFigures')
export class OwnFiguresResolver {
  @ResolveField('figures')
  figures(@Parent() { form, total }: OwnView): Array<string | null> {
    return figuresOf(form, total);
  }

  @ResolveField('cells')
  cells(@Parent() { form, total }: OwnView, @Args('codes') codes: string[] | null): unknown[] {
    return cellTotals(form, total, codes);
  }

  @ResolveField('reportsExpected')
  reportsExpected(@Parent() { total }: OwnView): number {
    return total.reportsExpected;
  }

  @ResolveField('reportsAccepted')
  reportsAccepted(@Parent() { total }: OwnView): number {
    return total.reportsAccepted;
  }
}
