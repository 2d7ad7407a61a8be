import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import { type LoadInput, type LoadReport, LoadService } from './load.service.js';

@Resolver()
export class LoadResolver {
  constructor(@Inject(LoadService) private readonly loads: LoadService) {}

  @Mutation('loadOrganisation')
  async load(@Args('input') input: LoadInput, @Context('ask') ask: Ask): Promise<Payload<LoadReport>> {
    const payload = await ask.answer(() => this.loads.load(ask, input));
    return payload.refused ? { ...payload, userErrors: ask.errors([payload.refused]) } : payload;
  }
}
