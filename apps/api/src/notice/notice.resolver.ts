import { may } from '@huiji/domain/access';
import {
  awaits,
  isOverdue,
  noRecipients,
  type NoticeCounts,
  noticeRates,
  noticeStateOf,
  type NoticeState,
} from '@huiji/domain/notice';
import { requireId } from '@huiji/filing/ids';
import type { Actor } from '@huiji/filing/actor';
import { requireMay, requireMayBelow, type UnionNamed } from '@huiji/filing/visible';
import type { Tx } from '@huiji/store/data-source';
import {
  bodiesOf,
  countsAt,
  countsBelow,
  type Notice,
  noticeById,
  noticesById,
  noticesSeenFrom,
  type SeenFrom,
} from '@huiji/store/notice';
import {
  openReceipts,
  type ReceiptPlace,
  type ReceiptRow,
  receiptsAt,
  receiptsBy,
  receiptsOf,
} from '@huiji/store/notice-receipt';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Ask, Payload } from '../graphql/ask.js';
import { connection, type Connection, type PageAsked } from '../graphql/connection.js';
import {
  type AnswerNoticeInput,
  type IssueNoticeInput,
  noSuchNotice,
  NoticeService,
  type RemindOfNoticeInput,
  type WithdrawNoticeInput,
} from './notice.service.js';
import { noticeSeen, seenFrom } from './seen.js';

/** Counts at and below a union, as the schema shows them; `union` is read by a loader. */
type Progress = NoticeCounts & ReturnType<typeof noticeRates> & { unionId: string };

/** A notice as it is seen from a union. */
interface View {
  notice: Notice;
  progress: Progress;
}

/** A receipt as the schema shows it; `union` is read by a loader. */
type ReceiptView = ReceiptRow & { notice: Notice; state: NoticeState; open: boolean; overdue: boolean };

type NoticeNamed = UnionNamed & { noticeId: string };

@Resolver()
export class NoticeResolver {
  constructor(@Inject(NoticeService) private readonly notices: NoticeService) {}

  @Query('myNotices')
  async mine(
    @Args() { open, ...page }: PageAsked & { open: boolean },
    @Context('ask') ask: Ask,
  ): Promise<Connection<ReceiptView>> {
    const { tenantId } = ask.actor;
    const tx = await ask.read();
    const found = await connection(
      page,
      ({ first, after }) =>
        receiptsBy(tx, tenantId, { unionIds: answersFor(ask.actor), open }, { first, after: placeOf(after) }),
      ({ noticeId, code }) => `${noticeId} ${code}`,
    );
    return { ...found, nodes: await receiptViews(tx, ask, found.nodes) };
  }

  @Query('myOpenNotices')
  async open(@Context('ask') ask: Ask): Promise<number> {
    return openReceipts(await ask.read(), ask.actor.tenantId, answersFor(ask.actor));
  }

  @Query('notices')
  async seen(@Args() args: UnionNamed & PageAsked, @Context('ask') ask: Ask): Promise<Connection<View>> {
    const tx = await ask.read();
    const { from, ancestors } = await seenFrom(tx, ask.actor, args, requireMay);
    const page = await connection(
      args,
      ({ first, after }) =>
        noticesSeenFrom(tx, from, ancestors, { first, after: after && requireId(after, '页 page') }),
      ({ id }) => id,
    );
    const ids = page.nodes.map(({ id }) => id);
    const counts = await countsAt(tx, from, ids);
    return { ...page, nodes: page.nodes.map((notice) => viewOf(notice, from, counts.get(notice.id))) };
  }

  @Query('notice')
  async one(@Args() { id, ...named }: UnionNamed & { id: string }, @Context('ask') ask: Ask): Promise<View> {
    const tx = await ask.read();
    const { from } = await seenFrom(tx, ask.actor, named, requireMay);
    const notice = await noticeSeen(tx, from, id, 'id');
    return viewOf(notice, from, (await countsAt(tx, from, [notice.id])).get(notice.id));
  }

  @Query('noticeProgressBelow')
  async below(
    @Args() args: NoticeNamed & PageAsked,
    @Context('ask') ask: Ask,
  ): Promise<Connection<Progress>> {
    const tx = await ask.read();
    const { from } = await seenFrom(tx, ask.actor, args, requireMayBelow);
    const notice = await noticeSeen(tx, from, args.noticeId, 'noticeId');
    const page = await connection(
      args,
      (keyset) => countsBelow(tx, from, notice.id, keyset),
      ({ code }) => code,
    );
    return { ...page, nodes: page.nodes.map((counts) => ({ ...counts, ...noticeRates(counts, notice) })) };
  }

