import { requireWithin } from '@huiji/domain/election';
import { requireMayBelow, unionIdOf, type UnionNamed } from '@huiji/filing/visible';
import { electionsToApprove, preparingUnions } from '@huiji/store/election';
import type { TradeUnion } from '@huiji/store/entities';
import { treeOn, unionsById } from '@huiji/store/organisation';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import { type Connection, connection } from '../graphql/connection.js';
import { type ChangeAnswer, changeAnswer } from '../organisation/change.answer.js';
import { answerElection, type ElectionAnswer, type ElectionView, withUnions } from './election.resolver.js';
import { type ApproveElectionInput, FoundingService, type PrepareUnionInput } from './founding.service.js';

interface Where extends UnionNamed {
  first: number;
  after?: string | null;
}

interface PreparingUnion {
  union: TradeUnion;
  preparedOn: string | null;
  days: number;
}

@Resolver()
export class FoundingResolver {
  constructor(@Inject(FoundingService) private readonly founding: FoundingService) {}

  @Query('preparingUnions')
  async preparing(
    @Args() query: Where & { olderThanDays?: number | null },
    @Context('ask') ask: Ask,
  ): Promise<Connection<PreparingUnion>> {
    const moreThan = requireWithin('olderThanDays', query.olderThanDays ?? 180, 0, 36_500);
    const { tx, where } = await readableBelow(ask, query);
    const { tenantId } = ask.actor;
    const page = await connection(
      query,
      (keyset) => preparingUnions(tx, tenantId, { ...where, moreThan }, keyset),
      (row) => row.key,
    );
    const ids = page.nodes.map((row) => row.unionId);
    const unions = await unionsById(tx, tenantId, ids);
    const nodes = page.nodes.flatMap(({ unionId, days }) => {
      const union = unions.get(unionId);
      return union ? [{ union, preparedOn: union.preparedOn, days }] : [];
    });
    return { ...page, nodes };
  }

  @Query('electionsToApprove')
  async toApprove(@Args() query: Where, @Context('ask') ask: Ask): Promise<Connection<ElectionView>> {
    const { tx, where } = await readableBelow(ask, query);
    const page = await connection(
      query,
      (keyset) => electionsToApprove(tx, ask.actor.tenantId, where, keyset),
      (row) => row.key,
    );
    return { ...page, nodes: await withUnions(ask, page.nodes) };
  }

  @Mutation('prepareUnion')
  prepare(@Args('input') input: PrepareUnionInput, @Context('ask') ask: Ask): Promise<Payload<ChangeAnswer>> {
    return ask.answer(async () => changeAnswer(ask, await this.founding.prepare(ask, input)));
  }

  @Mutation('approveElection')
  approve(@Args('input') input: ApproveElectionInput, @Context('ask') ask: Ask): ElectionAnswer {
    return answerElection(ask, () => this.founding.approve(ask, input));
  }
}

/** The subtree that a query names, as it is today, if the actor may read what stands below it. */
async function readableBelow(ask: Ask, query: UnionNamed) {
  const tx = await ask.read();
  const { actor } = ask;
  const tree = treeOn(actor.today);
  const { union } = await requireMayBelow(tx, actor, 'READ_FIGURES', await unionIdOf(tx, actor, query), tree);
  return { tx, where: { unionId: union.id, day: actor.today } };
}
