import type { CheckedScope } from '@huiji/store/rollup-check-reading';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type Ask, type Payload, requireFirst } from '../graphql/ask.js';
import type { Connection } from '../graphql/connection.js';
import { differenceView, type FoundView, type RebuiltView } from './rollup-check.answer.js';
import { type ChecksAsked, type RebuildTotalsInput, RollupCheckService } from './rollup-check.service.js';

@Resolver('RebuiltTotals')
export class RollupCheckResolver {
  constructor(@Inject(RollupCheckService) private readonly service: RollupCheckService) {}

  @Query('rollupChecks')
  checks(@Args() asked: ChecksAsked, @Context('ask') ask: Ask): Promise<Connection<CheckedScope>> {
    return this.service.checks(ask, asked);
  }

  @Query('rollupDifferences')
  differences(
    @Args() asked: ChecksAsked & { open?: boolean | null },
    @Context('ask') ask: Ask,
  ): Promise<Connection<FoundView>> {
    return this.service.differences(ask, asked);
  }

  @Mutation('rebuildTotals')
  rebuild(
    @Args('input') input: RebuildTotalsInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ rebuilt: RebuiltView }>> {
    return ask.answer(async () => ({ rebuilt: await this.service.rebuild(ask, input) }));
  }

  @ResolveField('form')
  form(@Parent() { form }: RebuiltView): string {
    return form.code;
  }

  @ResolveField('unions')
  unions(@Parent() { unions }: RebuiltView): number {
    return unions.length;
  }

  @ResolveField('differenceCount')
  differenceCount(@Parent() { differences }: RebuiltView): number {
    return differences.all;
  }

  @ResolveField('differences')
  first(@Parent() { form, differences }: RebuiltView, @Args('first') first: number): unknown[] {
    return differences.first
      .slice(0, requireFirst(first))
      .map((difference) => differenceView(form, difference));
  }
}