  @Query('noticeReceipts')
  async receipts(
    @Args() args: NoticeNamed & PageAsked & { states?: NoticeState[] | null; overdue: boolean },
    @Context('ask') ask: Ask,
  ): Promise<Connection<ReceiptView>> {
    const tx = await ask.read();
    const { from } = await seenFrom(tx, ask.actor, args, requireMayBelow);
    const { id } = await noticeSeen(tx, from, args.noticeId, 'noticeId');
    const meant = { noticeId: id, states: args.states ?? null, overdue: args.overdue };
    const page = await connection(
      args,
      (keyset) => receiptsAt(tx, from, meant, keyset),
      ({ code }) => code,
    );
    return { ...page, nodes: await receiptViews(tx, ask, page.nodes) };
  }

  @Mutation('issueNotice')
  issue(
    @Args('input') input: IssueNoticeInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ notice: Notice }>> {
    return ask.answer(async () => ({
      notice: await noticeAsItIs(ask, await this.notices.issue(ask, input)),
    }));
  }

  @Mutation('withdrawNotice')
  withdraw(
    @Args('input') input: WithdrawNoticeInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ notice: Notice }>> {
    return ask.answer(async () => ({
      notice: await noticeAsItIs(ask, await this.notices.withdraw(ask, input)),
    }));
  }

  @Mutation('answerNotice')
  answer(
    @Args('input') input: AnswerNoticeInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ receipts: ReceiptView[] }>> {
    return ask.answer(async () => {
      const noticeId = await this.notices.answer(ask, input);
      const tx = await ask.read();
      const rows = await receiptsOf(tx, ask.actor.tenantId, noticeId, input.unionIds);
      return { receipts: await receiptViews(tx, ask, rows) };
    });
  }

  @Mutation('remindOfNotice')
  remind(
    @Args('input') input: RemindOfNoticeInput,
    @Context('ask') ask: Ask,
  ): Promise<Payload<{ reminded: number }>> {
    return ask.answer(async () => ({ reminded: await this.notices.remind(ask, input) }));
  }
}

/** `Notice.body` for all notices of an answer by one statement (a Mercurius loader). */
export const noticeBodyLoader = {
  async loader(
    queries: ReadonlyArray<{ obj: Notice }>,
    { ask }: { ask: Ask },
  ): Promise<Array<string | undefined>> {
    const ids = queries.map(({ obj }) => obj.id);
    const bodies = await bodiesOf(await ask.read(), ask.actor.tenantId, ids);
    return ids.map((id) => bodies.get(id));
  },
  opts: { cache: false },
};

/** The unions that the actor answers notices for, each once. */
const answersFor = ({ appointments }: Actor): string[] =>
  [...new Set(appointments.map(({ unionId }) => unionId))].filter((unionId) =>
    may('ANSWER_NOTICES', appointments, unionId, []),
  );

/** Where the last page of receipts ended. */
function placeOf(after: string | null): ReceiptPlace | null {
  if (after === null) return null;
  const space = after.indexOf(' ');
  return [requireId(after.slice(0, Math.max(space, 0)), '页 page'), after.slice(space + 1)];
}

const viewOf = (notice: Notice, { unionId }: SeenFrom, counts = noRecipients): View => ({
  notice,
  progress: { unionId, ...counts, ...noticeRates(counts, notice) },
});

/** A notice that the actor has just issued or withdrawn. */
async function noticeAsItIs(ask: Ask, id: string): Promise<Notice> {
  return (await noticeById(await ask.read(), ask.actor.tenantId, id)) ?? noSuchNotice('noticeId');
}

async function receiptViews(tx: Tx, { actor }: Ask, rows: readonly ReceiptRow[]): Promise<ReceiptView[]> {
  const notices = await noticesById(tx, actor.tenantId, [...new Set(rows.map(({ noticeId }) => noticeId))]);
  return rows.flatMap((row) => {
    const notice = notices.get(row.noticeId);
    if (!notice) return [];
    const [open, overdue] = [awaits(notice, row), isOverdue(notice, row, actor.today)];
    return [{ ...row, notice, state: noticeStateOf(row), open, overdue }];
  });
}
