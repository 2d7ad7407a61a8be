import type { TradeUnion } from '@huiji/store/entities';
import { guidedBy, guidesOf, type GuidanceLink } from '@huiji/store/guidance';
import { tradeUnions } from '@huiji/store/organisation';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { type Ask, type Payload } from '../graphql/ask.js';
import { type Connection, connection } from '../graphql/connection.js';
import { type AddGuidanceInput, type EndGuidanceInput, GuidanceService } from './guidance.service.js';

type Answer = Promise<Payload<{ union: TradeUnion }>>;

@Resolver('TradeUnion')
export class GuidanceResolver {
  constructor(@Inject(GuidanceService) private readonly links: GuidanceService) {}

  @ResolveField('guidance')
  async guidance(
    @Parent() union: TradeUnion,
    @Args('on') on: string | null,
    @Context('ask') ask: Ask,
  ): Promise<GuidanceLink[]> {
    return guidesOf(await ask.read(), ask.actor.tenantId, union.id, on ?? ask.actor.today);
  }

  @ResolveField('guided')
  async guided(
    @Parent() union: TradeUnion,
    @Args() page: { on?: string | null; first: number; after?: string | null },
    @Context('ask') ask: Ask,
  ): Promise<Connection<GuidanceLink>> {
    const tx = await ask.read();
    const where = { superiorId: union.id, day: page.on ?? ask.actor.today };
    return connection(
      page,
      (keyset) => guidedBy(tx, ask.actor.tenantId, where, keyset),
      (link) => link.code,
    );
  }

  @Mutation('addGuidance')
  add(@Args('input') input: AddGuidanceInput, @Context('ask') ask: Ask): Answer {
    return ask.answer(async () => ({ union: await unionNow(ask, await this.links.add(ask, input)) }));
  }

  @Mutation('endGuidance')
  end(@Args('input') input: EndGuidanceInput, @Context('ask') ask: Ask): Answer {
    return ask.answer(async () => ({ union: await unionNow(ask, await this.links.end(ask, input)) }));
  }
}

/** A union of the actor's tenant as it is after a change. */
export async function unionNow(ask: Ask, id: string): Promise<TradeUnion> {
  return tradeUnions(await ask.read()).findOneByOrFail({ tenantId: ask.actor.tenantId, id });
}
