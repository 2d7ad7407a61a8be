import { lifeAt, type LifeState } from '@huiji/domain/organisation';
import { Refusal } from '@huiji/domain/problem';
import { visibleAmong, visibleUnion } from '@huiji/filing/visible';
import type { TradeUnion } from '@huiji/store/entities';
import { childrenOf, treeOn, unionByCode } from '@huiji/store/organisation';
import { handoversOf, namesOn } from '@huiji/store/reorganise';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type Ask, type Payload } from '../graphql/ask.js';
import { type Connection, connection } from '../graphql/connection.js';
import { type ChangeAnswer, changeAnswer } from './change.answer.js';
import { type FoundUnionInput, OrganisationService } from './organisation.service.js';

@Resolver('TradeUnion')
export class OrganisationResolver {
  constructor(@Inject(OrganisationService) private readonly organisation: OrganisationService) {}

  @Query('tradeUnion')
  async tradeUnion(
    @Args() by: { id?: string; code?: string },
    @Context('ask') ask: Ask,
  ): Promise<TradeUnion | null> {
    const tx = await ask.read();
    const { tenantId } = ask.actor;
    const id = by.id ?? (await unionByCode(tx, tenantId, by.code ?? ''))?.id;
    return id ? orNull(visibleUnion(tx, ask.actor, id).then((seen) => seen.union)) : null;
  }

  @ResolveField('state')
  state(
    @Parent() union: TradeUnion,
    @Args('on') on: string | null,
    @Context('ask') ask: Ask,
  ): LifeState | null {
    return lifeAt(union, on ?? ask.actor.today);
  }

  @ResolveField('children')
  async children(
    @Parent() union: TradeUnion,
    @Args() page: { on?: string | null; first: number; after?: string | null },
    @Context('ask') ask: Ask,
  ): Promise<Connection<TradeUnion>> {
    const tx = await ask.read();
    const tree = treeOn(page.on ?? ask.actor.today);
    return connection(
      page,
      (keyset) => childrenOf(tx, ask.actor.tenantId, union.id, tree, keyset),
      (child) => child.code,
    );
  }

  @ResolveField('name')
  async name(
    @Parent() union: TradeUnion,
    @Args('on') on: string | null,
    @Context('ask') ask: Ask,
  ): Promise<string> {
    if (!on) return union.name;
    return (await namesOn(await ask.read(), ask.actor.tenantId, [union.id], on)).get(union.id) ?? union.name;
  }

  @ResolveField('successor')
  async successor(@Parent() union: TradeUnion, @Context('ask') ask: Ask): Promise<TradeUnion | null> {
    return union.successorId ? seenOrNull(ask, union.successorId) : null;
  }

  @ResolveField('handovers')
  async handovers(@Parent() union: TradeUnion, @Context('ask') ask: Ask): Promise<unknown[]> {
    const handovers = await handoversOf(await ask.read(), ask.actor.tenantId, union.id);
    const ids = handovers.flatMap((one) => [one.fromUnionId, one.toUnionId ?? []].flat());
    const seen = await visibleAmong(await ask.read(), ask.actor, [...new Set(ids)]);
    return handovers.map((one) => ({
      ...one,
      from: seen.get(one.fromUnionId) ?? null,
      to: seen.get(one.toUnionId ?? '') ?? null,
    }));
  }

  @Mutation('foundUnion')
  found(@Args('input') input: FoundUnionInput, @Context('ask') ask: Ask): Promise<Payload<ChangeAnswer>> {
    return ask.answer(async () => changeAnswer(ask, await this.organisation.found(ask, input)));
  }
}

/** A union by its id, where the actor may see it today. */
async function seenOrNull(ask: Ask, unionId: string): Promise<TradeUnion | null> {
  const tx = await ask.read();
  return orNull(visibleUnion(tx, ask.actor, unionId).then((seen) => seen.union));
}

/** A query for one thing answers null where there is none to see. */
export async function orNull<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof Refusal && error.problems[0].code === 'NOT_FOUND') return null;
    throw error;
  }
}
