import type { ComparedWith } from '@huiji/domain/comparison';
import { Inject } from '@nestjs/common';
import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Ask } from '../graphql/ask.js';
import { ComparisonService } from './comparison.service.js';
import type { RollupView } from './rollup.service.js';

@Resolver('Rollup')
export class ComparisonResolver {
  constructor(@Inject(ComparisonService) private readonly comparisons: ComparisonService) {}

  @ResolveField('carriedForward')
  carriedForward(
    @Parent() view: RollupView,
    @Args('codes') codes: string[],
    @Context('ask') ask: Ask,
  ): Promise<unknown[]> {
    return this.comparisons.carriedForward(ask, view, codes);
  }

  @ResolveField('comparable')
  comparable(
    @Parent() view: RollupView,
    @Args() asked: { with: ComparedWith; codes: string[] },
    @Context('ask') ask: Ask,
  ): Promise<unknown> {
    return this.comparisons.comparable(ask, view, asked.with, asked.codes);
  }
}
