import { lifeAt, type LifeState } from '@huiji/domain/organisation';
import { Refusal } from '@huiji/domain/problem';
import type { TradeUnion } from '@huiji/store/entities';
import { ancestorsOf, childrenOf, treeOn, tradeUnions } from '@huiji/store/organisation';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type Ask, type Payload } from '../graphql/ask.js';
import { type Connection, connection } from '../graphql/connection.js';
import {
  type DissolveUnionInput,
  type FoundUnionInput,
  OrganisationService,
} from './organisation.service.js';
import { visibleUnion } from './visible.js';

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
    const id = by.id ?? (await tradeUnions(tx).findOneBy({ tenantId, code: by.code ?? '' }))?.id;
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

  @ResolveField('parent')
  async parent(
    @Parent() union: TradeUnion,
    @Args('on') on: string | null,
    @Context('ask') ask: Ask,
  ): Promise<TradeUnion | null> {
    const tx = await ask.read();
    const tree = treeOn(on ?? ask.actor.today);
    const [parentId] = await ancestorsOf(tx, ask.actor.tenantId, union.id, tree);
    return parentId ? orNull(visibleUnion(tx, ask.actor, parentId, tree).then((seen) => seen.union)) : null;
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

  @Mutation('foundUnion')
  found(
    @Args('input') input: FoundUnionInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ union: TradeUnion }>> {
    return ask.answer(async () => ({
      union: await this.byId(ask, await this.organisation.found(ask, input)),
    }));
  }

  @Mutation('dissolveUnion')
  dissolve(
    @Args('input') input: DissolveUnionInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ union: TradeUnion }>> {
    return ask.answer(async () => ({
      union: await this.byId(ask, await this.organisation.dissolve(ask, input)),
    }));
  }

  private async byId(ask: Ask, id: string): Promise<TradeUnion> {
    return tradeUnions(await ask.read()).findOneByOrFail({ tenantId: ask.actor.tenantId, id });
  }
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
