import { measureOf, measuresOf } from '@huiji/domain/target';
import { requireId } from '@huiji/filing/ids';
import { requireMay, requireMayBelow, unionIdOf, type UnionNamed } from '@huiji/filing/visible';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { childrenOf } from '@huiji/store/organisation';
import { issuesMade, targetRevisions } from '@huiji/store/target';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import { connection, type Connection } from '../graphql/connection.js';
import {
  elapsedOfYear,
  isOpen,
  type MeasureView,
  measureView,
  scopeOf,
  targetsOf,
  type TargetView,
  targetYear,
  type TargetYear,
} from '@huiji/filing/target-book';
import { shownRevisions } from '@huiji/filing/target-revisions';
import { type IssueTargetsInput, TargetService } from './target.service.js';

interface BookNamed extends UnionNamed {
  form: string;
  period: string;
}

/** A book: a union's targets of a year. */
interface Book {
  of: TargetYear;
  union: TradeUnion;
}

@Resolver('TargetBook')
export class TargetResolver {
  constructor(@Inject(TargetService) private readonly targets: TargetService) {}

  @Query('targetBook')
  async book(@Args() named: BookNamed, @Context('ask') ask: Ask): Promise<Book> {
    return bookOf(await ask.read(), ask, named);
  }

  @Query('targetRevisions')
  async revisions(
    @Args() named: BookNamed & { cell: string; first: number; after?: string | null },
    @Context('ask') ask: Ask,
  ): Promise<Connection<unknown>> {
    const tx = await ask.read();
    const { of, union } = await bookOf(tx, ask, named);
    const measure = measureOf(of.form, named.cell);
    const page = await connection(
      named,
      ({ first, after }) =>
        targetRevisions(
          tx,
          scopeOf(of),
          { unionId: union.id, cell: measure.code },
          { first, after: after && requireId(after, '页 page') },
        ),
      ({ id }) => id,
    );
    return { ...page, nodes: await shownRevisions(tx, of.tenantId, measure, page.nodes) };
  }

  @Mutation('issueTargets')
  issue(@Args('input') input: IssueTargetsInput, @Context('ask') ask: Ask): Promise<Payload<{ book: Book }>> {
    return ask.answer(async () => {
      await this.targets.issue(ask, input);
      return { book: await bookOf(await ask.read(), ask, { ...input, unionId: input.issuerId }) };
    });
  }

  @ResolveField('form')
  form(@Parent() { of }: Book): string {
    return of.form.code;
  }

  @ResolveField('period')
  period(@Parent() { of }: Book): string {
    return of.year.code;
  }

  @ResolveField('version')
  async version(@Parent() { of, union }: Book, @Context('ask') ask: Ask): Promise<number> {
    return issuesMade(await ask.read(), scopeOf(of), union.id);
  }

  @ResolveField('periods')
  periods(@Parent() { of }: Book): readonly string[] {
    return of.periods;
  }

  @ResolveField('periodsMissing')
  periodsMissing(@Parent() { of }: Book): readonly string[] {
    return of.periodsMissing;
  }

  @ResolveField('upTo')
  upTo(@Parent() { of }: Book): string | null {
    return of.upTo;
  }

  @ResolveField('elapsed')
  elapsed(@Parent() { of }: Book): string {
    return elapsedOfYear(of);
  }

  @ResolveField('open')
  async open(@Parent() { of }: Book, @Context('ask') ask: Ask): Promise<boolean> {
    return isOpen(await ask.read(), of);
  }

  @ResolveField('measures')
  measures(@Parent() { of }: Book): MeasureView[] {
    return measuresOf(of.form).map(measureView);
  }

  @ResolveField('targets')
  async own(@Parent() { of, union }: Book, @Context('ask') ask: Ask): Promise<TargetView[]> {
    return (await targetsOf(await ask.read(), of, [union])).get(union.id) ?? [];
  }

  @ResolveField('children')
  async children(
    @Parent() { of, union }: Book,
    @Args() page: { first: number; after?: string | null },
    @Context('ask') ask: Ask,
  ): Promise<Connection<{ union: TradeUnion; targets: TargetView[] }>> {
    const tx = await ask.read();
    await requireMayBelow(tx, ask.actor, 'READ_FIGURES', union.id, of.tree);
    const found = await connection(
      page,
      (keyset) => childrenOf(tx, of.tenantId, union.id, of.tree, keyset),
      (child) => child.code,
    );
    const targets = await targetsOf(tx, of, found.nodes);
    return {
      ...found,
      nodes: found.nodes.map((child) => ({ union: child, targets: targets.get(child.id) ?? [] })),
    };
  }
}

/** The book that is named: what `targetYear` refuses, NOT_FOUND for a union outside the actor's subtrees. */
async function bookOf(tx: Tx, ask: Ask, named: BookNamed): Promise<Book> {
  const of = await targetYear(tx, ask.actor, named);
  const { union } = await requireMay(
    tx,
    ask.actor,
    'READ_FIGURES',
    await unionIdOf(tx, ask.actor, named),
    of.tree,
  );
  return { of, union };
}
