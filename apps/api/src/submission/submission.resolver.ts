import { debtOf, filingViews } from '@huiji/filing/filings';
import { carriedCells } from '@huiji/domain/offer';
import { refuse } from '@huiji/domain/problem';
import type { SubmissionState } from '@huiji/domain/submission';
import { requireId } from '@huiji/filing/ids';
import { requireMay, requireMayBelow, type UnionNamed } from '@huiji/filing/visible';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { notFiled } from '@huiji/store/debt';
import { formAt } from '@huiji/store/form';
import { unionsById } from '@huiji/store/organisation';
import { treeOf } from '@huiji/store/rollup';
import { revisionsOf, type Submission, submissionById, submissionsIn } from '@huiji/store/submission';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import { connection, type Connection } from '../graphql/connection.js';
import { orNull } from '../organisation/organisation.resolver.js';
import { readableScope } from '../period/scope.js';
import { DraftService, type SaveDraftInput, type TakeOffersInput } from '../entry/draft.service.js';
import { filledCells, type FilledCell } from '../entry/present.js';
import { type AcceptInput, type ReturnInput, ReviewService } from './review.service.js';
import {
  hideUnion,
  type RestateInput,
  SubmissionService,
  type SubmitInput,
  type WithdrawInput,
} from './submission.service.js';

interface Where extends UnionNamed {
  form: string;
  period: string;
  first: number;
  after?: string | null;
}

/** `Debt` as the resolver hands it out. */
type Debt = ReturnType<typeof debtOf> & { union: TradeUnion; state: SubmissionState | null };

type Answer = Promise<Payload<{ submission: Submission }>>;

@Resolver('Submission')
export class SubmissionResolver {
  constructor(
    @Inject(SubmissionService) private readonly filing: SubmissionService,
    @Inject(ReviewService) private readonly review: ReviewService,
    @Inject(DraftService) private readonly drafts: DraftService,
  ) {}

  @Query('submission')
  async submission(@Args('id') id: string, @Context('ask') ask: Ask): Promise<Submission | null> {
    return orNull(readable(await ask.read(), ask, id));
  }

  @Query('submissionHistory')
  async history(@Args() where: Where, @Context('ask') ask: Ask): Promise<Submission[]> {
    const { tx, scope, union } = await readableScope(ask, where, requireMay);
    return revisionsOf(tx, scope, union.id);
  }

  @Query('submissions')
  async submissions(
    @Args() where: Where & { state: SubmissionState },
    @Context('ask') ask: Ask,
  ): Promise<Connection<Submission>> {
    const { tx, scope, union } = await readableScope(ask, where, requireMayBelow);
    return connection(
      where,
      (page) =>
        submissionsIn(tx, scope, { unionId: union.id, state: where.state }, scope.tree, {
          ...page,
          after: page.after && requireId(page.after, '页 page'),
        }),
      (row) => row.id,
    );
  }

  @Query('notFiled')
  async notFiled(@Args() where: Where, @Context('ask') ask: Ask): Promise<Connection<Debt>> {
    const { tx, scope, union } = await readableScope(ask, where, requireMayBelow);
    const page = await connection(
      where,
      (keyset) => notFiled(tx, scope, union.id, scope.tree, keyset),
      (row) => row.code,
    );
    const unions = await unionsById(
      tx,
      ask.actor.tenantId,
      page.nodes.map((row) => row.unionId),
    );
    const { form, period } = scope;
    const asked = page.nodes.map(({ unionId }) => ({ form, period, unionId, submissionId: null }));
    const filings = await filingViews(tx, ask.actor.tenantId, asked);
    const nodes = page.nodes.flatMap(({ unionId, state }, i) => {
      const [owing, filing] = [unions.get(unionId), filings[i]];
      return owing && filing ? [{ union: owing, state, ...debtOf(filing, ask.actor.today) }] : [];
    });
    return { ...page, nodes };
  }

