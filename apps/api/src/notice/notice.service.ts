import { dueProblems, type NoticeAudience, requireAnswerable, requireStanding } from '@huiji/domain/notice';
import { parseDay } from '@huiji/domain/period';
import { problem, refuse, refuseAny } from '@huiji/domain/problem';
import { requireId } from '@huiji/filing/ids';
import { allowed, inField, requireMay, type Seen, visibleInTree } from '@huiji/filing/visible';
import { audit, auditAll } from '@huiji/store/audit';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { insertNotice, type Notice, noticeById, noticeTree, reaches, withdraw } from '@huiji/store/notice';
import { answer, receiptsOf, remindOf } from '@huiji/store/notice-receipt';
import { lockTree, type TreeAt, treeOn } from '@huiji/store/organisation';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { Ask } from '../graphql/ask.js';
import { onceIn } from '../graphql/once-in.js';
import { optionalText, requireText } from '../graphql/text.js';
import { hideUnion } from '../submission/submission.service.js';

export interface IssueNoticeInput {
  issuerId: string;
  documentNo: string;
  title: string;
  body: string;
  dueOn?: string | null;
  wantsReply: boolean;
  audience: NoticeAudience;
  unionIds?: string[] | null;
  idempotencyKey: string;
}

export interface WithdrawNoticeInput {
  noticeId: string;
  reason: string;
  idempotencyKey: string;
}

export interface AnswerNoticeInput {
  noticeId: string;
  unionIds: string[];
  reply?: string | null;
  idempotencyKey: string;
}

export interface RemindOfNoticeInput {
  noticeId: string;
  unionId: string;
  idempotencyKey: string;
}

/** How many unions a request names at most. */
const mostUnions = 500;
const what = '通知 notice';

/** The same answer for a notice that does not exist and for one that is not the actor's to see. */
export const noSuchNotice = (field: string): never => refuse('NOT_FOUND', { what }, { field });

/** 下发通知: issued, withdrawn, received, replied to and reminded of. */
@Injectable()
export class NoticeService {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  /** Issues a notice and answers its id. */
  issue(ask: Ask, input: IssueNoticeInput): Promise<string> {
    const { tenantId, personId, today } = ask.actor;
    const { audience, wantsReply } = input;
    const dueOn = input.dueOn ? parseDay(input.dueOn, 'dueOn') : null;
    const written = {
      documentNo: requireText('documentNo', input.documentNo, 100),
      title: requireText('title', input.title, 200),
      body: requireText('body', input.body, 20_000),
    };
    refuseAny(dueProblems(dueOn, today));
    const field = 'unionIds';
    const unionIds = input.unionIds ?? [];
    if ((audience === 'NAMED') !== unionIds.length > 0) refuse('NOTICE_AUDIENCE', {}, { field });
    requireFew(unionIds);
    return onceIn(this.source, ask, input.idempotencyKey, { issueNotice: input }, async (tx) => {
      // Moves of the tree wait: the recipients are those that stand there as it is seen.
      await lockTree(tx, tenantId, 'SHARED');
      const { union: issuer } = await inField(
        'issuerId',
        requireMay(tx, ask.actor, 'ISSUE_NOTICES', input.issuerId),
      );
      const named = await namedBelow(tx, ask, issuer, unionIds);
      const id = uuid();
      const notice = { id, issuerId: issuer.id, ...written, dueOn, wantsReply, audience, issuedBy: personId };
      const recipients = await insertNotice(tx, tenantId, notice, { day: today, named });
      if (recipients === 0) refuse('NOTICE_NOBODY', { issuer: issuer.name }, { field: 'audience' });
      const { documentNo } = written;
      await audit(tx, ask.origin, {
        ...{ action: 'ISSUE_NOTICE', objectType: 'notice', objectId: id, unionId: issuer.id },
        after: { documentNo, dueOn, wantsReply, audience, recipients },
      });
      return id;
    });
  }

  /** Withdraws a notice and answers its id. */
  withdraw(ask: Ask, { idempotencyKey, ...input }: WithdrawNoticeInput): Promise<string> {
    const { tenantId, personId } = ask.actor;
    const reason = requireText('reason', input.reason, 500);
    return onceIn(this.source, ask, idempotencyKey, { withdrawNotice: input }, async (tx) => {
      const notice = await held(tx, ask, input.noticeId, 'ALONE');
      await hideUnion(requireMay(tx, ask.actor, 'ISSUE_NOTICES', notice.issuerId), () =>
        noSuchNotice('noticeId'),
      );
      requireStanding(notice);
      await withdraw(tx, tenantId, { id: notice.id, by: personId, reason });
      await audit(tx, ask.origin, {
        ...{ action: 'WITHDRAW_NOTICE', objectType: 'notice', objectId: notice.id, unionId: notice.issuerId },
        after: { reason },
      });
      return notice.id;
    });
  }

