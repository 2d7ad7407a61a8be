import type { Channel, DeliveryState } from '@huiji/domain/reminder';
import type { OwingUnion, PlannedMessage } from '@huiji/domain/reminder-plan';
import type { MessageText } from '@huiji/domain/reminder-text';
import { v7 as uuid } from 'uuid';
import { cipherOf, sql, type Tx } from './data-source.js';
import { openText } from './sealed-field.js';
import { type Page, subtreeSql, type TreeAt } from './organisation.js';
import type { Scope } from './scope.js';

/** A reminder (催报) as it is sent: by a person, or by a step of the schedule on a day. */
export interface NewReminder {
  scope: Scope;
  /** The union below which those stand that are reminded. */
  unionId: string;
  by: { personId: string; words: string | null } | Raised;
}

/** Which step of which version of the schedule was raised on a day, the tenant's. */
export interface Raised {
  level: number;
  days: number;
  raisedOn: string;
  version: number;
}

/** A message with its texts, and when it may leave the house. */
export interface NewMessage extends PlannedMessage {
  text: MessageText;
  dueAt: Date;
}

/** The lock that reminders of a scope are sent under, so that of two at once the second sees the first. */
export async function lockReminders(tx: Tx, { tenantId, form, period }: Scope): Promise<void> {
  await sql(tx, `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [
    `reminder ${tenantId} ${form} ${period}`,
  ]);
}

/** How many messages one statement writes. */
const stride = 1_000;

/**
 * Writes a reminder with its unions, messages and deliveries. What is for the app is there at once; what goes out waits
 * for the worker. Answers its id.
 */
export async function insertReminder(
  tx: Tx,
  reminder: NewReminder,
  unions: readonly OwingUnion[],
  messages: readonly NewMessage[],
): Promise<string> {
  const { scope, unionId, by } = reminder;
  const { tenantId, form, period } = scope;
  const id = uuid();
  const [personId, words] = 'personId' in by ? [by.personId, by.words] : [null, null];
  const raised = 'level' in by ? by : null;
  await sql(
    tx,
    `INSERT INTO reminder (tenant_id, id, form, period, union_id, sent_by, message, level, days, raised_on,
       schedule_version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[tenantId, id, form, period, unionId, personId, words],
      ...[raised?.level, raised?.days, raised?.raisedOn, raised?.version],
    ],
  );
  await sql(
    tx,
    `INSERT INTO reminder_union (tenant_id, reminder_id, union_id, form, period, due_on, days)
     SELECT $1, $2, u.id, $3, $4, u.due_on, $5 FROM unnest($6::uuid[], $7::date[]) AS u (id, due_on)`,
    [tenantId, id, form, period, raised?.days, unions.map((one) => one.id), unions.map((one) => one.dueOn)],
  );
  for (let n = 0; n < messages.length; n += stride)
    await insertMessages(tx, tenantId, id, messages.slice(n, n + stride));
  return id;
}

async function insertMessages(
  tx: Tx,
  tenantId: string,
  reminderId: string,
  messages: readonly NewMessage[],
): Promise<void> {
  const made = messages.map((message) => ({ id: uuid(), message }));
  const rows = made.map(({ id, message: { recipient, unions, text } }) => ({
    id,
    person_id: recipient.personId,
    contact_of: recipient.contactOf,
    union_ids: unions.map((union) => union.id),
    subject_zh: text.subjectZh,
    subject_en: text.subjectEn,
    body_zh: text.bodyZh,
    body_en: text.bodyEn,
    sms: text.sms,
  }));
  const deliveries = made.flatMap(({ id, message: { recipient, dueAt } }) =>
    recipient.ways.map(({ channel, skipped }) => ({
      ...{ id: uuid(), message_id: id, channel, due_at: dueAt, reason: skipped },
      state: skipped ? 'SKIPPED' : channel === 'IN_APP' ? 'SENT' : 'PENDING',
    })),
  );
  await sql(
    tx,
    `INSERT INTO reminder_message (tenant_id, id, reminder_id, person_id, contact_of, union_ids, subject_zh, subject_en,
       body_zh, body_en, sms)
     SELECT $1, m.id, $2, m.person_id, m.contact_of, m.union_ids, m.subject_zh, m.subject_en, m.body_zh, m.body_en, m.sms
     FROM jsonb_to_recordset($3::jsonb) AS m (id uuid, person_id uuid, contact_of uuid, union_ids uuid[],
       subject_zh text, subject_en text, body_zh text, body_en text, sms text)`,
    [tenantId, reminderId, JSON.stringify(rows)],
  );
  await sql(
    tx,
    `INSERT INTO reminder_delivery (tenant_id, id, message_id, channel, state, reason, due_at, sent_at)
     SELECT $1, d.id, d.message_id, d.channel, d.state, d.reason, CASE d.channel WHEN 'IN_APP' THEN now() ELSE d.due_at END,
       CASE d.state WHEN 'SENT' THEN clock_timestamp() END
     FROM jsonb_to_recordset($2::jsonb) AS d (id uuid, message_id uuid, channel text, state text, reason text,
       due_at timestamptz)`,
    [tenantId, JSON.stringify(deliveries)],
  );
}

