import type { NoticeState, Receipt } from '@huiji/domain/notice';
import { type Tx, sql, sqlOne } from './data-source.js';
import { awaits, below, overdue, type SeenFrom } from './notice.js';
import type { Page } from './organisation.js';

/** A notice at one of its recipients. */
export interface ReceiptRow extends Receipt {
  noticeId: string;
  unionId: string;
  code: string;
  receivedByName: string | null;
  reply: string | null;
  repliedByName: string | null;
  remindedAt: Date | null;
  reminders: number;
}

const receipt = `r.notice_id AS "noticeId", r.union_id AS "unionId", u.code, r.received_at AS "receivedAt", g.name AS "receivedByName",
  r.reply, r.replied_at AS "repliedAt", a.name AS "repliedByName", r.reminded_at AS "remindedAt", r.reminders`;
const receiptJoined = `JOIN trade_union u ON u.tenant_id = $1 AND u.id = r.union_id
  LEFT JOIN person g ON g.tenant_id = $1 AND g.id = r.received_by
  LEFT JOIN person a ON a.tenant_id = $1 AND a.id = r.replied_by`;

/** Which receipts of a notice are meant: null of `states` for any. */
export interface ReceiptsMeant {
  noticeId: string;
  states: readonly NoticeState[] | null;
  overdue: boolean;
}

/** A page of the recipients at and below a union, by code. */
export function receiptsAt(
  tx: Tx,
  { tenantId, unionId, today }: SeenFrom,
  meant: ReceiptsMeant,
  page: Page,
): Promise<ReceiptRow[]> {
  return sql<ReceiptRow>(
    tx,
    `${below}
     SELECT ${receipt} FROM notice n JOIN notice_receipt r ON r.tenant_id = $1 AND r.notice_id = n.id ${receiptJoined}
     WHERE n.tenant_id = $1 AND n.id = $4 AND r.union_id IN (SELECT union_id FROM subtree)
       AND ($5::text[] IS NULL OR CASE WHEN r.replied_at IS NOT NULL THEN 'REPLIED' WHEN r.received_at IS NOT NULL THEN 'RECEIVED'
         ELSE 'UNREAD' END = ANY ($5))
       AND (NOT $6 OR ${overdue('$3')}) AND ($7::text IS NULL OR u.code > $7)
     ORDER BY u.code LIMIT $8`,
    [tenantId, unionId, today, meant.noticeId, meant.states, meant.overdue, page.after, page.first],
  );
}

/** Receipts of a notice at some unions, by code; nothing of a union that it was not issued to. */
export function receiptsOf(
  tx: Tx,
  tenantId: string,
  noticeId: string,
  unionIds: readonly string[],
): Promise<ReceiptRow[]> {
  return sql<ReceiptRow>(
    tx,
    `SELECT ${receipt} FROM notice_receipt r ${receiptJoined}
     WHERE r.tenant_id = $1 AND r.notice_id = $2 AND r.union_id = ANY ($3::uuid[]) ORDER BY u.code`,
    [tenantId, noticeId, unionIds],
  );
}

// What was issued to a union that merged is answered by its successor.
const mine = `WITH RECURSIVE mine AS (
    SELECT union_id FROM unnest($2::uuid[]) AS m (union_id)
    UNION
    SELECT u.id FROM mine m JOIN trade_union u ON u.tenant_id = $1 AND u.successor_id = m.union_id
  )`;
const received = `mine m JOIN notice_receipt r ON r.tenant_id = $1 AND r.union_id = m.union_id
  JOIN notice n ON n.tenant_id = $1 AND n.id = r.notice_id`;

/** Where a page of receipts ended. */
export type ReceiptPlace = readonly [noticeId: string, code: string];

/** A page of what was issued to some unions and what merged into them, the newest first; `open`: only what awaits something of them. */
export function receiptsBy(
  tx: Tx,
  tenantId: string,
  { unionIds, open }: { unionIds: readonly string[]; open: boolean },
  page: { first: number; after: ReceiptPlace | null },
): Promise<ReceiptRow[]> {
  return sql<ReceiptRow>(
    tx,
    `${mine}
     SELECT ${receipt} FROM ${received} ${receiptJoined}
     WHERE (NOT $3 OR ${awaits}) AND ($4::uuid IS NULL OR r.notice_id < $4 OR r.notice_id = $4 AND u.code > $5)
     ORDER BY r.notice_id DESC, u.code LIMIT $6`,
    [tenantId, unionIds, open, ...(page.after ?? [null, null]), page.first],
  );
}

/** How many receipts await something of some unions and what merged into them. */
export async function openReceipts(tx: Tx, tenantId: string, unionIds: readonly string[]): Promise<number> {
  const { count } = await sqlOne<{ count: number }>(
    tx,
    `${mine} SELECT count(*)::int AS count FROM ${received} WHERE ${awaits}`,
    [tenantId, unionIds],
  );
  return count;
}

/** Receives a notice at unions, and replies to it where there are words; who received it first stays. The caller holds the notice. */
export async function answer(
  tx: Tx,
  tenantId: string,
  {
    noticeId,
    unionIds,
    by,
    reply,
  }: { noticeId: string; unionIds: readonly string[]; by: string; reply: string | null },
): Promise<void> {
  await sql(
    tx,
    `WITH held AS MATERIALIZED (
       SELECT union_id FROM notice_receipt WHERE tenant_id = $1 AND notice_id = $2 AND union_id = ANY ($3::uuid[])
       ORDER BY union_id FOR NO KEY UPDATE)
     UPDATE notice_receipt r SET received_by = coalesce(r.received_by, $4), received_at = coalesce(r.received_at, clock_timestamp()),
       reply = coalesce($5, r.reply), replied_by = CASE WHEN $5::text IS NULL THEN r.replied_by ELSE $4 END,
       replied_at = CASE WHEN $5::text IS NULL THEN r.replied_at ELSE clock_timestamp() END
     FROM held h WHERE r.tenant_id = $1 AND r.notice_id = $2 AND r.union_id = h.union_id`,
    [tenantId, noticeId, unionIds, by, reply],
  );
}

/** How long a recipient that was reminded is not reminded again. */
const again = "interval '1 hour'";

/** Reminds the recipients at and below a union that a notice still awaits something of; answers how many. The caller holds the notice alone. */
export async function remindOf(
  tx: Tx,
  { tenantId, unionId, today }: SeenFrom,
  noticeId: string,
): Promise<number> {
  const { reminded } = await sqlOne<{ reminded: number }>(
    tx,
    `${below}, reminded AS (
       UPDATE notice_receipt r SET reminded_at = clock_timestamp(), reminders = r.reminders + 1 FROM notice n
       WHERE r.tenant_id = $1 AND r.notice_id = $4 AND n.tenant_id = $1 AND n.id = $4 AND ${awaits}
         AND r.union_id IN (SELECT union_id FROM subtree)
         AND (r.reminded_at IS NULL OR r.reminded_at < clock_timestamp() - ${again}) RETURNING 1)
     SELECT count(*)::int AS reminded FROM reminded`,
    [tenantId, unionId, today, noticeId],
  );
  return reminded;
}
