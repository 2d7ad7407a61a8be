import { requireId } from '@huiji/filing/ids';
import { type ListedChange, listedChanges } from '@huiji/filing/listed-changes';
import { unionIdOf, type UnionNamed, visibleUnion } from '@huiji/filing/visible';
import { changesIn } from '@huiji/store/organisation-change';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import { connection, type Connection } from '../graphql/connection.js';
import { type ChangeAnswer, changeAnswer } from './change.answer.js';
import type { Outcome } from './change.service.js';
import {
  type DissolveUnionInput,
  type MergeUnionInput,
  type MoveUnionInput,
  type RenameUnionInput,
  ReorganiseService,
} from './reorganise.service.js';
import { SplitService, type SplitUnionInput } from './split.service.js';
import { type UndoChangeInput, UndoService } from './undo.service.js';

@Resolver('OrganisationChange')
export class ChangeResolver {
  constructor(
    @Inject(ReorganiseService) private readonly organisation: ReorganiseService,
    @Inject(SplitService) private readonly splitting: SplitService,
    @Inject(UndoService) private readonly undoing: UndoService,
  ) {}

  @Query('organisationChanges')
  async changes(
    @Args() query: UnionNamed & { first: number; after?: string | null },
    @Context('ask') ask: Ask,
  ): Promise<Connection<ListedChange>> {
    const tx = await ask.read();
    const { tenantId, today } = ask.actor;
    const { union } = await visibleUnion(tx, ask.actor, await unionIdOf(tx, ask.actor, query));
    const page = await connection(
      query,
      ({ first, after }) =>
        changesIn(tx, tenantId, union.id, today, { first, after: after && requireId(after, '页 page') }),
      (change) => change.id,
    );
    return { ...page, nodes: await listedChanges(tx, ask.actor, page.nodes) };
  }

  @Mutation('moveUnion')
  move(@Args('input') input: MoveUnionInput, @Context('ask') ask: Ask): Promise<Payload<ChangeAnswer>> {
    return this.answer(ask, () => this.organisation.move(ask, input));
  }

  @Mutation('renameUnion')
  rename(@Args('input') input: RenameUnionInput, @Context('ask') ask: Ask): Promise<Payload<ChangeAnswer>> {
    return this.answer(ask, () => this.organisation.rename(ask, input));
  }

  @Mutation('mergeUnion')
  merge(@Args('input') input: MergeUnionInput, @Context('ask') ask: Ask): Promise<Payload<ChangeAnswer>> {
    return this.answer(ask, () => this.organisation.merge(ask, input));
  }

  @Mutation('splitUnion')
  split(@Args('input') input: SplitUnionInput, @Context('ask') ask: Ask): Promise<Payload<ChangeAnswer>> {
    return this.answer(ask, () => this.splitting.split(ask, input));
  }

  @Mutation('dissolveUnion')
  dissolve(
    @Args('input') input: DissolveUnionInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<ChangeAnswer>> {
    return this.answer(ask, () => this.organisation.dissolve(ask, input));
  }

  @Mutation('undoChange')
  undo(@Args('input') input: UndoChangeInput, @Context('ask') ask: Ask): Promise<Payload<ChangeAnswer>> {
    return this.answer(ask, () => this.undoing.undo(ask, input));
  }

  private answer(ask: Ask, change: () => Promise<Outcome>): Promise<Payload<ChangeAnswer>> {
    return ask.answer(async () => changeAnswer(ask, await change()));
  }
}
