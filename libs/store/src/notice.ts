import type { NoticeAudience, NoticeCounts, NoticeTerms } from '@huiji/domain/notice';
import type { Level } from '@huiji/domain/organisation';
import { type Tx, sql, sqlOne } from './data-source.js';
import { childrenIn, type Page, subtreeSql, subtreesSql, type TreeAt, treeOn } from './organisation.js';

/** 下发通知 as it is issued. `id`: a version 7 uuid, by which notices are listed. */
export interface NewNotice {
  id: string;
  issuerId: string;
  documentNo: string;
  title: string;
  body: string;
  dueOn: string | null;
  wantsReply: boolean;
  audience: NoticeAudience;
  issuedBy: string;
}

/** A notice as it stands, without its text, which is read for who asks for it (`bodiesOf`). */
export interface Notice extends Omit<NewNotice, 'body' | 'issuedBy'>, NoticeTerms {
  issuerName: string;
  issuedByName: string;
  issuedAt: Date;
  withdrawReason: string | null;
}

const on = { day: '$4::date', recorded: `'infinity'` };

/** The SQL of the unions that an audience means: below the issuer `$3` on the day `$4`; `$5`: those named. */
const audiences: Readonly<Record<NoticeAudience, string>> = {
  CHILDREN: childrenIn('$3', on),
  GRASSROOTS: `${subtreeSql('$3', on.day, on.recorded)}
    SELECT u.id FROM subtree s JOIN trade_union u ON u.tenant_id = $1 AND u.id = s.union_id WHERE u.level = 'GRASSROOTS' AND u.id <> $3`,
  ALL_BELOW: `${subtreeSql('$3', on.day, on.recorded)} SELECT union_id FROM subtree WHERE union_id <> $3`,
  NAMED: 'SELECT DISTINCT u FROM unnest($5::uuid[]) AS u',
};

/**
 * Writes a notice with its recipients, as the tree stands on a day, and answers how many there are. The caller holds the tree, and has
 * seen that the unions named stand below the issuer.
 */
