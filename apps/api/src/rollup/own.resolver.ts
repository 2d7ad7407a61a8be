import type { Form } from '@huiji/domain/form';
import type { Total } from '@huiji/domain/rollup';
import { ownTotals, totalOver } from '@huiji/store/total-reading';
import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Ask } from '../graphql/ask.js';
import { cellTotals, figuresOf } from './present.js';
import { type RollupView, totalsReadOf } from './rollup.service.js';

/** 本级 as the resolvers hand it out. */
interface OwnView {
  form: Form;
  total: Total;
}

@Resolver('Rollup')
export class OwnResolver {
  @ResolveField('own')
  async own(@Parent() { reading, union, abreast }: RollupView, @Context('ask') ask: Ask): Promise<OwnView> {
    const unionIds = abreast.unions.map(({ id }) => id);
    const read = totalsReadOf(reading);
    const totals = await abreast.once('own', async () => ownTotals(await ask.read(), read, unionIds));
    return { form: reading.form, total: totals.get(union.id) ?? totalOver(read, []) };
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
