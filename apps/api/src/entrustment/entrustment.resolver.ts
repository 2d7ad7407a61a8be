import { statusOf, type EntrustmentStatus } from '@huiji/domain/entrustment';
import { requireId } from '@huiji/filing/ids';
import { requireMay, unionIdOf, type UnionNamed } from '@huiji/filing/visible';
import type { Tx } from '@huiji/store/data-source';
import {
  entrustmentsById,
  type Entrustment,
  entrustmentsOf,
  type EntrustmentsMeant,
} from '@huiji/store/entrustment';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import { connection, type Connection, type PageAsked } from '../graphql/connection.js';
import { type EndEntrustmentInput, type EntrustInput, EntrustmentService } from './entrustment.service.js';

type Listed = PageAsked & { inForce?: boolean | null };

@Resolver('Entrustment')
export class EntrustmentResolver {
  constructor(@Inject(EntrustmentService) private readonly entrustments: EntrustmentService) {}

  @Query('entrustments')
  async ofUnion(
    @Args() query: UnionNamed & Listed,
    @Context('ask') ask: Ask,
  ): Promise<Connection<Entrustment>> {
    const tx = await ask.read();
    const named = await unionIdOf(tx, ask.actor, query);
    const { union } = await requireMay(tx, ask.actor, 'READ_ENTRUSTMENTS', named);
    return pageOf(ask, tx, query, { by: 'union', id: union.id });
  }

  @Query('myEntrustments')
  async mine(@Args() query: Listed, @Context('ask') ask: Ask): Promise<Connection<Entrustment>> {
    const { personId } = ask.inSession;
    return pageOf(ask, await ask.read(), query, { by: 'person', id: personId });
  }

  @ResolveField('status')
  status(@Parent() entrustment: Entrustment, @Context('ask') ask: Ask): EntrustmentStatus {
    return statusOf(entrustment, ask.actor.today);
  }

  @Mutation('entrust')
  entrust(
    @Args('input') input: EntrustInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ entrustments: Entrustment[] }>> {
    return ask.sessionAnswer(async () => {
      const ids = await this.entrustments.entrust(ask, input);
      return { entrustments: await byIds(ask, ids) };
    });
  }

  @Mutation('endEntrustment')
  end(
    @Args('input') input: EndEntrustmentInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ entrustment: Entrustment }>> {
    return ask.sessionAnswer(async () => {
      const [entrustment] = await byIds(ask, [await this.entrustments.end(ask, input)]);
      return { entrustment };
    });
  }
}

const pageOf = (
  { actor }: Ask,
  tx: Tx,
  query: Listed,
  meant: Omit<EntrustmentsMeant, 'on'>,
): Promise<Connection<Entrustment>> =>
  connection(
    query,
    (page) =>
      entrustmentsOf(
        tx,
        actor.tenantId,
        { ...meant, on: query.inForce ? actor.today : null },
        { ...page, after: page.after && requireId(page.after, '页 page') },
      ),
    ({ id }) => id,
  );

async function byIds(ask: Ask, ids: readonly string[]): Promise<Entrustment[]> {
  const found = await entrustmentsById(await ask.read(), ask.actor.tenantId, ids);
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** 代报: the entrustment of each row of an answer that names one, by one statement (a Mercurius loader). */
export const entrustmentLoader = {
  async loader(
    queries: ReadonlyArray<{ obj: { entrustmentId: string | null } }>,
    { ask }: { ask: Ask },
  ): Promise<Array<Entrustment | null>> {
    const ids = queries.flatMap(({ obj }) => obj.entrustmentId ?? []);
    const found = await entrustmentsById(await ask.read(), ask.actor.tenantId, ids);
    return queries.map(({ obj }) => (obj.entrustmentId && found.get(obj.entrustmentId)) || null);
  },
  opts: { cache: false },
};

/** 代报: all entrustments that something was done under, of each row of an answer, by one statement (a Mercurius loader). */
export const entrustmentsLoader = {
  async loader(
    queries: ReadonlyArray<{ obj: { entrustmentIds: readonly string[] } }>,
    { ask }: { ask: Ask },
  ): Promise<Entrustment[][]> {
    const ids = queries.flatMap(({ obj }) => obj.entrustmentIds);
    const found = await entrustmentsById(await ask.read(), ask.actor.tenantId, ids);
    return queries.map(({ obj }) => obj.entrustmentIds.flatMap((id) => found.get(id) ?? []));
  },
  opts: { cache: false },
};