  @ResolveField('cells')
  async cells(@Parent() submission: Submission, @Context('ask') ask: Ask): Promise<FilledCell[]> {
    return filledCells(await formFiled(ask, submission), submission);
  }

  @ResolveField('carriedCells')
  carriedCells(@Parent() { origins }: Submission): number {
    return carriedCells(origins);
  }

  @ResolveField('tables')
  tables(@Parent() { rows }: Submission): Array<{ table: string; rows: readonly unknown[] }> {
    return Object.entries(rows).map(([table, list]) => ({ table, rows: list }));
  }

  @ResolveField('imported')
  imported(@Parent() { imported }: Submission): object | null {
    return imported && { ...imported, importedAt: new Date(imported.importedAt) };
  }

  @Mutation('saveDraft')
  saveDraft(@Args('input') input: SaveDraftInput, @Context('ask') ask: Ask): Answer {
    return this.answer(ask, () => this.drafts.saveDraft(ask, input));
  }

  @Mutation('takeOffers')
  takeOffers(@Args('input') input: TakeOffersInput, @Context('ask') ask: Ask): Answer {
    return this.answer(ask, () => this.drafts.takeOffers(ask, input));
  }

  @Mutation('submit')
  submit(@Args('input') input: SubmitInput, @Context('ask') ask: Ask): Answer {
    return this.answer(ask, () => this.filing.submit(ask, input));
  }

  @Mutation('withdrawSubmission')
  withdraw(@Args('input') input: WithdrawInput, @Context('ask') ask: Ask): Answer {
    return this.answer(ask, () => this.filing.withdraw(ask, input));
  }

  @Mutation('restateSubmission')
  restate(@Args('input') input: RestateInput, @Context('ask') ask: Ask): Answer {
    return this.answer(ask, () => this.filing.restate(ask, input));
  }

  @Mutation('acceptSubmission')
  accept(@Args('input') input: AcceptInput, @Context('ask') ask: Ask): Answer {
    return this.answer(ask, () => this.review.accept(ask, input));
  }

  @Mutation('returnSubmission')
  return(@Args('input') input: ReturnInput, @Context('ask') ask: Ask): Answer {
    return this.answer(ask, () => this.review.return(ask, input));
  }

  private answer(ask: Ask, act: () => Promise<string>): Answer {
    return ask.answer(async () => {
      const id = await act();
      const found = await submissionById(await ask.read(), ask.actor.tenantId, id);
      return { submission: found ?? refuse('NOT_FOUND', { what: '填报 submission' }) };
    });
  }
}

/** The `union` of all submissions, or of whatever else a union has given, in an answer by one statement (a Mercurius loader). */
export const unionLoader = {
  async loader(
    queries: ReadonlyArray<{ obj: { unionId: string } }>,
    { ask }: { ask: Ask },
  ): Promise<Array<TradeUnion | undefined>> {
    const ids = queries.map(({ obj }) => obj.unionId);
    const unions = await unionsById(await ask.read(), ask.actor.tenantId, ids);
    return ids.map((id) => unions.get(id));
  },
  opts: { cache: false },
};

/** The form that a submission is filed on. */
const formFiled = async (ask: Ask, { form, formVersion }: Submission) =>
  formAt(await ask.read(), ask.actor.tenantId, form, formVersion);

/** A submission of a union whose figures the actor may read in the period's tree; else NOT_FOUND. */
async function readable(tx: Tx, ask: Ask, submissionId: string): Promise<Submission> {
  const { tenantId } = ask.actor;
  const unknown = (): never => refuse('NOT_FOUND', { what: '填报 submission' }, { field: 'id' });
  const id = requireId(submissionId, '填报 submission');
  const found = (await submissionById(tx, tenantId, id)) ?? unknown();
  const tree = await treeOf(tx, tenantId, found.period);
  await hideUnion(requireMay(tx, ask.actor, 'READ_FIGURES', found.unionId, tree), unknown);
  return found;
}