/** One line of the log: a reminder as seen from a union, with what became of it there. */
export interface LoggedReminder {
  id: string;
  form: string;
  period: string;
  at: Date;
  /** Who sent it; null where the schedule raised it, then `level` says which step. */
  sentBy: string | null;
  level: number | null;
  words: string | null;
  /** How many unions at or below the union it was about, and how many deliveries about them are in each state. */
  unions: number;
  deliveries: Partial<Record<DeliveryState, number>>;
}

/** Whether a message `m` is about a union of `subtree`: looked up by hash, where arrays would be held against each other. */
const isAboutSubtree =
  '(SELECT bool_or(o.id IN (SELECT union_id FROM subtree)) FROM unnest(m.union_ids) AS o (id))';

/** The reminders that were about a union or any below it, newest first; `only` one of them. */
export async function remindersAbout(
  tx: Tx,
  { tenantId, form, period }: Scope,
  { unionId, tree, only = null }: { unionId: string; tree: TreeAt; only?: string | null },
  page: Page,
): Promise<LoggedReminder[]> {
  return sql<LoggedReminder>(
    tx,
    `${subtreeSql('$4', '$5::date', '$6::timestamptz')}
     SELECT r.id, r.form, r.period, r.at, p.name AS "sentBy", r.level, r.message AS words, n.unions,
       (SELECT coalesce(json_object_agg(s.state, s.count), '{}') FROM (
         SELECT d.state, count(*)::int AS count FROM reminder_message m
         JOIN reminder_delivery d ON d.tenant_id = $1 AND d.message_id = m.id
         WHERE m.tenant_id = $1 AND m.reminder_id = r.id AND ${isAboutSubtree}
         GROUP BY d.state) s) AS deliveries
     FROM reminder r CROSS JOIN LATERAL (SELECT count(*)::int AS unions FROM reminder_union u
       WHERE u.tenant_id = $1 AND u.reminder_id = r.id AND u.union_id IN (SELECT union_id FROM subtree)) n
     LEFT JOIN person p ON p.tenant_id = $1 AND p.id = r.sent_by
     WHERE r.tenant_id = $1 AND r.form = $2 AND r.period = $3 AND n.unions > 0
       AND ($7::uuid IS NULL OR r.id < $7) AND ($9::uuid IS NULL OR r.id = $9)
     ORDER BY r.id DESC LIMIT $8`,
    [tenantId, form, period, unionId, tree.day, tree.recorded, page.after, page.first, only],
  );
}

/** The scope of a reminder; null when the tenant has none with this id. */
export async function scopeOfReminder(tx: Tx, tenantId: string, id: string): Promise<Scope | null> {
  const [row] = await sql<Scope>(
    tx,
    `SELECT tenant_id AS "tenantId", form, period FROM reminder WHERE tenant_id = $1 AND id = $2`,
    [tenantId, id],
  );
  return row ?? null;
}

/** One delivery of the log. It names the recipient, never the address. */
export interface LoggedDelivery {
  id: string;
  recipient: string;
  channel: Channel;
  state: DeliveryState;
  reason: string | null;
  attempts: number;
  dueAt: Date;
  sentAt: Date | null;
  readAt: Date | null;
}

/** The deliveries of a reminder that are about a union or any below it, in the order they were written. */
export async function deliveriesAbout(
  tx: Tx,
  tenantId: string,
  { reminderId, unionId, tree }: { reminderId: string; unionId: string; tree: TreeAt },
  page: Page,
): Promise<LoggedDelivery[]> {
  const logged = await sql<LoggedDelivery & { contactOf: string | null; contact: Buffer | null }>(
    tx,
    `${subtreeSql('$2', '$3::date', '$4::timestamptz')}
     SELECT d.id, coalesce(p.name, c.name) AS recipient, m.contact_of AS "contactOf", c.contact, d.channel, d.state, d.reason, d.attempts,
       d.due_at AS "dueAt", d.sent_at AS "sentAt", CASE d.channel WHEN 'IN_APP' THEN m.read_at END AS "readAt"
     FROM reminder_message m JOIN reminder_delivery d ON d.tenant_id = $1 AND d.message_id = m.id
     LEFT JOIN person p ON p.tenant_id = $1 AND p.id = m.person_id
     LEFT JOIN trade_union c ON c.tenant_id = $1 AND c.id = m.contact_of
     WHERE m.tenant_id = $1 AND m.reminder_id = $5 AND ${isAboutSubtree}
       AND ($6::uuid IS NULL OR d.id > $6) ORDER BY d.id LIMIT $7`,
    [tenantId, unionId, tree.day, tree.recorded, reminderId, page.after, page.first],
  );
  return logged.map(({ contactOf, contact, ...delivery }) => {
    const named = contactOf && openText(cipherOf(tx), 'trade_union.contact', contactOf, contact);
    return { ...delivery, recipient: named ?? delivery.recipient };
  });
}