export async function insertNotice(
  tx: Tx,
  tenantId: string,
  notice: NewNotice,
  { day, named }: { day: string; named: readonly string[] },
): Promise<number> {
  const { id, issuerId, audience } = notice;
  await sql(
    tx,
    `INSERT INTO notice (tenant_id, id, issuer_id, document_no, title, body, due_on, wants_reply, audience, issued_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[tenantId, id, issuerId, notice.documentNo, notice.title, notice.body],
      ...[notice.dueOn, notice.wantsReply, audience, notice.issuedBy],
    ],
  );
  // Every audience is told all of the parameters, whichever it reads.
  const { recipients } = await sqlOne<{ recipients: number }>(
    tx,
    `WITH recipient (union_id) AS (${audiences[audience]}), asked AS (SELECT $3::uuid, $4::date, $5::uuid[]), written AS (
       INSERT INTO notice_receipt (tenant_id, notice_id, union_id) SELECT $1, $2, union_id FROM recipient RETURNING 1)
     SELECT count(*)::int AS recipients FROM written`,
    [tenantId, id, issuerId, day, named],
  );
  return recipients;
}

const columns = `n.id, n.issuer_id AS "issuerId", i.name AS "issuerName", n.document_no AS "documentNo", n.title,
  n.due_on::text AS "dueOn", n.wants_reply AS "wantsReply", n.audience, b.name AS "issuedByName", n.issued_at AS "issuedAt",
  n.withdrawn_at AS "withdrawnAt", n.withdraw_reason AS "withdrawReason"`;
const joined = `JOIN trade_union i ON i.tenant_id = $1 AND i.id = n.issuer_id
  JOIN person b ON b.tenant_id = $1 AND b.id = n.issued_by`;

/** A notice; null where the tenant has none with this id. `hold`: it cannot be withdrawn until the transaction ends. */
export async function noticeById(
  tx: Tx,
  tenantId: string,
  id: string,
  hold: 'SHARED' | 'ALONE' | null = null,
): Promise<Notice | null> {
  if (hold)
    await sql(
      tx,
      `SELECT FROM notice WHERE tenant_id = $1 AND id = $2 FOR ${hold === 'SHARED' ? 'SHARE' : 'NO KEY UPDATE'}`,
      [tenantId, id],
    );
  const [notice] = await sql<Notice>(
    tx,
    `SELECT ${columns} FROM notice n ${joined} WHERE n.tenant_id = $1 AND n.id = $2`,
    [tenantId, id],
  );
  return notice ?? null;
}

/** Withdraws a notice. */
export async function withdraw(
  tx: Tx,
  tenantId: string,
  { id, by, reason }: { id: string; by: string; reason: string },
): Promise<void> {
  await sql(
    tx,
    `UPDATE notice SET withdrawn_by = $3, withdrawn_at = clock_timestamp(), withdraw_reason = $4
     WHERE tenant_id = $1 AND id = $2`,
    [tenantId, id, by, reason],
  );
}

/** Some notices, by id. */
export async function noticesById(
  tx: Tx,
  tenantId: string,
  ids: readonly string[],
): Promise<Map<string, Notice>> {
  const notices = await sql<Notice>(
    tx,
    `SELECT ${columns} FROM notice n ${joined} WHERE n.tenant_id = $1 AND n.id = ANY ($2::uuid[])`,
    [tenantId, ids],
  );
  return new Map(notices.map((notice) => [notice.id, notice]));
}

/** The texts (正文) of some notices, by id. */
export async function bodiesOf(
  tx: Tx,
  tenantId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await sql<{ id: string; body: string }>(
    tx,
    'SELECT id, body FROM notice WHERE tenant_id = $1 AND id = ANY ($2::uuid[])',
    [tenantId, ids],
  );
  return new Map(rows.map(({ id, body }) => [id, body]));
}

/** The tree in which notices are looked at on a day: what merged stands below its successor. */
export const noticeTree = (day: string): TreeAt => ({ ...treeOn(day), throughSuccessors: true });

/** From where notices are looked at: a union with those that stand below it on a day, what merged at its successor. */
export interface SeenFrom {
  tenantId: string;
  unionId: string;
  level: Level;
  today: string;
}

/** The SQL of the union that is looked from (`$2`) and those below it on the day (`$3`): `subtree(union_id)`. */
export const below = subtreeSql('$2', '$3::date', `'infinity'`, true);

/** A page of the notices that a union has issued, and of those issued by its superiors to unions at or below it, the newest first. */
export function noticesSeenFrom(
  tx: Tx,
  { tenantId, unionId, today }: SeenFrom,
  superiors: readonly string[],
  page: Page,
): Promise<Notice[]> {
  return sql<Notice>(
    tx,
    `${below}
     SELECT ${columns} FROM notice n ${joined}
     WHERE n.tenant_id = $1 AND ($5::uuid IS NULL OR n.id < $5)
       AND (n.issuer_id = $2 OR n.issuer_id = ANY ($4::uuid[]) AND EXISTS (
         SELECT FROM notice_receipt r WHERE r.tenant_id = $1 AND r.notice_id = n.id AND r.union_id IN (SELECT union_id FROM subtree)))
     ORDER BY n.id DESC LIMIT $6`,
    [tenantId, unionId, today, superiors, page.after, page.first],
  );
}

/** The SQL condition that notice `n` still awaits something of the recipient of `r`: `awaits` of the domain. */
export const awaits = `(n.withdrawn_at IS NULL AND CASE WHEN n.wants_reply THEN r.replied_at ELSE r.received_at END IS NULL)`;
/** The SQL condition that it does, and the day for it is over: `isOverdue` of the domain. */
export const overdue = (today: string): string => `(${awaits} AND n.due_on < ${today})`;
const counts = (today: string): string => `count(*)::int AS recipients, count(r.received_at)::int AS received,
  count(r.replied_at)::int AS replied, (count(*) FILTER (WHERE ${overdue(today)}))::int AS overdue`;

/**
 * The SQL condition that the recipient of `r` stands in `subtree`. Below the federation nearly all do: their receipts are read in one go and
 * held against it, a quarter of the cost of looking each up, which is what a bureau's few are (IS TRUE keeps the planner from that).
 */
const within = ({ level }: SeenFrom): string =>
  `(r.union_id IN (SELECT union_id FROM subtree))${level === 'FEDERATION' ? ' IS TRUE' : ''}`;

/** How far the recipients at and below a union have come with each of some notices; nothing where there are none. One walk for all. */
export async function countsAt(
  tx: Tx,
  from: SeenFrom,
  noticeIds: readonly string[],
): Promise<Map<string, NoticeCounts>> {
  const { tenantId, unionId, today } = from;
  const rows = await sql<NoticeCounts & { id: string }>(
    tx,
    `${below}
     SELECT n.id, ${counts('$3')} FROM notice n JOIN notice_receipt r ON r.tenant_id = $1 AND r.notice_id = n.id
     WHERE n.tenant_id = $1 AND n.id = ANY ($4::uuid[]) AND ${within(from)} GROUP BY n.id`,
    [tenantId, unionId, today, noticeIds],
  );
  return new Map(rows.map(({ id, ...each }) => [id, each]));
}

/** Whether any recipient of a notice stands at or below a union. */
export async function reaches(
  tx: Tx,
  { tenantId, unionId, today }: SeenFrom,
  noticeId: string,
): Promise<boolean> {
  const { reached } = await sqlOne<{ reached: boolean }>(
    tx,
    `${below}
     SELECT EXISTS (SELECT FROM subtree s JOIN notice_receipt r ON r.tenant_id = $1 AND r.notice_id = $4
       AND r.union_id = s.union_id) AS reached`,
    [tenantId, unionId, today, noticeId],
  );
  return reached;
}

/** A page of the unions directly below a union, by code, with the counts of those at and below each; none without recipients. */
export function countsBelow(
  tx: Tx,
  { tenantId, unionId, today }: SeenFrom,
  noticeId: string,
  page: Page,
): Promise<Array<NoticeCounts & { unionId: string; code: string }>> {
  const tree = { day: '$3::date', recorded: `'infinity'`, throughSuccessors: true };
  const children = `ARRAY(SELECT u.id FROM (${childrenIn('$2', tree)}) c (id) JOIN trade_union u ON u.tenant_id = $1 AND u.id = c.id
    WHERE $5::text IS NULL OR u.code > $5)`;
  return sql(
    tx,
    `${subtreesSql(children, tree.day, tree.recorded, true)}
     SELECT u.id AS "unionId", u.code, ${counts('$3')} FROM subtree s
     JOIN notice_receipt r ON r.tenant_id = $1 AND r.notice_id = $4 AND r.union_id = s.union_id
     JOIN notice n ON n.tenant_id = $1 AND n.id = $4
     JOIN trade_union u ON u.tenant_id = $1 AND u.id = s.root
     GROUP BY u.id, u.code ORDER BY u.code LIMIT $6`,
    [tenantId, unionId, today, noticeId, page.after, page.first],
  );
}
