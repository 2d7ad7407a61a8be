import { formatFigure } from '@huiji/domain/figure';
import { type Form, layoutOf } from '@huiji/domain/form';
import { isClean, percentOf, type Risk, scoreOf } from '@huiji/domain/risk';
import { requireId } from '@huiji/filing/ids';
import { unionIdOf, type UnionNamed } from '@huiji/filing/visible';
import type { SubmissionComment } from '@huiji/store/comment';
import { type QueuePage, waitingFor } from '@huiji/store/review';
import type { Submission } from '@huiji/store/submission';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import { connection, type Connection } from '../graphql/connection.js';
import { requireScope } from '../period/scope.js';
import { AcceptanceService, type AcceptManyInput } from './acceptance.service.js';
import { type CommentInput, CommentService } from './comment.service.js';
import { requireReviewer, unionsReviewed } from './reviewing.js';

interface Queue extends UnionNamed {
  form: string;
  period: string;
  first: number;
  after?: string | null;
}

/** `ReviewItem` as the resolver hands it out. */
interface ReviewItem {
  submission: Submission;
  risk: ReturnType<typeof riskView> | null;
}

/** `AcceptanceResult` as the resolver hands it out. */
interface AcceptanceResult {
  submissionId: string;
  accepted: boolean;
  userErrors: unknown[];
}

@Resolver('ReviewItem')
export class ReviewResolver {
  constructor(
    @Inject(AcceptanceService) private readonly acceptance: AcceptanceService,
    @Inject(CommentService) private readonly comments: CommentService,
  ) {}

  @Query('reviewQueue')
  async queue(@Args() where: Queue, @Context('ask') ask: Ask): Promise<Connection<ReviewItem>> {
    const tx = await ask.read();
    const { filed, tree, ...scope } = await requireScope(tx, ask, { form: where.form, period: where.period });
    const { personId, today } = ask.actor;
    const named = (where.unionId ?? where.unionCode) ? await unionIdOf(tx, ask.actor, where) : null;
    const unionIds =
      named === null
        ? unionsReviewed(ask.actor)
        : [(await requireReviewer(tx, ask.actor, named, tree)).union.id];
    const by = { personId, tree, day: today, unionIds };
    const page = await connection(
      where,
      ({ first, after }) => waitingFor(tx, scope, by, { first, after: placeOf(after) }),
      ({ score, id }) => `${score} ${id}`,
    );
    const nodes = page.nodes.map(({ risk, score: _, ...submission }) => ({
      submission,
      risk: risk && riskView(filed, risk),
    }));
    return { ...page, nodes };
  }

  @Mutation('acceptSubmissions')
  accept(
    @Args('input') input: AcceptManyInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ results: AcceptanceResult[] }>> {
    return ask.answer(async () => {
      const verdicts = await this.acceptance.acceptMany(ask, input);
      const results = verdicts.map(({ submissionId, problems }) => ({
        ...{ submissionId, accepted: problems.length === 0, userErrors: ask.errors(problems) },
      }));
      return { results };
    });
  }

  @Mutation('commentSubmission')
  comment(
    @Args('input') input: CommentInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ comment: SubmissionComment }>> {
    return ask.answer(async () => ({ comment: await this.comments.comment(ask, input) }));
  }
}

/** Where the last page of the queue ended. */
function placeOf(after: string | null): QueuePage['after'] {
  if (after === null) return null;
  const [, score, id] = /^(\d{1,9}) (.+)$/.exec(after) ?? [];
  return { id: requireId(id ?? '', '页 page'), score: Number(score) };
}

/** A risk as the schema shows it: figures with their decimals. */
const riskView = (form: Form, risk: Risk) => ({
  ...risk,
  ...{ score: scoreOf(risk), clean: isClean(risk) },
  largestChange: risk.largestChange && changeView(form, risk.largestChange),
});

function changeView(form: Form, change: NonNullable<Risk['largestChange']>) {
  const { cell, then, now } = change;
  const decimals = layoutOf(form).cell(cell)?.cell.decimals ?? 0;
  const shown = (figure: string | null): string | null => figure && formatFigure(figure, decimals);
  return { cell, then: shown(then), now: shown(now), changePercent: percentOf(change) };
}
