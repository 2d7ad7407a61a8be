import type { TransferDirection, TransferState } from '@huiji/domain/transfer';
import { type Tx, sql, sqlOne } from './data-source.js';
import { subtreeSql, type TreeAt } from './organisation.js';
import { initialsOf, matchesSql } from './search.js';

/** An order of 会籍接转 (`MembershipTransfer`); a side that is null stands outside the federation, under the name `outside`. */
export interface Transfer {
  id: string;
  number: string;
  fromUnionId: string | null;
  toUnionId: string | null;
  outside: string | null;
  /** In 人. */
  members: number;
  note: string | null;
  sentOn: string;
  state: TransferState;
  acceptedOn: string | null;
  countedOn: string | null;
  reason: string | null;
  version: number;
}

/** An order with the names of who is in it, as it is shown. */
export interface TransferShown extends Transfer {
  from: { code: string | null; name: string };
  to: { code: string | null; name: string };
  sentByName: string;
  settledByName: string | null;
  settledAt: Date | null;
  /** Whether a FINAL period counts it. */
  final: boolean;
}

const columns = `m.id, m.number, m.from_union_id AS "fromUnionId", m.to_union_id AS "toUnionId", m.outside, m.members, m.note,
  m.sent_on::text AS "sentOn", m.state, m.accepted_on::text AS "acceptedOn", m.counted_on::text AS "countedOn", m.reason, m.version`;

const party = (u: string): string =>
  `json_build_object('code', ${u}.code, 'name', coalesce(${u}.name, m.outside))`;

const shown = (orders: string, more = ''): string => `
  SELECT ${columns}, ${party('f')} AS from, ${party('t')} AS to, s.name AS "sentByName", a.name AS "settledByName",
    m.settled_at AS "settledAt", m.counted_on IS NOT NULL AND EXISTS (SELECT FROM period p
      WHERE p.tenant_id = $1 AND p.status = 'FINAL' AND m.counted_on BETWEEN p.starts_on AND p.ends_on) AS final${more}
  FROM (${orders}) m
  LEFT JOIN trade_union f ON f.tenant_id = $1 AND f.id = m.from_union_id
  LEFT JOIN trade_union t ON t.tenant_id = $1 AND t.id = m.to_union_id
  JOIN person s ON s.tenant_id = $1 AND s.id = m.sent_by
  LEFT JOIN person a ON a.tenant_id = $1 AND a.id = m.settled_by
  ORDER BY m.id DESC`;

/** An order by its id, as it is shown; null when the tenant has none. */
export async function transferById(tx: Tx, tenantId: string, id: string): Promise<TransferShown | null> {
  const [row] = await sql<TransferShown>(
    tx,
    shown('SELECT * FROM membership_transfer WHERE tenant_id = $1 AND id = $2'),
    [tenantId, id],
  );
  return row ?? null;
}

/** From where orders are looked at: a union, or the subtree of a body in a tree. */
export interface TransferView {
  tenantId: string;
  unionId: string;
  /** Whether it is the federation, and so all of the tenant. */
  everywhere: boolean;
  tree: TreeAt;
}

/** Which orders are asked for, as seen from a union. */
export interface TransfersAsked extends TransferView {
  states: readonly TransferState[] | null;
  direction: TransferDirection | null;
  /** Only accepted ones, that count from a day within these. */
  counted: { startsOn: string; endsOn: string } | null;
}

/**
 * How orders are found: `seen(…, sends, receives)`, those that wait or all, with which side is within. $1 tenant, $2 union, $3 and $4 day
 * and recorded time of the tree. Those that wait are few, whatever has been sent in all the years.
 */