  /** Receives a notice at all of the unions, and replies for them where there are words; answers for which notice. */
  answer(ask: Ask, { idempotencyKey, ...input }: AnswerNoticeInput): Promise<string> {
    const { tenantId, personId } = ask.actor;
    const reply = optionalText('reply', input.reply, 2_000);
    const field = 'unionIds';
    if (input.unionIds.length === 0) refuse('FIELD_REQUIRED', { field }, { field });
    requireFew(input.unionIds);
    return onceIn(this.source, ask, idempotencyKey, { answerNotice: input }, async (tx) => {
      // The unions first: who may not answer for them learns nothing of the notice.
      const seen = await visibleAll(tx, ask, input.unionIds, noticeTree(ask.actor.today));
      for (const each of seen) allowed('ANSWER_NOTICES', each);
      const notice = await held(tx, ask, input.noticeId, 'SHARED');
      const unionIds = [...new Set(seen.map(({ union }) => union.id))];
      await requireRecipients(tx, ask, notice, seen);
      requireAnswerable(notice, reply);
      await answer(tx, tenantId, { noticeId: notice.id, unionIds, by: personId, reply });
      const action = reply === null ? 'RECEIVE_NOTICE' : 'REPLY_TO_NOTICE';
      await auditAll(
        tx,
        ask.origin,
        unionIds.map((unionId) => ({ action, objectType: 'notice', objectId: notice.id, unionId })),
      );
      return notice.id;
    });
  }

  /** Reminds those at and below a union that still have to answer; answers how many. */
  remind(ask: Ask, { idempotencyKey, ...input }: RemindOfNoticeInput): Promise<number> {
    const { tenantId, today } = ask.actor;
    return onceIn(this.source, ask, idempotencyKey, { remindOfNotice: input }, async (tx) => {
      const { union } = await requireMay(tx, ask.actor, 'REMIND', input.unionId, noticeTree(ask.actor.today));
      const notice = await held(tx, ask, input.noticeId, 'ALONE');
      const from = { tenantId, unionId: union.id, level: union.level, today };
      if (!(await reaches(tx, from, notice.id))) noSuchNotice('noticeId');
      requireStanding(notice);
      const reminded = await remindOf(tx, from, notice.id);
      await audit(tx, ask.origin, {
        ...{ action: 'REMIND_OF_NOTICE', objectType: 'notice', objectId: notice.id, unionId: union.id },
        after: { reminded },
      });
      return reminded;
    });
  }
}

/** NOTICE_NOT_RECIPIENT with the row of who issued it or stands above a recipient; for any other union it does not exist. */
async function requireRecipients(
  tx: Tx,
  { actor: { tenantId, today } }: Ask,
  notice: Notice,
  seen: readonly Seen[],
): Promise<void> {
  const unions = seen.map(({ union }) => union);
  const issued = await receiptsOf(
    tx,
    tenantId,
    notice.id,
    unions.map(({ id }) => id),
  );
  const recipients = new Set(issued.map(({ unionId }) => unionId));
  const at = unions.findIndex(({ id }) => !recipients.has(id));
  const other = unions[at];
  if (!other) return;
  const from = { tenantId, unionId: other.id, level: other.level, today };
  if (other.id !== notice.issuerId && !(await reaches(tx, from, notice.id))) noSuchNotice('noticeId');
  refuse('NOTICE_NOT_RECIPIENT', { union: other.name }, { field: 'unionIds', row: at + 1 });
}

function requireFew(unionIds: readonly string[]): void {
  const field = 'unionIds';
  if (unionIds.length > mostUnions)
    refuse('REQUEST_TOO_LARGE', { what: field, limit: mostUnions }, { field });
}

/** A notice that is held until the transaction ends; NOT_FOUND. */
async function held(tx: Tx, { actor }: Ask, noticeId: string, hold: 'SHARED' | 'ALONE'): Promise<Notice> {
  const id = requireId(noticeId, what, 'noticeId');
  return (await noticeById(tx, actor.tenantId, id, hold)) ?? noSuchNotice('noticeId');
}

/** The unions that are named, as they stand in a tree: NOT_FOUND for any outside the actor's subtrees. */
async function visibleAll(
  tx: Tx,
  { actor }: Ask,
  unionIds: readonly string[],
  tree: TreeAt,
): Promise<Seen[]> {
  const union = '工会 union';
  const ids = unionIds.map((id) => requireId(id, union, 'unionIds'));
  const seen = await visibleInTree(tx, actor, [...new Set(ids)], tree);
  return ids.map((id) => seen.get(id) ?? refuse('NOT_FOUND', { what: union }, { field: 'unionIds' }));
}

/** Those named, each below the issuer, else NOTICE_NOT_BELOW with its row; NOT_FOUND. */
async function namedBelow(
  tx: Tx,
  ask: Ask,
  issuer: TradeUnion,
  unionIds: readonly string[],
): Promise<string[]> {
  const seen = await visibleAll(tx, ask, unionIds, treeOn(ask.actor.today));
  refuseAny(
    seen.flatMap(({ union, ancestors }, at) =>
      ancestors.includes(issuer.id)
        ? []
        : [
            problem(
              'NOTICE_NOT_BELOW',
              { union: union.name, issuer: issuer.name },
              { field: 'unionIds', row: at + 1 },
            ),
          ],
    ),
  );
  return seen.map(({ union }) => union.id);
}
