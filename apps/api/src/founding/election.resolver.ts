import { electionFindings, type TermStatus } from '@huiji/domain/election';
import type { Level } from '@huiji/domain/organisation';
import { refuse } from '@huiji/domain/problem';
import { unionIdOf, type UnionNamed } from '@huiji/filing/visible';
import { type Election, electionById, electionsOf, termsIn } from '@huiji/store/election';
import type { TradeUnion } from '@huiji/store/entities';
import { unionsById } from '@huiji/store/organisation';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import { type Connection, connection } from '../graphql/connection.js';
import { changeAnswer } from '../organisation/change.answer.js';
import type { Outcome } from '../organisation/change.service.js';
import {
  ElectionService,
  type EndBodyInput,
  type RecordCongressInput,
  type RecordElectionInput,
} from './election.service.js';
import { requireTerms, termsOn } from './terms.js';

/** An election with its union at hand, so that a list reads its unions in one go. */
export type ElectionView = Election & { union: TradeUnion };
export type ElectionAnswer = Promise<Payload<{ election: ElectionView }> & { warnings: unknown[] }>;

interface TermsQuery extends UnionNamed {
  status: TermStatus;
  year?: number | null;
  level?: Level | null;
  first: number;
  after?: string | null;
}

@Resolver('Election')
export class ElectionResolver {
  constructor(@Inject(ElectionService) private readonly elections: ElectionService) {}

  @ResolveField('warnings')
  warnings(@Parent() election: Election, @Context('ask') ask: Ask): unknown[] {
    return ask.errors(electionFindings(election));
  }

  @Query('terms')
  async terms(@Args() query: TermsQuery, @Context('ask') ask: Ask): Promise<Connection<ElectionView>> {
    const tx = await ask.read();
    const { actor } = ask;
    const day = termsOn(actor, query.year);
    const union = await requireTerms(tx, actor, await unionIdOf(tx, actor, query), day);
    const where = { unionId: union.id, status: query.status, day, level: query.level ?? null };
    const page = await connection(
      query,
      (keyset) => termsIn(tx, actor.tenantId, where, keyset),
      (row) => row.key,
    );
    return { ...page, nodes: await withUnions(ask, page.nodes) };
  }

  @Mutation('recordCongress')
  recordCongress(@Args('input') input: RecordCongressInput, @Context('ask') ask: Ask): ElectionAnswer {
    return answerElection(ask, async () => ({ electionId: await this.elections.recordCongress(ask, input) }));
  }

  @Mutation('recordElection')
  recordElection(@Args('input') input: RecordElectionInput, @Context('ask') ask: Ask): ElectionAnswer {
    return answerElection(ask, async () => ({ electionId: await this.elections.recordElection(ask, input) }));
  }

  @Mutation('endBody')
  endBody(@Args('input') input: EndBodyInput, @Context('ask') ask: Ask): ElectionAnswer {
    return answerElection(ask, async () => ({ electionId: await this.elections.endBody(ask, input) }));
  }
}

@Resolver('TradeUnion')
export class UnionElectionsResolver {
  @ResolveField('elections')
  async elections(@Parent() union: TradeUnion, @Context('ask') ask: Ask): Promise<ElectionView[]> {
    const found = await electionsOf(await ask.read(), ask.actor.tenantId, union.id);
    return found.map((election) => ({ ...election, union }));
  }
}

/**
 * Answers a mutation with an election as it is after it, and with what the law finds in it; `outcome`: and with the change
 * that came of it.
 */
export async function answerElection(
  ask: Ask,
  act: () => Promise<{ electionId: string; outcome?: Outcome }>,
): ElectionAnswer {
  let warnings: unknown[] = [];
  const payload = await ask.answer(async () => {
    const { electionId, outcome } = await act();
    const { tenantId } = ask.actor;
    const found = await electionById(await ask.read(), tenantId, electionId);
    const [election] = await withUnions(ask, found ? [found] : []);
    if (!election) return refuse('NOT_FOUND', { what: '选举 election' });
    warnings = ask.errors(electionFindings(election));
    return { election, ...(outcome && (await changeAnswer(ask, outcome))) };
  });
  return { ...payload, warnings };
}

/** Elections with their unions, read together. */
export async function withUnions(ask: Ask, elections: readonly Election[]): Promise<ElectionView[]> {
  const ids = elections.map(({ unionId }) => unionId);
  const unions = await unionsById(await ask.read(), ask.actor.tenantId, ids);
  return elections.flatMap((election) => {
    const union = unions.get(election.unionId);
    return union ? [{ ...election, union }] : [];
  });
}
