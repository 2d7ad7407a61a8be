import type { TradeUnion } from '@huiji/store/entities';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import { AttributesService, type UpdateUnionInput } from './attributes.service.js';
import { unionNow } from './guidance.resolver.js';

@Resolver()
export class AttributesResolver {
  constructor(@Inject(AttributesService) private readonly attributes: AttributesService) {}

  @Mutation('updateUnion')
  update(
    @Args('input') input: UpdateUnionInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ union: TradeUnion }>> {
    return ask.answer(async () => ({ union: await unionNow(ask, await this.attributes.update(ask, input)) }));
  }
}
