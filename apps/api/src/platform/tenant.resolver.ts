import type { HostedTenant } from '@huiji/store/platform';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import type { Connection, PageAsked } from '../graphql/connection.js';
import { type Inviting, type OpenTenantInput, TenantService } from './tenant.service.js';

@Resolver()
export class TenantResolver {
  constructor(@Inject(TenantService) private readonly service: TenantService) {}

  @Query('tenants')
  tenants(@Args() page: PageAsked, @Context('ask') ask: Ask): Promise<Connection<HostedTenant>> {
    return this.service.tenants(ask, page);
  }

  @Mutation('openTenant')
  open(@Args('input') input: OpenTenantInput, @Context('ask') ask: Ask): Promise<Payload<Inviting>> {
    return ask.sessionAnswer(() => this.service.open(ask, input));
  }

  @Mutation('inviteAdministrators')
  invite(@Args('input') input: { code: string }, @Context('ask') ask: Ask): Promise<Payload<Inviting>> {
    return ask.sessionAnswer(() => this.service.invite(ask, input.code));
  }

  @Mutation('suspendTenant')
  suspend(
    @Args('input') input: { code: string },
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ tenant: HostedTenant }>> {
    return ask.sessionAnswer(async () => ({ tenant: await this.service.suspend(ask, input.code, true) }));
  }

  @Mutation('resumeTenant')
  resume(
    @Args('input') input: { code: string },
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ tenant: HostedTenant }>> {
    return ask.sessionAnswer(async () => ({ tenant: await this.service.suspend(ask, input.code, false) }));
  }
}