const seenFrom = (
  { everywhere, tree }: Pick<TransferView, 'everywhere' | 'tree'>,
  which: 'WAITING' | 'ALL',
): string => {
  const ofSide = (side: 'from' | 'to'): string => `
    SELECT m.* FROM below b CROSS JOIN LATERAL (SELECT * FROM membership_transfer m
      WHERE m.tenant_id = $1 AND m.${side}_union_id = b.union_id OFFSET 0) m`;
  const ofTenant = `SELECT * FROM membership_transfer WHERE tenant_id = $1${which === 'WAITING' ? ` AND state = 'SENT'` : ''}`;
  const inside = (side: 'from' | 'to'): string =>
    everywhere
      ? `m.${side}_union_id IS NOT NULL`
      : `EXISTS (SELECT FROM below b WHERE b.union_id = m.${side}_union_id)`;
  // The federation's orders are those of the tenant; a parameter must have a type all the same.
  const scope = everywhere
    ? 'WITH view AS (SELECT $2::uuid, $3::date, $4::timestamptz)'
    : `${subtreeSql('$2', '$3::date', '$4::timestamptz', tree.throughSuccessors)},
       below AS MATERIALIZED (SELECT DISTINCT union_id FROM subtree)`;
  const touched = everywhere || which === 'WAITING' ? ofTenant : `${ofSide('from')} UNION ${ofSide('to')}`;
  return `${scope}, touched AS (${touched}),
    seen AS (SELECT m.*, ${inside('from')} AS sends, ${inside('to')} AS receives FROM touched m)`;
};

const directions: Readonly<Record<TransferDirection, string>> = {
  IN: 'm.receives AND NOT m.sends',
  OUT: 'm.sends AND NOT m.receives',
  WITHIN: 'm.sends AND m.receives',
};

/** An order as seen from a union, which has either side of it or both within. */
export type TransferWithin = TransferShown & { sends: boolean; receives: boolean };

/** A page of orders, the newest first. `after`: the id that the last page ended with. */
export async function transfersOf(
  tx: Tx,
  { tenantId, unionId, states, direction, counted, ...view }: TransfersAsked,
  page: { first: number; after: string | null },
): Promise<TransferWithin[]> {
  const orders = `SELECT * FROM seen m WHERE ${direction ? directions[direction] : 'true'}
    AND ($5::text[] IS NULL OR m.state = ANY ($5)) AND ($6::date IS NULL OR (m.state = 'ACCEPTED' AND m.counted_on BETWEEN $6 AND $7))
    AND ($8::uuid IS NULL OR m.id < $8) ORDER BY m.id DESC LIMIT $9`;
  return sql(tx, `${seenFrom(view, 'ALL')} ${shown(orders, ', m.sends, m.receives')}`, [
    ...[tenantId, unionId, view.tree.day, view.tree.recorded, states],
    ...[counted?.startsOn ?? null, counted?.endsOn ?? null],
    ...[page.after, page.first],
  ]);
}

/** What waits for an answer, as seen from a union: to be accepted by it or below it, and sent from there. */
export interface Waiting {
  toAccept: number;
  members: number;
  oldestSentOn: string | null;
  sent: number;
}

/** Counts the orders that are not answered. */
export function transfersWaiting(tx: Tx, { tenantId, unionId, ...view }: TransferView): Promise<Waiting> {
  return sqlOne(
    tx,
    `${seenFrom(view, 'WAITING')}
     SELECT count(*) FILTER (WHERE receives)::int AS "toAccept", coalesce(sum(members) FILTER (WHERE receives), 0)::int AS members,
       (min(sent_on) FILTER (WHERE receives))::text AS "oldestSentOn", count(*) FILTER (WHERE sends)::int AS sent
     FROM seen m`,
    [tenantId, unionId, view.tree.day, view.tree.recorded],
  );
}

/** A grassroots union that members can be sent to, with the body above it. */
export interface Destination {
  code: string;
  name: string;
  superiorName: string | null;
}

