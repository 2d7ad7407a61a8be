import { divide } from './figure.js';
import { type Problem, problem, refuse } from './problem.js';

/** To which unions below it a body issues a notice (下发通知): those directly below, all grassroots unions, all, or those named. */
export const noticeAudiences = ['CHILDREN', 'GRASSROOTS', 'ALL_BELOW', 'NAMED'] as const;
export type NoticeAudience = (typeof noticeAudiences)[number];

/** Where a notice stands at a recipient: not received (未签收), received (已签收), replied to (已回复). */
export type NoticeState = 'UNREAD' | 'RECEIVED' | 'REPLIED';

/** What a notice asks of its recipients. */
export interface NoticeTerms {
  /** The last day for it; null where none is set. */
  dueOn: string | null;
  wantsReply: boolean;
  withdrawnAt: Date | null;
}

/** When a recipient received a notice and replied to it; whoever has replied has received it. */
export interface Receipt {
  receivedAt: Date | null;
  repliedAt: Date | null;
}

/** Where a notice stands at a recipient. */
export function noticeStateOf({ receivedAt, repliedAt }: Receipt): NoticeState {
  if (repliedAt) return 'REPLIED';
  return receivedAt ? 'RECEIVED' : 'UNREAD';
}

/** Whether a recipient still has to do something: nothing of a notice that was withdrawn. */
export const awaits = (
  { wantsReply, withdrawnAt }: NoticeTerms,
  { receivedAt, repliedAt }: Receipt,
): boolean => withdrawnAt === null && (wantsReply ? repliedAt === null : receivedAt === null);

/** 超期: whether a recipient still has to do something, and the last day for it is over. */
export const isOverdue = (terms: NoticeTerms, receipt: Receipt, today: string): boolean =>
  terms.dueOn !== null && terms.dueOn < today && awaits(terms, receipt);

/** NOTICE_DUE_PAST: nobody can be asked to answer by a day that is over. */
export function dueProblems(dueOn: string | null, today: string): Problem[] {
  return dueOn !== null && dueOn < today
    ? [problem('NOTICE_DUE_PAST', { date: dueOn, today }, { field: 'dueOn' })]
    : [];
}

/** A notice is answered, reminded of and withdrawn only while it stands: NOTICE_WITHDRAWN. */
export function requireStanding({ withdrawnAt }: Pick<NoticeTerms, 'withdrawnAt'>): void {
  if (withdrawnAt) refuse('NOTICE_WITHDRAWN', {}, { field: 'noticeId' });
}

/** Whether it may be answered so: NOTICE_WITHDRAWN, and NOTICE_NO_REPLY for words where none are wanted. */
export function requireAnswerable(terms: NoticeTerms, reply: string | null): void {
  requireStanding(terms);
  if (reply !== null && !terms.wantsReply) refuse('NOTICE_NO_REPLY', {}, { field: 'reply' });
}

/** How many recipients there are, and how far they have come. The recipients of a body are its own and those of its children. */
export interface NoticeCounts {
  recipients: number;
  /** Those that have replied among them. */
  received: number;
  replied: number;
  overdue: number;
}

export const noRecipients: NoticeCounts = { recipients: 0, received: 0, replied: 0, overdue: 0 };

const percent = { percent: true };
const share = (part: number, of: number): string | null => divide(BigInt(part), BigInt(of), 1, percent);

/** 签收率 and 回复率 in %, with one place, from sums; null without recipients, the second also where no reply is wanted. */
export const noticeRates = (
  { recipients, received, replied }: NoticeCounts,
  { wantsReply }: Pick<NoticeTerms, 'wantsReply'>,
): { receiptRate: string | null; replyRate: string | null } => ({
  receiptRate: share(received, recipients),
  replyRate: wantsReply ? share(replied, recipients) : null,
});
