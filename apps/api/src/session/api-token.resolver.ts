import type { ApiTokenRow } from '@huiji/store/api-token';
import type { TradeUnion } from '@huiji/store/entities';
import { tradeUnions } from '@huiji/store/organisation';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import { ApiTokenService, type CreateApiTokenInput } from './api-token.service.js';

@Resolver('ApiToken')
export class ApiTokenResolver {
  constructor(@Inject(ApiTokenService) private readonly tokens: ApiTokenService) {}

  @Query('myApiTokens')
  myApiTokens(@Context('ask') ask: Ask): Promise<ApiTokenRow[]> {
    return this.tokens.mine(ask);
  }

  @ResolveField('union')
  async union(@Parent() { unionId: id }: ApiTokenRow, @Context('ask') ask: Ask): Promise<TradeUnion> {
    return tradeUnions(await ask.read()).findOneByOrFail({ tenantId: ask.actor.tenantId, id });
  }

  @Mutation('createApiToken')
  createApiToken(
    @Args('input') input: CreateApiTokenInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ token: string; apiToken: ApiTokenRow }>> {
    return ask.sessionAnswer(() => this.tokens.create(ask, input));
  }

  @Mutation('revokeApiToken')
  revokeApiToken(
    @Args('input') input: { tokenId: string },
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ apiTokens: ApiTokenRow[] }>> {
    return ask.sessionAnswer(async () => {
      await this.tokens.revoke(ask, input.tokenId);
      return { apiTokens: await this.tokens.mine(ask) };
    });
  }

  @Mutation('endApiTokens')
  endApiTokens(
    @Args('input') input: { personId: string },
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ personId: string }>> {
    return ask.sessionAnswer(async () => ({ personId: await this.tokens.endOf(ask, input.personId) }));
  }
}