/** Grassroots unions of the whole tenant that a text means and that stand on a day, but one, by code. */
export async function transferDestinations(
  tx: Tx,
  { tenantId, unionId, today }: { tenantId: string; unionId: string; today: string },
  text: string,
  first: number,
): Promise<Destination[]> {
  return sql(
    tx,
    `SELECT u.code, u.name, s.name AS "superiorName" FROM (
       SELECT u.id, u.code, u.name FROM trade_union u
       WHERE u.tenant_id = $1 AND u.level = 'GRASSROOTS' AND u.withdrawn_at IS NULL AND u.id <> $2
         AND u.established_on <= $3 AND (u.dissolved_on IS NULL OR u.dissolved_on > $3) AND ${matchesSql('$4', '$5')}
       ORDER BY u.code LIMIT $6) u
     LEFT JOIN LATERAL (SELECT parent_id FROM affiliation a WHERE a.tenant_id = $1 AND a.union_id = u.id
       AND a.valid_from <= $3 AND (a.valid_to IS NULL OR a.valid_to > $3) AND a.recorded_to IS NULL LIMIT 1) a ON true
     LEFT JOIN trade_union s ON s.tenant_id = $1 AND s.id = a.parent_id ORDER BY u.code`,
    [tenantId, unionId, today, text, initialsOf(text), first],
  );
}

/** How many orders a union has issued in the calendar year of a day. The caller has locked the union. */
export async function ordersInYear(
  tx: Tx,
  { tenantId, issuerId, day }: { tenantId: string; issuerId: string; day: string },
): Promise<number> {
  const { count } = await sqlOne<{ count: number }>(
    tx,
    `SELECT count(*)::int AS count FROM membership_transfer
     WHERE tenant_id = $1 AND issuer_id = $2 AND sent_on BETWEEN date_trunc('year', $3::date)::date
       AND (date_trunc('year', $3::date) + interval '1 year - 1 day')::date`,
    [tenantId, issuerId, day],
  );
  return count;
}

/** An order that is to be written; one with a side outside the federation is accepted with it. */
export interface NewTransfer extends Pick<
  Transfer,
  'id' | 'number' | 'fromUnionId' | 'toUnionId' | 'outside' | 'members' | 'note' | 'sentOn'
> {
  issuerId: string;
  by: string;
  /** From when it counts; null where the other side answers first. */
  countedOn: string | null;
}

/** Writes an order. `id` is a version 7 uuid: orders are listed by it. */
export async function insertTransfer(tx: Tx, tenantId: string, order: NewTransfer): Promise<void> {
  await sql(
    tx,
    `INSERT INTO membership_transfer (tenant_id, id, issuer_id, number, from_union_id, to_union_id, outside, members, note,
       sent_on, sent_by, state, counted_on, accepted_on, accepted_at, settled_by, settled_at)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10::date, $11::uuid,
       CASE WHEN $12::date IS NULL THEN 'SENT' ELSE 'ACCEPTED' END, $12::date,
       CASE WHEN $12::date IS NOT NULL THEN $10::date END, moment.at, CASE WHEN $12::date IS NOT NULL THEN $11::uuid END, moment.at
     FROM (SELECT CASE WHEN $12::date IS NOT NULL THEN clock_timestamp() END AS at) moment`,
    [
      ...[tenantId, order.id, order.issuerId, order.number, order.fromUnionId, order.toUnionId],
      ...[order.outside, order.members, order.note, order.sentOn, order.by, order.countedOn],
    ],
  );
}

/** What an answer makes of an order. */
export interface Settled {
  state: TransferState;
  by: string;
  reason: string | null;
  /** Of an acceptance. */
  accepted: { on: string; countedOn: string } | null;
}

/** Answers an order, whose unions the caller has locked. */
export async function settleTransfer(
  tx: Tx,
  { tenantId, id }: { tenantId: string; id: string },
  { state, by, reason, accepted }: Settled,
): Promise<void> {
  await sql(
    tx,
    `UPDATE membership_transfer SET state = $3, settled_by = $4, settled_at = clock_timestamp(), reason = $5,
       accepted_on = coalesce($6::date, accepted_on), counted_on = coalesce($7::date, counted_on),
       accepted_at = CASE WHEN $6::date IS NULL THEN accepted_at ELSE clock_timestamp() END, version = version + 1
     WHERE tenant_id = $1 AND id = $2`,
    [tenantId, id, state, by, reason, accepted?.on ?? null, accepted?.countedOn ?? null],
  );
}
